"""The dense metric: F = L, the Cholesky factor of the covariance of draws. For targets of few dimensions with strong correlations."""
from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...lang import compiled
from ..adapt.schedule import ROUGH
from ..sampler import Array, New
from .diagonal import first_scale, geometric_scale, welford
from .metric import Metric


class Dense(NamedTuple):
    factor: Array                    # (dim, dim), zeros above the diagonal: whole rows are used, loops of one length make SIMD code
    room: Array                      # (dim, dim): the factor while it is being made


class DenseMoments(NamedTuple):
    count: Array                     # (1,)
    mean: Array                      # (dim,)
    old: Array                       # (dim,): deviation from the mean before the update
    square: Array                    # (dim, dim)
    mean_g: Array                    # (dim,), of gradients, and the sum of squared deviations
    square_g: Array


def dense_arrays(new: New, dim: int) -> Dense:
    return Dense(new(dim, dim), new(dim, dim))


def dense_moments(new: New, dim: int) -> DenseMoments:
    return DenseMoments(new(1), new(dim), new(dim), new(dim, dim), new(dim), new(dim))


def dense_kick(m: Dense, h: float, g: Array, p0: Array, p: Array) -> float:
    for j in range(len(p)):
        p[j] = p0[j]
    for i in range(len(p)):                                # row by row: p += h g[i] L[i]
        a = h * g[i]
        for j in range(len(p)):
            p[j] += a * m.factor[i, j]
    square = 0.0
    for j in range(len(p)):
        square += p[j] * p[j]
    return square


def dense_drift(m: Dense, h: float, p: Array, z0: Array, z: Array) -> None:
    for i in range(len(z)):
        x = 0.0
        for j in range(len(z)):
            x += m.factor[i, j] * p[j]
        z[i] = z0[i] + h * x


@compiled
def dense_first(m: Dense, g: Array) -> None:
    for i in range(len(g)):
        for j in range(len(g)):
            m.factor[i, j] = 0.0
        m.factor[i, i] = first_scale(g[i])


@compiled
def dense_add(w: DenseMoments, z: Array, g: Array) -> None:
    w.count[0] += 1.0
    n = w.count[0]
    keep = (n - 1.0) / n
    for i in range(len(z)):
        w.old[i] = z[i] - w.mean[i]
        w.mean[i] += w.old[i] / n
    for i in range(len(z)):
        a = keep * w.old[i]
        for j in range(len(z)):
            w.square[i, j] += a * w.old[j]
    welford(n, w.mean_g, w.square_g, g)


@compiled
def dense_move(a: DenseMoments, b: DenseMoments) -> None:
    a.count[0] = b.count[0]
    b.count[0] = 0.0
    for i in range(len(a.mean)):
        a.mean[i] = b.mean[i]
        b.mean[i] = 0.0
        a.mean_g[i] = b.mean_g[i]
        b.mean_g[i] = 0.0
        a.square_g[i] = b.square_g[i]
        b.square_g[i] = 0.0
        for j in range(len(a.mean)):
            a.square[i, j] = b.square[i, j]
            b.square[i, j] = 0.0


SHRINK, FLOOR = 5.0, 1e-3            # Stan's regularisation, in the scale of each coordinate: n/(n + 5) S + 5/(n + 5) · 1e-3 diag(S), not · 1e-3 I
ENOUGH = 2                           # draws a coordinate before correlations are believed: of fewer, S is nearly singular and hinders the chain
SETTLED = 60                         # draws of a window before they are: early windows are shorter, and hold the way from the start


@compiled
def dense_learn(m: Dense, w: DenseMoments) -> None:
    """Cholesky factor of the shrunk covariance; the diagonal metric's scales while there are few draws. The old factor stays when that is not
    positive definite."""
    if w.count[0] < ENOUGH * len(w.mean) or w.count[0] < SETTLED:
        learn_scales(m, w)
    else:
        learn_covariance(m, w)


@compiled
def learn_scales(m: Dense, w: DenseMoments) -> None:
    """Those of draws and gradients, which the way from a far start does not widen."""
    for i in range(len(w.mean)):
        x = geometric_scale(w.square[i, i], w.square_g[i])
        if x > 0.0:
            for j in range(len(w.mean)):
                m.factor[i, j] = 0.0
                m.factor[j, i] = 0.0
            m.factor[i, i] = x


@compiled
def learn_covariance(m: Dense, w: DenseMoments) -> None:
    n = w.count[0]
    scale, ridge = n / (n + SHRINK) / (n - 1.0), 1.0 + FLOOR * SHRINK / n
    a = m.room
    for i in range(len(w.mean)):
        for j in range(i + 1):
            x = scale * w.square[i, j] * (ridge if i == j else 1.0)
            for k in range(j):
                x -= a[i, k] * a[j, k]
            if i == j:
                if not 0.0 < x < math.inf:
                    return
                a[i, i] = math.sqrt(x)
            else:
                a[i, j] = x / a[j, j]
    for i in range(len(w.mean)):
        for j in range(i + 1):
            m.factor[i, j] = a[i, j]


def dense_put(m: Dense, factor: Array) -> None:
    m.factor[:] = factor


dense = Metric("dense", dense_arrays, dense_moments, dense_kick, dense_drift, dense_first, dense_add, dense_move, dense_learn,
               ROUGH, smooth=False, matching=np.linalg.cholesky, put=dense_put)
