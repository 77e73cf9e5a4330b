"""The Metropolis-adjusted Langevin algorithm (Roberts & Tweedie 1996): one leapfrog step a draw, accepted or not."""
from __future__ import annotations

import math
from typing import NamedTuple, Unpack

from ...lang.library.random import Rng
from ...results import Tree
from ..adapt import step_size, windows
from ..adapt.adapted import Energy, adapted
from ..adapt.state import State
from ..call import Run, Sampled, listed, sample
from ..leapfrog import kinetic_energy, leapfrog
from ..metrics import METRICS
from ..metrics.metric import Metric
from ..sampler import DensityCall, Stats, draw_normals
from ..settings import Settings, share
from .hmc import Room, room


class Options(NamedTuple):
    target_accept: float = 0.574     # best in many dimensions (Roberts & Rosenthal 1998)
    jitter: float = 0.1


def step(metric: Metric, density: DensityCall, rng: Rng, s: Settings[Options], c: State[Room], i: int) -> Stats[Energy]:
    """One proposal, accepted or not."""
    warm = i < s.warmup
    size = step_size.current(c.step, warm)
    t = c.scratch
    draw_normals(rng, t.p[0])
    before = kinetic_energy(t.p[0]) - c.lp[0]
    end = leapfrog(density, metric, c.metric, step_size.jittered(size, s.options.jitter, rng), c.z, t.p[0], c.g, t.z[0], t.p[1], t.g[0])
    error = end.energy - before
    accept = math.exp(-max(error, 0.0)) if error < math.inf and abs(end.lp) < math.inf else 0.0          # nan: 0
    energy = before
    if rng.uniform() < accept:
        c.z[:] = t.z[0]
        c.g[:] = t.g[0]
        c.lp[0] = end.lp
        energy = end.energy
    if warm:
        windows.adapt(metric, density, rng, s, c, i, accept, accept)
    return Stats(c.lp[0], Energy(energy), 1, size, accept, False, warm)


@listed
def mala(target: Sampled, *, target_accept: float = 0.574, metric: str = "diag", **run: Unpack[Run]) -> Tree:
    """The Metropolis-adjusted Langevin algorithm.

    target_accept: mean acceptance rate that the step size is adapted to, between 0 and 1
    metric: "diag" or "low_rank", as in `nuts`
    """
    return sample(target, MALA.having(metric, target_accept=share(target_accept, "target_accept")), **run)


LEARNT = {name: METRICS[name] for name in ("diag", "low_rank")}         # draws come too slowly for a covariance that is learnt from them alone
MALA = adapted("mala", mala, Options(), room, step)._replace(metrics=LEARNT)
