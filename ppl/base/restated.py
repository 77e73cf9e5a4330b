"""One family in other parameters: `Normal(loc, tau=)` beside `Normal(loc, scale)`. The family and how its own parameters follow in, a family out."""

from __future__ import annotations

from typing import Any

from ...ir.errors import ModelError
from ...lang.values.hooks import compile_time
from .constraints import Constraint
from .family import ABSENT, Family, Param
from .frames import here
from .member import Member, make
from .types import Code, Numbers, Value

OF_A_VALUE = ("logpdf", "cdf", "logcdf", "logsf", "quantile", "sample", "shift", "unshift")    # functions of (value or generator, *parameters)
OF_PARAMETERS = ("mean", "variance", "covariance", "standard")


def restated(
    family: Family, params: tuple[Param, ...], own: Code, examples: tuple[tuple[Numbers, ...], ...], support: Constraint | Code | None = None
) -> Family:
    """The family with `params`; `own(*params)`, in the language, gives the tuple of the family's own parameters. It keeps its name, and says
    all that the family says. A support that depends on parameters is given anew, in these."""

    def lead(function: Any) -> Any:
        def of_value(x: Value, *given: Value) -> Value:
            return function(x, *own(*given))

        return ABSENT if function is None else of_value

    def all_of(function: Any) -> Any:
        def of_parameters(*given: Value) -> Any:
            return function(*own(*given))

        return ABSENT if function is None else of_parameters

    def by_logs(x: Value, logs: Any, *given: Value) -> Value:
        return family.by_logs(x, logs, *own(*given))

    def same_support(*given: Value) -> Constraint:
        return family.support(*(None for _ in family.params))

    said = {name: lead(getattr(family, name)) for name in OF_A_VALUE} | {name: all_of(getattr(family, name)) for name in OF_PARAMETERS}
    logpdf, sample = said.pop("logpdf"), said.pop("sample")
    return Family(family.name, params, support or same_support, logpdf, sample, examples, discrete=family.discrete, event=family.event, axes=family.axes,
                  restates=(family, own), by_logs=by_logs if family.by_logs is not None else ABSENT, **said)  # fmt: skip


@compile_time
def chosen(families: tuple[Family, ...], **given: Numbers | None) -> Member:
    """The distribution of the one of some families of one name whose parameters are those that are given, not None."""
    there = {name: value for name, value in given.items() if value is not None}
    for family in families:
        if {p.name for p in family.params} == there.keys():
            return make(family, *(there[p.name] for p in family.params))
    forms = " or ".join(f"`{', '.join(p.name for p in family.params)}`" for family in families)
    raise ModelError(f"`{families[0].name}` takes {forms}", here(), f"given were `{', '.join(there)}`" if there else "nothing was given")
