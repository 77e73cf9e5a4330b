"""Functions of libraries and runtimes by name: those that nothing flows through, those that never return, those that are refused whatever they get.

Nothing flows through a function that gives no number of what it gets, and writes none to memory. Numbers that it makes itself are constants.
"""
from __future__ import annotations

import re
from typing import NamedTuple

_INTRINSICS = (
    "umax", "umin", "smax", "smin", "abs", "is.", "sadd", "ssub", "smul", "uadd", "usub", "umul", "sshl", "ushl", "ct", "fsh", "bswap", "bitreverse", "trap",
    "ubsantrap", "debugtrap", "prefetch", "objectsize", "scmp", "ucmp", "expect", "fptosi", "fptoui", "lrint", "llrint", "lround", "llround", "get.rounding",
    "launder.invariant", "strip.invariant", "ptrmask", "threadlocal", "type.test", "assume", "lifetime", "pseudoprobe", "sideeffect",
    "stacksave", "stackrestore", "donothing", "vscale", "allow.", "var.annotation", "readcyclecounter", "invariant.",
    "experimental.noalias", "dbg.", "clear_cache", "returnaddress", "frameaddress", "thread.pointer", "eh.typeid.for", "load.relative", "vector.reduce.add",
)
_MATHEMATICS = """
lrint llrint lround llround ilogb lrintf llrintf lroundf llroundf ilogbf abs labs llabs logb logbf isnan isinf finite __isnan __isinf __finite __fpclassify
__signbit __isnanf __isinff __finitef __fpclassifyf __signbitf feclearexcept feraiseexcept fetestexcept fegetround __errno_location
frexp frexpf remquo remquof lgamma_r lgammaf_r __lgamma_r_finite __lgammaf_r_finite
"""                                                # the last line for the integers (`ad/foreign/mathematics.py`)
_WORDS = """
printf puts putchar fprintf snprintf sprintf vprintf vfprintf vsnprintf vsprintf dprintf fputs fputc fwrite fflush putc putchar_unlocked putc_unlocked
perror write fopen fopen64 fclose fseek ftell rewind feof ferror fileno remove rename unlink getc fgetc getchar fgets ungetc setvbuf setbuf
__printf_chk __fprintf_chk __snprintf_chk __sprintf_chk __vfprintf_chk __vsnprintf_chk __fputs_chk __strcpy_chk __strncpy_chk __strcat_chk
__strncat_chk memcmp bcmp strcmp strncmp strcasecmp strncasecmp strlen strnlen strcoll strcpy strncpy strlcpy strlcat stpcpy stpncpy strcat strncat
strchr strrchr strstr strpbrk strspn strcspn strtok strtok_r strdup strndup strerror toupper tolower isalpha isdigit isspace isupper islower isalnum
isprint ispunct isxdigit __ctype_b_loc __ctype_toupper_loc __ctype_tolower_loc atoi atol atoll atof strtol strtoll strtoul strtoull strtod strtof rand
srand random srandom drand48 srand48
"""
_SYSTEM = """
isatty getenv setenv unsetenv malloc_usable_size clock time gettimeofday clock_gettime difftime localtime gmtime strftime sleep usleep nanosleep
getpid sysconf sched_yield atexit on_exit signal raise fesetexceptflag pthread_self pthread_mutex_lock pthread_mutex_unlock pthread_mutex_init
pthread_mutex_destroy __kmpc_global_thread_num MPI_Comm_rank MPI_Comm_size MPI_Init MPI_Finalize MPI_Wtime MPI_Barrier MPI_Initialized __cxa_atexit
__cxa_allocate_exception __cxa_free_exception _Unwind_Resume __rust_no_alloc_shim_is_unstable __rust_no_alloc_shim_is_unstable_v2
_ZNSt8ios_base4InitC1Ev _ZNSt8ios_base4InitD1Ev _ZSt16__ostream_insertIcSt11char_traitsIcEERSt13basic_ostreamIT_T0_ES6_PKS3_l _ZSt13set_terminatePFvvE
_ZSt18uncaught_exceptionv _ZSt19uncaught_exceptionsv _ZNKSt9exception4whatEv
"""
_BEGINNINGS = (
    "omp_get_", "omp_set_", "_ZNKSt5ctypeI", "_FortranAio", "__cxa_guard_", "_ZNSo", "_ZStlsI", "_ZNKSo", "_ZSt4endlI", "_ZSt5flushI", "_ZNSt11logic_errorC",
    "_ZNSt13runtime_errorC",
    "_ZNSt11logic_errorD", "_ZNSt13runtime_errorD", "_ZNSt9exceptionD", "_ZNSt12out_of_rangeC", "_ZNSt16invalid_argumentC", "_ZNSt12domain_errorC",
    "_ZNSt12length_errorC", "_FortranAProgram", "_FortranACommandArgument", "_FortranAEnvVariable", "_FortranASystemClock", "_FortranACpuTime",
    "_FortranARandomInit", "_FortranARandomSeed", "_FortranAStopStatement", "_FortranACharacterCompare", "_FortranALenTrim",
)
_RUST = re.compile(r"4core3fmt|3std2io5stdio|5alloc3fmt|4core3str|3std7process|3std4time")
_READS = ("_FortranAioInput", "_FortranAioBeginUnformattedInput", "_FortranAioBeginExternalListInput", "_FortranAioBeginInternalListInput")


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NAMES = _names(f"{_MATHEMATICS}{_WORDS}{_SYSTEM}")
_NORETURN = _names("""
abort exit _exit _Exit quick_exit __assert_fail __assert_rtn __assert __cxa_throw __cxa_rethrow _ZSt9terminatev __clang_call_terminate
__cxa_pure_virtual __cxa_deleted_virtual __cxa_throw_bad_array_new_length __stack_chk_fail __chk_fail longjmp siglongjmp __cxa_bad_cast
__cxa_bad_typeid __cxa_call_unexpected err errx verr verrx pthread_exit
""")
_NORETURN_BEGINNINGS = ("_FortranAStopStatement", "_FortranAErrorStop", "_FortranAAbort", "_FortranAReportFatal", "_FortranAProgramEndStatement",
                        "_FortranAExit")
