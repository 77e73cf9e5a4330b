"""Instructions that are short for others, written out before anything is decided: arguments by value, realloc, single precision of C's library."""
from __future__ import annotations

import re
from collections.abc import Callable

from ...ir.graph.build import F64, I64, PTR, Code, Names, integer
from ...ir.graph.leaves import Layout
from ...ir.graph.normalise import callee_of
from ...ir.records import Block, Function, Inst, Param, Value
from ..rules.outside import REALLOCATORS, plain
from ..rules.partials import RULES

_BYVAL = re.compile(r"\bbyval\(")
_Way = Callable[[Code, Inst], None]


def expand(f: Function, layout: Layout) -> Function:
    """The function with these written out, in place."""
    names = Names("w")
    for b in f.blocks:
        b.insts = _written_out(b, names)
    f.params = [_param(p, f, names, layout) for p in f.params]
    return f


def _written_out(b: Block, names: Names) -> list[Inst]:
    code = Code(names)
    for i in b.insts:
        way = _way(i) if i.op == "call" else None
        if way is None:
            code.insts.append(i)
        else:
            way(code, i)
    return code.insts


def _way(i: Inst) -> _Way | None:
    callee = plain(callee_of(i))
    if callee in REALLOCATORS:
        return _realloc
    if callee.endswith("f") and callee[:-1] in RULES and i.type == "float":
        return _single
    return _WAYS.get(callee) or next((way for name, way in _WAYS.items() if name.endswith(".") and callee.startswith(name)), None)


def _param(p: Param, f: Function, names: Names, layout: Layout) -> Param:
    """A parameter by value is a copy of the function's own."""
    found = _BYVAL.search(p.attrs)
    if found is None:
        return p
    type_ = p.attrs[found.end():_closing(p.attrs, found.end())]
    given = Value(PTR, p.name + ".by")
    room = Inst("alloca", PTR, p.name, (), type_, align=16)
    size = integer(layout.shape(type_).size)
    copy = Inst("call", "void", None, (room.value, given, size, Value("i1", "false")), Value(PTR, "@llvm.memcpy.p0.p0.i64"))
    f.blocks[0].insts[:0] = [room, copy]
    return Param(PTR, given.ref)


def _closing(text: str, at: int) -> int:
    depth = 1
    while depth:
        depth += (text[at] == "(") - (text[at] == ")")
        at += 1
    return at - 1


def _named(code: Code, i: Inst, v: Value) -> None:
    """Gives a value the name of the call."""
    code.insts.append(Inst("freeze", i.type, i.result, (v,)))


def _realloc(code: Code, i: Inst) -> None:
    """New memory, what the old one held, and the old one freed."""
    old, size = i.args[0], i.args[REALLOCATORS[plain(callee_of(i))]]
    code.insts.append(Inst("call", PTR, i.result, (size,), Value(PTR, "@malloc")))
    had = code.call("malloc_usable_size", I64, (old,))
    least = code.call("llvm.umin.i64", I64, (had, size))
    code.call("llvm.memcpy.p0.p0.i64", "void", (i.value, old, least, Value("i1", "false")))
    code.call("free", "void", (old,))


def _single(code: Code, i: Inst) -> None:
    """A function of C's library in single precision is that in double, rounded."""
    wide = [code.op("fpext", F64, (a,)) if a.type == "float" else a for a in i.args]
    v = code.call(callee_of(i)[:-1], F64, wide)
    code.insts.append(Inst("fptrunc", "float", i.result, (v,)))


def _power(code: Code, i: Inst) -> None:
    """A whole power."""
    x, n = i.args
    exponent = code.op("sitofp", x.type, (n,))
    _named(code, i, code.call("llvm.pow" + _suffix(x), x.type, (x, exponent)))


def _scaled(code: Code, i: Inst) -> None:
    """x 2ⁿ."""
    x, n = i.args
    _named(code, i, code.binary("fmul", x, _two_to(code, x, n)))


def _two_to(code: Code, x: Value, n: Value) -> Value:
    return code.call("llvm.exp2" + _suffix(x), x.type, (code.op("sitofp", x.type, (n,)),))


def _suffix(x: Value) -> str:
    return ".f64" if x.type == F64 else ".f32"


def _sincos(code: Code, i: Inst) -> None:
    """Both, where they are wanted."""
    x, *places = i.args
    for name, place in zip(("llvm.sin", "llvm.cos"), places, strict=True):
        code.store(code.call(name + _suffix(x), x.type, (x,)), place)


def _parts(code: Code, i: Inst) -> None:
    """The whole part goes to memory, the rest is the result."""
    x, place = i.args
    whole = code.call("llvm.trunc" + _suffix(x), x.type, (x,))
    code.store(whole, place)
    _named(code, i, code.binary("fsub", x, whole))


def _mantissa(code: Code, i: Inst) -> None:
    """The exponent goes to memory; the result is x times the power of two that belongs to it."""
    x, place = i.args
    code.insts.append(Inst("call", x.type, code.names.new(), i.args, i.extra))
    n = code.load("i32", place)
    less = code.binary("sub", Value("i32", "0"), n)
    _named(code, i, code.binary("fmul", x, _two_to(code, x, less)))


def _dim(code: Code, i: Inst) -> None:
    """x - y where that is positive."""
    x, y = i.args
    _named(code, i, code.select(code.compare("ogt", x, y), code.binary("fsub", x, y), Value(x.type, "0.0")))


_WAYS: dict[str, _Way] = {
    "llvm.powi.": _power, "__powidf2": _power, "llvm.ldexp.": _scaled, "ldexp": _scaled, "ldexpf": _scaled, "scalbn": _scaled, "scalbnf": _scaled,
    "sincos": _sincos, "sincosf": _sincos, "modf": _parts, "modff": _parts, "frexp": _mantissa, "frexpf": _mantissa, "fdim": _dim, "fdimf": _dim,
}
