"""The law of one input that is known by draws: its quantiles, frequencies and moments."""
from __future__ import annotations

from typing import Any

import numpy as np

from ....ir.errors import SettingsError


class Empirical:
    """Of draws (n,), as SciPy's frozen distributions answer. It has no density."""

    def __init__(self, draws: np.ndarray):
        self.draws = np.sort(np.asarray(draws, float))

    def ppf(self, p: Any) -> Any:
        """Quantiles, between draws by lines."""
        return np.quantile(self.draws, p)

    def cdf(self, x: Any) -> Any:
        """The share of draws that are not above x."""
        return np.searchsorted(self.draws, x, side="right") / len(self.draws)

    def logcdf(self, x: Any) -> Any:
        """Its logarithm."""
        with np.errstate(divide="ignore"):
            return np.log(self.cdf(x))

    def logsf(self, x: Any) -> Any:
        """That of the rest."""
        with np.errstate(divide="ignore"):
            return np.log1p(-self.cdf(x))

    def logpdf(self, x: Any) -> Any:
        """Refused."""
        raise SettingsError("draws have no density", hint="an input with a law: `uq.Inputs(load=Normal(10, 2))`")

    def stats(self, moments: str = "mv") -> tuple[float, ...]:
        """Those of mean m, variance v, skewness s and excess kurtosis k that are named, of the draws."""
        from scipy import stats

        found = {"m": np.mean, "v": np.var, "s": stats.skew, "k": stats.kurtosis}
        return tuple(float(found[name](self.draws)) for name in moments)
