"""Does a function write to memory that outlives it? What does not may be run again."""
from __future__ import annotations

import re

from ....ir.records import Function, Inst, Module, Value

_READS = re.compile(r"\bmemory\((?:none|read|argmem: read)\)|\breadnone\b|\breadonly\b")
_INERT = ("@llvm.lifetime.", "@llvm.dbg.", "@llvm.assume", "@llvm.experimental.noalias")
_NUMERIC = re.compile(r"@llvm\.[\w.]+\.v?\d*f(?:32|64)\b")
_WRITES = frozenset(["atomicrmw", "cmpxchg", "fence", "invoke"])
_MATHEMATICS = frozenset(f"@{name}{suffix}" for suffix in ("", "f") for name in (
    "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "exp2", "expm1", "log", "log2", "log10",
    "log1p", "pow", "sqrt", "cbrt", "hypot", "fabs", "fmin", "fmax", "floor", "ceil", "round", "trunc", "erf", "erfc", "fmod", "copysign"))


def leaves_memory_alone(module: Module, function: Function) -> bool:
    """Stores go to its own locals, and what it calls does no other."""
    return _alone(module, function, set())


def _alone(module: Module, function: Function, seen: set[str]) -> bool:
    if function.name in seen:
        return True
    seen.add(function.name)
    if _reads_only(module, function.suffix):
        return True
    made = {i.result: i for block in function.blocks for i in block.insts if i.result is not None}
    return bool(function.blocks) and all(_harmless(module, made, i, seen) for block in function.blocks for i in block.insts)


def _harmless(module: Module, made: dict[str, Inst], inst: Inst, seen: set[str]) -> bool:
    """Does an instruction write to locals at most?"""
    if inst.op == "store":
        return _is_local(made, inst.args[1])
    if inst.op != "call":
        return inst.op not in _WRITES
    callee = inst.callee.ref
    if callee.startswith(("@llvm.memcpy.", "@llvm.memmove.", "@llvm.memset.")):
        return _is_local(made, inst.args[0])
    if callee.startswith(_INERT) or _NUMERIC.match(callee) or callee in _MATHEMATICS or _reads_only(module, inst.attrs):
        return True
    called = module.functions.get(callee[1:]) if callee[0] == "@" else None
    return called is not None and _alone(module, called, seen)


def _is_local(made: dict[str, Inst], address: Value) -> bool:
    """Does an address lie in an alloca?"""
    inst = made.get(address.ref)
    while inst is not None and inst.op in ("getelementptr", "bitcast", "addrspacecast"):
        inst = made.get(inst.args[0].ref)
    return inst is not None and inst.op == "alloca"


def _reads_only(module: Module, attributes: str) -> bool:
    """Do attributes, in words or by number, say that nothing is written?"""
    text = " ".join([attributes, *(module.attributes.get(number, "") for number in re.findall(r"#\d+", attributes))])
    return _READS.search(text) is not None
