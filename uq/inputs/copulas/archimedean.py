"""Clayton's, Frank's and Gumbel's copulas (Nelsen, An Introduction to Copulas, 2006, ch. 4), by their conditional quantiles."""
from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.errors import SettingsError
from ....ir.given import is_number, plain, shown
from ....ppl.base.functions import exp, expm1, log, log1mexp, log1p, log_ndtr, logaddexp, maximum, minimum, stop_gradient
from ....ppl.parts.ways import normal_score
from ..protocol import Marginal
from .copula import Copula, Dependence, by_pairs, minus_log, of_minus_log

SEARCH = 9                           # steps of Newton's method from above, on a convex function
MOST = 500.0                         # of a parameter


def log_expm1(x: Any) -> Any:
    """log(exp(x) - 1) of x > 0."""
    return x + log1mexp(-x)


def parameter(theta: Any, allowed: str, ok: Callable[[float], bool]) -> float:
    """The number; SettingsError for one that the copula has not."""
    found = plain(theta)
    if not is_number(found) or not math.isfinite(found) or abs(found) > MOST or not ok(float(found)):
        raise SettingsError(f"`theta` is {shown(theta)}; it must be a number {allowed}")
    return float(found)


def two(names: tuple[str, ...], what: str) -> None:
    """SettingsError unless there are two inputs."""
    if len(names) != 2:
        raise SettingsError(f"{what} copula is one of two inputs here, and there are {len(names)}: {', '.join(names)}",
                            hint="Gaussian, Student and Clayton copulas are of any number; a model without observations writes any dependence: `uq.inputs_of`")


@dataclass(frozen=True, eq=False, repr=False)
class ClaytonCopula(Copula):
    """Clayton's copula of any number of inputs, theta > 0: they are small together. Kendall's tau is theta / (theta + 2) for each pair."""

    theta: float

    def __init__(self, theta: float):
        object.__setattr__(self, "theta", parameter(theta, "above 0", lambda t: t > 0.0))

    def of(self, names: tuple[str, ...], laws: Sequence[Marginal]) -> Dependence:
        theta, d = self.theta, len(names)

        def place(u: Any) -> Any:
            return clayton(theta, u)

        def score(z: Any) -> Any:
            total, found = 0.0, []
            for k in range(d):
                a = theta * minus_log(z[k])
                found.append(of_minus_log(logaddexp(0.0, log_expm1(a) - total) * ((1.0 + theta * k) / theta)))
                total = one_more(total, a)
            return np.array(found)

        def log_density(z: Any) -> Any:
            total, at = 0.0, 0.0
            for k in range(d):
                a = minus_log(z[k])
                at = at + math.log(1.0 + theta * k) + (1.0 + theta) * a
                total = one_more(total, theta * a)
            return at - (d + 1.0 / theta) * total

        def pair(u: Any, theta: float) -> Any:
            return clayton(theta, u)
        return Dependence(place, score, log_density, lambda laws: by_pairs(pair, lambda i, j: theta, laws))


def clayton(theta: Any, u: Any) -> Any:
    """z of u; `total` is the log of 1 + Σ (v^-theta - 1) over the inputs before. Written in the language."""
    total, found = 0.0, []
    for k in range(u.shape[0]):
        c = minus_log(u[k]) * (theta / (1.0 + theta * k))
        a = logaddexp(0.0, total + log_expm1(c))
        found.append(of_minus_log(a / theta))
        total = one_more(total, a)
    return np.array(found)


def one_more(total: Any, a: Any) -> Any:
    """log(exp(total) + exp(a) - 1), both ≥ 0. Written in the language."""
    most, least = maximum(total, a), minimum(total, a)
    return most + log1p(exp(-most) * expm1(least))


