"""What the shadow pass (`ad/foreign/shadow.py`) leaves for the emitters: a function whose pointers have shadows as ordinary values."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ...ir.records import Function, Inst, Value

MADE = ("llb.frame.", "llb.tape.", "llb.words.", "llb.acc.move.", "llb.shadow.", "llb.pair.")     # what derivatives call, until the last one is made
FRAME, LAST = "%frame", "%last"                    # parameters of halves: memory that both use; whether it is used for the last time


class Span(NamedTuple):
    """A word of memory: its place in bytes, and double, float, ptr, int, or the name of another floating type."""

    offset: int
    kind: str


class Words(NamedTuple):
    """What a stretch of memory holds: words of one period (bytes), which repeats; period 0 where the words are all there are."""

    spans: tuple[Span, ...]
    period: int = 0

    def of(self, *kinds: str) -> tuple[Span, ...]:
        """The words of these kinds."""
        return tuple(s for s in self.spans if s.kind in kinds)


class Call(NamedTuple):
    """A call that was replaced by its augmented form: what its reverse is called with."""

    reverse: Value                                 # the function, or the pointer to it
    frame: Value
    results: tuple[Value, ...]                     # floating leaves
    arguments: tuple[Value, ...]                   # floating leaves


@dataclass
class Shadowed:
    """`lanes`: pointer -> its shadows; `constant`: shadows of a pointer that is no value of the function. `made`: instructions of the pass, from
    which nothing flows back. `params`: the copy of each floating parameter at the entry -> its number among those. `returned`: leaves of the
    result, behind which its shadows stand."""

    f: Function
    constant: Callable[[Value], tuple[Value, ...]]
    lanes: dict[str, tuple[Value, ...]] = field(default_factory=dict[str, tuple[Value, ...]])
    made: set[Inst] = field(default_factory=set[Inst])
    results: set[Inst] = field(default_factory=set[Inst])         # of these: floating leaves of calls
    active: set[str] = field(default_factory=set[str])            # parameters that have a shadow of their own, for sure
    constants: set[str] = field(default_factory=set[str])         # copies of floating parameters that nobody asks the adjoint of
    calls: dict[Inst, Call] = field(default_factory=dict[Inst, Call])
    heap: set[Inst] = field(default_factory=set[Inst])            # allocations of shadows, which end where their reverse is
    params: dict[Inst, int] = field(default_factory=dict[Inst, int])
    words: dict[Inst, Words] = field(default_factory=dict[Inst, Words])
    tangents: dict[str, tuple[Value, ...]] = field(default_factory=dict[str, tuple[Value, ...]])     # forward: of what comes with its tangents
    returned: int = 0
    inactive: frozenset[str] = frozenset()         # functions that the module says nothing flows through

    is_memory: Callable[[str], bool] = lambda name: False          # does the function allocate or free?

    def of(self, pointer: Value) -> tuple[Value, ...]:
        """The shadows of a pointer, itself where it is not active."""
        return self.lanes.get(pointer.ref) or self.constant(pointer)
