"""Gaussian random walk: x[t] = x[t-1] + drift + scale e[t] with standard normal e.

The first value is one step away from `init_loc`; with `init_scale` it is Normal(init_loc, init_scale) instead, and the steps begin behind it.
"""

from __future__ import annotations

import numpy as np

from ..base.constraints import count, positive, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.member import make
from ..base.types import Numbers
from ..distributions.normal import logpdf as normal_logpdf
from ..distributions.normal import normal
from .steps import after, at, column, known_length, length_of, normals

ALONG = (Param("scale", positive, 1, fewer=1), Param("drift", real, 1, fewer=1))
LENGTH = Param("length", count, size=True, open=True)


# -- from a number on
def event(scale, drift, init_loc, length):
    return length_of("RandomWalk", length, 0, scale=scale, drift=drift)


def logpdf(x, scale, drift, init_loc, length):
    return later(x, after(scale, 1), after(drift, 1)) + normal_logpdf(x[..., 0], init_loc + at(drift, 0), at(scale, 0))


def later(x, scale, drift):
    """log density of all values but the first, given that."""
    return np.sum(normal_logpdf(x[..., 1:] - x[..., :-1], drift, scale), axis=-1)


def shift(u, scale, drift, init_loc, length):
    return column(init_loc) + np.cumsum(drift + scale * u, axis=-1)


def unshift(x, scale, drift, init_loc, length):
    before = np.zeros(x.shape)
    before[..., 0] = init_loc
    before[..., 1:] = x[..., :-1]
    return (x - before - drift) / scale


def standard(*params):
    return make(normal, 0.0, 1.0)


def sample(rng, scale, drift, init_loc, length):
    return shift(normals(rng, length), scale, drift, init_loc, length)


def mean(scale, drift, init_loc, length):
    return column(init_loc) + np.cumsum(drift + np.zeros(known_length("RandomWalk", length)), axis=-1) + 0.0 * scale


def variance(scale, drift, init_loc, length):
    return np.cumsum(scale * scale + np.zeros(known_length("RandomWalk", length)), axis=-1) + 0.0 * drift + 0.0 * column(init_loc)


# -- from a first value of its own on
def event_after(scale, drift, init_loc, init_scale, length):
    return length_of("RandomWalk", length, 1, scale=scale, drift=drift)


def logpdf_after(x, scale, drift, init_loc, init_scale, length):
    return later(x, scale, drift) + normal_logpdf(x[..., 0], init_loc, init_scale)


def shift_after(u, scale, drift, init_loc, init_scale, length):
    return column(init_loc) + column(init_scale) * u[..., 0:1] + summed(drift + scale * u[..., 1:], u)


def summed(steps, x):
    """Sums of the steps so far, 0 at the first value."""
    total = np.zeros(x.shape)
    total[..., 1:] = np.cumsum(steps, axis=-1)
    return total


def unshift_after(x, scale, drift, init_loc, init_scale, length):
    u = np.zeros(x.shape)
    u[..., 0] = (x[..., 0] - init_loc) / init_scale
    u[..., 1:] = (x[..., 1:] - x[..., :-1] - drift) / scale
    return u


def sample_after(rng, scale, drift, init_loc, init_scale, length):
    return shift_after(normals(rng, length), scale, drift, init_loc, init_scale, length)


def mean_after(scale, drift, init_loc, init_scale, length):
    steps = drift + 0.0 * scale + 0.0 * column(init_scale) + np.zeros(known_length("RandomWalk", length) - 1)
    return column(init_loc) + np.concatenate((0.0 * steps[..., 0:1], np.cumsum(steps, axis=-1)), axis=-1)


def variance_after(scale, drift, init_loc, init_scale, length):
    steps = scale * scale + 0.0 * drift + 0.0 * column(init_loc) + np.zeros(known_length("RandomWalk", length) - 1)
    return column(init_scale * init_scale) + np.concatenate((0.0 * steps[..., 0:1], np.cumsum(steps, axis=-1)), axis=-1)


random_walk = Family(
    "RandomWalk", (*ALONG, Param("init_loc"), LENGTH), real, logpdf, sample,
    ((0.7, 0.0, 0.0, 4), (np.array([0.5, 1.0, 2.0]), 0.3, -1.0, 3), (1.5, np.array([0.1, -0.2, 0.0, 0.4]), 2.0, 4)),
    event=event, axes=1, mean=mean, variance=variance, standard=standard, shift=shift, unshift=unshift, causal=True,
)  # fmt: skip
random_walk_after = Family(
    "RandomWalk", (*ALONG, Param("init_loc"), Param("init_scale", positive), LENGTH), real, logpdf_after, sample_after,
    ((0.7, 0.1, 1.0, 3.0, 4), (np.array([0.5, 1.0, 2.0]), np.array([0.1, 0.2, 0.3]), -1.0, 0.2, 4)),
    event=event_after, axes=1, mean=mean_after, variance=variance_after, standard=standard, shift=shift_after, unshift=unshift_after, causal=True,
)  # fmt: skip


@constructor(random_walk, random_walk_after)
def RandomWalk(
    scale: Numbers, drift: Numbers = 0.0, *, init_loc: Numbers = 0.0, init_scale: Numbers | None = None, length: int | None = None
) -> Distribution:
    """Gaussian random walk x[t] = x[t-1] + drift + scale e[t] along the last axis; the length is that of `shape`, `dims` or `obs`, or `length`.

    `scale` and `drift` are numbers, or arrays whose last axis is the steps. x[0] is one step from `init_loc`, so that there are as many steps as
    values; with `init_scale` it is Normal(init_loc, init_scale), and there is one step less. Leading axes are independent walks.
    """
    if init_scale is None:
        return make(random_walk, scale, drift, init_loc, length)
    return make(random_walk_after, scale, drift, init_loc, init_scale, length)
