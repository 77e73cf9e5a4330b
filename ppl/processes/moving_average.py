"""Moving average of order q: x[t] = loc + scale (e[t] + Σ coefficients[k] e[t-1-k]) with standard normal e, in its stationary law.

The covariance has q bands. Its Cholesky factor is found row by row by the innovations algorithm (Brockwell and Davis 1991, proposition 5.2.2):
q numbers and a variance for each step.
"""

from __future__ import annotations

import numpy as np

from ...ir.errors import ModelError
from ..base.constraints import positive, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.frames import here
from ..base.functions import log, sqrt, where
from ..base.member import make
from ..base.parameters import array_of
from ..base.types import Numbers
from ..distributions.normal import HALF_LOG_2PI
from .random_walk import LENGTH, standard
from .steps import column, known_length, length_of, normals, row, shape_of


def event(coefficients, scale, loc, length):
    return length_of("MA", length, 0, loc=loc)


def covariances(theta):
    """Those of values k apart for scale 1, k up to q."""
    q = theta.shape[-1]
    gamma = np.zeros((*theta.shape[:-1], q + 1))
    for k in range(q + 1):
        total = theta[..., k - 1] if k > 0 else 1.0 + 0.0 * theta[..., 0]
        for j in range(1, q + 1 - k):
            total = total + theta[..., j - 1] * theta[..., j + k - 1]
        gamma[..., k] = total
    return gamma


def innovations(theta, steps):
    """(weights of the q innovations before each value, the variance of each innovation for scale 1); both begin q places early, with nothing."""
    q, gamma = theta.shape[-1], covariances(theta)
    weights, v = np.zeros((*theta.shape[:-1], steps + q, q + 1)), np.ones((*theta.shape[:-1], steps + q))
    for t in range(q, steps + q):
        rest = gamma[..., 0]
        for back in range(q):
            k = q - back
            total = gamma[..., k]
            for j in range(k + 1, q + 1):
                total = total - weights[..., t, j] * weights[..., t - k, j - k] * v[..., t - j]
            w = where(t - k >= q, total / v[..., t - k], 0.0)
            weights[..., t, k] = w
            rest = rest - w * w * v[..., t - k]
        v[..., t] = rest
    return weights, v


def logpdf(x, coefficients, scale, loc, length):
    theta = row(coefficients)
    q, steps = theta.shape[-1], x.shape[-1]
    weights, v = innovations(theta, steps)
    r = x - loc
    e = np.zeros((*r.shape[:-1], steps + q))
    for t in range(steps):
        total = r[..., t]
        for k in range(1, q + 1):
            total = total - weights[..., t + q, k] * e[..., t + q - k]
        e[..., t + q] = total
    own, z = v[..., q:], e[..., q:] / column(scale)
    return -0.5 * np.sum(z * z / own + log(own), axis=-1) - steps * (log(scale) + HALF_LOG_2PI)


def shift(u, coefficients, scale, loc, length):
    theta = row(coefficients)
    q, steps = theta.shape[-1], u.shape[-1]
    weights, v = innovations(theta, steps)
    e, x = np.zeros((*u.shape[:-1], steps + q)), np.zeros(u.shape)
    for t in range(steps):
        own = scale * sqrt(v[..., t + q]) * u[..., t]
        e[..., t + q] = own
        for k in range(1, q + 1):
            own = own + weights[..., t + q, k] * e[..., t + q - k]
        x[..., t] = own
    return loc + x


def unshift(x, coefficients, scale, loc, length):
    theta = row(coefficients)
    q, steps = theta.shape[-1], x.shape[-1]
    weights, v = innovations(theta, steps)
    r, e = x - loc, np.zeros((*x.shape[:-1], steps + q))
    for t in range(steps):
        left = r[..., t]
        for k in range(1, q + 1):
            left = left - weights[..., t + q, k] * e[..., t + q - k]
        e[..., t + q] = left
    return e[..., q:] / sqrt(v[..., q:]) / column(scale)


def sample(rng, coefficients, scale, loc, length):
    return shift(normals(rng, length), coefficients, scale, loc, length)


def mean(coefficients, scale, loc, length):
    return loc + np.zeros(known_length("MA", length)) + 0.0 * column(scale) + 0.0 * row(coefficients)[..., 0:1]


def variance(coefficients, scale, loc, length):
    theta = row(coefficients)
    return column(scale * scale * (1.0 + np.sum(theta * theta, axis=-1))) + np.zeros(known_length("MA", length)) + 0.0 * loc


ma = Family(
    "MA", (Param("coefficients", real, 1, fewer=1), Param("scale", positive), Param("loc", real, 1, fewer=1), LENGTH), real, logpdf, sample,
    ((0.6, 0.5, 1.0, 4), (np.array([0.5, -0.8]), 1.5, np.array([0.1, -0.4, 0.3, 1.0, 2.0]), 5), (np.array([2.0, 0.3, -0.7]), 1.0, 0.0, 6)),
    event=event, axes=1, mean=mean, variance=variance, standard=standard, shift=shift, unshift=unshift, causal=True,
)  # fmt: skip


@constructor(ma)
def MA(coefficients: Numbers, scale: Numbers, loc: Numbers = 0.0, *, length: int | None = None) -> Distribution:
    """Moving average x[t] = loc + scale (e[t] + Σ coefficients[k] e[t-1-k]) along the last axis, in its stationary law.

    `coefficients` is a number or a vector, `loc` a number or one for each step. The likelihood is exact: no shock before the series is set to 0.
    """
    if shape_of(array_of(coefficients))[-1:] == (0,):
        raise ModelError("`MA` takes one coefficient at least", here(), "without any, values are `ppl.Normal(loc, scale)`")
    return make(ma, coefficients, scale, loc, length)
