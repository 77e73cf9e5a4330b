"""Whether a function catches what is thrown and goes on. One that only cleans up on the way out, or rethrows, does not."""
from __future__ import annotations

from ..graph.cfg import reach
from ..records import Block, Function, successors

_CATCHING = ("landingpad", "catchswitch", "catchpad")


def catches(function: Function) -> bool:
    """Can control come from a landing pad to a return?"""
    after = {b.label: successors(b) for b in function.blocks}
    returning = {b.label for b in function.blocks if b.insts[-1].op == "ret"}
    return not returning.isdisjoint(reach([b.label for b in function.blocks if _is_pad(b)], after.__getitem__))


def _is_pad(block: Block) -> bool:
    return any(i.op in _CATCHING for i in block.insts)
