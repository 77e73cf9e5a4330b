"""Functions outside of the module that are known by name: what takes and gives memory. The others: `inert.py`, `libm.py`.

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

POINTER_OF = ("llvm.launder.invariant", "llvm.strip.invariant", "llvm.ptrmask", "llvm.threadlocal.address")     # give their first argument, moved or marked


def plain(callee: str) -> str:
    """The name in these tables of a function that a compiler mangles: Rust's allocators."""
    found = callee.rfind("__rust_") if callee.startswith("_R") else -1
    return callee[found:] if found > 0 else callee
