"""Loops that are unrolled because something inside needs their index at compile time: a site that makes a parameter, an f-string, a list that
grows, a table of unlike things. What needs it says so and raises an error; the function is staged again with the loop unrolled.
"""
from __future__ import annotations

from typing import Any

from .services import Interpreter
from .source import weight

UNROLL_SITES = 64                               # trips of a loop that makes parameters
TRIPS, WEIGHT = 512, 20_000                     # trips of any other loop, and operations they may write


def loop_key(it: Interpreter, s: Any) -> tuple[Any, ...]:
    """A loop by its place: the same in every pass and in every trip of unrolled loops around it."""
    return tuple(p for p in it.frame.path if not (isinstance(p, tuple) and p[0] == "trip")), id(s)


def entered(it: Interpreter, key: Any, n: Any, run: Any) -> None:
    """Run a run-time loop of n trips (None: unknown) that inner code may ask to be unrolled."""
    it.loop_stack.append((key, n))
    try:
        run()
    finally:
        it.loop_stack.pop()


def ask(it: Interpreter, depth: int = 0) -> None:
    """The innermost run-time loop is unrolled from the next pass on, if it lies inside the first `depth` and has few known trips. The caller
    raises its error: it stands where nothing has been noted."""
    if len(it.loop_stack) <= depth:
        return
    key, n = it.loop_stack[-1]
    if n is None or (isinstance(n, int) and n <= TRIPS):
        it.facts.note("write out", key)


def ask_for_sites(it: Interpreter) -> None:
    """All run-time loops around are unrolled from the next pass on: a site makes parameters here."""
    for key, _ in it.loop_stack:
        it.facts.note("unroll", key)


def asked(it: Interpreter, s: Any, key: Any, n: Any) -> bool:
    """Has inner code asked for this loop to be unrolled? Too many trips are an error."""
    if ("unroll", key) in it.facts.notes and n is not None:
        check_trips(it, n)
        return True
    if ("write out", key) not in it.facts.notes or ("run-time", key) in it.facts.notes:
        return False
    if n is not None and n * it.written * weight(s.body) > WEIGHT:
        raise it.error(f"something in this loop needs its index at compile time (a list that grows, a table of unlike things, a name), but {n} trips "
                       "are too many to be written out", "use arrays of fixed length: np.zeros(…) and assign their elements")
    return True


def check_trips(it: Interpreter, n: Any) -> None:
    """A loop that makes parameters must have few trips, known at compile time."""
    if not isinstance(n, int):
        raise it.error("a loop that makes parameters is unrolled, and how many trips this one has is known at run time only")
    if n > UNROLL_SITES:
        raise it.error(
            f"a loop that makes parameters is unrolled, and {n} trips are too many (at most {UNROLL_SITES})",
            "make one site of them with `shape=` or `dims=`",
        )
