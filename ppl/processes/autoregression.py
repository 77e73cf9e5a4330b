"""Autoregression of order p: x[t] = constant + Σ coefficients[k] x[t-1-k] + scale e[t] with standard normal e.

The first p values follow the stationary law, or come behind p values that are given, or are independent normal numbers. The stationary law is
taken apart into predictions of each value by those before it, by the Durbin-Levinson recursion backwards (Brockwell and Davis 1991, section 5.2):
the coefficients are those of a stationary series where all partial autocorrelations lie between -1 and 1. It is a density of 0 elsewhere.
"""

from __future__ import annotations

import math

import numpy as np

from ...ir.errors import ModelError
from ...lang.values.hooks import compile_time
from ..base.constraints import positive, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, Together, constructor
from ..base.frames import here
from ..base.functions import log, sqrt, where
from ..base.member import make
from ..base.types import Numbers
from ..distributions.normal import logpdf as normal_logpdf
from .random_walk import LENGTH, standard
from .steps import column, known_length, length_of, normals, row

OWN = (Param("coefficients", real, 1, fewer=1), Param("scale", positive), Param("constant"))


def event(coefficients, scale, constant, *rest):
    return length_of("AR", rest[-1], 0)


def predicted(x, coefficients, constant, first):
    """What the p values before say of each value from number `first` ≥ p on."""
    total = column(constant) + 0.0 * x[..., first:]
    for k in range(coefficients.shape[-1]):
        total = total + coefficients[..., k : k + 1] * x[..., first - 1 - k : x.shape[-1] - 1 - k]
    return total


def later(x, coefficients, scale, constant, first):
    """log density of the values from number `first` on, given those before."""
    return np.sum(normal_logpdf(x[..., first:], predicted(x, coefficients, constant, first), column(scale)), axis=-1)


def run(x, u, coefficients, scale, constant, first):
    """Writes the values from number `first` on into x, of their standard draws."""
    for t in range(first, x.shape[-1]):
        total = constant + scale * u[..., t]
        for k in range(coefficients.shape[-1]):
            total = total + coefficients[..., k] * x[..., t - 1 - k]
        x[..., t] = total


# -- in its stationary law
def partial(coefficients):
    """(which are stationary, coefficients[t] that predict value t by the t before it, and its variance there, for scale 1): t up to p."""
    p = coefficients.shape[-1]
    ahead = np.zeros((*coefficients.shape[:-1], p + 1, p))
    ahead[..., p, :] = coefficients
    shares = np.ones((*coefficients.shape[:-1], p + 1))
    stationary = coefficients[..., 0] == coefficients[..., 0]
    for t in range(p, 0, -1):
        last = ahead[..., t, t - 1]
        stationary = stationary & (abs(last) < 1.0)
        share = where(abs(last) < 1.0, 1.0 - last * last, 1.0)
        for j in range(t - 1):
            ahead[..., t - 1, j] = (ahead[..., t, j] + last * ahead[..., t, t - 2 - j]) / share
        shares[..., t - 1] = shares[..., t] / share
    return stationary, ahead, shares


def is_stationary(coefficients, scale, constant, length):
    return partial(row(coefficients))[0]


def centre(coefficients, constant):
    """The mean of the stationary law."""
    left = 1.0 - np.sum(coefficients, axis=-1)
    return constant / where(left == 0.0, 1.0, left)


def stationary_logpdf(x, coefficients, scale, constant, length):
    phi = row(coefficients)
    p = min(phi.shape[-1], x.shape[-1])
    stationary, ahead, shares = partial(phi)
    m = centre(phi, constant)
    total = later(x, phi, scale, constant, p) if p == phi.shape[-1] else 0.0
    for t in range(p):
        r = x[..., t] - m
        for j in range(t):
            r = r - ahead[..., t, j] * (x[..., t - 1 - j] - m)
        total = total - 0.5 * r * r / (scale * scale * shares[..., t]) - 0.5 * log(shares[..., t]) + normal_logpdf(0.0, 0.0, scale)
    return where(stationary, total, -math.inf)


def stationary_shift(u, coefficients, scale, constant, length):
    phi = row(coefficients)
    x = np.zeros(u.shape)
    stationary, ahead, shares = partial(phi)
    m = centre(phi, constant)
    for t in range(min(phi.shape[-1], u.shape[-1])):
        total = m + scale * sqrt(shares[..., t]) * u[..., t]
        for j in range(t):
            total = total + ahead[..., t, j] * (x[..., t - 1 - j] - m)
        x[..., t] = total
    run(x, u, phi, scale, constant, phi.shape[-1])
    return where(column(stationary), x, math.nan)


