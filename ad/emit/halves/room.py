"""An array of the frame that keeps a value, an element an iteration, of a length that is known when the function runs."""
from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ....ir.graph.build import Code
from ....ir.records import Value

Fetch = Callable[[Value], Value]


class Room(NamedTuple):
    """`base`: its address; `loops`: (header, iterations) from the outermost in."""

    base: Value
    type: str
    loops: tuple[tuple[str, Value], ...]

    def element(self, code: Code, iteration: Callable[[str], Value], get: Fetch) -> Value:
        """The address of the element of an iteration."""
        index = iteration(self.loops[0][0])
        for header, count in self.loops[1:]:
            index = code.binary("add", code.binary("mul", index, get(count)), iteration(header))
        return code.gep("i8" if self.type == "i1" else self.type, get(self.base), index)
