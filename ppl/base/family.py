"""A family of distributions: functions and tables that are known at compile time, one a file of `distributions/`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .constraints import Constraint, real


class Param(NamedTuple):
    """A parameter: its name, its domain, and how many trailing axes one value of it has."""

    name: str
    domain: Constraint = real
    axes: int = 0


class Family:
    """One distribution. `logpdf(x, *params)` holds inside the support and the domains; `support(*params)` is a Constraint; `event(*shapes)`
    the shape of one value; `sample(rng, *params)` one random value, in the language; `cdf, logcdf, logsf, quantile, mean, variance` may be missing. `examples`
    are points of parameter space that the law tests visit; `shift(u, *params)` makes a value of a draw of `standard(*params)`."""

    def __init__(
        self,
        name: str,
        params: tuple[Param, ...],
        support: Callable[..., Constraint],
        logpdf: Callable[..., Any],
        sample: Callable[..., Any],
        examples: tuple[tuple[Any, ...], ...],
        *,
        discrete: bool = False,
        event: Callable[..., tuple[int, ...]] | None = None,
        axes: int = 0,
        cdf: Any = None,
        logcdf: Any = None,
        logsf: Any = None,
        quantile: Any = None,
        mean: Any = None,
        variance: Any = None,
        standard: Any = None,
        shift: Any = None,
        unshift: Any = None,
    ):
        self.name, self.params, self.support, self.logpdf, self.sample, self.examples = name, params, support, logpdf, sample, examples
        self.discrete, self.event, self.axes = discrete, event, axes
        self.cdf, self.logcdf, self.logsf, self.quantile, self.mean, self.variance = cdf, logcdf, logsf, quantile, mean, variance
        self.standard, self.shift, self.unshift = standard, shift, unshift

    def __repr__(self) -> str:
        return self.name
