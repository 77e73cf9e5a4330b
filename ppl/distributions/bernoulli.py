"""Bernoulli distribution: 1 with probability p, else 0; finite at p = 0 and 1 where the value is possible."""

from __future__ import annotations

from ..base.constraints import binary, unit
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import expit, log_expit, xlog1py, xlogy
from ..base.member import either
from ..base.types import Numbers


def logpdf(x, p):
    return xlogy(x, p) + xlog1py(1 - x, -p)


def logits_logpdf(x, logits):
    return log_expit((2.0 * x - 1.0) * logits)


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
    discrete=True, mean=mean, variance=variance,
)  # fmt: skip
bernoulli_logits = Family(
    "Bernoulli", (Param("logits", infinite=True),), binary, logits_logpdf, logits_sample, ((0.0,), (-3.0,), (2.0,)),
    scipy=Scipy("bernoulli", lambda logits: {"p": expit(logits)}), discrete=True, mean=logits_mean, variance=logits_variance,
)  # fmt: skip


@constructor(bernoulli, bernoulli_logits)
def Bernoulli(p: Numbers | None = None, *, logits: Numbers | None = None) -> Distribution:
    """1 with probability `p`, or with probability expit(logits)."""
    return either((bernoulli, bernoulli_logits), p, logits)
