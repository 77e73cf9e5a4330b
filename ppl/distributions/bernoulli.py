"""Bernoulli distribution: 1 with probability p, else 0; finite at p = 0 and 1 where the value is possible."""

from __future__ import annotations

from ..base.constraints import binary, unit
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import expit, log, log1p, log_expit, xlog1py, xlogy
from ..base.restated import either
from ..base.types import Numbers


def logpdf(x, p):
    return xlogy(x, p) + xlog1py(1 - x, -p)


def logits_logpdf(x, logits):
    return log_expit((2.0 * x - 1.0) * logits)


def cdf(x, p):
    return 1.0 - p + 0.0 * x


def logcdf(x, p):
    return log1p(-p) + 0.0 * x


def logsf(x, p):
    return log(p) + 0.0 * x


def logits_cdf(x, logits):
    return expit(-logits) + 0.0 * x


def logits_logcdf(x, logits):
    return log_expit(-logits) + 0.0 * x


def logits_logsf(x, logits):
    return log_expit(logits) + 0.0 * x


def mean(p):
    return p


def variance(p):
    return p * (1.0 - p)


def logits_mean(logits):
    return expit(logits)


def logits_variance(logits):
    return expit(logits) * expit(-logits)


def sample(rng, p):
    return 1 if rng.uniform() < p else 0


def logits_sample(rng, logits):
    return sample(rng, expit(logits))


bernoulli = Family(
    "Bernoulli", (Param("p", unit),), binary, logpdf, sample, ((0.3,), (0.0,), (1.0,)), scipy=Scipy("bernoulli"),
    discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
)  # fmt: skip
bernoulli_logits = Family(
    "Bernoulli", (Param("logits", infinite=True),), binary, logits_logpdf, logits_sample, ((0.0,), (-3.0,), (2.0,)),
    scipy=Scipy("bernoulli", lambda logits: {"p": expit(logits)}), discrete=True,
    cdf=logits_cdf, logcdf=logits_logcdf, logsf=logits_logsf, mean=logits_mean, variance=logits_variance,
)  # fmt: skip


@constructor(bernoulli, bernoulli_logits)
def Bernoulli(p: Numbers | None = None, *, logits: Numbers | None = None) -> Distribution:
    """1 with probability `p`, or with probability expit(logits)."""
    return either((bernoulli, bernoulli_logits), p, logits)
