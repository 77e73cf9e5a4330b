"""Marks on Python functions that the front end understands; in CPython each leaves the function as it is."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Marked = TypeVar("Marked", bound=Callable[..., Any])


def compile_time(function: Marked) -> Marked:
    """The staging interpreter calls the function itself, passing staged values through: for constructors of compile-time records."""
    function.__llbayes_compile_time__ = True                                             # type: ignore[attr-defined]
    return function


def primitive(kind: str) -> Callable[[Marked], Marked]:
    """When staged, a call of the function is `interpretation.<kind>(it, *args, **kwargs)`; in CPython it is just the function."""
    def mark(function: Marked) -> Marked:
        function.__llbayes_primitive__ = kind                                            # type: ignore[attr-defined]
        return function
    return mark


def compiled(function: Marked) -> Marked:
    """Sampler code: staged calls of the function become calls of one LLVM function for each combination of argument kinds."""
    function.__llbayes_outlined__ = True                                                 # type: ignore[attr-defined]
    return function


def never(message: str, hint: str) -> Callable[[Marked], Marked]:
    """Compiled code may not call the function: the error there says why, and what to write."""
    def mark(function: Marked) -> Marked:
        function.__llbayes_never__ = message, hint                                       # type: ignore[attr-defined]
        return function
    return mark


def within(guard: Marked, function: Callable[..., Any]) -> Marked:
    """A function that CPython calls in place of another one, to look at arguments first; compiled code has the other one."""
    guard.__llbayes_within__ = function                                                  # type: ignore[attr-defined]
    return guard


def independent(trips: int) -> range:
    """`for i in independent(n)`: the iterations touch disjoint elements, sums excepted, so that the loop may be vectorised."""
    return range(trips)


def in_turn(trips: int) -> range:
    """`for i in in_turn(n)`: a loop at run time however few its trips are, since its body is long."""
    return range(trips)