_THROWS = re.compile(r"_ZSt\d+__throw_|_ZNSt.*__throw_|4core9panicking|4core6result13unwrap_failed|4core6option1\d(?:unwrap|expect)_failed|"
                     r"7raw_vec\w*handle_error|"
                     r"7raw_vec17capacity_overflow|5alloc5alloc18handle_alloc_error|3std9panicking|4core5slice5index\w*_fail|5slice\w*len_mismatch_fail|rust_panic|"
                     r"4core4cell\d+panic_already|3std7process(?:4exit|5abort)")


class Reason(NamedTuple):
    """Why calls of a function are refused, and what to do instead."""

    what: str
    hint: str


_ENVIRONMENT = Reason("depends on the rounding mode or on floating exceptions, which derivatives do not follow",
                      "compile without -ffp-model=strict and -frounding-math")
_INPUT = Reason("may write numbers into memory, where their shadows would stay what they were", "read before the function that is differentiated")
_CALLBACK = Reason("calls a function back, and has no body here", "give the library's source too, or register a derivative")
_JUMP = Reason("jumps between functions", "return a status instead")
_THREADS = Reason("starts a thread, which cannot be differentiated through", "differentiate what each thread does")
_DESCRIPTORS = Reason("has no derivative", "write the loop, or compile with -O2, which inlines it")
_STRINGS = Reason("moves the memory of a string or a stream", "do it outside of the function that is differentiated")
_UNSUPPORTED = {
    **dict.fromkeys(["fesetround", "fesetenv", "feupdateenv"], _ENVIRONMENT),
    **dict.fromkeys(_names("""
scanf fscanf sscanf vscanf vfscanf vsscanf __isoc99_scanf __isoc99_fscanf __isoc99_sscanf __isoc23_scanf __isoc23_fscanf __isoc23_sscanf fread
fread_unlocked read pread readv recv recvfrom getline mmap
"""), _INPUT),
    **dict.fromkeys(_names("""
qsort qsort_r bsearch lfind lsearch tsearch tfind twalk
"""), _CALLBACK),
    **dict.fromkeys(["setjmp", "_setjmp", "__sigsetjmp", "sigsetjmp"], _JUMP),
    **dict.fromkeys(_names("""
pthread_create thrd_create _ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE fork
"""), _THREADS),
    **dict.fromkeys(["memchr", "rawmemchr", "memccpy", "mempcpy", "bcopy", "swab"], Reason("is not known here", "use memcpy or a loop")),
}
_UNSUPPORTED_BEGINNINGS = {
    "llvm.experimental.constrained.": _ENVIRONMENT, "llvm.fptrunc.round.": _ENVIRONMENT, "_ZNSi": _INPUT, "_ZStrsI": _INPUT,
    **dict.fromkeys(_READS, _INPUT), "_ZNSt7__cxx11": _STRINGS, "_ZNKSt7__cxx11": _STRINGS,
    **{f"_FortranA{name}": _DESCRIPTORS for name in (
        "Matmul", "DotProduct", "Sum", "Product", "Norm2", "Maxval", "Minval", "Transpose", "Reshape", "Pack", "Unpack", "Spread", "Cshift", "Eoshift",
        "Assign", "ErfcScaled", "RandomNumber", "Bessel")},
}


def is_noreturn(callee: str) -> bool:
    """Does a call of it end the program, or leave the function by an exception?"""
    return callee in _NORETURN or callee.startswith(_NORETURN_BEGINNINGS) or callee[:2] in ("_Z", "_R", "ru") and _THROWS.search(callee) is not None


def is_inert(callee: str) -> bool:
    """Is it known to change no memory that could be differentiated, and to give nothing that could be?"""
    if callee.startswith("llvm."):
        return callee[5:].startswith(_INTRINSICS)
    if unsupported(callee) is not None:
        return False
    return callee in _NAMES or callee.startswith(_BEGINNINGS) or callee[:2] in ("_Z", "_R") and _RUST.search(callee) is not None


def unsupported(callee: str) -> Reason | None:
    """Why it is refused whatever it is called with."""
    return _UNSUPPORTED.get(callee) or next((reason for name, reason in _UNSUPPORTED_BEGINNINGS.items() if callee.startswith(name)), None)
