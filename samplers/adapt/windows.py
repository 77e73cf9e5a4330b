"""When the warm-up learns what: two overlapping windows of draws for the metric, dual averaging throughout, the end for the step alone.

Draws go into both windows. The near one is what the metric is learnt from; when the far one holds `size` draws it becomes the near one and
starts again, so the metric always rests on between one and two windows of the newest draws. `size` is small early, where the chain still
travels, and grows later. A smooth metric is learnt after every draw, another one whenever the windows move and once at the end.
(Schedule of nutpie, Seyboldt & PyMC developers; Stan's windows are the case without overlap.)
"""
from __future__ import annotations

import math
from typing import NamedTuple

from ...lang import compiled
from . import step_size

WINDOW, CHANGES = 0, 1                           # fields of `plan`, an array of 2
PLAN = 2


class Schedule(NamedTuple):
    """Defaults of the settings that samplers with a warm-up share."""

    early_part: float = 0.3                      # of the warm-up, with windows of early_window draws
    final_part: float = 0.15                     # of the warm-up, for the step size alone
    early_window: float = 10.0
    window: float = 80.0                         # the first one after the early part
    growth: float = 1.5                          # of a window over the one before


SMOOTH = Schedule()
ROUGH = Schedule(final_part=0.1, early_window=25.0, window=100.0, growth=2.0)
WIDE = Schedule(early_window=20.0)


def ends(s) -> list[int]:
    """After how many draws of the warm-up a metric is learnt that Python learns; a last window that would not fit is joined to the one before."""
    early, last = math.floor(s.early_part * s.warmup), s.warmup - math.floor(s.final_part * s.warmup)
    found, size = [0], s.window
    while (end := found[-1] + math.floor(s.early_window if found[-1] < early else size)) <= last:
        size *= s.growth if found[-1] >= early else 1.0
        found.append(end)
    return [*found[1:-1], last] if len(found) > 1 else []


@compiled
def begin(metric, density, rng, s, c):
    """Metric and step size at the start of a chain."""
    metric.first(c.metric, c.g)
    c.plan[WINDOW], c.plan[CHANGES] = s.window, 0.0
    step_size.restart(c.step, find_step(metric, density, rng, c, 0.1))


@compiled
def find_step(metric, density, rng, c, step):
    t = c.scratch
    return step_size.search(density, metric, c.metric, rng, step, c.z, c.g, c.lp[0], t.z[0], t.p[0], t.p[1], t.g[0])


@compiled
def adapt(metric, density, rng, s, c, i, accept, symmetric):
    """After draw i of the warm-up, with its two acceptance rates."""
    early, last = math.floor(s.early_part * s.warmup), s.warmup - math.floor(s.final_part * s.warmup)
    step_size.update(c.step, accept if i < early else symmetric, s.target_accept)
    if i >= last:
        return
    metric.add(c.near, c.z, c.g)
    metric.add(c.far, c.z, c.g)
    size = s.early_window if i < early else c.plan[WINDOW]
    moved = c.far.count[0] >= size and i + size <= last
    if moved:
        metric.move(c.near, c.far)
        if i >= early:
            c.plan[WINDOW] = s.growth * size
    if c.near.count[0] >= 3.0 and (metric.smooth or moved or i + 1 == last):
        learn(metric, density, rng, c)


@compiled
def learn(metric, density, rng, c):
    """A new metric; the first one changes the scale of everything, so the step is searched again."""
    metric.learn(c.metric, c.near)
    c.plan[CHANGES] += 1.0
    if c.plan[CHANGES] == 1.0:
        step_size.restart(c.step, find_step(metric, density, rng, c, step_size.current(c.step, True)))
    elif not metric.smooth:
        step_size.restart(c.step, step_size.current(c.step, True))
