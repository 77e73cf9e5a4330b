"""Random-walk Metropolis with a Gaussian proposal; its scale and shape are adapted in the warm-up. For targets without useful gradients."""
from __future__ import annotations

import math
from typing import NamedTuple, Unpack

from ...lang import compiled
from ...lang.library.random import Rng
from ...results import Tree
from ..call import Run, Sampled, listed, sample
from ..metrics.diagonal import Diagonal, diagonal, welford
from ..metrics.metric import Metric
from ..sampler import Array, DensityCall, New, Nothing, Sampler, Stats, draw_normals
from ..settings import Settings, share
from ..start import find_start

SCALE = 2.38                         # best proposal scale for a Gaussian target in units of sd / dim^½ (Roberts & Rosenthal 2001)
SHAPE_PART = 0.75                    # of the warm-up in which the shape is learnt; the rest is for the scale alone


class Options(NamedTuple):
    target_accept: float = 0.3       # between the best rates in one dimension, 0.44, and in many, 0.234
    window: float = 50.0             # draws before the shape is learnt; each window is longer than the one before
    growth: float = 1.5


class State(NamedTuple):
    start: Array                     # (dim,): nan where the chain may choose
    z: Array                         # (dim,)
    lp: Array                        # (1,)
    metric: Diagonal                 # standard deviations learnt so far
    log_step: Array                  # (1,)
    window: Array                    # (1,): draws in the present window
    count: Array                     # (1,): draws in it so far, their mean and sum of squared deviations
    mean: Array
    square: Array
    scratch: Array                   # (3, dim): proposal, normals, gradient


def state(new: New, dim: int, metric: Metric) -> State:
    return State(new(dim), new(dim), new(1), Diagonal(new(dim)), new(1), new(1), new(1), new(dim), new(dim), new(3, dim))


@compiled
def init(metric: Metric, density: DensityCall, rng: Rng, s: Settings[Options], c: State) -> bool:
    c.lp[0] = find_start(density, rng, s.tries, c.start, c.z, c.scratch[2])
    if not abs(c.lp[0]) < math.inf:
        return False
    c.metric.scale[:] = 1.0
    c.log_step[0] = math.log(SCALE / math.sqrt(max(len(c.z), 1)))
    c.window[0] = s.options.window
    return True


@compiled
def adapt(s: Settings[Options], c: State, i: int, accept: float) -> None:
    """After draw i of the warm-up: Robbins-Monro on the log scale; the shape at the ends of growing windows."""
    c.log_step[0] += (accept - s.options.target_accept) / math.sqrt(i + 1.0)
    c.count[0] += 1.0
    welford(c.count[0], c.mean, c.square, c.z)
    if c.count[0] < c.window[0] or i > SHAPE_PART * s.warmup:
        return
    for k in range(len(c.z)):
        if 0.0 < c.square[k] < math.inf:
            c.metric.scale[k] = math.sqrt(c.square[k] / c.count[0])
    c.log_step[0] = math.log(SCALE / math.sqrt(max(len(c.z), 1)))
    c.count[0] = 0.0
    c.mean[:] = 0.0
    c.square[:] = 0.0
    c.window[0] *= s.options.growth


def step(metric: Metric, density: DensityCall, rng: Rng, s: Settings[Options], c: State, i: int) -> Stats[Nothing]:
    """One proposal, accepted or not."""
    warm = i < s.warmup
    size = math.exp(c.log_step[0])
    new = c.scratch[0]
    normals = c.scratch[1]
    draw_normals(rng, normals)
    metric.drift(c.metric, size, normals, c.z, new)
    lp = density(new, c.scratch[2])
    accept = math.exp(min(0.0, lp - c.lp[0])) if lp < math.inf else 0.0      # nan: 0
    if rng.uniform() < accept:
        c.z[:] = new
        c.lp[0] = lp
    stats = Stats(c.lp[0], Nothing(), 1, size, accept, False, warm)          # a random walk has no divergences
    if warm:
        adapt(s, c, i, accept)
    return stats


def place(c: State, z: Array, lp: float, g: Array, size: float) -> None:
    """See `Sampler.place`."""
    c.z[:], c.lp[0], c.log_step[0] = z, lp, math.log(size)


@listed
def metropolis(target: Sampled, *, target_accept: float = 0.3, **run: Unpack[Run]) -> Tree:
    """Random-walk Metropolis, no gradients. One draw is one evaluation of the density: ask for many draws.

    target_accept: acceptance rate that the scale of proposals is adapted to, between 0 and 1
    """
    return sample(target, METROPOLIS.having(target_accept=share(target_accept, "target_accept")), **run)


METROPOLIS = Sampler("metropolis", metropolis, Options(), Nothing, state, init, step, place, diagonal, {}, enough=20_000, highest=10)
