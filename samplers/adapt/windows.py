"""When the warm-up learns what: two overlapping windows of draws for the metric, dual averaging throughout, the end for the step alone.

Draws go into both windows. The near one is what the metric is learnt from; when the far one holds `size` draws it becomes the near one and
starts again, so the metric always rests on between one and two windows of the newest draws. `size` is small early, where the chain still
travels, and grows later. A smooth metric is learnt after every draw, another one whenever the windows move and once at the end.
"""
from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...lang import compiled
from ...lang.library.random import Rng
from . import step_size

if TYPE_CHECKING:
    from ..metrics.metric import Metric
    from ..sampler import DensityCall
    from ..settings import Settings
    from .state import Adapting, State

WINDOW, CHANGES, SIZE = 0, 1, 2                  # fields of `state.windows`, and their number: length of the next window, metrics learnt so far

FEWEST = 3.0                                     # draws that say something about a variance
START = 0.1                                      # step size that the first search begins at


@compiled
def begin(metric: Metric, density: DensityCall, rng: Rng, s: Settings[Adapting], c: State) -> None:
    """Metric and step size at the start of a chain, whose gradient is all that is known."""
    metric.first(c.metric, c.g)
    c.windows[WINDOW], c.windows[CHANGES] = s.windows.window, 0.0
    step_size.restart(c.step, find_step(metric, density, rng, s, c, START))


@compiled
def find_step(metric: Metric, density: DensityCall, rng: Rng, s: Settings[Adapting], c: State, step: float) -> float:
    """A first step size, searched from `step`: by single steps, and by paths where the warm-up is too short to mend it."""
    t, steps = c.scratch, step_size.PATH if s.warmup < step_size.SHORT else 1
    return step_size.search(density, metric, c.metric, rng, step, steps, c.z, c.g, c.lp[0], t.z[0], t.p[0], t.p[1], t.g[0])


@compiled
def adapt(metric: Metric, density: DensityCall, rng: Rng, s: Settings[Adapting], c: State, i: int, accept: float, symmetric: float) -> None:
    """After draw i of the warm-up, with its two acceptance rates.

    `accept` is the mean of min(1, ratio) over the draw's proposals; `symmetric`, the mean of 2 min / (1 + min) with ratios above 1 inverted, counts
    gains in energy as it counts losses.
    """
    early, last = math.floor(s.windows.early_part * s.warmup), s.warmup - math.floor(s.windows.final_part * s.warmup)
    # nutpie's: while the chain still travels most changes of energy are gains, which the symmetric rate would take for errors
    step_size.update(c.step, accept if i < early else symmetric, s.options.target_accept)
    if i >= last:
        return
    metric.add(c.near, c.z, c.g)
    metric.add(c.far, c.z, c.g)
    size = s.windows.early_window if i < early else c.windows[WINDOW]
    moved = c.far.count[0] >= size and i + size <= last
    if moved:
        metric.move(c.near, c.far)
        if i >= early:
            c.windows[WINDOW] = s.windows.growth * size
    if c.near.count[0] >= FEWEST and (metric.smooth or moved or i + 1 == last):
        learn(metric, density, rng, s, c, i + 1 == last)


@compiled
def learn(metric: Metric, density: DensityCall, rng: Rng, s: Settings[Adapting], c: State, final: bool) -> None:
    """A new metric; the first one changes the scale of everything, so the step is searched again. So it is in a short warm-up after every window, and
    after the final change where the step has not settled on the metric."""
    metric.learn(c.metric, c.near)
    c.windows[CHANGES] += 1.0
    unsettled = s.warmup < step_size.SHORT and (not metric.smooth or final and c.step[step_size.COUNT] < step_size.FEW)
    if c.windows[CHANGES] == 1.0 or unsettled:
        step_size.restart(c.step, find_step(metric, density, rng, s, c, step_size.current(c.step, True)))
    elif not metric.smooth:
        step_size.restart(c.step, step_size.current(c.step, True))
