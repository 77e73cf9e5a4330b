"""Geometric distribution: p (1 - p)^(x - 1), the trials x = 1, 2, … up to the first success."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import from_one, unit
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, expit, expm1, log, log1mexp, log1p, log_expit, reciprocal, times, where, xlog1py, xlogy
from ..base.restated import either
from ..base.types import Numbers
from ..parts.counting import FAR


def logpdf(x, p):
    return xlogy(1.0, p) + xlog1py(x - 1, -p)


def logits_logpdf(x, logits):
    return log_expit(logits) + times(x - 1, log_expit(-logits))


def cdf(x, p):
    return -expm1(x * log1p(-p))


def logcdf(x, p):
    return log1mexp(x * log1p(-p))


def logsf(x, p):
    return x * log1p(-p)


def logits_cdf(x, logits):
    return -expm1(x * log_expit(-logits))


def logits_logcdf(x, logits):
    return where(logits < -FAR, log(x) + logits, log1mexp(x * log_expit(-logits)))


def logits_logsf(x, logits):
    return x * log_expit(-logits)


def mean(p):
    return reciprocal(p)


def variance(p):
    return (1.0 - p) * reciprocal(p * p)


def logits_mean(logits):
    return 1.0 + exp(-logits)


def logits_variance(logits):
    return exp(-logits) * (1.0 + exp(-logits))


def sample(rng, p):
    return trials(rng, log1p(-p))


def logits_sample(rng, logits):
    return trials(rng, log_expit(-logits))


def trials(rng, log_failure):
    """By inversion."""
    return random.whole(1.0 + (log(random.positive_uniform(rng)) / log_failure) // 1.0) if log_failure < 0.0 else random.IMPOSSIBLE


geometric = Family(
    "Geometric", (Param("p", unit),), from_one, logpdf, sample, ((0.3,), (0.9,), (1.0,)), scipy=Scipy("geom"),
    discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
)  # fmt: skip
geometric_logits = Family(
    "Geometric", (Param("logits", infinite=True),), from_one, logits_logpdf, logits_sample, ((0.0,), (-2.0,), (2.0,)),
    scipy=Scipy("geom", lambda logits: {"p": expit(logits)}), discrete=True,
    cdf=logits_cdf, logcdf=logits_logcdf, logsf=logits_logsf, mean=logits_mean, variance=logits_variance,
)  # fmt: skip


@constructor(geometric, geometric_logits)
def Geometric(p: Numbers | None = None, *, logits: Numbers | None = None) -> Distribution:
    """Trials up to and including the first success, 1, 2, …, each a success with probability `p`, or expit(logits).

    Failures before the first success, 0, 1, …, are `NegativeBinomial(n=1, p=p)`.
    """
    return either((geometric, geometric_logits), p, logits)
