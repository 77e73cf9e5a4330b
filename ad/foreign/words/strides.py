"""How far a getelementptr goes: a constant, and a step that divides all else it may add."""
from __future__ import annotations

from collections.abc import Mapping
from math import gcd, lcm

from ....ir.graph.leaves import is_vector
from ....ir.records import Inst, Value
from .kinds import is_integer
from .known import Known, array

_DEEP = 12
_SUMS = ("add", "sub", "or", "phi", "select", "freeze", "zext", "sext")


class Strides:
    """Distances of one function's getelementptr; `defs` are its instructions by result."""

    def __init__(self, known: Known, defs: Mapping[str, Inst]):
        self.known, self.defs = known, defs
        self._steps: dict[Inst, tuple[int, int]] = {}
        self._known: dict[str, int] = {}
        self._exact = {i.args[0].ref: _divisor(i) for i in defs.values() if "exact" in i.flags}

    def step(self, inst: Inst) -> tuple[int, int]:
        """(constant bytes, step of the rest; 0 when there is none)."""
        found = self._steps.get(inst)
        if found is None:
            found = self._steps[inst] = self._step(inst)
        return found

    def _step(self, inst: Inst) -> tuple[int, int]:
        constant, step = self.first(inst)
        type_ = inst.held
        for index in inst.args[2:]:
            type_, start, size = self._inside(type_, index)
            constant += start
            step = gcd(step, size * self.multiple(index)) if index.is_local else step
        return constant, step

    def first(self, inst: Inst) -> tuple[int, int]:
        """The same of the first index alone."""
        index, size = inst.args[1], self.known.extent(inst.held)[0]
        return (0, size * self.multiple(index)) if index.is_local else (size * whole(index), 0)

    def _inside(self, type_: str, index: Value) -> tuple[str, int, int]:
        """One index further: (what is there, bytes to it where the index is constant, bytes of an element of an array)."""
        type_ = self.known.layout.resolved(type_)
        if type_[0] == "[" or is_vector(type_):
            element = array(type_)[1]
            size = self.known.extent(element)[0]
            return element, size * whole(index), size
        start, part = list(self.known.fields(type_))[whole(index)]
        return part, start, 0

    def multiple(self, value: Value) -> int:
        """A number that divides the integer, the largest that its instructions show; 0 of zero."""
        return self._multiple(value, 0)

    def _multiple(self, value: Value, depth: int) -> int:
        if not value.is_local:
            return abs(whole(value))
        if value.ref in self._known:
            return self._known[value.ref]
        inst = self.defs.get(value.ref)
        if inst is None or depth > _DEEP or not is_integer(inst.type):
            return 1
        self._known[value.ref] = 0                  # sums, multiples and choices of multiples of a number are such: a loop adds nothing
        found = lcm(self._made(inst, depth + 1), self._exact.get(value.ref, 1))
        del self._known[value.ref]
        if depth == 0:
            self._known[value.ref] = found
        return found

    def _made(self, inst: Inst, depth: int) -> int:
        args = inst.args[1:] if inst.op == "select" else inst.args
        if inst.op in _SUMS:
            return gcd(*(self._multiple(a, depth) for a in args))
        if inst.op == "mul":
            return self._multiple(args[0], depth) * self._multiple(args[1], depth)
        if inst.op == "shl" and not args[1].is_local:
            return self._multiple(args[0], depth) << whole(args[1])
        if inst.op == "and" and not args[1].is_local and (mask := whole(args[1])):
            return mask & -mask
        return 1


def _divisor(i: Inst) -> int:
    """What an exact division or shift to the right divides by: it promises a multiple."""
    if i.args[1].is_local:
        return 1
    return abs(whole(i.args[1])) if i.op in ("sdiv", "udiv") else 1 << whole(i.args[1])


def whole(value: Value) -> int:
    """The number of an integer literal; 0 of what is no number."""
    ref = value.ref
    if ref.lstrip("-").isdigit():
        return int(ref)
    return int(ref == "true")
