"""Random-walk Metropolis with a Gaussian proposal; its scale and shape are adapted in the warm-up. For targets without useful gradients."""
from __future__ import annotations

import math
from typing import Any, NamedTuple

from ...lang import compiled
from ..metrics.diagonal import Diagonal, diagonal, welford
from ..run import check, sample
from ..sampler import Sampler, draw_normals, find_start

SCALE = 2.38                         # best proposal scale for a Gaussian target in units of sd / dim^½ (Roberts & Rosenthal 2001)
SHAPE_PART = 0.75                    # of the warm-up in which the shape is learnt; the rest is for the scale alone


class Settings(NamedTuple):
    warmup: int = 1000
    tries: int = 100
    target_accept: float = 0.3       # between the best rates in one dimension, 0.44, and in many, 0.234
    window: float = 50.0             # draws before the shape is learnt; each window is longer than the one before
    growth: float = 1.5


class State(NamedTuple):
    start: Any                       # (dim,): nan where the chain may choose
    z: Any                           # (dim,)
    lp: Any                          # (1,)
    metric: Any                      # standard deviations learnt so far
    log_step: Any                    # (1,)
    window: Any                      # (1,): draws in the present window
    count: Any                       # (1,): draws in it so far, their mean and sum of squared deviations
    mean: Any
    square: Any
    scratch: Any                     # (3, dim): proposal, normals, gradient


class Stats(NamedTuple):
    lp: float
    n_steps: int                     # evaluations of the density
    step_size: float
    acceptance_rate: float
    diverging: bool                  # never; the name is common to all samplers
    warmup: bool


def state(new, dim):
    return State(new(dim), new(dim), new(1), Diagonal(new(dim)), new(1), new(1), new(1), new(dim), new(dim), new(3, dim))


@compiled
def init(metric, density, rng, s, c):
    c.lp[0] = find_start(density, rng, s.tries, c.start, c.z, c.scratch[2])
    if not abs(c.lp[0]) < math.inf:
        return False
    c.metric.scale[:] = 1.0
    c.log_step[0] = math.log(SCALE / math.sqrt(max(len(c.z), 1)))
    c.window[0] = s.window
    return True


@compiled
def adapt(s, c, i, accept):
    """After draw i of the warm-up: Robbins-Monro on the log scale; the shape at the ends of growing windows."""
    c.log_step[0] += (accept - s.target_accept) / math.sqrt(i + 1.0)
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
    c.window[0] *= s.growth


def step(metric, density, rng, s, c, i):
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
    stats = Stats(c.lp[0], 1, size, accept, False, warm)
    if warm:
        adapt(s, c, i, accept)
    return stats


def sampler() -> Sampler:
    return Sampler("metropolis", Settings, state, Stats, diagonal, init, step)


def metropolis(target, *, draws=1000, tune=1000, chains=4, cores=None, seed=None, init=None, target_accept=0.3, keep=None, progress=True,
               dim=None):
    """Draws by random-walk Metropolis; arguments as in `nuts`. One draw is one evaluation of the density: ask for many draws."""
    check(0.0 < target_accept < 1.0, "target_accept", target_accept, "between 0 and 1")
    settings = Settings(warmup=tune, target_accept=target_accept)
    return sample(target, sampler(), settings, draws=draws, chains=chains, cores=cores, seed=seed, init=init, keep=keep, progress=progress,
                  dim=dim)
