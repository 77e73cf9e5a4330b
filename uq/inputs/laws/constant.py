"""An input that does not vary: a number among the laws. It keeps its coordinate u, on which nothing depends."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ppl.base.functions import where


@dataclass(frozen=True)
class Constant:
    """What a law answers, in the compiled language and as SciPy's frozen distributions."""

    value: float

    # -- in the language
    def quantile(self, p: Any) -> Any:
        """The number."""
        return self.value + 0.0 * p

    def from_normal(self, z: Any) -> Any:
        """The number."""
        return self.value + 0.0 * z

    def to_normal(self, x: Any) -> Any:
        """0, the middle."""
        return where(x == self.value, 0.0 * x, math.nan)

    def logpdf(self, x: Any) -> Any:
        """0 at the number: it takes no part in a joint density."""
        return where(x == self.value, 0.0, -math.inf)

    # -- as a frozen distribution of scipy.stats
    def ppf(self, p: Any) -> Any:
        """The number, of the shape of p."""
        return self.quantile(np.asarray(p, float))

    def cdf(self, x: Any) -> Any:
        """0 below the number, 1 from it on."""
        return np.where(np.asarray(x) >= self.value, 1.0, 0.0)

    def logcdf(self, x: Any) -> Any:
        """log P(X ≤ x)."""
        return np.where(np.asarray(x) >= self.value, 0.0, -np.inf)

    def logsf(self, x: Any) -> Any:
        """log P(X > x)."""
        return np.where(np.asarray(x) >= self.value, -np.inf, 0.0)

    def stats(self, moments: str = "mv") -> tuple[float, ...]:
        """The number, and 0 for the rest."""
        return tuple(self.value if name == "m" else 0.0 for name in moments)

    def __repr__(self) -> str:
        return f"{self.value:g}"
