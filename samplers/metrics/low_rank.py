"""The low-rank metric: the diagonal one, and a few directions in which the scaled target is still long or short (Seyboldt, Carlson & Carpenter 2026).

    F = D (I + Vᵀ diag(change) V)        V: RANK rows, orthonormal; change = √λ - 1

For targets of many dimensions whose strong correlations lie in few directions; a step costs 8 · RANK · dim flops more than with the diagonal one.
D, V and λ minimise the Fisher divergence between the target and the Gaussian with inverse covariance (FFᵀ)⁻¹ in the space that draws and
gradients of a window span. Python learns them, between calls of the machine code, at the ends of windows.
"""
from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from ...ir.machine.one_thread import one_thread
from ...lang import compiled
from ...lang.library.random import Rng
from ..adapt import step_size, windows
from ..adapt.schedule import WIDE
from ..adapt.state import State
from ..sampler import Array, New
from .diagonal import LEAST, MOST, first_scale
from .metric import Metric

if TYPE_CHECKING:
    from ..run import Chain

RANK = 16                            # directions, at most
LONG = 2.0                           # eigenvalues between 1 / LONG and LONG are taken for 1: such a direction costs more than it saves
RIDGE = 1e-5                         # against the sums of squares of the scaled draws, which are singular in the space they do not span
FEWEST = 3                           # draws that say something about a variance
ROUNDING = 1e-15                     # of the largest eigenvalue: smaller ones may be negative


class LowRank(NamedTuple):
    scale: Array                     # (dim,)
    vectors: Array                   # (RANK, dim)
    change: Array                    # (RANK,), 0 where there is no direction
    used: Array                      # (1,): directions in use, the first ones
    room: Array                      # (dim,)


class Nothing(NamedTuple):
    """Python learns from the stored draws: compiled code keeps no moments, its count stays 0."""

    count: Array                     # (1,)


def arrays(new: New, dim: int) -> LowRank:
    return LowRank(new(dim), new(RANK, dim), new(RANK), new(1), new(dim))


def moments(new: New, dim: int) -> Nothing:
    return Nothing(new(1))


@compiled
def stretch(m: LowRank, x: Array) -> None:
    """x += Vᵀ diag(change) V x."""
    for k in range(min(RANK, int(m.used[0]))):
        v = m.vectors[k]
        along = 0.0
        for i in range(len(x)):
            along += v[i] * x[i]
        along *= m.change[k]
        for i in range(len(x)):
            x[i] += along * v[i]


def kick(m: LowRank, h: float, g: Array, p0: Array, p: Array) -> float:
    for i in range(len(p)):
        m.room[i] = m.scale[i] * g[i]
    stretch(m, m.room)
    square = 0.0
    for i in range(len(p)):
        x = p0[i] + h * m.room[i]
        p[i] = x
        square += x * x
    return square


def drift(m: LowRank, h: float, p: Array, z0: Array, z: Array) -> None:
    for i in range(len(z)):
        m.room[i] = p[i]
    stretch(m, m.room)
    for i in range(len(z)):
        z[i] = z0[i] + h * m.scale[i] * m.room[i]


@compiled
def first(m: LowRank, g: Array) -> None:
    for i in range(len(g)):
        m.scale[i] = first_scale(g[i])
    m.used[0] = 0.0


def add(w: Nothing, z: Array, g: Array) -> None:
    pass


def move(a: Nothing, b: Nothing) -> None:
    pass


def learn(m: LowRank, w: Nothing) -> None:
    pass


# ---- in Python

def between(chain: Chain, since: int) -> None:
    """The metric of a chain from its draws since `since`; after the first time the step size is searched again."""
    c, z = cast(State, chain.state), chain.all_z[since:chain.done]
    m = cast(LowRank, c.metric)
    gradients = np.array([chain.density.evaluate(x)[1] for x in z])
    with one_thread():                                    # beside chains on all processors, threads of OpenBLAS wait for one another
        try:
            new = estimate(z, gradients, m.scale)
        except np.linalg.LinAlgError:
            chain.notes.append("directions of correlation could not be told from its draws: its metric is diagonal, as with `metric=\"diag\"`")
            new = scales(z, gradients, m.scale), m.vectors[:0], m.change[:0]
    if new is None:
        return
    m.scale[:], vectors, change = new
    m.used[0], m.vectors[:len(change)], m.change[:len(change)] = len(change), vectors, change
    c.windows[windows.CHANGES] += 1.0
    if c.windows[windows.CHANGES] == 1.0 or chain.settings.warmup < step_size.SHORT:
        search_step(chain)


