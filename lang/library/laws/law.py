"""The record of a law of scipy.stats: its shapes, the ends of its support, and functions of a standardised value and the shapes."""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Function = Callable[..., Any]


@dataclass(frozen=True)
class Law:
    """`log_density` inside of the support, `cdf` and `sf` up to its ends, `ppf` and `isf` of probabilities; logarithms of tails where those of the
    functions would lose digits. A law of counts has masses at whole numbers and no quantiles here."""

    shapes: tuple[str, ...]
    log_density: Function
    cdf: Function
    sf: Function
    ppf: Function | None = None
    isf: Function | None = None
    logcdf: Function | None = None
    logsf: Function | None = None
    low: float = -math.inf
    high: float = math.inf
    counts: bool = False
