"""Operations of the user's own code that make a number that is none, or an infinity: where they stand, in the order in which a run comes by them.

NumPy tells of each by its floating-point flags, numbers and arrays alike. What our own code computes on the way is not the user's.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any, NamedTuple

from ...ir.errors import Position
from ...ir.ours import is_ours, is_users
from ...ir.places import is_made
from ..base.frames import place

INVALID, DIVIDE, OVERFLOW, UNDERFLOW = "invalid value", "divide by zero", "overflow", "underflow"      # NumPy's words
MOST = 200                                       # places of one run; a loop comes by the same ones


class Trouble(NamedTuple):
    """An operation at a place, and the variables that were there."""

    kind: str
    position: Position
    values: dict[str, Any]

    @property
    def key(self) -> tuple[str, Position]:
        """What tells places apart."""
        return self.kind, self.position


class Events:
    """Collects them while it is NumPy's handler of floating-point errors."""

    def __init__(self) -> None:
        self.found: dict[tuple[Any, int, str], Trouble] = {}

    def __call__(self, kind: str, flag: int) -> None:
        frame = users(sys._getframe(1))
        if frame is None or len(self.found) >= MOST:
            return
        key = frame.f_code, frame.f_lasti, kind
        position = None if key in self.found else place(frame)
        if position is not None:
            self.found[key] = Trouble(kind, position, dict(frame.f_locals))

    def listed(self) -> list[Trouble]:
        """In the order of the run."""
        return list(self.found.values())


def users(frame: FrameType | None) -> FrameType | None:
    """The user's frame that did this, by itself or through functions of other packages; None where our own code did it."""
    while frame is not None and (is_made(frame.f_code.co_filename) or not is_users(frame.f_code.co_filename)):
        frame = None if is_ours(frame.f_code.co_filename) else frame.f_back
    return frame

