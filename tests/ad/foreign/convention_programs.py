"""Callers in C and in IR for tests of the calling convention, and derived functions written by hand, so that what is rewritten is run."""
from __future__ import annotations

import ctypes
import re
import subprocess

import llvmlite.binding as llvm
from llvmlite.binding import ModuleRef

from llbayes.ad.foreign.rewriting import rewrite
from llbayes.ir.records import Module
from llbayes.ir.text import reader, writer

HEAD = """
extern int enzyme_dup, enzyme_dupnoneed, enzyme_dupv, enzyme_dupnoneedv, enzyme_const, enzyme_out, enzyme_width, enzyme_tape, enzyme_allocated, enzyme_nofree,
    enzyme_primal_return, enzyme_noret, enzyme_const_return, enzyme_active_return, enzyme_dup_return, enzyme_byref, enzyme_not_overwritten,
    enzyme_runtime_activity, enzyme_strong_zero, enzyme_interleave, enzyme_nonsense, enzyme_trace;
"""


def ir_of(source: str, level: str = "O0", *flags: str) -> str:
    """C as clang makes it."""
    command = ["clang-22", "-w", "-x", "c", "-S", "-emit-llvm", f"-{level}", *flags, "-", "-o", "-"]
    ran = subprocess.run(command, input=HEAD + source, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def module_of(text: str) -> Module:
    """Text of IR as LLVM prints it, in records."""
    with llvm.create_context() as context, llvm.parse_assembly(text, context) as parsed:
        return reader.read(str(parsed))


def rewritten(text: str, derived: str = "") -> tuple[str, list[tuple[str, str, int]]]:
    """(the module after rewriting with its derived functions, which were wanted)."""
    module = module_of(text)
    wanted = [tuple(key) for key in rewrite(module)]
    out = writer.write(module) + derived
    assert "call" not in "".join(re.findall(r".*@__enzyme_.*\(.*", "\n".join(line for line in out.split("\n") if " call " in line)))
    return out, wanted


def checked(text: str) -> ModuleRef:
    """What LLVM has verified."""
    parsed = llvm.parse_assembly(text)
    parsed.verify()
    return parsed


def run(text: str, name: str, *args: float | int | ctypes.Array, result: type | None = ctypes.c_double) -> object:
    """Calls a function of the module: floats, integers and arrays of C."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(opt=1)
    with llvm.create_mcjit_compiler(checked(text), machine) as engine:
        engine.finalize_object()
        kinds = [ctypes.c_double if isinstance(a, float) else ctypes.c_int if isinstance(a, int) else ctypes.c_void_p for a in args]
        function = ctypes.CFUNCTYPE(result, *kinds)(engine.get_function_address(name))
        return function(*(ctypes.addressof(a) if isinstance(a, ctypes.Array) else a for a in args))
