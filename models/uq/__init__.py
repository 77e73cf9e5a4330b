"""Test functions of uncertainty quantification: models with the laws of their inputs and answers that are known.

    models.uq.names()                          all of them
    problem = models.uq.get("borehole")        `.function` of an array, `.laws` by input, `.answers` by what they answer, `.source`
    uq.sobol(problem.function, uq.Inputs(problem.laws))

Functions are in the compiled language and take the inputs in the order of `laws`. Answers are closed forms, or digits of numerical integration
where `source` says so.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...ir.given import of_kind
from ...ir.public import public
from ...ir.words import closest

if TYPE_CHECKING:
    from .problem import Problem

__all__ = ["get", "names"]


def names() -> list[str]:
    """The names `get` takes, sorted."""
    return sorted(table())


@public
def get(name: str) -> Problem:
    """The test function of that name; UnknownNameError, a LookupError, with the closest names when there is none."""
    found = table()
    if of_kind(name, str, "name", "text") not in found:
        from .. import UnknownNameError

        near = closest(name, list(found))
        raise UnknownNameError(f"no test function `{name}`; " + (f"did you mean `{near[0]}`?" if near else f"there are {', '.join(sorted(found))}"))
    return found[name]


def table() -> dict[str, Problem]:
    """All test functions by name."""
    from . import dynamic, engineering, reliability, smooth

    return {problem.name: problem for file in (smooth, engineering, reliability, dynamic) for problem in file.PROBLEMS}
