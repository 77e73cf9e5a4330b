"""Bernoulli distribution: 1 with probability p, else 0; finite at p = 0 and 1 where the value is possible."""

from __future__ import annotations

from ...ir.errors import ModelError
from ...lang.values.hooks import compile_time
from ..base.constraints import binary, unit
from ..base.distribution import make
from ..base.family import Family, Param
from ..base.functions import expit, log_expit, xlog1py, xlogy


def support(p):
    return binary


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
    "Bernoulli", (Param("p", unit),), support, logpdf, sample, ((0.3,), (0.0,), (1.0,)), discrete=True, mean=mean, variance=variance
)
bernoulli_logits = Family(
    "Bernoulli",
    (Param("logits"),),
    support,
    logits_logpdf,
    logits_sample,
    ((0.0,), (-3.0,), (2.0,)),
    discrete=True,
    mean=logits_mean,
    variance=logits_variance,
)


@compile_time
def Bernoulli(p=None, *, logits=None):
    """1 with probability `p`, or with probability expit(logits)."""
    if (p is None) == (logits is None):
        raise ModelError("`Bernoulli` takes `p` or `logits`, one of them")
    return make(bernoulli, p) if logits is None else make(bernoulli_logits, logits)
