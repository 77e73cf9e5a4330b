"""GARCH: x[t] = loc + sqrt(h[t]) e[t] with h[t] = omega + Σ alpha[k] (x[t-1-k] - loc)² + Σ beta[k] h[t-1-k] (Bollerslev 1986).

Squares and variances before the series are those of a first variance: `initial`, or that of the stationary series, omega / (1 - Σ alpha - Σ beta),
where there is one. h[0] is that variance itself.
"""

from __future__ import annotations

import math

import numpy as np

from ..base.constraints import nonnegative, positive, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, Together, constructor
from ..base.functions import log, sqrt, where
from ..base.member import make
from ..base.types import Numbers
from ..distributions.normal import HALF_LOG_2PI
from .random_walk import LENGTH
from .steps import at, column, known_length, length_of, normals, row

OWN = (Param("omega", positive), Param("alpha", nonnegative, 1, fewer=1), Param("beta", nonnegative, 1, fewer=1), Param("loc", real, 1, fewer=1))


def event(omega, alpha, beta, loc, *rest):
    return length_of("GARCH", rest[-1], 0, loc=loc)


def next_variance(squares, h, omega, alpha, beta, first, t):
    """The variance of step t ≥ 1 by those before it."""
    total = omega
    for k in range(alpha.shape[-1]):
        total = total + alpha[..., k] * (squares[..., t - 1 - k] if k == 0 else where(t - 1 - k >= 0, squares[..., max(t - 1 - k, 0)], first))
    for k in range(beta.shape[-1]):
        total = total + beta[..., k] * (h[..., t - 1 - k] if k == 0 else where(t - 1 - k >= 0, h[..., max(t - 1 - k, 0)], first))
    return total


def logpdf(x, omega, alpha, beta, loc, initial, length):
    """The variances first, then one density of all values: each is a loop of its own."""
    a, b = row(alpha), row(beta)
    r = x - loc
    squares, h = r * r, np.zeros(r.shape)
    h[..., 0] = initial
    for t in range(1, x.shape[-1]):
        h[..., t] = next_variance(squares, h, omega, a, b, initial, t)
    return -0.5 * np.sum(squares / h + log(h), axis=-1) - x.shape[-1] * HALF_LOG_2PI


def sample(rng, omega, alpha, beta, loc, initial, length):
    a, b, u = row(alpha), row(beta), normals(rng, length)
    squares, h, x = np.zeros(length), np.zeros(length), np.zeros(length)
    for t in range(length):
        h[t] = initial if t == 0 else next_variance(squares, h, omega, a, b, initial, t)
        r = sqrt(h[t]) * u[t]
        squares[t] = r * r
        x[t] = at(loc, t) + r
    return x


def mean(omega, alpha, beta, loc, initial, length):
    return loc + np.zeros(known_length("GARCH", length)) + 0.0 * column(omega + initial)


def variance(omega, alpha, beta, loc, initial, length):
    """The squares are, in the mean, the variances."""
    a, b = row(alpha), row(beta)
    h = np.zeros(known_length("GARCH", length)) + 0.0 * column(omega + initial) + 0.0 * loc + 0.0 * a[..., 0:1] + 0.0 * b[..., 0:1]
    h[..., 0] = initial
    for t in range(1, h.shape[-1]):
        h[..., t] = next_variance(h, h, omega, a, b, initial, t)
    return h


# -- from the stationary variance on
def left(alpha, beta):
    """What of a variance is neither kept nor made by squares: 0 or less where there is no stationary one."""
    return 1.0 - np.sum(row(alpha), axis=-1) - np.sum(row(beta), axis=-1)


def has_long_run(omega, alpha, beta, loc, length):
    return left(alpha, beta) > 0.0


def long_run(omega, alpha, beta):
    """The stationary variance, omega where there is none."""
    share = left(alpha, beta)
    return omega / where(share > 0.0, share, 1.0)


def stationary_logpdf(x, omega, alpha, beta, loc, length):
    density = logpdf(x, omega, alpha, beta, loc, long_run(omega, alpha, beta), length)
    return where(left(alpha, beta) > 0.0, density, -math.inf)


def stationary_sample(rng, omega, alpha, beta, loc, length):
    x = sample(rng, omega, alpha, beta, loc, long_run(omega, alpha, beta), length)
    return where(left(alpha, beta) > 0.0, x, math.nan)


def stationary_mean(omega, alpha, beta, loc, length):
    return mean(omega, alpha, beta, loc, long_run(omega, alpha, beta), length)


def stationary_variance(omega, alpha, beta, loc, length):
    v = where(left(alpha, beta) > 0.0, long_run(omega, alpha, beta), math.nan)
    return column(v) + np.zeros(known_length("GARCH", length)) + 0.0 * loc


garch = Family(
    "GARCH", (*OWN, LENGTH), real, stationary_logpdf, stationary_sample,
    ((0.2, 0.3, 0.5, 1.0, 4), (0.5, np.array([0.1, 0.2]), np.array([0.3, 0.2]), np.array([0.0, 0.5, 0.2, 0.1, -1.0]), 5)),
    event=event, axes=1, mean=stationary_mean, variance=stationary_variance,
    together=Together(("alpha", "beta"), "those of a stationary series, Σ alpha + Σ beta < 1, which `initial=` does not ask for", has_long_run),
)  # fmt: skip
garch_from = Family(
    "GARCH", (*OWN, Param("initial", positive), LENGTH), real, logpdf, sample,
    ((0.2, 0.6, 0.5, 1.0, 0.7, 4), (0.5, np.array([0.1, 0.2]), 0.3, 0.0, 1.5, 5)), event=event, axes=1, mean=mean,
    variance=variance,
)  # fmt: skip


@constructor(garch, garch_from)
def GARCH(omega: Numbers, alpha: Numbers, beta: Numbers, loc: Numbers = 0.0, *, initial: Numbers | None = None, length: int | None = None) -> Distribution:
    """Values with variance h[t] = omega + Σ alpha[k] (x[t-1-k] - loc)² + Σ beta[k] h[t-1-k] along the last axis; numbers are GARCH(1, 1).

    The first variance is that of the stationary series, and the density 0 where Σ alpha + Σ beta ≥ 1; or it is `initial`, for all alpha and beta.
    """
    if initial is None:
        return make(garch, omega, alpha, beta, loc, length)
    return make(garch_from, omega, alpha, beta, loc, initial, length)
