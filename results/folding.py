"""How a long table is folded: numbers of entries by variable in, what is shown of each out."""
from __future__ import annotations

from collections.abc import Sequence


def folded(sizes: Sequence[int], rows: int | None) -> list[int]:
    """How many entries of each variable a table of `rows` lines shows, all of them (None), or of long ones the first: as many of each as fit, beside a
    line for the rest. Of more variables than lines the first, with a line for the others.

    >>> folded([1, 1, 85, 85], 20)           # 2 + 2 · (8 + 1) lines
    [1, 1, 8, 8]
    >>> folded([1, 1, 1, 1], 3)
    [1, 1]
    """
    if rows is None or sum(sizes) <= rows:
        return list(sizes)
    if len(sizes) > rows:
        return [shown_of(size, 0) for size in sizes[:rows - 1]]
    most = max(k for k in range(rows) if sum(lines(size, k) for size in sizes) <= rows)
    return [shown_of(size, most) for size in sizes]


def shown_of(size: int, most: int) -> int:
    """Entries shown of a variable where `most` are shown of long ones: no line says that one more is not shown."""
    return size if size <= most + 1 else most


def lines(size: int, most: int) -> int:
    """Lines that it takes."""
    return min(size, most + 1)
