"""Hamiltonian Monte Carlo with trajectories of fixed length (Duane et al. 1987; Neal 2011), adapted in the warm-up as NUTS is."""
from __future__ import annotations

import math
from functools import partial
from typing import Any, NamedTuple

from ...lang import compiled
from ..adapt import step_size, windows
from ..leapfrog import kinetic_energy, leapfrog
from ..metrics import METRICS
from ..run import check, sample
from ..sampler import Sampler, draw_normals, find_start


class Settings(NamedTuple):
    warmup: int = 1000
    tries: int = 100
    n_steps: int = 0                 # leapfrog steps a draw; 0: from path_length
    path_length: float = 0.5 * math.pi   # a quarter turn of a standard Gaussian, which the metric makes of a Gaussian target
    max_steps: int = 1000
    jitter: float = 0.1              # relative, of the step size: without, a path that is a period of the target never moves
    target_accept: float = 0.8
    max_error: float = 1000.0
    early_part: float = windows.SMOOTH.early_part
    final_part: float = windows.SMOOTH.final_part
    early_window: float = windows.SMOOTH.early_window
    window: float = windows.SMOOTH.window
    growth: float = windows.SMOOTH.growth


class Room(NamedTuple):
    z: Any                           # (1, dim): the proposal, its gradient and momentum; p[0] is the momentum at the start
    g: Any
    p: Any                           # (2, dim)


class State(NamedTuple):
    """Fields as in `nuts.State`."""

    start: Any
    z: Any
    g: Any
    lp: Any
    metric: Any
    step: Any
    plan: Any
    near: Any
    far: Any
    scratch: Any


class Stats(NamedTuple):
    lp: float
    energy: float
    n_steps: int
    step_size: float
    acceptance_rate: float
    diverging: bool
    warmup: bool


class Path(NamedTuple):
    """End of a trajectory: steps made, energy above the start (inf for a divergence), log density."""

    n_steps: int
    error: float
    lp: float


def state(new, dim, metric):
    return State(new(dim), new(dim), new(dim), new(1), metric.arrays(new, dim), new(step_size.SIZE), new(windows.PLAN),
                 metric.moments(new, dim), metric.moments(new, dim), Room(new(1, dim), new(1, dim), new(2, dim)))


@compiled
def init(metric, density, rng, s, c):
    c.lp[0] = find_start(density, rng, s.tries, c.start, c.z, c.g)
    if not abs(c.lp[0]) < math.inf:
        return False
    windows.begin(metric, density, rng, s, c)
    return True


@compiled
def travel(density, metric, m, room, size, steps, h0, max_error):
    """From the point and momentum in row 0 of `room` along a path; the end is in row 0 of z and g and row 1 of p."""
    z = room.z[0]
    g = room.g[0]
    p = room.p[1]
    p[:] = room.p[0]
    error = 0.0
    lp = 0.0
    for k in range(steps):
        x = leapfrog(density, metric, m, size, z, p, g, z, p, g)
        error = x.energy - h0
        lp = x.lp
        if not error <= max_error or not abs(lp) < math.inf:               # nan: neither
            return Path(k + 1, math.inf, lp)
    return Path(steps, error, lp)


def step(metric, density, rng, s, c, i):
    warm = i < s.warmup
    base = step_size.current(c.step, warm)
    size = base * (1.0 + s.jitter * (2.0 * rng.uniform() - 1.0))
    steps = s.n_steps if s.n_steps > 0 else max(1, min(s.max_steps, math.ceil(min(s.path_length / base, 1e9))))
    t = c.scratch
    draw_normals(rng, t.p[0])
    h0 = kinetic_energy(t.p[0]) - c.lp[0]
    t.z[0] = c.z
    t.g[0] = c.g
    x = travel(density, metric, c.metric, t, size, steps, h0, s.max_error)
    both = math.exp(-abs(x.error))
    accept = both if x.error > 0.0 else 1.0
    energy = h0
    if rng.uniform() < accept:
        c.z[:] = t.z[0]
        c.g[:] = t.g[0]
        c.lp[0] = x.lp
        energy = h0 + x.error
    stats = Stats(c.lp[0], energy, x.n_steps, base, accept, x.error == math.inf, warm)
    if warm:
        windows.adapt(metric, density, rng, s, c, i, accept, 2.0 * both / (1.0 + both))
    return stats


def sampler(metric: str = "diag") -> Sampler:
    m = METRICS[metric]
    return Sampler("hmc", Settings, partial(state, metric=m), Stats, m, init, step)


def hmc(target, *, n_steps=None, path_length=0.5 * math.pi, draws=1000, tune=1000, chains=4, cores=None, seed=None, init=None,
        target_accept=0.8, metric="diag", keep=None, progress=True, dim=None):
    """Draws by HMC with `n_steps` leapfrog steps a draw, or as many as make up `path_length` (1 step to 1000); the rest is as in `nuts`."""
    check(0.0 < target_accept < 1.0, "target_accept", target_accept, "between 0 and 1")
    check(metric in METRICS, "metric", metric, " or ".join(repr(k) for k in METRICS))
    check(n_steps is None or n_steps >= 1, "n_steps", n_steps, "None or at least 1")
    check(0.0 < path_length < math.inf, "path_length", path_length, "positive")
    settings = Settings(warmup=tune, n_steps=n_steps or 0, path_length=path_length, target_accept=target_accept)
    return sample(target, sampler(metric), settings._replace(**METRICS[metric].schedule._asdict()), draws=draws, chains=chains, cores=cores, seed=seed,
                  init=init, keep=keep, progress=progress, dim=dim)
