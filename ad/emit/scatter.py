"""Gathers in loops, x[idx[i]]: what they give back is noted, address and amount, and added to the shadow when the loop is done.

Added at once, it would keep LLVM from vectorising the loop, since two iterations may meet at one address; and where idx is sorted, each
addition would wait for the store of the one before. The second loop has four accumulators for an array of known size, the shadow and three
copies of it, so that only every fourth addition waits.

    for i: …; r = …; x_d[idx[i]] += r      ->      for i: …; r = …; at[i] = 8 * idx[i]; by[i] = r
                                                   for i: x_d[at[i] / 8] += by[i]

In a LATER loop the same is done by its reverse.
"""
from __future__ import annotations

from typing import NamedTuple

from ...ir.graph.build import F64, I64, PTR, Code, integer
from ...ir.graph.cfg import Loop
from ...ir.names import shadow
from ...ir.records import Inst, Value

COPIES = 3                                           # of a shadow, in `llb.acc.scatter.wide`


def last_iteration(header: str) -> Value:
    """Where the number of the last iteration of a LATER loop is kept that has such gathers."""
    return Value(PTR, f"%g.last.{header}")


class Scatter(NamedTuple):
    """One gather: `trips` is the most iterations of the loop, `size` the elements of the array, 0 when they are not known or too many."""

    load: Inst
    loop: Loop
    trips: int
    root: str
    size: int

    def name(self, part: str) -> Value:
        return Value(PTR, f"%g.{part}.{self.load.name[1:]}")

    def addresses(self) -> Inst:
        """Memory for the address of each iteration."""
        return self._array("at", self.trips, I64)

    def amounts(self) -> list[Inst]:
        """Memory for the amounts, and for copies of the shadow."""
        return [self._array("by", self.trips, F64), *([self._array("copies", COPIES * self.size, F64)] if self.size else [])]

    def _array(self, part: str, length: int, type_: str) -> Inst:
        return Inst("alloca", PTR, self.name(part).ref, (), f"[{length} x {type_}]", align=64)

    def note_address(self, code: Code, iteration: Value, offset: Value) -> None:
        """In a block's reverse: the address of this iteration, in bytes from the object's start."""
        code.store(offset, code.gep(I64, self.name("at"), iteration))

    def note(self, code: Code, iteration: Value, amount: Value) -> None:
        """In a block's reverse: the amount of this iteration."""
        code.store(amount, code.gep(F64, self.name("by"), iteration))

    def finish(self, code: Code, iteration: Value, addresses: Value) -> None:
        """Behind the loop, whose last iteration had the number `iteration`."""
        n = code.binary("add", iteration, integer(1))
        where = (Value(PTR, shadow(self.root)), addresses, self.name("by"), n)
        if self.size:
            code.call("llb.acc.scatter.wide", "void", (*where, self.name("copies"), integer(self.size)))
        else:
            code.call("llb.acc.scatter", "void", where)
