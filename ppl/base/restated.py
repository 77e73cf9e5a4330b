"""One family in other parameters: `Normal(loc, tau=)` beside `Normal(loc, scale)`. The family and how its own parameters follow in, a family out."""

from __future__ import annotations

import math
from typing import Any

from ...ir.errors import ModelError
from ...lang.values.hooks import compile_time
from .constraints import Constraint
from .family import ABSENT, Family, Param, Scipy, Together
from .frames import here
from .functions import logical_not, where
from .member import Member, make
from .types import Code, Numbers, Value

OF_A_VALUE = ("cdf", "logcdf", "logsf", "quantile", "from_normal", "to_normal", "shift", "unshift")       # functions of (value, *parameters)
OF_PARAMETERS = ("mean", "variance", "skewness", "kurtosis", "covariance", "standard")


def restated(
    family: Family, params: tuple[Param, ...], own: Code, examples: tuple[tuple[Numbers, ...], ...], support: Constraint | Code | None = None,
    *, name: str | None = None, fits: Code | None = None,
) -> Family:  # fmt: skip
    """The family with `params`; `own(*params)`, in the language, gives the tuple of the family's own parameters. It keeps its name, or takes a
    `name` of its own, and says all that the family says. A support that depends on parameters is given anew, in these. `fits(*params)`, in the
    language, says where parameters that lie in their domains make no law together, as a mean and a standard deviation of numbers in (0, 1)."""
    outside: Any                                   # None where all parameters fit
    own, outside = (own, None) if fits is None else (where_it_fits(own, fits, examples[0]), does_not_fit(fits))

    def lead(function: Any, there: float = math.nan) -> Any:
        def of_value(x: Value, *given: Value) -> Value:
            return function(x, *own(*given))

        return ABSENT if function is None else of_value if outside is None else unless(outside, of_value, there)

    def all_of(function: Any) -> Any:
        def of_parameters(*given: Value) -> Any:
            return function(*own(*given))

        def where_they_fit(*given: Value) -> Any:
            return where(outside(*given), math.nan, function(*own(*given)))

        return ABSENT if function is None else of_parameters if outside is None else where_they_fit

    def from_tails(below: Value, above: Value, *given: Value) -> Value:
        return family.from_tails(below, above, *own(*given))

    def from_tails_where_they_fit(below: Value, above: Value, *given: Value) -> Value:
        return where(outside(*given), math.nan, family.from_tails(below, above, *own(*given)))

    def by_logs(x: Value, logs: Any, *given: Value) -> Value:
        return family.by_logs(x, logs, *own(*given))

    def by_logs_where_they_fit(x: Value, logs: Any, *given: Value) -> Value:
        return where(outside(*given), -math.inf, family.by_logs(x, logs, *own(*given)))

    def same_support(*given: Value) -> Constraint:
        return family.support(*(None for _ in family.params))

    def in_scipy(*given: Any) -> dict[str, Any]:
        return family.scipy_arguments(*own(*given))

    said = {name: lead(getattr(family, name)) for name in OF_A_VALUE} | {name: all_of(getattr(family, name)) for name in OF_PARAMETERS}
    logs = ABSENT if family.by_logs is None else by_logs if outside is None else by_logs_where_they_fit
    tails = ABSENT if family.from_tails is None else from_tails if outside is None else from_tails_where_they_fit
    return Family(name or family.name, params, support or same_support, lead(family.logpdf, -math.inf), lead(family.sample), examples,
                  scipy=Scipy(family.scipy.name, in_scipy) if family.scipy is not None else None, discrete=family.discrete, event=family.event,
                  axes=family.axes, restates=(family, own), by_logs=logs, from_tails=tails, together=together(family, params, own, fits), **said)  # fmt: skip


def together(family: Family, params: tuple[Param, ...], own: Code, fits: Code | None) -> Together | None:
    """What the parameters must be together: by `fits`, or what the family asks of some that are called the same here."""
    if fits is not None:
        return Together(tuple(p.name for p in params), "those of any such distribution", fits)
    asked = family.together
    if asked is None or not set(asked.names) <= {p.name for p in params}:
        return None
    return asked._replace(holds=lambda *given: asked.holds(*own(*given)))


def where_it_fits(own: Code, fits: Code, usual: tuple[Any, ...]) -> Code:
    """Own parameters of those that make a law, and of usual ones elsewhere."""

    def fitted(*given: Value) -> Any:
        good, safe = fits(*given), ()
        for p, q in zip(given, usual):
            safe = (*safe, where(good, p, q))
        return own(*safe)

    return fitted


def does_not_fit(fits: Code) -> Code:
    """The opposite, which is true of nan too."""

    def outside(*given: Value) -> Any:
        return logical_not(fits(*given))

    return outside


def unless(outside: Code, function: Code, there: float) -> Code:
    """What a function gives, and `there` where parameters make no law."""

    def guarded(x: Value, *given: Value) -> Value:
        return where(outside(*given), there, function(x, *given))

    return guarded


@compile_time
def chosen(families: tuple[Family, ...], **given: Numbers | None) -> Member:
    """The distribution of the one of some families of one name whose parameters are those that are given, not None."""
    there = {name: value for name, value in given.items() if value is not None}
    for family in families:
        if {p.name for p in family.params} == there.keys():
            return make(family, *(there[p.name] for p in family.params))
    forms = " or ".join(f"`{', '.join(p.name for p in family.params)}`" for family in families)
    raise ModelError(f"`{families[0].name}` takes {forms}", here(), f"given were `{', '.join(there)}`" if there else "nothing was given")


@compile_time
def either(families: tuple[Family, Family], one: Numbers | None, other: Numbers | None, *before: Numbers) -> Member:
    """The distribution of two families that differ in their last parameter, of the one whose parameter is given; `before` are the others."""
    first, second = families
    if (one is None) == (other is None):
        raise ModelError(f"`{first.name}` takes `{first.params[-1].name}` or `{second.params[-1].name}`, one of them", here(),
                         f"{'neither' if one is None else 'both'} {'was' if one is None else 'were'} given")  # fmt: skip
    return make(first, *before, one) if one is not None else make(second, *before, other)  # type: ignore[arg-type]
