"""Discrete Weibull distribution: q^(x^beta) - q^((x + 1)^beta), x = 0, 1, …; P(X > x) = q^((x + 1)^beta)."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import count, inside_unit, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import ceil, exp, expm1, log, log1mexp, log1p, maximum, minimum, where
from ..base.member import make
from ..base.types import Numbers

LARGEST, LARGE = 709.0, 300.0  # whose exponential is finite, whose exponentials have a product
NOTHING = -800.0  # whose exponential is 0


def log_power(x, q, beta):
    """log q^(x^beta) of x ≥ 1, -inf, with slopes of 0, where x^beta is beyond the doubles."""
    exponent = beta * log(x)
    return where(exponent < LARGEST, exp(where(exponent < LARGEST, exponent, 0.0)) * log(q), -math.inf)


def logpdf(x, q, beta):
    """q^(x^beta) times one less what it falls by up to x + 1."""
    at = where(x > 0, x, 1.0)
    step = exp(minimum(beta * log(at), LARGE)) * expm1(minimum(beta * log1p(1.0 / at), LARGE))
    fall = where(x > 0, step, 1.0) * log(q)
    return where(x > 0, log_power(at, q, beta), 0.0) + log1mexp(maximum(fall, NOTHING))


def logsf(x, q, beta):
    return log_power(x + 1.0, q, beta)


def cdf(x, q, beta):
    return -expm1(logsf(x, q, beta))


def logcdf(x, q, beta):
    return log1mexp(logsf(x, q, beta))


def sample(rng, q, beta):
    log_times = (log(-log(random.positive_uniform(rng))) - log(-log(q))) / beta
    return random.whole(maximum(ceil(exp(log_times)) - 1.0, 0.0))


discrete_weibull = Family(
    "DiscreteWeibull", (Param("q", inside_unit), Param("beta", positive)), count, logpdf, sample, ((0.5, 1.0), (0.3, 0.7), (0.99, 1.5)),
    discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf,
)  # fmt: skip


@constructor(discrete_weibull)
def DiscreteWeibull(q: Numbers, beta: Numbers) -> Distribution:
    """Counts 0, 1, … with P(X > x) = q^((x + 1)^beta): lifetimes in whole periods; beta = 1 is geometric."""
    return make(discrete_weibull, q, beta)
