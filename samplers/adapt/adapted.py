"""What samplers share that adapt a step size and a metric in the warm-up: their state, its start, and their record."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from ...lang import compiled
from ...lang.library.random import Rng
from ...results import Tree
from ..metrics import METRICS
from ..metrics.metric import Metric
from ..sampler import Array, DensityCall, New, Sampler, Stats
from ..settings import Settings
from ..start import find_start
from . import step_size, windows
from .state import Adapting, Scratch, State


class Energy(NamedTuple):
    """Statistics of a sampler that has no others of its own."""

    energy: float                    # kinetic energy minus log density, of the draw


def adapted(name: str, call: Callable[..., Tree], options: Adapting, room: Callable[..., Scratch], step: Callable[..., Stats],
            extra: type = Energy, sizes: tuple[int, ...] = ()) -> Sampler:
    """The record of a sampler that takes any metric. `room(new, dim, *sizes)` makes its `Scratch`; the rest is as in `Sampler`."""
    return Sampler(name, call, options, extra, partial(state, room), init, step, place, METRICS["diag"], METRICS, sizes)


def state(room: Callable[..., Scratch], new: New, dim: int, metric: Metric, *sizes: int) -> State:
    """Arrays for a chain; `sizes` are the room's own."""
    return State(new(dim), new(dim), new(dim), new(1), metric.arrays(new, dim), new(step_size.SIZE), new(windows.SIZE),
                 metric.moments(new, dim), metric.moments(new, dim), room(new, dim, *sizes))


@compiled
def init(metric: Metric, density: DensityCall, rng: Rng, s: Settings[Adapting], c: State) -> bool:
    """The start of a chain: point, metric and step size."""
    c.lp[0] = find_start(density, rng, s.tries, c.start, c.z, c.g)
    if not abs(c.lp[0]) < float("inf"):
        return False
    windows.begin(metric, density, rng, s, c)
    return True


def place(c: State, z: Array, lp: float, g: Array, size: float) -> None:
    """See `Sampler.place`."""
    c.z[:], c.lp[0], c.g[:] = z, lp, g
    step_size.fix(c.step, size)
