"""The combined form of a function that has halves alone: it calls one after the other."""
from __future__ import annotations

from ...ir.graph.build import FLOATS, I1, PTR, Code, Names
from ...ir.graph.leaves import Layout
from ...ir.records import Block, Function, Inst, Param, Value
from . import names


def joined(f: Function, layout: Layout) -> Function:
    """Without its name; the halves are called by theirs."""
    code = Code(Names("j"))
    leaves = [leaf.type for p in f.params for leaf in layout.leaves(p.type)]
    given = [Value(t, f"%p{k}{s}") for k, t in enumerate(leaves) for s in (("", ".s") if t == PTR else ("",))]
    returned = [leaf.type for leaf in layout.leaves(f.type)]
    seeds = [Value(t, f"%seed.{k}") for k, t in enumerate(t for t in returned if t in FLOATS)]
    whole = _struct([PTR, *returned, *(PTR for t in returned if t == PTR)])
    first = code.call(names.augmented(f.name), whole, given)
    parts = [code.op("extractvalue", t, (first,), (k,)) for k, t in enumerate([PTR, *returned])]
    floats = [t for t in leaves if t in FLOATS]
    second = code.call(names.reverse(f.name), _struct(floats), (parts[0], Value(I1, "true"), *seeds))
    values = [*parts[1:], *(code.op("extractvalue", t, (second,), (k,)) for k, t in enumerate(floats))]
    out = Value(_struct([v.type for v in values]), "poison")
    for k, v in enumerate(values):
        out = code.op("insertvalue", out.type, (out, v), (k,))
    code.insts.append(Inst("ret", "void", None, (out,) if values else ()))
    return Function("", out.type, [Param(v.type, v.ref) for v in (*given, *seeds)], [Block("start", code.insts)])


def _struct(types: list[str]) -> str:
    return "{ " + ", ".join(types) + " }" if types else "void"
