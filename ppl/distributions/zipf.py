"""Zipf distribution: x^(-a) / ζ(a), x = 1, 2, …."""

from __future__ import annotations

import math

from ...lang.library import random
from ...lang.values.hooks import compiled
from ..base.constraints import above_one, from_one
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, log, log1mexp, log1p, where
from ..base.member import make
from ..base.types import Numbers

FIRST = 12  # terms that are added one by one
# B_2k / (2k)!, k = 1 …: the weights of the Euler-Maclaurin sum of the others
WEIGHTS = (1.0 / 12.0, -1.0 / 720.0, 1.0 / 30240.0, -1.0 / 1209600.0, 1.0 / 47900160.0, -691.0 / 1307674368000.0, 1.0 / 74724249600.0,
           -3617.0 / 10670622842880000.0, 43867.0 / 5109094217170944000.0)  # fmt: skip
STEEP = 3.0  # a / z from which on the others are nothing
CERTAIN = 1000.0  # an exponent with which every draw is 1


def log_zeta(a, y):
    """log of the sum over k ≥ 0 of (y + k)^-a, y ≥ 1 (Hurwitz's zeta function; Riemann's at y = 1)."""
    z = y + FIRST
    total = 1.0 + 0.0 * (a / y)
    for j in range(1, FIRST):
        total = total + exp(-a * log1p(j / y))
    term = a / z
    rest = z / (a - 1.0) + 0.5
    for k in range(len(WEIGHTS)):
        rest = rest + WEIGHTS[k] * term
        term = term * ((a + (2.0 * k + 1.0)) / z) * ((a + (2.0 * k + 2.0)) / z)
    flat = a < STEEP * z
    return log(total + where(flat, exp(-a * log1p(FIRST / y)) * where(flat, rest, 0.0), 0.0)) - a * log(y)


def logpdf(x, a):
    return -a * log(x) - log_zeta(a, 1.0)


def logsf(x, a):
    return log_zeta(a, x + 1.0) - log_zeta(a, 1.0)


def cdf(x, a):
    return exp(logcdf(x, a))


def logcdf(x, a):
    return log1mexp(logsf(x, a))


def moment(a, order):
    """The mean of x^order; inf where a ≤ order + 1."""
    there = a > order + 1.0
    return where(there, exp(log_zeta(where(there, a - order, 2.0), 1.0) - log_zeta(a, 1.0)), math.inf)


def mean(a):
    return moment(a, 1.0)


def variance(a):
    there = a > 3.0
    safe = where(there, a, 4.0)
    return where(there, moment(safe, 2.0) - moment(safe, 1.0) * moment(safe, 1.0), math.inf)


@compiled
def sample(rng, a):
    """By rejection from a continuous power law (Devroye 1986, section X.6.1)."""
    if a > CERTAIN:
        return 1
    b = 2.0 ** (a - 1.0)
    while True:
        log_x = -math.log(random.positive_uniform(rng)) / (a - 1.0)
        if log_x > 43.0:
            return random.IMPOSSIBLE
        x = math.floor(math.exp(log_x))
        t = (1.0 + 1.0 / x) ** (a - 1.0)
        if rng.uniform() * x * (t - 1.0) / (b - 1.0) <= t / b:
            return int(x)


zipf = Family(
    "Zipf", (Param("a", above_one),), from_one, logpdf, sample, ((6.5,), (9.0,), (7.5,)), scipy=Scipy("zipf"),
    discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
)  # fmt: skip


@constructor(zipf)
def Zipf(a: Numbers) -> Distribution:
    """Ranks 1, 2, … with probabilities in proportion to x^(-a), a > 1."""
    return make(zipf, a)
