"""Distributions of OpenTURNS of one number, by what they answer; OpenTURNS itself is not imported."""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from .... import ppl
from ....ir.errors import LlbayesError
from ....ppl.base.distribution import Distribution
from .scipy_laws import PROBES, alike, moved


def student(nu: float, mu: float, sigma: float) -> Distribution:
    return ppl.StudentT(nu, mu, sigma)


def normal_cut(mu: float, sigma: float, a: float, b: float) -> Distribution:
    return ppl.Normal(mu, sigma).truncated(a, b)


MADE: dict[str, Callable[..., Distribution]] = {          # of the numbers of getParameter
    "Beta": lambda a, b, low, high: moved(ppl.Beta(a, b), low, high - low),
    "ChiSquare": lambda nu: ppl.Chi2(nu),
    "Exponential": lambda rate, gamma: moved(ppl.Exponential(rate), gamma),
    "Gamma": lambda k, rate, gamma: moved(ppl.Gamma(k, rate), gamma),
    "GeneralizedExtremeValue": lambda mu, sigma, xi: ppl.GeneralizedExtremeValue(mu, sigma, xi),
    "GeneralizedPareto": lambda sigma, xi, u: ppl.GeneralizedPareto(u, sigma, xi),
    "Gumbel": lambda beta, gamma: ppl.Gumbel(gamma, beta),
    "Laplace": lambda mu, rate: ppl.Laplace(mu, 1.0 / rate),
    "LogNormal": lambda mu, sigma, gamma: moved(ppl.LogNormal(mu, sigma), gamma),
    "LogUniform": lambda a, b: ppl.Transformed(ppl.Uniform(a, b), np.exp),
    "Logistic": lambda mu, beta: ppl.Logistic(mu, beta),
    "Normal": lambda mu, sigma: ppl.Normal(mu, sigma),
    "Pareto": lambda beta, alpha, gamma: moved(ppl.Pareto(alpha, beta), gamma),
    "Rayleigh": lambda beta, gamma: moved(ppl.Rayleigh(beta), gamma),
    "Student": student,
    "Triangular": lambda a, m, b: ppl.Triangular(a, m, b),
    "TruncatedNormal": normal_cut,
    "Uniform": lambda a, b: ppl.Uniform(a, b),
    "WeibullMin": lambda beta, alpha, gamma: moved(ppl.Weibull(alpha, beta), gamma),
}


class OpenTurnsLaw:
    """A distribution of one number that answers as one of SciPy's frozen ones."""

    def __init__(self, law: Any):
        self.law, self.name = law, class_of(law)

    def each(self, function: Callable[[float], Any], x: Any) -> Any:
        """A function of one number, of each."""
        return np.vectorize(lambda v: float(first(function(float(v)))), otypes=[float])(x)

    def ppf(self, p: Any) -> Any:
        """Quantiles."""
        return self.each(lambda q: self.law.computeQuantile(q), p)

    def isf(self, p: Any) -> Any:
        """Quantiles of 1 - p."""
        return self.each(lambda q: self.law.computeQuantile(q, True), p)

    def cdf(self, x: Any) -> Any:
        """P(X ≤ x)."""
        return self.each(self.law.computeCDF, x)

    def logpdf(self, x: Any) -> Any:
        """log density."""
        return self.each(self.law.computeLogPDF, x)

    def logcdf(self, x: Any) -> Any:
        """log P(X ≤ x)."""
        return self.each(lambda v: log(float(self.law.computeCDF(v))), x)

    def logsf(self, x: Any) -> Any:
        """log P(X > x)."""
        return self.each(lambda v: log(float(self.law.computeComplementaryCDF(v))), x)

    def stats(self, moments: str = "mv") -> tuple[float, ...]:
        """Those of mean m, variance v, skewness s and excess kurtosis k that are named."""
        sd = float(first(self.law.getStandardDeviation()))
        found = {"m": self.law.getMean, "v": lambda: sd * sd, "s": lambda: self.law.getSkewness(), "k": lambda: float(first(self.law.getKurtosis())) - 3.0}
        return tuple(float(first(found[name]())) for name in moments)


def first(x: Any) -> Any:
    """The number, of a point of one too."""
    return x[0] if hasattr(x, "__getitem__") else x


def log(p: float) -> float:
    return math.log(p) if p > 0.0 else -math.inf


def class_of(distribution: Any) -> str:
    """The name of its class, that of what a `Distribution` holds."""
    inner = distribution.getImplementation() if callable(getattr(distribution, "getImplementation", None)) else distribution
    return str(inner.getClassName())


def is_openturns(given: Any) -> bool:
    """Does it answer as a distribution of OpenTURNS?"""
    return all(callable(getattr(given, name, None)) for name in ("getClassName", "getParameter", "computeQuantile"))


def in_language(frozen: OpenTurnsLaw) -> Distribution | None:
    """The distribution of `ppl` that it is; None where there is none, or where it has other quantiles."""
    if frozen.name not in MADE:
        return None
    try:
        law = MADE[frozen.name](*(float(p) for p in frozen.law.getParameter()))
        return law if alike(np.asarray(law.quantile(PROBES)), frozen.ppf(PROBES)) else None
    except (LlbayesError, ArithmeticError, TypeError):               # parameters that are its own alone, or as many as another version has
        return None
