"""Derived forms of a function that never returns: its forward half, and a reverse that is never come to."""
from __future__ import annotations

from ...ir.graph.build import FLOATS, I1, PTR, Code, Names, integer, struct_of
from ...ir.graph.leaves import Layout
from ...ir.records import Block, Function, Inst, Param, Value
from ..emit.halves.halves import HEAD, TAPE
from ..facts.shadowed import FRAME, LAST, Shadowed


def halves_of_never(shadowed: Shadowed, returned: str, layout: Layout) -> dict[str, Function]:
    """Augmented primal and reverse, with the types that callers expect of them."""
    leaves = [leaf.type for leaf in layout.leaves(returned)]
    type_ = struct_of([PTR, *leaves, *(PTR for t in leaves if t == PTR)])
    f, code = shadowed.f, Code(Names("r"))
    code.insts.append(Inst("call", PTR, FRAME, (integer(HEAD + TAPE),), Value(PTR, "@llb.frame.make")))
    code.jump(f.blocks[0].label)
    adjoints = [copy.type for copy in shadowed.params]
    seeds = [Param(t, f"%seed.{k}") for k, t in enumerate(t for t in leaves if t in FLOATS)]
    reverse = Function("", struct_of(adjoints), [Param(PTR, FRAME), Param(I1, LAST), *seeds],
                       [Block("start", [Inst("unreachable", "void", None)])])
    return {"aug": Function("", type_, f.params, [Block("start", code.insts), *f.blocks]), "rev": reverse}


def forward_of_never(derivative: Function, returned: str, layout: Layout, width: int) -> Function:
    """The forward form with the type that callers expect of it."""
    parts = [t for leaf in layout.leaves(returned) for t in [leaf.type] * (1 + width * (leaf.type == PTR or leaf.type in FLOATS))]
    derivative.type = struct_of(parts)
    return derivative
