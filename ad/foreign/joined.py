"""The combined form of a function that has halves alone: it calls one after the other."""
from __future__ import annotations

from ...ir.graph.build import FLOATS, I1, PTR, Code, Names, struct_of
from ...ir.graph.leaves import Layout
from ...ir.records import Block, Function, Param, Value
from . import names


def joined(f: Function, layout: Layout) -> Function:
    """Without its name; the halves are called by theirs."""
    code = Code(Names("j"))
    leaves, returned = [leaf.type for p in f.params for leaf in layout.leaves(p.type)], [leaf.type for leaf in layout.leaves(f.type)]
    given = [Value(t, f"%p{k}{s}") for k, t in enumerate(leaves) for s in (("", ".s") if t == PTR else ("",))]
    seeds = [Value(t, f"%seed.{k}") for k, t in enumerate(_floats(returned))]
    frame, *results = _parts(code, names.augmented(f.name), [PTR, *returned, *(PTR for t in returned if t == PTR)], given)
    adjoints = _parts(code, names.reverse(f.name), _floats(leaves), [frame, Value(I1, "true"), *seeds])
    values = [*results[:len(returned)], *adjoints]
    type_ = code.give(values)
    return Function("", type_, [Param(v.type, v.ref) for v in (*given, *seeds)], [Block("start", code.insts)])


def _parts(code: Code, name: str, types: list[str], args: list[Value]) -> list[Value]:
    """What a function gives, leaf by leaf."""
    whole = code.call(name, struct_of(types), args)
    return [code.op("extractvalue", t, (whole,), (k,)) for k, t in enumerate(types)]


def _floats(types: list[str]) -> list[str]:
    return [t for t in types if t in FLOATS]
