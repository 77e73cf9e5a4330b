"""The diagonal metric: F = diag(scale), from the variances of draws and of gradients."""
from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...lang import compiled
from ..adapt.schedule import SMOOTH
from ..sampler import Array, New
from .metric import Metric


class Diagonal(NamedTuple):
    scale: Array                     # (dim,)


class DiagonalMoments(NamedTuple):
    count: Array                     # (1,)
    mean_z: Array                    # (dim,), as are the sums of squared deviations
    square_z: Array
    mean_g: Array
    square_g: Array


LEAST, MOST = 1e-50, 1e50            # scales outside are not believed: squares of squares near them leave the numbers
FLATTEST, STEEPEST = LEAST * LEAST, MOST * MOST       # slopes of such scales


def diagonal_arrays(new: New, dim: int) -> Diagonal:
    return Diagonal(new(dim))


def diagonal_moments(new: New, dim: int) -> DiagonalMoments:
    return DiagonalMoments(new(1), new(dim), new(dim), new(dim), new(dim))


def diagonal_kick(m: Diagonal, h: float, g: Array, p0: Array, p: Array) -> float:
    square = 0.0
    for i in range(len(p)):
        x = p0[i] + h * m.scale[i] * g[i]
        p[i] = x
        square += x * x
    return square


def diagonal_drift(m: Diagonal, h: float, p: Array, z0: Array, z: Array) -> None:
    for i in range(len(z)):
        z[i] = z0[i] + h * m.scale[i] * p[i]


def first_scale(slope: float) -> float:
    """A scale from one element of the gradient at the start, |slope|^-½: at 1 from its mode, where starts are, a Gaussian has the slope 1/sd², so this
    is sd there and right within a constant elsewhere. 1 where the slope says nothing."""
    a = abs(slope)
    return 1.0 / math.sqrt(a) if FLATTEST < a < STEEPEST else 1.0


@compiled
def diagonal_first(m: Diagonal, g: Array) -> None:
    for i in range(len(g)):
        m.scale[i] = first_scale(g[i])


@compiled
def welford(n: float, mean: Array, square: Array, x: Array) -> None:
    """The n-th value x into the running mean and sum of squared deviations."""
    keep = (n - 1.0) / n
    for i in range(len(x)):
        d = x[i] - mean[i]
        square[i] += d * d * keep
        mean[i] += d / n


@compiled
def diagonal_add(w: DiagonalMoments, z: Array, g: Array) -> None:
    w.count[0] += 1.0
    welford(w.count[0], w.mean_z, w.square_z, z)
    welford(w.count[0], w.mean_g, w.square_g, g)


@compiled
def diagonal_move(a: DiagonalMoments, b: DiagonalMoments) -> None:
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


def geometric_scale(square_z: float, square_g: float) -> float:
    """scale² = (var z / var g)^½ minimises the Fisher divergence between the target and a Gaussian with that variance; 0 where it cannot be believed."""
    x = 0.0
    if square_z > 0.0 and square_g > 0.0:
        x = math.sqrt(math.sqrt(square_z / square_g))
    return x if LEAST < x < MOST else 0.0                  # false for nan


@compiled
def diagonal_learn(m: Diagonal, w: DiagonalMoments) -> None:
    for i in range(len(m.scale)):
        x = geometric_scale(w.square_z[i], w.square_g[i])
        if x > 0.0:                                        # else the old scale stays
            m.scale[i] = x


def diagonal_matching(covariance: Array) -> Array:
    return np.diag(np.sqrt(np.diag(covariance)))


def diagonal_put(m: Diagonal, factor: Array) -> None:
    m.scale[:] = np.diag(factor)


diagonal = Metric("diag", diagonal_arrays, diagonal_moments, diagonal_kick, diagonal_drift, diagonal_first, diagonal_add,
                  diagonal_move, diagonal_learn, SMOOTH, smooth=True, matching=diagonal_matching, put=diagonal_put)
