"""What adds to the log density: `y ~ law(…)`, `target += x`, `jacobian += x` (reference manual, Statements: Distribution statements)."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..errors import StanError, error
from ..nodes import Expr, Increment, Old, Tilde, Truncation
from ..signatures import TABLE
from ..types import INT, REAL, Type
from .calls import CONDITIONAL, verify_density_place
from .context import Context
from .expressions import check_each, check_expression
from .names import meant, verify_supported, verify_word
from .overloads import Choice, choose, fitting, listed, taken, verify_data

DENSITIES, OLD_DENSITY = ("_lpmf", "_lpdf"), "_log"


def check_increment(s: Increment, c: Context) -> None:
    """`target +=` and `jacobian +=` add numbers, or the sum of a container's."""
    given = check_expression(s.value, c)
    if not given.numeric:
        raise error(f"`{s.word} +=` adds numbers, not `{given}`", s.value.span)
    if s.word == "target":
        verify_density_place("`target +=`", s.span, c)
    elif not (c.in_function("_jacobian") or c.block == "transformed parameters"):
        raise error("`jacobian +=` stands in transformed parameters and in functions `…_jacobian` only", s.span)


def check_tilde(s: Tilde, c: Context) -> None:
    """`y ~ law(…)`: the density or mass of that name, which takes y and the arguments."""
    for suffix in ("", *DENSITIES):
        verify_supported(s.law + suffix, s.law_span, c)
    types = [check_expression(s.value, c), *check_each(s.arguments, c)]
    bounds = list(check_bounds(s.truncation, c))
    verify_word(s.law, s.law_span)
    verify_law_name(s)
    verify_density_place("`~`", s.span, c)
    chosen = law_of(s, types, c)
    verify_data(s.law, chosen.callee, [s.value, *s.arguments], c)
    for bound in bounds:
        verify_truncation(s, bound, types[1:], c)
    s.callee = chosen.callee


def law_of(s: Tilde, types: Sequence[Type], c: Context) -> Choice:
    """The mass or density that is meant."""
    names = densities(s, c)
    if not names:
        raise no_such_law(s, c)
    name = next((name for name in names if fitting(name, types, c)), None)
    if name is None:
        raise error(f"`{types[0]} ~ {s.law}{listed(types[1:])}` has no such types", s.span, taken(names[0], c))
    return choose(name, types, s.law_span, c)


def densities(s: Tilde, c: Context) -> list[str]:
    """The functions that give the density of a law. The user's `…_log`, of earlier versions, is noted."""
    names = [s.law + suffix for suffix in DENSITIES if s.law + suffix in TABLE or s.law + suffix in c.functions]
    if not names and s.law + OLD_DENSITY in c.functions:
        names = [s.law + OLD_DENSITY]
        c.old.append(Old(c.functions[names[0]][0].name_span, names[0], f"{s.law}_lpdf"))
    return names


def verify_law_name(s: Tilde) -> None:
    """Behind `~` stands a law without a suffix."""
    for suffix in (*CONDITIONAL, "_ccdf"):
        if s.law.endswith(suffix):
            raise error(f"behind `~` stands the name of a law, not `{s.law}`", s.law_span, f"write `~ {s.law.removesuffix(suffix)}(…)`")


def no_such_law(s: Tilde, c: Context) -> StanError:
    """A law that is not known."""
    laws = [name[:-5] for name in (*c.functions, *TABLE) if name.endswith(DENSITIES)]
    return error(f"no distribution `{s.law}`", s.law_span, meant(s.law, laws))


# -- truncation
def check_bounds(truncation: Truncation | None, c: Context) -> Iterator[Expr]:
    """The ends of `T[low, high]` that are there, which must be numbers."""
    for bound in (truncation.low, truncation.high) if truncation else ():
        if bound is not None:
            if check_expression(bound, c) not in (INT, REAL):
                raise error(f"a truncation ends at a number, not `{bound.type}`", bound.span)
            yield bound


def verify_truncation(s: Tilde, bound: Expr, types: Sequence[Type], c: Context) -> None:
    """A law is truncated where it has cumulative functions for these arguments."""
    assert s.truncation is not None
    for suffix in ("_lcdf", "_lccdf"):
        if not fitting(s.law + suffix, [bound.type, *types], c):
            raise error(f"`{s.law}` cannot be truncated: there is no `{s.law}{suffix}` for {listed([bound.type, *types])}", s.truncation.span)
        s.truncation.cumulative[suffix] = choose(s.law + suffix, [bound.type, *types], s.truncation.span, c).callee
