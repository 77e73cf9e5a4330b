"""Instructions that are short for others, written out before anything is decided: arguments by value, realloc, mathematics (`mathematics.py`)."""
from __future__ import annotations

import re
from collections.abc import Container

from ...ir.graph.build import I64, PTR, Code, Names, integer
from ...ir.graph.cfg import returning
from ...ir.graph.leaves import Layout
from ...ir.graph.normalise import callee_of
from ...ir.records import Block, Function, Inst, Param, Value
from ..rules.outside import REALLOCATORS, plain
from .mathematics import Way, written_out

_BYVAL = re.compile(r"\bbyval\(")


def expand(f: Function, layout: Layout, defined: Container[str]) -> Function:
    """The function with these written out, in place. `defined` has the names of functions with a body: those are what their bodies say."""
    write_out(f, defined, "w")
    f.params = [_param(p, f, layout) for p in f.params]
    return f


def write_out(f: Function, defined: Container[str], prefix: str) -> Function:
    """Calls alone; intrinsics on vectors are written out once they have been taken apart."""
    names = Names(prefix)
    wanted = returning(f)                                  # what is done before the program ends has no derivative
    for b in f.blocks:
        if b.label in wanted:
            b.insts = _written_out(b, names, defined)
    return f


def _written_out(b: Block, names: Names, defined: Container[str]) -> list[Inst]:
    code = Code(names)
    for i in b.insts:
        way = _way(i) if i.op == "call" and callee_of(i) not in defined else None
        if way is None:
            code.insts.append(i)
        else:
            way(code, i)
    return code.insts


def _way(i: Inst) -> Way | None:
    callee = plain(callee_of(i))
    if callee == "posix_memalign":
        return _aligned
    return _realloc if callee in REALLOCATORS else written_out(i)


def _param(p: Param, f: Function, layout: Layout) -> Param:
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


def _aligned(code: Code, i: Inst) -> None:
    """Memory whose address goes where the first argument says; 0 for success."""
    place, align, size = i.args
    code.store(code.call("aligned_alloc", PTR, (align, size)), place)
    if i.result:
        code.insts.append(Inst("add", i.type, i.result, (Value(i.type, "0"), Value(i.type, "0"))))


def _realloc(code: Code, i: Inst) -> None:
    """New memory, what the old one held, and the old one freed."""
    old, size = i.args[0], i.args[REALLOCATORS[plain(callee_of(i))]]
    code.insts.append(Inst("call", PTR, i.result, (size,), Value(PTR, "@malloc")))
    had = code.call("malloc_usable_size", I64, (old,))
    least = code.call("llvm.umin.i64", I64, (had, size))
    code.call("llvm.memcpy.p0.p0.i64", "void", (i.value, old, least, Value("i1", "false")))
    code.call("free", "void", (old,))
