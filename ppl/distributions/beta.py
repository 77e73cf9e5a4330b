"""Beta distribution: x^(a-1) (1-x)^(b-1) / B(a, b), 0 < x < 1."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import positive, unit
from ..base.distribution import Distribution, make
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import betainc, lgamma, log, xlog1py, xlogy
from ..base.types import Numbers


def logpdf(x, a, b):
    return xlogy(a - 1.0, x) + xlog1py(b - 1.0, -x) + (lgamma(a + b) - lgamma(a) - lgamma(b))


def by_logs(x, logs, a, b):
    return (a - 1.0) * logs[0] + (b - 1.0) * logs[1] + (lgamma(a + b) - lgamma(a) - lgamma(b))


def cdf(x, a, b):
    return betainc(a, b, x)


def logsf(x, a, b):
    return log(betainc(b, a, 1.0 - x))


def mean(a, b):
    return a / (a + b)


def variance(a, b):
    return a * b / ((a + b) * (a + b) * (a + b + 1.0))


def sample(rng, a, b):
    return random.beta(rng, a, b)


beta = Family(
    "Beta", (Param("a", positive), Param("b", positive)), unit, logpdf, sample, ((1.0, 1.0), (2.0, 5.0), (30.0, 12.0)), scipy=Scipy("beta"),
    cdf=cdf, logsf=logsf, by_logs=by_logs, mean=mean, variance=variance,
)  # fmt: skip


@constructor(beta)
def Beta(a: Numbers, b: Numbers) -> Distribution:
    """Beta distribution with mean a / (a + b)."""
    return make(beta, a, b)
