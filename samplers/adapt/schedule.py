"""When the warm-up learns the metric: shares of the warm-up and lengths of windows of draws (`windows.py` says what is done with them).

The schedule is nutpie's (Seyboldt and PyMC developers); Stan's windows are the case without overlap.
"""
from __future__ import annotations

import math
from typing import NamedTuple


class Schedule(NamedTuple):
    """Settings that all samplers share whose metric is learnt by windows."""

    early_part: float = 0.3                      # of the warm-up, with windows of early_window draws
    final_part: float = 0.15                     # of the warm-up, for the step size alone
    early_window: float = 10.0
    window: float = 80.0                         # the first one after the early part
    growth: float = 1.5                          # of a window over the one before


SMOOTH = Schedule()                              # nutpie's, for a metric that is learnt after every draw
ROUGH = Schedule(final_part=0.1, early_window=25.0, window=100.0, growth=2.0)          # near Stan's: a covariance takes more draws than variances
WIDE = Schedule(early_window=20.0)               # for directions of correlation, which fewer draws do not span


def ends(warmup: int, s: Schedule) -> list[int]:
    """After how many draws of the warm-up a metric is learnt that Python learns; a last window that would not fit is joined to the one before."""
    early, last = math.floor(s.early_part * warmup), warmup - math.floor(s.final_part * warmup)
    found, size = [0], s.window
    while (end := found[-1] + math.floor(s.early_window if found[-1] < early else size)) <= last:
        size *= s.growth if found[-1] >= early else 1.0
        found.append(end)
    return [*found[1:-1], last] if len(found) > 1 else []
