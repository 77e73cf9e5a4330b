"""Log-volatilities that follow a stationary autoregression: h[t] = mu + phi (h[t-1] - mu) + sigma e[t] (Kim, Shephard and Chib 1998, equation 1)."""

from __future__ import annotations

from ..base.constraints import interval, positive, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.member import make
from ..base.types import Numbers
from . import autoregression as ar
from .random_walk import LENGTH, standard
from .steps import column, length_of, normals


def event(phi, sigma, mu, length):
    return length_of("StochasticVolatility", length, 0)


def logpdf(x, phi, sigma, mu, length):
    return ar.stationary_logpdf(x, column(phi), sigma, mu * (1.0 - phi), length)


def shift(u, phi, sigma, mu, length):
    return ar.stationary_shift(u, column(phi), sigma, mu * (1.0 - phi), length)


def unshift(x, phi, sigma, mu, length):
    return ar.stationary_unshift(x, column(phi), sigma, mu * (1.0 - phi), length)


def sample(rng, phi, sigma, mu, length):
    return shift(normals(rng, length), phi, sigma, mu, length)


def mean(phi, sigma, mu, length):
    return ar.stationary_mean(column(phi), sigma, mu * (1.0 - phi), length)


def variance(phi, sigma, mu, length):
    return ar.stationary_variance(column(phi), sigma, mu * (1.0 - phi), length)


stochastic_volatility = Family(
    "StochasticVolatility", (Param("phi", interval(-1.0, 1.0)), Param("sigma", positive), Param("mu"), LENGTH), real, logpdf, sample,
    ((0.95, 0.3, -1.0, 4), (-0.2, 1.5, 0.5, 3)), event=event, axes=1, mean=mean, variance=variance, standard=standard, shift=shift, unshift=unshift,
    causal=True,
)  # fmt: skip


@constructor(stochastic_volatility)
def StochasticVolatility(phi: Numbers, sigma: Numbers, mu: Numbers = 0.0, *, length: int | None = None) -> Distribution:
    """Log-volatilities h[t] = mu + phi (h[t-1] - mu) + sigma e[t], |phi| < 1, in their stationary law; returns are Normal(0, exp(h / 2)).

    h[0] is Normal(mu, sigma / sqrt(1 - phi²)). As a prior of a parameter its non-centred form samples better.
    """
    return make(stochastic_volatility, phi, sigma, mu, length)
