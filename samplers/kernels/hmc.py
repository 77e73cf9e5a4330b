"""Hamiltonian Monte Carlo with trajectories of fixed length (Duane et al. 1987; Neal 2011), adapted in the warm-up as NUTS is."""
from __future__ import annotations

import math
from typing import NamedTuple, Unpack

from ...lang import compiled
from ...lang.library.random import Rng
from ...results import Tree
from ..adapt import step_size, windows
from ..adapt.adapted import Energy, adapted
from ..adapt.state import State
from ..call import Run, Sampled, listed, sample
from ..leapfrog import kinetic_energy, leapfrog
from ..metrics.metric import Arrays, Metric
from ..sampler import Array, DensityCall, New, Stats, draw_normals
from ..settings import Settings, between, share, whole

QUARTER_TURN = 0.5 * math.pi         # of a standard Gaussian, which the metric makes of a Gaussian target: its end is independent of its start
MOST_STEPS = 100_000                 # a draw is not interrupted


class Options(NamedTuple):
    n_steps: int = 0                 # leapfrog steps a draw; 0: from path_length
    path_length: float = QUARTER_TURN
    max_steps: int = 1000
    jitter: float = 0.1              # without, a path that is a period of the target never moves
    target_accept: float = 0.8
    max_error: float = 1000.0        # a path that gains more energy diverges


class Room(NamedTuple):
    z: Array                         # (2, dim): the proposal, and the point before it on the path
    g: Array                         # (1, dim): gradient of the proposal
    p: Array                         # (2, dim): momentum at the start, and of the proposal


def room(new: New, dim: int) -> Room:
    return Room(new(2, dim), new(1, dim), new(2, dim))


class Path(NamedTuple):
    """End of a trajectory: steps made, energy above the start (inf for a divergence), log density."""

    n_steps: int
    error: float
    lp: float


@compiled
def travel(density: DensityCall, metric: Metric, m: Arrays, room: Room, size: float, steps: int, h0: float, max_error: float) -> Path:
    """From the point and momentum in row 0 of `room` along a path; the end is in row 0 of z and g and row 1 of p."""
    z = room.z[0]
    g = room.g[0]
    p = room.p[1]
    p[:] = room.p[0]
    error = 0.0
    lp = 0.0
    for k in range(steps):
        room.z[1] = z
        x = leapfrog(density, metric, m, size, z, p, g, z, p, g)
        error = x.energy - h0
        lp = x.lp
        if not error <= max_error or not abs(lp) < math.inf:               # nan: neither
            return Path(k + 1, math.inf, lp)
    return Path(steps, error, lp)


def step(metric: Metric, density: DensityCall, rng: Rng, s: Settings[Options], c: State[Room], i: int) -> Stats[Energy]:
    """One path, accepted or not."""
    warm = i < s.warmup
    base = step_size.current(c.step, warm)
    size = step_size.jittered(base, s.options.jitter, rng)
    steps = s.options.n_steps if s.options.n_steps > 0 else max(1, min(s.options.max_steps, math.ceil(min(s.options.path_length / base, 1e9))))
    t = c.scratch
    draw_normals(rng, t.p[0])
    h0 = kinetic_energy(t.p[0]) - c.lp[0]
    t.z[0] = c.z
    t.g[0] = c.g
    x = travel(density, metric, c.metric, t, size, steps, h0, s.options.max_error)
    both = math.exp(-abs(x.error))
    accept = both if x.error > 0.0 else 1.0
    energy = h0
    if rng.uniform() < accept:
        c.z[:] = t.z[0]
        c.g[:] = t.g[0]
        c.lp[0] = x.lp
        energy = h0 + x.error
    stats = Stats(c.lp[0], Energy(energy), x.n_steps, base, accept, x.error == math.inf, warm)
    if warm:
        windows.adapt(metric, density, rng, s, c, i, accept, step_size.symmetric(both))
    return stats


@listed
def hmc(target: Sampled, *, n_steps: int | None = None, path_length: float = QUARTER_TURN, target_accept: float = 0.8, metric: str = "diag",
        **run: Unpack[Run]) -> Tree:
    """Hamiltonian Monte Carlo with a path of fixed length.

    n_steps: leapfrog steps a draw, 1 to 100,000; None: as many as make up path_length, 1 to 1000
    path_length: in units of standard deviations of the target, above 0
    target_accept: mean acceptance rate that the step size is adapted to, between 0 and 1
    metric: as in `nuts`
    """
    chosen = HMC.having(metric, n_steps=0 if n_steps is None else whole(n_steps, "n_steps", 1, MOST_STEPS),
                        path_length=between(path_length, "path_length", 0.0, math.inf, "above 0"), target_accept=share(target_accept, "target_accept"))
    return sample(target, chosen, **run)


HMC = adapted("hmc", hmc, Options(), room, step)
