"""Beta distribution: x^(a-1) (1-x)^(b-1) / B(a, b), 0 < x < 1."""

from __future__ import annotations

from ...lang.library import random
from ...lang.values.hooks import compile_time
from ..base.constraints import positive, unit
from ..base.distribution import make
from ..base.family import Family, Param
from ..base.functions import betainc, lgamma, log, xlog1py, xlogy


def support(a, b):
    return unit


def logpdf(x, a, b):
    return xlogy(a - 1.0, x) + xlog1py(b - 1.0, -x) + (lgamma(a + b) - lgamma(a) - lgamma(b))


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
    "Beta",
    (Param("a", positive), Param("b", positive)),
    support,
    logpdf,
    sample,
    ((1.0, 1.0), (2.0, 5.0), (30.0, 12.0)),
    cdf=cdf,
    logsf=logsf,
    mean=mean,
    variance=variance,
)


@compile_time
def Beta(a, b):
    """Beta distribution with mean a / (a + b)."""
    return make(beta, a, b)