def stationary_unshift(x, coefficients, scale, constant, length):
    phi = row(coefficients)
    p = phi.shape[-1]
    _, ahead, shares = partial(phi)
    r, u = x - column(centre(phi, constant)), np.zeros(x.shape)
    for t in range(min(p, x.shape[-1])):
        left = r[..., t]
        for j in range(t):
            left = left - ahead[..., t, j] * r[..., t - 1 - j]
        u[..., t] = left / sqrt(shares[..., t]) / scale
    if x.shape[-1] > p:
        u[..., p:] = (x[..., p:] - predicted(x, phi, constant, p)) / column(scale)
    return u


def stationary_sample(rng, coefficients, scale, constant, length):
    return stationary_shift(normals(rng, length), coefficients, scale, constant, length)


def stationary_mean(coefficients, scale, constant, length):
    phi = row(coefficients)
    m = where(partial(phi)[0], centre(phi, constant), math.nan) + 0.0 * scale
    return column(m) + np.zeros(known_length("AR", length))


def stationary_variance(coefficients, scale, constant, length):
    stationary, _, shares = partial(row(coefficients))
    v = where(stationary, scale * scale * shares[..., 0], math.nan) + 0.0 * constant
    return column(v) + np.zeros(known_length("AR", length))


# -- behind values that are given
def joined(initial, x):
    """The series with the values before it."""
    before = row(initial)
    p = before.shape[-1]
    whole = np.zeros((*x.shape[:-1], p + x.shape[-1]))
    whole[..., :p] = before
    whole[..., p:] = x
    return whole


def given_event(coefficients, scale, constant, initial, length):
    if coefficients[-1:] != initial[-1:]:
        raise ValueError(f"AR has coefficients of shape {coefficients} and initial values of shape {initial}: one value before the series for each coefficient")
    return length_of("AR", length, 0)


def given_logpdf(x, coefficients, scale, constant, initial, length):
    phi = row(coefficients)
    return later(joined(initial, x), phi, scale, constant, phi.shape[-1])


def given_shift(u, coefficients, scale, constant, initial, length):
    phi = row(coefficients)
    x = joined(initial, u)
    run(x, joined(0.0 * initial, u), phi, scale, constant, phi.shape[-1])
    return x[..., phi.shape[-1] :]


def given_unshift(x, coefficients, scale, constant, initial, length):
    phi = row(coefficients)
    return (x - predicted(joined(initial, x), phi, constant, phi.shape[-1])) / column(scale)


def given_sample(rng, coefficients, scale, constant, initial, length):
    return given_shift(normals(rng, length), coefficients, scale, constant, initial, length)


def given_mean(coefficients, scale, constant, initial, length):
    phi = row(coefficients)
    u = np.zeros(known_length("AR", length)) + 0.0 * column(constant + scale) + 0.0 * phi[..., 0:1] + 0.0 * row(initial)[..., 0:1]
    return given_shift(u, phi, scale, constant, initial, length)


def given_variance(coefficients, scale, constant, initial, length):
    phi = row(coefficients)
    return column(scale * scale) * np.cumsum(response(phi, length) ** 2, axis=-1) + 0.0 * column(constant) + 0.0 * row(initial)[..., 0:1]


def response(phi, length):
    """What a shock of 1 at the first value makes of each, nothing having been before."""
    x = np.zeros((*phi.shape[:-1], known_length("AR", length)))
    u = 0.0 * x
    u[..., 0] = 1.0
    return given_shift(u, phi, 1.0, 0.0, np.zeros(phi.shape[-1]), length)


# -- from independent values on
def free_logpdf(x, coefficients, scale, constant, init_loc, init_scale, length):
    phi = row(coefficients)
    p = min(phi.shape[-1], x.shape[-1])
    first = np.sum(normal_logpdf(x[..., :p], column(init_loc), column(init_scale)), axis=-1)
    return first + later(x, phi, scale, constant, p) if p == phi.shape[-1] else first + 0.0 * scale


def free_shift(u, coefficients, scale, constant, init_loc, init_scale, length):
    phi = row(coefficients)
    p = min(phi.shape[-1], u.shape[-1])
    x = np.zeros(u.shape)
    x[..., :p] = column(init_loc) + column(init_scale) * u[..., :p]
    run(x, u, phi, scale, constant, phi.shape[-1])
    return x


def free_unshift(x, coefficients, scale, constant, init_loc, init_scale, length):
    phi = row(coefficients)
    p = phi.shape[-1]
    u = (x - column(init_loc)) / column(init_scale)
    if x.shape[-1] > p:
        u[..., p:] = (x[..., p:] - predicted(x, phi, constant, p)) / column(scale)
    return u


