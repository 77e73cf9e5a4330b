"""What a call of Enzyme's convention asks for, as data."""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ....ir.records import Inst, Value
from .words import SENSES, Mode, Sense


class Given(NamedTuple):
    """An operand of the call; `held` is the type of what lies behind it where the operand is a pointer to the value that is meant."""

    value: Value
    held: str = ""

    @property
    def type(self) -> str:
        """The type of the value that is meant."""
        return self.held or self.value.type


@dataclass(frozen=True, slots=True)
class Argument:
    """One parameter of the function: its activity (`const`, `dup`, `dupnoneed`, `out`), the value and its shadows, one a lane, or one for all lanes, which lie
    `stride` bytes apart. `kept`: what it points to is the same in both halves of a split; `marked`: its activity is said. Without a value where a size alone
    is asked for. `held`: the type of a structure that C passes by value through a pointer, in memory of the call's own."""

    type: str
    activity: str
    primal: Given | None = None
    shadows: tuple[Given, ...] = ()
    stride: Value | None = None
    kept: bool = False
    marked: bool = True
    held: str = ""

    @property
    def doubled(self) -> bool:
        """Are shadows of it given?"""
        return self.activity in ("dup", "dupnoneed")

    @property
    def in_memory(self) -> bool:
        """Is it a structure in memory whose derivative is a value?"""
        return self.activity == "out" and bool(self.held)

    @property
    def meant(self) -> str:
        """The type of the value that is meant."""
        return self.held or self.type


@dataclass(frozen=True, slots=True)
class Request:
    """One call. `returns` is the activity of what the function returns. Of a function that returns through memory the first argument is that memory, which the
    caller makes: its primal is None."""

    mode: Mode
    function: str
    width: int
    arguments: tuple[Argument, ...]
    returns: str
    caller: str
    entry: str                                   # as it is called, without its sign
    call: Inst
    flags: frozenset[str] = frozenset()          # words of markers: primal_return, noret, nofree, …; `returns` where the activity of the return is said
    seeds: tuple[Given, ...] = ()
    tape: Value | None = None                    # the tape itself
    tape_at: Value | None = None                 # where it is stored
    allocated: int | None = None                 # bytes there

    @property
    def sense(self) -> Sense:
        """Is it one of the reverse modes or of the forward ones?"""
        return SENSES[self.mode]

    @property
    def out_of_line(self) -> str:
        """The type of what the call returns through its first operand, an `sret`; "" where it returns a value."""
        return sret_of(self.call.arg_attrs[0]) if self.call.arg_attrs else ""

    @property
    def declared(self) -> str:
        """The type that the call is declared to give."""
        return self.out_of_line or self.call.type


def sret_of(attributes: str) -> str:
    """The type in `sret(…)` among attributes; "" where there is none."""
    return _group(attributes, "sret(")


def byval_of(attributes: str) -> str:
    """The type in `byval(…)`; "" where there is none."""
    return _group(attributes, "byval(")


def _group(text: str, opener: str) -> str:
    """What stands between `opener` and the bracket that closes it."""
    start = text.find(opener)
    if start < 0:
        return ""
    depth, start = 1, start + len(opener)
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return text[start:at].strip()
    return ""
