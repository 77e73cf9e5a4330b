"""Hypergeometric distribution: successes among n drawn, none put back, of N of which k are successes: C(k, x) C(N - k, n - x) / C(N, n)."""

from __future__ import annotations

import math

from ...lang.library import random
from ...lang.library.special.gamma import log_binomial
from ...lang.values.hooks import compiled
from ..base.constraints import count, drawn
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, Together, constructor
from ..base.functions import exp, floor, maximum, minimum, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.tail_sums import both_tails, log_falling
from . import binomial

# Stadlober (1989), The ratio of uniforms approach for generating discrete random variates, as HRUA
WIDTH, MORE = 1.7155277699214135, 0.8989161620588988  # 2 sqrt(2 / e), 3 - 2 sqrt(3 / e)
SMALL = 10  # draws that are made one by one


def counted(v):
    """A number, 0 where it is no count."""
    return where((v >= 0) & (v < math.inf), v, 0)


def support(N, k, n):
    N, k, n = counted(N), counted(k), counted(n)
    return drawn(maximum(0, n + k - N), minimum(k, n))


def logpdf(x, N, k, n):
    """By three binomial probabilities, with that of being drawn (Loader 2000): nothing in it is larger than they are. -inf where k or n is above N."""
    whole = maximum(N, maximum(k, n))
    p = where(whole > 0, n / where(whole > 0, whole, 1.0), 0.0)
    value = binomial.logpdf(x, k, p) + binomial.logpdf(n - x, whole - k, p) - binomial.logpdf(n, whole, p)
    return where(whole > N, -math.inf, value)


def tails(x, N, k, n):
    """log P(X ≤ x) and log P(X > x): the one on this side of the mean is a sum, that of the successes or that of the failures."""
    left = (x + 0.5) * N < n * k
    low, own = where(left, x, n - x - 1.0), where(left, k, N - k)

    def ratio(j):
        return j * (N - own - n + j) / ((own - j + 1.0) * (n - j + 1.0))

    return both_tails(left, log_falling(low, maximum(0.0, n + own - N), n, ratio, lambda j: logpdf(j, N, own, n)))


def cdf(x, N, k, n):
    return exp(tails(x, N, k, n)[0])


def logcdf(x, N, k, n):
    return tails(x, N, k, n)[0]


def logsf(x, N, k, n):
    return tails(x, N, k, n)[1]


def mean(N, k, n):
    return where((k <= N) & (n <= N), n * (k / maximum(N, 1)), math.nan)


def variance(N, k, n):
    share = where((k <= N) & (n <= N), k / maximum(N, 1), math.nan)
    return n * share * (1.0 - share) * ((N - n) / maximum(N - 1, 1))


def sample(rng, N, k, n):
    """Of the fewer of successes and failures, and of the drawn and those that are left."""
    if not (k <= N and n <= N and N < random.MOST):
        return random.IMPOSSIBLE
    few, some = min(k, N - k), min(n, N - n)
    x = one_by_one(rng, N, few, some) if some <= SMALL else by_ratio(rng, N, few, some)
    x = few - x if n > some else x
    return int(x) if k <= N - k else int(n - x)


def one_by_one(rng, N, k, n):
    """Each drawn by itself."""
    x = 0
    left = N
    while left > N - n:
        if rng.uniform() * left < k - x:
            x += 1
        left -= 1
    return x


def log_ratio(x, N, k, n, p):
    """The logarithm of the probability of x, but for what x is not in."""
    return log_binomial(x, k, p) + log_binomial(n - x, N - k, p)


@compiled
def by_ratio(rng, N, k, n):
    """By the ratio of uniforms; k and n are N / 2 at most."""
    p = n / N
    share = k / N
    centre = n * share + 0.5
    spread = WIDTH * math.sqrt((N - n) * p * share * (1.0 - share) * N / (N - 1.0) + 0.5) + MORE
    peak = log_ratio(float(floor((n + 1.0) * (k + 1.0) / (N + 2.0))), N, k, n, p)
    while True:
        u = random.positive_uniform(rng)
        x = float(floor(centre + spread * (rng.uniform() - 0.5) / u))
        if x >= 0.0 and x <= min(k, n) and 2.0 * math.log(u) <= log_ratio(x, N, k, n, p) - peak:
            return x


hyper_geometric = Family(
    "HyperGeometric", (Param("N", count), Param("k", count), Param("n", count)), support, logpdf, sample,
    ((20, 7, 12), (50, 5, 10), (30, 25, 20), (400, 150, 100)), scipy=Scipy("hypergeom", lambda N, k, n: {"M": N, "n": k, "N": n}),
    discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
    together=Together(("k", "n"), "at most `N`", lambda N, k, n: (k <= N) & (n <= N)),
)  # fmt: skip


@constructor(hyper_geometric)
def HyperGeometric(N: Numbers, k: Numbers, n: Numbers) -> Distribution:
    """Successes among `n` drawn without replacement from `N`, of which `k` are successes (PyMC's names)."""
    return make(hyper_geometric, N, k, n)
