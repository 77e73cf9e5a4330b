"""What the words of copies and fills are, where a derivative must know it."""
from __future__ import annotations

from collections.abc import Mapping

from ...ir.graph.leaves import Layout
from ...ir.graph.normalise import callee_of
from ...ir.records import Function, Inst
from ..facts.activity import MOVES
from ..facts.shadowed import Span, Words


def words_of(f: Function, layout: Layout) -> Mapping[Inst, Words]:
    """Of each memcpy, memmove and memset."""
    return {i: Words((Span(0, "double"),), 8) for b in f.blocks for i in b.insts if i.op == "call" and callee_of(i).startswith((*MOVES, "llvm.memset."))}
