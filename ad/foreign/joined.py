"""The combined form of a function that has halves alone: it calls one after the other."""
from __future__ import annotations

from ...ir.graph.build import FLOATS, I1, PTR, Code, Names
from ...ir.graph.leaves import Layout
from ...ir.records import Block, Function, Inst, Param, Value
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
    out = Value(_struct([v.type for v in values]), "poison")
    for k, v in enumerate(values):
        out = code.op("insertvalue", out.type, (out, v), (k,))
    code.insts.append(Inst("ret", "void", None, (out,) if values else ()))
    return Function("", out.type, [Param(v.type, v.ref) for v in (*given, *seeds)], [Block("start", code.insts)])


def _parts(code: Code, name: str, types: list[str], args: list[Value]) -> list[Value]:
    """What a function gives, leaf by leaf."""
    whole = code.call(name, _struct(types), args)
    return [code.op("extractvalue", t, (whole,), (k,)) for k, t in enumerate(types)]


def _floats(types: list[str]) -> list[str]:
    return [t for t in types if t in FLOATS]


def _struct(types: list[str]) -> str:
    return "{ " + ", ".join(types) + " }" if types else "void"
