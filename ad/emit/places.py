"""Where the shadow of a pointer is, in the reverse of a block, and how much of it there is."""
from __future__ import annotations

from ...ir.graph.build import PTR
from ...ir.records import Value
from .block import BlockReverse


def shadow_of(s: BlockReverse, p: Value) -> tuple[Value, Value | None] | None:
    """(pointer into the shadow, None or the run-time condition that there is one); None when there is none."""
    known = s.has_shadow(p)
    if known is False:
        return None
    address = s.pointer(p, shadow=True)
    if known is True:
        return address, None
    s.whole.uses_scratch = True
    return s.code.select(known, address, Value(PTR, "%scratch")), known


def clear(s: BlockReverse, pointer: Value, size: Value) -> None:
    """Fills a shadow with zeros."""
    s.code.call("llvm.memset.p0.i64", "void", (pointer, Value("i8", "0"), size, Value("i1", "false")))


def where(s: BlockReverse, condition: Value | None, size: Value) -> Value:
    """The size, or 0 where a run-time condition does not hold."""
    return size if condition is None else s.code.select(condition, size, Value(size.type, "0"))
