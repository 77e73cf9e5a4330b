"""Where a piece of a Stan program stands: its file, and the places of its first and last character."""
from __future__ import annotations

import linecache
from bisect import bisect_right
from typing import NamedTuple

from ..ir.errors import Position


class Source:
    """The text of a program or of a file that it includes. Text that stands in no file is shown under the name given."""

    def __init__(self, text: str, path: str):
        self.text, self.path = text, path
        self.starts = [0, *(k + 1 for k, character in enumerate(text) if character == "\n")]

    def show(self) -> None:
        """Lets error messages quote the text although no file holds it."""
        linecache.cache[self.path] = (len(self.text), None, self.text.splitlines(keepends=True), self.path)

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line from 1 and column from 0 of a character."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1]


class Span(NamedTuple):
    """Characters `start` to `end` (behind the last) of a source."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line it begins in, from 1."""
        return self.source.line_column(self.start)[0]

    @property
    def position(self) -> Position:
        """The place as error messages show it."""
        (line, column), (end_line, end_column) = self.source.line_column(self.start), self.source.line_column(self.end)
        return Position(self.source.path, line, column + 1, end_line, end_column + 1)

    def to(self, other: Span) -> Span:
        """From the beginning of this to the end of the other; this alone where the other stands in another file."""
        return Span(self.source, self.start, other.end) if other.source is self.source else self
