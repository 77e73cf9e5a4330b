"""Loops that are unrolled because something inside needs their index at compile time: a site that makes a parameter, an f-string, a list that
grows, a table of unlike things. What needs it says so and raises an error; the function is staged again with the loop unrolled.
"""
from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeAlias

from .code.source import weight
from .services import Interpreter
from .sizes import Dim
from .values import Scalar, Site

UNROLL_SITES = 64                               # trips of a loop that makes parameters
TRIPS, WEIGHT = 512, 20_000                     # trips of any other loop, and operations they may write

Trips: TypeAlias = Dim | Scalar | None          # None: not known before the loop runs


def loop_key(it: Interpreter, node: ast.AST) -> Site:
    """A loop by its place: the same in every pass and in every trip of unrolled loops around it."""
    return without_trips(it.frame.path), id(node)


def without_trips(path: Site) -> Site:
    """A place, the same in every trip of unrolled loops around it."""
    return tuple(step for step in path if not (isinstance(step, tuple) and step[0] == "trip"))


def entered(it: Interpreter, key: Site, trips: Trips, run: Callable[[], None]) -> None:
    """Run a run-time loop that inner code may ask to be unrolled."""
    it.loop_stack.append((key, trips))
    try:
        run()
    finally:
        it.loop_stack.pop()


def ask(it: Interpreter, depth: int = 0) -> None:
    """The innermost run-time loop is unrolled from the next pass on, if it lies inside the first `depth` and has few known trips. The caller
    raises its error: it stands where nothing has been noted."""
    if len(it.loop_stack) <= depth:
        return
    key, trips = it.loop_stack[-1]
    if trips is None or (isinstance(trips, int) and trips <= TRIPS):
        it.facts.note("write out", key)


def ask_for_sites(it: Interpreter) -> None:
    """All run-time loops around are unrolled from the next pass on: a site makes parameters here."""
    for key, _ in it.loop_stack:
        it.facts.note("unroll", key)


def asked(it: Interpreter, node: ast.For | ast.While, key: Site, trips: Trips) -> bool:
    """Has inner code asked for this loop to be unrolled? Too many trips are an error."""
    if ("unroll", key) in it.facts.notes and trips is not None:
        check_trips(it, trips)
        return True
    if ("write out", key) not in it.facts.notes or ("run-time", key) in it.facts.notes:
        return False
    if isinstance(trips, int) and trips * it.written * weight(node.body) > WEIGHT:
        raise it.error(f"something in this loop needs its index at compile time (a list that grows, a table of unlike things, a name), but {trips} trips "
                       "are too many to be written out", "use arrays of fixed length: np.zeros(…) and assign their elements")
    return True


def check_trips(it: Interpreter, trips: Trips) -> None:
    """A loop that makes parameters must have few trips, known at compile time."""
    if not isinstance(trips, int):
        raise it.error("a loop that makes parameters is unrolled, and how many trips this one has is known at run time only")
    if trips > UNROLL_SITES:
        raise it.error(
            f"a loop that makes parameters is unrolled, and {trips} trips are too many (at most {UNROLL_SITES})",
            "make one site of them with `shape=` or `dims=`",
        )
