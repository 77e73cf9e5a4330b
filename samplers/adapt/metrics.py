"""All metrics by the name that `metric=` takes."""
from __future__ import annotations

from .dense_metric import dense
from .low_rank import low_rank
from .metric import Metric, diagonal

METRICS: dict[str, Metric] = {m.name: m for m in (diagonal, dense, low_rank)}
