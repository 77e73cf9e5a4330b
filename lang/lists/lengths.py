"""Lengths of lists as sums: a number, and for each loop around so many items a trip. No IR is written here but the number they stand for.

In `for i in range(10): xs.append(a); xs.append(b)` the list has 2·i items before the first append and 2·i + 1 before the second.
"""
from __future__ import annotations

from typing import NamedTuple

from ..values.dtypes import I64
from ..values.scalar import Coordinate, Scalar
from ..values.services import Interpreter
from ..values.sizes import Dim, Length


class Term(NamedTuple):
    """`times` items for each trip that the loop of this counter has done; the counter goes up to `last`."""

    counter: str
    times: int
    last: int


class Count(NamedTuple):
    """A number of items, or a place among them: `const` and what the loops around add to it."""

    const: int
    terms: tuple[Term, ...] = ()

    def plus(self, more: int) -> Count:
        """So many more."""
        return Count(self.const + more, self.terms)

    def for_each(self, counter: str, times: int, last: int) -> Count:
        """`times` more for each trip of a loop."""
        return Count(self.const, (*self.terms, Term(counter, times, last))) if times else self

    def minus(self, other: Count) -> Count:
        """The difference; terms of one loop are put together."""
        times: dict[tuple[str, int], int] = {}
        for sign, terms in ((1, self.terms), (-1, other.terms)):
            for counter, n, last in terms:
                times[counter, last] = times.get((counter, last), 0) + sign * n
        return Count(self.const - other.const, tuple(Term(counter, n, last) for (counter, last), n in times.items() if n))

    def least(self) -> int:
        """The smallest that it can be."""
        return self.const + sum(min(0, n * last) for _, n, last in self.terms)

    def most(self) -> int:
        """The largest that it can be."""
        return self.const + sum(max(0, n * last) for _, n, last in self.terms)


def variable(it: Interpreter, count: Count, stride: int = 1) -> str | None:
    """What the loops add, times `stride`, as an i64; None where nothing is added."""
    total = None
    for counter, times, _ in count.terms:
        part = counter if times * stride == 1 else it.b.emit(f"mul nsw i64 {counter}, {times * stride}")
        total = part if total is None else it.b.emit(f"add nsw i64 {total}, {part}")
    return total


def number(it: Interpreter, count: Count) -> Coordinate:
    """The count as a number, of run time where it depends on a loop."""
    moving = variable(it, count)
    if moving is None:
        return count.const
    ref = moving if count.const == 0 else it.b.emit(f"add nsw i64 {moving}, {count.const}")
    lin = (count.terms[0].counter, count.const) if len(count.terms) == 1 and count.terms[0].times == 1 else None
    return Scalar(I64, ref, (count.least(), count.most()), 0, lin)


def dim(it: Interpreter, count: Count) -> Dim:
    """The count as the length of an axis."""
    found = number(it, count)
    return Length(found.ref, count.most(), ("items", count)) if isinstance(found, Scalar) else found


def count_of(at: Scalar, length: Count) -> Count | None:
    """A run-time index as a sum, where it is the counter of a loop that the list grows in, plus a number."""
    base, plus = at.lin or (at.ref, 0)
    last = next((term.last for term in length.terms if term.counter == base), None)
    return None if last is None else Count(plus, (Term(base, 1, last),))