def free_sample(rng, coefficients, scale, constant, init_loc, init_scale, length):
    return free_shift(normals(rng, length), coefficients, scale, constant, init_loc, init_scale, length)


def free_mean(coefficients, scale, constant, init_loc, init_scale, length):
    phi = row(coefficients)
    u = np.zeros(known_length("AR", length)) + 0.0 * column(constant + scale + init_loc + init_scale) + 0.0 * phi[..., 0:1]
    return free_shift(u, phi, scale, constant, init_loc, init_scale, length)


def free_variance(coefficients, scale, constant, init_loc, init_scale, length):
    """What the shocks make, and each of the first values."""
    phi = row(coefficients)
    total = 0.0 * free_mean(phi, scale, constant, init_loc, init_scale, length)
    p = min(phi.shape[-1], total.shape[-1])
    for k in range(p):
        first = 0.0 * total
        first[..., k] = 1.0
        total = total + column(init_scale * init_scale) * free_shift(first, phi, 0.0, 0.0, 0.0, 1.0, length) ** 2
    if total.shape[-1] > p:
        total[..., p:] = total[..., p:] + column(scale * scale) * np.cumsum(response(phi, length) ** 2, axis=-1)[..., : total.shape[-1] - p]
    return total


@compile_time
def refuse_init(given: str, *init: Numbers | None) -> None:
    """The law of the first values does not go with what settles them otherwise."""
    if any(p is not None for p in init):
        raise ModelError(f"`AR` takes `init_loc` and `init_scale` together, for independent first values{given}", here(),
                         "without either the first values follow the stationary law; `initial=` are values before the series")  # fmt: skip


TWO = np.array([0.5, -0.3])
ar = Family(
    "AR", (*OWN, LENGTH), real, stationary_logpdf, stationary_sample, ((0.8, 0.5, 1.0, 4), (TWO, 1.5, -0.4, 5), (np.array([0.4, 0.1, 0.3]), 1.0, 0.0, 3)),
    event=event, axes=1, mean=stationary_mean, variance=stationary_variance, standard=standard, shift=stationary_shift, unshift=stationary_unshift, causal=True,
    together=Together(("coefficients",), "those of a stationary series, which `initial=` or `init_scale=` does not ask for", is_stationary),
)  # fmt: skip
ar_given = Family(
    "AR", (*OWN, Param("initial", real, 1, fewer=1), LENGTH), real, given_logpdf, given_sample,
    ((1.0, 0.5, 0.2, 3.0, 4), (TWO, 0.7, 0.0, np.array([1.0, 2.0]), 4)),
    event=given_event, axes=1, mean=given_mean, variance=given_variance, standard=standard, shift=given_shift, unshift=given_unshift, causal=True,
)  # fmt: skip
ar_free = Family(
    "AR", (*OWN, Param("init_loc"), Param("init_scale", positive), LENGTH), real, free_logpdf, free_sample,
    ((1.1, 0.5, 0.2, 3.0, 2.0, 4), (TWO, 0.7, 0.0, -1.0, 0.5, 4)),
    event=event, axes=1, mean=free_mean, variance=free_variance, standard=standard, shift=free_shift, unshift=free_unshift, causal=True,
)  # fmt: skip


@constructor(ar, ar_given, ar_free)
def AR(
    coefficients: Numbers,
    scale: Numbers,
    constant: Numbers = 0.0,
    *,
    initial: Numbers | None = None,
    init_loc: Numbers | None = None,
    init_scale: Numbers | None = None,
    length: int | None = None,
) -> Distribution:
    """Autoregression x[t] = constant + Σ coefficients[k] x[t-1-k] + scale e[t] along the last axis, in its stationary law.

    `coefficients` is a number or a vector, the nearest past first. Where they are not those of a stationary series the density is 0, unless the
    first values are settled otherwise: by `initial`, the p values before the series, the oldest first (a conditional likelihood is
    `AR(phi, s, initial=y[:p])` with obs=y[p:]), or by `init_scale`: the first p values are Normal(init_loc, init_scale).
    """
    if initial is not None:
        refuse_init(", and without `initial`", init_loc, init_scale)
        return make(ar_given, coefficients, scale, constant, initial, length)
    if init_scale is not None:
        return make(ar_free, coefficients, scale, constant, 0.0 if init_loc is None else init_loc, init_scale, length)
    refuse_init("", init_loc)
    return make(ar, coefficients, scale, constant, length)