def search_step(chain: Chain) -> None:
    """As `windows.learn` does, in Python."""
    c = cast(State, chain.state)
    with np.errstate(all="ignore"):
        found = windows.find_step(low_rank, chain.density.call, Rng(chain.bit_generator), chain.settings, c, step_size.current(c.step, True))
    step_size.restart(c.step, found)


def estimate(z: Array, g: Array, scale: Array) -> tuple[Array, Array, Array] | None:
    """(scale, vectors (k, dim), change (k,)) from draws and gradients, both (n, dim); None when they are not finite or fewer than 3, LinAlgError where
    a decomposition fails.

    Exact for a Gaussian with at most RANK eigenvalues outside [1 / LONG, LONG] once n exceeds dim. Entries of `scale` stay where a variance is 0.
    """
    if len(z) < FEWEST or not (np.isfinite(z).all() and np.isfinite(g).all()):
        return None
    scale = scales(z, g, scale)
    with np.errstate(all="ignore"):
        vectors, change = directions((z - z.mean(axis=0)) / scale, (g - g.mean(axis=0)) * scale)
    if not (np.isfinite(vectors).all() and np.isfinite(change).all()):
        raise np.linalg.LinAlgError("directions that are no numbers")
    return scale, vectors, change


def scales(z: Array, g: Array, old: Array) -> Array:
    """As the diagonal metric has them; the old ones where they cannot be believed."""
    with np.errstate(all="ignore"):
        new = (np.square(z - z.mean(axis=0)).sum(axis=0) / np.square(g - g.mean(axis=0)).sum(axis=0)) ** 0.25
    return np.where((new > LEAST) & (new < MOST), new, old)                # nan compares false


def directions(z: Array, g: Array) -> tuple[Array, Array]:
    """(vectors, change) of scaled draws and gradients, both about their means."""
    basis = span(z, g)
    lengths, turned = np.linalg.eigh(geometric_mean(scatter(z @ basis), scatter(g @ basis)))
    far = np.argsort(-np.abs(np.log(lengths)))[:RANK]
    far = far[np.abs(np.log(lengths[far])) > math.log(LONG)]
    return (basis @ turned[:, far]).T, np.sqrt(lengths[far]) - 1.0


def span(z: Array, g: Array) -> Array:
    """Orthonormal columns (dim, r) that span the rows of both; all of space where these are as many."""
    n, dim = z.shape
    return np.eye(dim) if 2 * n >= dim else np.linalg.qr(np.concatenate([z, g]).T)[0]


def scatter(x: Array) -> Array:
    """XᵀX, made positive definite."""
    return x.T @ x + RIDGE * np.eye(x.shape[1])


def geometric_mean(a: Array, b: Array) -> Array:
    """The positive definite S with S b S = a: with b = L Lᵀ it is L⁻ᵀ (Lᵀ a L)^½ L⁻¹. L is made of eigenvectors: rounding leaves some matrices of ridges
    without a Cholesky factor."""
    lengths, axes = np.linalg.eigh(b)
    root = np.sqrt(np.maximum(lengths, lengths[-1] * ROUNDING))
    factor = axes * root
    values, vectors = np.linalg.eigh(factor.T @ a @ factor)
    half = (axes / root) @ (vectors * np.maximum(values, values[-1] * ROUNDING) ** 0.25)
    return half @ half.T


# ---- for tests

def stretched_once(covariance: Array) -> Array:
    """D (I + v vᵀ) with unit v: a scale and one direction."""
    v = np.full((len(covariance), 1), len(covariance) ** -0.5)
    return np.sqrt(np.diag(covariance))[:, None] * (np.eye(len(covariance)) + v @ v.T)


def put(m: LowRank, factor: Array) -> None:
    """Such a factor, or the identity."""
    m.scale[:] = np.diag(factor)
    if np.count_nonzero(factor) > len(factor):
        scaled = factor.diagonal() / (1.0 + 1.0 / len(factor))
        m.scale[:], m.used[0], m.change[0], m.vectors[0] = scaled, 1.0, 1.0, len(factor) ** -0.5


low_rank = Metric("low_rank", arrays, moments, kick, drift, first, add, move, learn, WIDE, smooth=False,
                  matching=stretched_once, put=put, between=between)
