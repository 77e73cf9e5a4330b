"""Step size: a first guess by search, then dual averaging (Hoffman & Gelman 2014, section 3.2) towards a target acceptance."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...lang import compiled
from ...lang.library.random import Rng
from ..leapfrog import kinetic_energy, leapfrog
from ..sampler import Array, DensityCall, draw_normals

if TYPE_CHECKING:
    from ..metrics.metric import Arrays, Metric

LOG, LOG_MEAN, DEFICIT, MU, COUNT = range(5)     # fields of the state of dual averaging, an array of 5
SIZE = 5
GAMMA, T0, KAPPA = 0.05, 10.0, 0.75              # Hoffman & Gelman's constants
REACH = math.log(10.0)
FEW = 10.0                                       # updates that an average takes
SHORT = 100                                      # draws of a warm-up in which a first guess may be all there is: it is tried on paths
CAUTION = 2.0
PATH = 8                                         # steps of such a path
LARGEST = math.pi                                # cap of log step: on a flat density nothing else stops the growth; its user is told in `outcome`
ENOUGH = math.log(0.8)                           # the search looks for the step whose acceptance crosses 0.8
DOUBLINGS = 100


@compiled
def restart(s: Array, step: float) -> None:
    """Forgets what was learnt; begins at `step`, drawn towards ten times it."""
    s[LOG] = math.log(step)
    s[LOG_MEAN] = s[LOG]
    s[DEFICIT] = 0.0
    s[MU] = s[LOG] + REACH
    s[COUNT] = 0.0


@compiled
def update(s: Array, accept: float, target: float) -> None:
    """After a draw with mean acceptance `accept`."""
    n = s[COUNT] + 1.0
    s[COUNT] = n
    s[DEFICIT] += (target - accept - s[DEFICIT]) / (n + T0)
    s[LOG] = min(s[MU] - math.sqrt(n) / GAMMA * s[DEFICIT], LARGEST)
    w = math.exp(-KAPPA * math.log(n))
    s[LOG_MEAN] += w * (s[LOG] - s[LOG_MEAN])


@compiled
def current(s: Array, warm: bool) -> float:
    """The step size to use: the newest in the warm-up, the averaged one after it. An average of the first few, which reach for ten times the step that
    they began at, is no larger than that step, which was tried on a path."""
    log_step = s[LOG] if warm else s[LOG_MEAN]
    if not warm and s[COUNT] < FEW:
        log_step = min(log_step, s[MU] - REACH - math.log(CAUTION))
    return math.exp(log_step)


def jittered(size: float, jitter: float, rng: Rng) -> float:
    """The step size of one draw, off by up to `jitter` of itself: lengths of paths do not lock to a period of the target."""
    return size * (1.0 + jitter * (2.0 * rng.uniform() - 1.0))


def symmetric(ratio: float) -> float:
    """The acceptance rate that the step is adapted to late: exp(-|change of energy|) = ratio counts gains as it counts losses, so one lucky leaf
    does not stand for a good step (nutpie's)."""
    return 2.0 * ratio / (1.0 + ratio)


def fix(s: Array, size: float) -> None:
    """The step size for good, whether the chain is warm or not."""
    s[[LOG, LOG_MEAN]], s[COUNT] = math.log(size), FEW


@compiled
def search(density: DensityCall, metric: Metric, m: Arrays, rng: Rng, step: float, steps: int, z: Array, g: Array, lp: float, z1: Array, p0: Array,
           p1: Array, g1: Array) -> float:
    """Doubles or halves `step` until paths of so many steps from z cross acceptance 0.8 at their worst point; momenta are fresh at every try, so that none
    decides alone."""
    up = True
    for k in range(DOUBLINGS):
        draw_normals(rng, p0)
        before = kinetic_energy(p0) - lp
        good = before - highest(density, metric, m, step, steps, z, p0, g, z1, p1, g1) > ENOUGH       # nan: not good
        if k == 0:
            up = good
        if good != up or math.log(step) > LARGEST:
            return 0.5 * step if up and steps > 1 else step
        step = 2.0 * step if up else 0.5 * step
    return step


@compiled
def highest(density: DensityCall, metric: Metric, m: Arrays, step: float, steps: int, z: Array, p0: Array, g: Array, z1: Array, p1: Array,
            g1: Array) -> float:
    """The highest energy on a path; nan where one of its points has none."""
    energy = leapfrog(density, metric, m, step, z, p0, g, z1, p1, g1).energy
    for _ in range(1, steps):
        x = leapfrog(density, metric, m, step, z1, p1, g1, z1, p1, g1)
        if not x.energy <= energy:
            energy = x.energy
    return energy
