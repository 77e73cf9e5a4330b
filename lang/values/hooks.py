"""Marks on Python functions that the front end understands; in CPython each leaves the function as it is."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def compile_time(f: F) -> F:
    """The staging interpreter calls f itself, passing staged values through: for constructors of compile-time records."""
    f.__llbayes_compile_time__ = True                                                    # type: ignore[attr-defined]
    return f


def primitive(kind: str) -> Callable[[F], F]:
    """When staged, a call of f is `interpretation.<kind>(it, *args, **kwargs)`; in CPython it is just f."""
    def mark(f: F) -> F:
        f.__llbayes_primitive__ = kind                                                   # type: ignore[attr-defined]
        return f
    return mark


def compiled(f: F) -> F:
    """Sampler code: staged calls of f become calls of one LLVM function for each combination of argument kinds."""
    f.__llbayes_outlined__ = True                                                        # type: ignore[attr-defined]
    return f


def independent(n: Any) -> range:
    """`for i in independent(n)`: the iterations touch disjoint elements, sums excepted, so that the loop may be vectorised."""
    return range(n)
