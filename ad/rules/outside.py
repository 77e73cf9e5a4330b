"""Functions outside of the module that are known by name: allocators, what changes nothing that could be differentiated, C's single precision.

A function that is in none of these tables, has no rule and no body is refused.
"""
from __future__ import annotations

from typing import NamedTuple


class Allocator(NamedTuple):
    """Which arguments say how many bytes (multiplied)."""

    sizes: tuple[int, ...]


ALLOCATORS = {
    "malloc": Allocator((0,)), "calloc": Allocator((0, 1)), "aligned_alloc": Allocator((1,)), "memalign": Allocator((1,)), "valloc": Allocator((0,)),
    "_Znwm": Allocator((0,)), "_Znam": Allocator((0,)), "_ZnwmSt11align_val_t": Allocator((0,)), "_ZnamSt11align_val_t": Allocator((0,)),
    "_ZnwmRKSt9nothrow_t": Allocator((0,)), "_ZnamRKSt9nothrow_t": Allocator((0,)),
    "__rust_alloc": Allocator((0,)), "__rust_alloc_zeroed": Allocator((0,)),
}
DEALLOCATORS = frozenset([
    "free", "_ZdlPv", "_ZdlPvm", "_ZdaPv", "_ZdaPvm", "_ZdlPvSt11align_val_t", "_ZdlPvmSt11align_val_t", "_ZdaPvSt11align_val_t", "_ZdaPvmSt11align_val_t",
    "__rust_dealloc",
])
REALLOCATORS = {"realloc": 1, "__rust_realloc": 3}                  # which argument is the new size

INERT = (                                                           # names or their beginnings
    "llvm.umax", "llvm.umin", "llvm.smax", "llvm.smin", "llvm.abs", "llvm.is.", "llvm.sadd", "llvm.ssub", "llvm.smul", "llvm.uadd", "llvm.usub",
    "llvm.umul", "llvm.sshl", "llvm.ushl", "llvm.ct", "llvm.fsh", "llvm.bswap", "llvm.bitreverse", "llvm.trap", "llvm.prefetch", "llvm.objectsize", "llvm.scmp",
    "llvm.ucmp", "llvm.expect", "llvm.fptosi", "llvm.fptoui", "llvm.lrint", "llvm.llrint", "llvm.lround", "llvm.llround", "llvm.get.rounding",
    "llvm.launder.invariant", "llvm.threadlocal", "llvm.type.test", "llvm.assume", "llvm.lifetime", "llvm.pseudoprobe", "llvm.sideeffect",
    "lrint", "llrint", "lround", "llround", "ilogb", "lrintf", "llrintf", "lroundf", "llroundf", "ilogbf", "abs", "labs", "llabs",
    "frexp", "frexpf", "remquo", "remquof", "lgamma_r", "lgammaf_r", "__lgamma_r_finite", "__lgammaf_r_finite",   # for the integers (`mathematics.py`)
    "logb", "logbf", "isnan", "isinf", "finite", "__isnan", "__isinf", "__finite", "__fpclassify", "__signbit", "__isnanf", "__isinff", "__finitef",
    "__fpclassifyf", "__signbitf", "feclearexcept", "feraiseexcept", "fetestexcept", "fegetround", "__errno_location",
    "printf", "puts", "putchar", "fprintf", "snprintf", "sprintf", "fputs", "fputc", "fwrite", "fflush", "putc", "perror", "write",
    "memcmp", "bcmp", "strcmp", "strncmp", "strlen", "strnlen", "strcoll", "isatty", "getenv",
    "malloc_usable_size", "clock", "time", "gettimeofday", "clock_gettime", "omp_get_", "__kmpc_global_thread_num", "MPI_Comm_rank", "MPI_Comm_size",
    "_FortranAioBegin", "_FortranAioEnd", "_FortranAioOutput", "_FortranAioSet", "__cxa_guard_", "__cxa_atexit", "_Unwind_Resume",
    "__rust_no_alloc_shim_is_unstable", "__rust_no_alloc_shim_is_unstable_v2",
)


class Reason(NamedTuple):
    """Why calls of a function are refused, and what to do instead."""

    what: str
    hint: str


_ENVIRONMENT = Reason("depends on the rounding mode or on floating exceptions, which derivatives do not follow",
                      "compile without -ffp-model=strict and -frounding-math")
UNSUPPORTED = {                                                     # names, or beginnings that end in a dot
    "llvm.experimental.constrained.": _ENVIRONMENT, "llvm.fptrunc.round.": _ENVIRONMENT, "fesetround": _ENVIRONMENT, "fesetenv": _ENVIRONMENT,
}
NORETURN = (
    "abort", "exit", "_exit", "quick_exit", "__assert_fail", "__assert_rtn", "__cxa_throw", "__cxa_rethrow", "_ZSt9terminatev", "__clang_call_terminate",
    "_ZSt17__throw_", "_ZSt16__throw_", "_ZSt19__throw_", "_ZSt20__throw_", "_ZSt24__throw_", "_ZSt25__throw_", "_ZSt28__throw_",
    "__cxa_pure_virtual", "_FortranAStopStatement", "_FortranAAbort", "_FortranAReportFatal",
    "__stack_chk_fail", "longjmp", "__cxa_bad_cast", "__cxa_call_unexpected",
)
POINTER_OF = ("llvm.launder.invariant", "llvm.strip.invariant", "llvm.ptrmask", "llvm.threadlocal.address")     # give their first argument, moved or marked


def plain(callee: str) -> str:
    """The name in these tables of a function that a compiler mangles: Rust's allocators."""
    found = callee.rfind("__rust_") if callee.startswith("_R") else -1
    return callee[found:] if found > 0 else callee


def unsupported(callee: str) -> Reason | None:
    """Why it is refused whatever it is called with."""
    return UNSUPPORTED.get(callee) or next((reason for name, reason in UNSUPPORTED.items() if name[-1] == "." and callee.startswith(name)), None)


def is_noreturn(callee: str) -> bool:
    """Does a call of it end the program, or leave the function by an exception?"""
    return callee.startswith(NORETURN)


def is_inert(callee: str) -> bool:
    """Is it known to change no memory that could be differentiated, and to give nothing that could be?"""
    return any(callee == name or name.startswith(("llvm.", "omp_", "_Fortran", "__cxa_guard_")) and callee.startswith(name) for name in INERT)