@dataclass(frozen=True, eq=False, repr=False)
class FrankCopula(Copula):
    """Frank's copula of two inputs, theta not 0: no tail is more dependent than the middle; a negative theta turns one input round."""

    theta: float

    def __init__(self, theta: float):
        object.__setattr__(self, "theta", parameter(theta, "that is not 0", lambda t: t != 0.0))

    def of(self, names: tuple[str, ...], laws: Sequence[Marginal]) -> Dependence:
        two(names, "Frank's")
        theta, side = abs(self.theta), math.copysign(1.0, self.theta)
        rest = -math.expm1(-theta)

        def place(u: Any) -> Any:
            return np.array([u[0], side * frank(theta, u[0], side * u[1])])

        def score(z: Any) -> Any:
            below, above = frank_parts(theta, z[0], side * z[1])
            total = log(below + above)
            return np.array([z[0], side * normal_score(log(below) - total, log(above) - total)])

        def log_density(z: Any) -> Any:
            below, above = frank_parts(theta, z[0], side * z[1])
            return math.log(theta * rest) - theta * (exp(log_ndtr(z[0])) + exp(log_ndtr(side * z[1]))) - 2.0 * log(below + above)

        def pair(u: Any, theta: float) -> Any:
            return np.array([u[0], side * frank(theta, u[0], side * u[1])])
        return Dependence(place, score, log_density, lambda laws: by_pairs(pair, lambda i, j: theta, laws))


def frank(theta: Any, first: Any, u: Any) -> Any:
    """z of u, given the first. Written in the language."""
    v, w, p, q = (exp(log_ndtr(x)) for x in (first, -first, u, -u))
    e = exp(-theta)
    low = log1p(p * -expm1(-theta) / (exp(-theta * v) * q + p * e)) / theta
    high = log1p(q * -expm1(-theta) / (exp(-theta * w) * p + q * e)) / theta
    return normal_score(log(low), log(high))


def frank_parts(theta: Any, first: Any, second: Any) -> Any:
    """Two numbers in the ratio of P to 1 - P of the second, given the first. Written in the language."""
    v, w = exp(log_ndtr(second)), exp(log_ndtr(-second))
    return exp(-theta * exp(log_ndtr(first))) * -expm1(-theta * v), exp(-theta * v) * -expm1(-theta * w)


@dataclass(frozen=True, eq=False, repr=False)
class GumbelCopula(Copula):
    """Gumbel's copula of two inputs, theta ≥ 1: they are large together. Kendall's tau is 1 - 1 / theta."""

    theta: float

    def __init__(self, theta: float):
        object.__setattr__(self, "theta", parameter(theta, "from 1 on", lambda t: t >= 1.0))

    def of(self, names: tuple[str, ...], laws: Sequence[Marginal]) -> Dependence:
        two(names, "Gumbel's")
        theta = self.theta

        def place(u: Any) -> Any:
            return np.array([u[0], gumbel(theta, u[0], u[1])])

        def score(z: Any) -> Any:
            x, y = gumbel_parts(theta, z)
            return np.array([z[0], of_minus_log(x * expm1(y) + (theta - 1.0) * y)])

        def log_density(z: Any) -> Any:
            x, y = gumbel_parts(theta, z)
            other = minus_log(z[1])
            t = x * exp(y)
            return other - x * expm1(y) + (theta - 1.0) * (log(x) + log(other)) + (1.0 - 2.0 * theta) * (log(x) + y) + log(t + (theta - 1.0))

        def pair(u: Any, theta: float) -> Any:
            return np.array([u[0], gumbel(theta, u[0], u[1])])
        return Dependence(place, score, log_density, lambda laws: by_pairs(pair, lambda i, j: theta, laws))


def gumbel_parts(theta: Any, z: Any) -> Any:
    """(x, y) with x = -log P of the first, and x exp(y) the norm of order theta of both. Written in the language."""
    x = minus_log(z[0])
    return x, logaddexp(0.0, theta * (log(minus_log(z[1])) - log(x))) / theta


def gumbel(theta: Any, first: Any, u: Any) -> Any:
    """z of u, given the first: where x expm1(y) + (theta - 1) y = -log P. Written in the language."""
    x, c, a = minus_log(first), minus_log(u), theta - 1.0
    y = minimum(c / maximum(a, 1e-300), log1p(c / x))
    for _ in range(SEARCH):
        y = stop_gradient(y - (x * expm1(y) + a * y - c) / (x * exp(y) + a))
    for _ in range(2):               # of which derivatives come
        y = y - (x * expm1(y) + a * y - c) / (x * exp(y) + a)
    return of_minus_log(exp(log(x) + log_expm1(theta * y) / theta))
