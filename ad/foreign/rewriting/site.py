"""The code of one request: calls of the derived functions by the inner convention, leaf by leaf."""
from __future__ import annotations

from collections.abc import Iterator

from ....ir.graph.build import FLOATS, I1, PTR, Code, Names
from ....ir.graph.leaves import Layout
from ....ir.records import Function, Inst, Value
from .. import names
from ..convention.request import Argument, Request, sret_of
from .leafwise import fitted, leaves_of, loaded, nothing, stored

LAST, NOT_LAST = Value(I1, "true"), Value(I1, "false")


class Site:
    """What has been written for a request. `entry` are allocas for the first block of the caller, `wanted` the derived functions."""

    def __init__(self, request: Request, function: Function, layout: Layout, fresh: Names):
        self.request, self.function, self.layout = request, function, layout
        self.code = Code(fresh)
        self.entry: list[Inst] = []
        self.wanted: list[names.Key] = []
        self.through = sret_of(function.params[0].attrs) if function.params else ""
        self.places: dict[int, tuple[Argument, Value]] = {}                    # adjoints of structures in memory
        self.memory = [self._place(self.through) for _ in range(1 + request.width * (request.sense == "forward"))] if self.through else []

    # -- the derived functions
    def augmented(self, lane: int) -> tuple[Value, list[Value], list[Value]]:
        """(frame, leaves of the value, shadows of its pointers)."""
        self.wanted.append(names.Key("rev", self.function.name))
        leaves = [leaf.type for leaf in self.layout.leaves(self.function.type)]
        shadows = [t for t in leaves if t.startswith(PTR)]
        found = self._called(names.augmented(self.function.name), [PTR, *leaves, *shadows], self.arguments((lane,), tangents=False))
        return found[0], found[1 : 1 + len(leaves)], found[1 + len(leaves) :]

    def reversed(self, frame: Value, last: Value, seeds: list[Value]) -> list[list[Value]]:
        """The adjoints of each argument, a leaf each; integers and pointers have zero."""
        self.wanted.append(names.Key("rev", self.function.name))
        floats = [leaf.type for p in self.function.params for leaf in self.layout.leaves(p.type) if leaf.type in FLOATS]
        found = iter(self._called(names.reverse(self.function.name), floats, [frame, last, *seeds]))
        return self._adjoints(found)

    def _adjoints(self, found: Iterator[Value]) -> list[list[Value]]:
        """Of each argument, of those in memory what is there."""
        out = [[next(found) if leaf.type in FLOATS else nothing(leaf.type) for leaf in self.layout.leaves(p.type)] for p in self.function.params]
        for k, (argument, place) in self.places.items():
            out[k] = loaded(self.code, self.layout, argument.held, place)
        return out

    def combined(self, seeds: list[Value]) -> tuple[list[Value], list[list[Value]]]:
        """(leaves of the value, the adjoints of each argument) of both in one."""
        mask = "".join(_mark(leaf.type, argument) for p, argument in zip(self.function.params, self.request.arguments, strict=True)
                       for leaf in self.layout.leaves(p.type))
        self.wanted.append(names.Key("both", self.function.name, 1, mask))
        leaves = [leaf.type for leaf in self.layout.leaves(self.function.type)]
        floats = [leaf.type for p in self.function.params for leaf in self.layout.leaves(p.type) if leaf.type in FLOATS]
        found = self._called(names.both(self.function.name, mask), [*leaves, *floats], [*self.arguments((0,), tangents=False), *seeds])
        return found[:len(leaves)], self._adjoints(iter(found[len(leaves):]))

    def forward(self) -> tuple[list[Value], list[list[Value]]]:
        """(leaves of the value, those of its tangent in each lane)."""
        width = self.request.width
        self.wanted.append(names.Key("fwd", self.function.name, width))
        leaves = [leaf.type for leaf in self.layout.leaves(self.function.type)]
        types = [t for leaf in leaves for t in ([leaf] * (1 + width) if _moves(leaf) else [leaf])]
        found = iter(self._called(names.forward(self.function.name, width), types, self.arguments(tuple(range(width)), tangents=True)))
        value: list[Value] = []
        lanes: list[list[Value]] = [[] for _ in range(width)]
        for leaf in leaves:
            value.append(next(found))
            for lane in lanes:
                lane.append(next(found) if _moves(leaf) else value[-1])
        return value, lanes

    def seeds(self) -> list[list[Value]]:
        """A number for each float of the return, in each lane: those given, else 1; 0 where the return takes no part."""
        floats = [leaf.type for leaf in self.layout.leaves(self.function.type) if leaf.type in FLOATS]
        if not self.request.seeds:
            one = "1.0" if self.request.returns == "out" else "0.0"
            return [[Value(t, one) for t in floats] for _ in range(self.request.width)]
        given = [leaf for seed in self.request.seeds for leaf in leaves_of(self.code, self.layout, seed) if leaf.type in FLOATS]
        return [[fitted(self.code, leaf, t) for leaf, t in zip(given[k * len(floats) :], floats, strict=False)] for k in range(self.request.width)]

    def in_memory(self, place: int) -> list[Value]:
        """The leaves of what the function returned through memory: the value, then its tangents."""
        return loaded(self.code, self.layout, self.through, self.memory[place])

    # -- arguments
    def arguments(self, lanes: tuple[int, ...], *, tangents: bool) -> list[Value]:
        """Of a derived function with these lanes: each pointer with its shadows, with `tangents` each float with those."""
        found: list[Value] = []
        self.places = {k: (a, self._place(a.held)) for k, a in enumerate(self.request.arguments) if a.in_memory}
        for number, argument in enumerate(self.request.arguments):
            primal, shadows = self._returned(argument) if self.through and number == 0 else self._argument(argument)
            if number in self.places:
                shadows = [[self.places[number][1]]] * self.request.width
            for k, leaf in enumerate(primal):
                found.append(leaf)
                if leaf.type.startswith(PTR) or tangents and leaf.type in FLOATS:
                    found += [shadows[lane][k] if shadows else _constant(leaf) for lane in lanes]
        return found

    def _argument(self, argument: Argument) -> tuple[list[Value], list[list[Value]]]:
        """Its leaves, those of its shadow in each lane; none of a constant."""
        assert argument.primal is not None
        types = [leaf.type for leaf in self.layout.leaves(argument.type)]
        given = [leaves_of(self.code, self.layout, g) for g in (argument.primal, *argument.shadows)]
        fit = [[fitted(self.code, leaf, t) for leaf, t in zip(leaves, types, strict=True)] for leaves in given]
        if argument.stride is not None:
            return fit[0], [[self._lane(fit[1][0], argument.stride, k)] for k in range(self.request.width)]
        return fit[0], fit[1:]

    def _returned(self, argument: Argument) -> tuple[list[Value], list[list[Value]]]:
        """The memory that the function returns through."""
        shadows = [shadow.value for shadow in argument.shadows] or self.memory[1:]
        return self.memory[:1], [[shadow] for shadow in shadows] if argument.doubled else []

    def _lane(self, shadow: Value, stride: Value, lane: int) -> Value:
        """Of shadows that lie apart by a stride."""
        return self.code.gep("i8", shadow, self.code.binary("mul", stride, Value(stride.type, str(lane)))) if lane else shadow

    def _place(self, type_: str) -> Value:
        """Memory in the caller, zero at first."""
        shape = self.layout.shape(type_)
        alloca = Inst("alloca", PTR, self.code.names.new(), (), type_, align=shape.align)
        self.entry.append(alloca)
        stored(self.code, self.layout, type_, [nothing(leaf.type) for leaf in shape.leaves], alloca.value)
        return alloca.value

    # -- calls
    def _called(self, callee: str, types: list[str], args: list[Value]) -> list[Value]:
        """What a derived function gives, which has these types."""
        if not types:
            self.code.call(callee, "void", args)
            return []
        whole = self.code.call(callee, f"{{ {', '.join(types)} }}", args)
        return [self.code.op("extractvalue", t, (whole,), (k,)) for k, t in enumerate(types)]


def _mark(type_: str, argument: Argument) -> str:
    """The letter of a leaf in a mask (`names.py`)."""
    if type_.startswith(PTR):
        return "d" if argument.doubled or argument.in_memory else "c"
    return ("o" if argument.activity == "out" else "c") if type_ in FLOATS else "-"


def _moves(type_: str) -> bool:
    """Has a leaf tangents or shadows?"""
    return type_ in FLOATS or type_.startswith(PTR)


def _constant(leaf: Value) -> Value:
    """The tangent of a constant: zero, of a pointer itself."""
    return leaf if leaf.type.startswith(PTR) else nothing(leaf.type)
