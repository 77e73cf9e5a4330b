"""Metrics, one file each (the record in `metric.py` says what one is), and the table of them by the name that `metric=` takes."""
from __future__ import annotations

from .dense import dense
from .diagonal import diagonal
from .low_rank import low_rank
from .metric import Metric

METRICS: dict[str, Metric] = {m.name: m for m in (diagonal, dense, low_rank)}
