"""Rows of texts as a table of plain text: labels on the left, numbers on the right, as wide as a terminal shows them."""
from __future__ import annotations

import unicodedata
from collections.abc import Sequence

LONGEST = 60                                         # columns of a label


def text_of(rows: Sequence[Sequence[str]], headings: Sequence[str], note: str = "") -> str:
    """A line a row, under headings for all but the first column, with a note under them."""
    rows = [(shortened(row[0]), *row[1:]) for row in rows]
    first = max([8, *(width(row[0]) for row in rows)])
    widths = [max([5, *(width(row[k]) for row in rows), width(heading)]) for k, heading in enumerate(headings, 1)]
    lines = [" " * first + "  " + "  ".join(right(heading, w) for heading, w in zip(headings, widths, strict=True))]
    lines += [left(row[0], first) + "  " + "  ".join(right(cell, w) for cell, w in zip(row[1:], widths, strict=True)) for row in rows]
    return "\n".join([*(line.rstrip() for line in lines), *([note] if note else [])])


def shortened(label: str, longest: int = LONGEST) -> str:
    """A long label without its middle, so that those that begin or end alike stay apart."""
    return label if len(label) <= longest else f"{label[:longest - longest // 2]}…{label[len(label) - longest // 2 + 1:]}"


def width(text: str) -> int:
    """Columns that a text takes: two for wide characters, none for accents that stand over another."""
    return len(text) if text.isascii() else sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def left(text: str, columns: int) -> str:
    """At the left of a cell."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """At the right of a cell."""
    return " " * (columns - width(text)) + text
