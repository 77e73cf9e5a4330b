"""Metrics: a linear map F between momentum and position, and how it is learnt from draws.

The momentum has unit mass; F is applied where the momentum meets the position and, transposed, where it meets the gradient:

    kick:   p = p0 + h Fᵀ g          drift:   z = z0 + h F p          F Fᵀ is the inverse mass matrix

So kinetic energy, refreshment and U-turn checks never see the metric. A new metric is one more record here.
"""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from ..ir.lang import compiled


class Metric(NamedTuple):
    """Compile-time: the arrays of a metric and the functions on them (m: arrays of the map, w: moments of a window)."""

    name: str
    arrays: Callable[..., Any]       # (new, dim) -> m
    moments: Callable[..., Any]      # (new, dim) -> w
    kick: Callable[..., Any]         # (m, h, g, p0, p) -> p·p after the kick; p0 and p may be one array
    drift: Callable[..., Any]        # (m, h, p, z0, z)
    first: Callable[..., Any]        # (m, g): from the gradient at the start
    add: Callable[..., Any]          # (w, z, g): one draw
    move: Callable[..., Any]         # (a, b): a := b, b := empty
    learn: Callable[..., Any]        # (m, w): from at least 3 draws
    smooth: bool                     # may be learnt after every draw (cheap, changes little) or at the ends of windows only


# ---- diagonal: F = diag(scale), from the variances of draws and of gradients

class Diagonal(NamedTuple):
    scale: Any                       # (dim,)


class DiagonalMoments(NamedTuple):
    count: Any                       # (1,)
    mean_z: Any                      # (dim,), as are the sums of squared deviations
    square_z: Any
    mean_g: Any
    square_g: Any


LEAST, MOST = 1e-10, 1e10            # scales outside are not believed


def diagonal_arrays(new, dim):
    return Diagonal(new(dim))


def diagonal_moments(new, dim):
    return DiagonalMoments(new(1), new(dim), new(dim), new(dim), new(dim))


def diagonal_kick(m, h, g, p0, p):
    square = 0.0
    for i in range(len(p)):
        x = p0[i] + h * m.scale[i] * g[i]
        p[i] = x
        square += x * x
    return square


def diagonal_drift(m, h, p, z0, z):
    for i in range(len(z)):
        z[i] = z0[i] + h * m.scale[i] * p[i]


@compiled
def diagonal_first(m, g):
    """|g|^-1/2: right within a constant for a standard deviation of 1/|g|^½ at a typical point; 1 where g says nothing."""
    for i in range(len(g)):
        a = abs(g[i])
        m.scale[i] = 1.0 / math.sqrt(a) if 1e-20 < a < 1e20 else 1.0


@compiled
def welford(n, mean, square, x):
    """The n-th value x into the running mean and sum of squared deviations."""
    keep = (n - 1.0) / n
    for i in range(len(x)):
        d = x[i] - mean[i]
        square[i] += d * d * keep
        mean[i] += d / n


@compiled
def diagonal_add(w, z, g):
    w.count[0] += 1.0
    welford(w.count[0], w.mean_z, w.square_z, z)
    welford(w.count[0], w.mean_g, w.square_g, g)


@compiled
def diagonal_move(a, b):
    a.count[0] = b.count[0]
    a.mean_z[:] = b.mean_z
    a.square_z[:] = b.square_z
    a.mean_g[:] = b.mean_g
    a.square_g[:] = b.square_g
    b.count[0] = 0.0
    b.mean_z[:] = 0.0
    b.square_z[:] = 0.0
    b.mean_g[:] = 0.0
    b.square_g[:] = 0.0


@compiled
def diagonal_learn(m, w):
    """scale² = (var z / var g)^½ minimises the Fisher divergence between the target and a Gaussian with that variance."""
    for i in range(len(m.scale)):
        if w.square_z[i] > 0.0 and w.square_g[i] > 0.0:
            x = math.sqrt(math.sqrt(w.square_z[i] / w.square_g[i]))
            if LEAST < x < MOST:                           # false for nan: the old scale stays
                m.scale[i] = x


diagonal = Metric("diag", diagonal_arrays, diagonal_moments, diagonal_kick, diagonal_drift, diagonal_first, diagonal_add,
                  diagonal_move, diagonal_learn, smooth=True)


# ---- dense: F = L, the Cholesky factor of the covariance of draws

class Dense(NamedTuple):
    factor: Any                      # (dim, dim), zeros above the diagonal: whole rows are used, loops of one length make SIMD code
    room: Any                        # (dim, dim): the factor while it is being made


class DenseMoments(NamedTuple):
    count: Any                       # (1,)
    mean: Any                        # (dim,)
    old: Any                         # (dim,): deviation from the mean before the update
    square: Any                      # (dim, dim)


def dense_arrays(new, dim):
    return Dense(new(dim, dim), new(dim, dim))


def dense_moments(new, dim):
    return DenseMoments(new(1), new(dim), new(dim), new(dim, dim))


def dense_kick(m, h, g, p0, p):
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


def dense_drift(m, h, p, z0, z):
    for i in range(len(z)):
        x = 0.0
        for j in range(len(z)):
            x += m.factor[i, j] * p[j]
        z[i] = z0[i] + h * x


@compiled
def dense_first(m, g):
    for i in range(len(g)):
        for j in range(len(g)):
            m.factor[i, j] = 0.0
        a = abs(g[i])
        m.factor[i, i] = 1.0 / math.sqrt(a) if 1e-20 < a < 1e20 else 1.0


@compiled
def dense_add(w, z, g):
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


@compiled
def dense_move(a, b):
    a.count[0] = b.count[0]
    b.count[0] = 0.0
    for i in range(len(a.mean)):
        a.mean[i] = b.mean[i]
        b.mean[i] = 0.0
        for j in range(len(a.mean)):
            a.square[i, j] = b.square[i, j]
            b.square[i, j] = 0.0


SHRINK, FLOOR = 5.0, 1e-3            # Stan's regularisation: n/(n + 5) S + 5/(n + 5) · 1e-3 I
ENOUGH = 2                           # draws a coordinate before correlations are believed: of fewer, S is nearly singular and hinders the chain


@compiled
def dense_learn(m, w):
    """Cholesky factor of the shrunk covariance, of its diagonal alone while there are few draws; the old factor stays when that is not
    positive definite."""
    n = w.count[0]
    believed = 1.0 if n >= ENOUGH * len(w.mean) else 0.0
    scale, ridge = n / (n + SHRINK) / (n - 1.0), FLOOR * SHRINK / (n + SHRINK)
    a = m.room
    for i in range(len(w.mean)):
        for j in range(i + 1):
            x = scale * w.square[i, j] * (1.0 if i == j else believed)
            if i == j:
                x += ridge
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


dense = Metric("dense", dense_arrays, dense_moments, dense_kick, dense_drift, dense_first, dense_add, dense_move, dense_learn,
               smooth=False)

METRICS = {m.name: m for m in (diagonal, dense)}
