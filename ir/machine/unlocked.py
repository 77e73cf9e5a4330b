"""LLVM's two long calls without the lock that llvmlite takes around every call: it is there since modules share a context. These calls are for modules
in a context of their own, and for a target machine that no other thread uses; LLVM itself then lets threads work at the same time.
"""
from __future__ import annotations

import ctypes
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from . import target

if TYPE_CHECKING:
    from llvmlite.binding import ModulePassManager, ModuleRef, PassBuilder, TargetMachine


@cache
def _library() -> ctypes.CDLL:
    """llvmlite's functions as they are, with the types that it gave them."""
    locked = target.llvm().ffi.lib
    library = ctypes.CDLL(locked._name)  # pyright: ignore[reportPrivateUsage] — as that of every CDLL
    for name in ("LLVMPY_RunNewModulePassManager", "LLVMPY_TargetMachineEmitToMemory"):
        plain, typed = getattr(library, name), getattr(locked, name)
        plain.argtypes, plain.restype = typed.argtypes, typed.restype
    return library


@contextmanager
def freed(passes: ModulePassManager) -> Generator[ModulePassManager]:
    """LLVM's passes, freed when they have run: llvmlite keeps them, with all that they remember of a module, a third of a megabyte and more."""
    try:
        yield passes
    finally:
        target.llvm().ffi.lib.LLVMPY_DisposeNewModulePassManger(passes)
        passes.detach()


def run(passes: ModulePassManager, module: ModuleRef, builder: PassBuilder) -> None:
    """Runs the passes over the module."""
    _library().LLVMPY_RunNewModulePassManager(passes, module, builder)


def object_code(machine: TargetMachine, module: ModuleRef) -> bytes:
    """The module as an object. RuntimeError with LLVM's words where it makes none."""
    ffi = target.llvm().ffi
    with ffi.OutputString() as said:
        buffer = _library().LLVMPY_TargetMachineEmitToMemory(machine, module, 1, said)
        if not buffer:
            raise RuntimeError(str(said))
    try:
        return ctypes.string_at(ffi.lib.LLVMPY_GetBufferStart(buffer), ffi.lib.LLVMPY_GetBufferSize(buffer))
    finally:
        ffi.lib.LLVMPY_DisposeMemoryBuffer(buffer)
