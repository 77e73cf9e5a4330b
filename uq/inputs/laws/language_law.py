"""A law of `ppl` that SciPy has not, as methods ask for it: quantiles and moments, as SciPy's frozen distributions give them.

Moments are integrals over the quantile function, which has no poles: of p = exp(-w) and of 1 - p = exp(-w) over w, where tails are lines.
"""
from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from ....ppl.base.distribution import Distribution

NODES = 12                           # of Gauss and Legendre in each piece; short pieces where the mass is, for laws with kinks
PIECES = np.log(2.0) + np.array([*np.arange(0.0, 4.0, 0.0625), *(k * 2.0**e for e in range(2, 11) for k in (1.0, 1.5)), 2048.0])


class LanguageLaw:
    """The law as a frozen distribution of `scipy.stats`: `ppf`, `cdf`, `logpdf`, `logcdf`, `logsf` and `stats`."""

    def __init__(self, law: Distribution):
        self.law = law

    @cached_property
    def program(self) -> Any:
        """(log p, log(1 - p)) -> quantiles, of many points in machine code."""
        from ....ad import batch

        law = self.law

        def quantile(u: float, v: float) -> Any:
            return law.from_tails(u, v)
        return batch(quantile)

    def ppf(self, p: Any) -> Any:
        """Quantiles, of the shape of p."""
        p = np.asarray(p, float)
        with np.errstate(all="ignore"):
            return self.program(np.log(p.ravel()), np.log1p(-p.ravel())).reshape(p.shape)[()]

    def isf(self, q: Any) -> Any:
        """Quantiles of 1 - q."""
        q = np.asarray(q, float)
        with np.errstate(all="ignore"):
            return self.program(np.log1p(-q.ravel()), np.log(q.ravel())).reshape(q.shape)[()]

    def cdf(self, x: Any) -> Any:
        """P(X ≤ x)."""
        return self.law.cdf(x)

    def logpdf(self, x: Any) -> Any:
        """log density."""
        return self.law.logpdf(x)

    def logcdf(self, x: Any) -> Any:
        """log P(X ≤ x)."""
        return self.law.logcdf(x)

    def logsf(self, x: Any) -> Any:
        """log P(X > x)."""
        return self.law.logsf(x)

    @cached_property
    def rule(self) -> tuple[np.ndarray, np.ndarray]:
        """Quantiles and the logs of their weights: means over the law are sums with these."""
        at, weights = np.polynomial.legendre.leggauss(NODES)
        half = 0.5 * np.diff(PIECES)[:, None]
        w = (PIECES[:-1, None] + half * (1.0 + at)).ravel()
        mass = np.log((half * weights).ravel()) - w
        rest = np.log1p(-np.exp(-w))
        x = np.concatenate([self.program(-w, rest), self.program(rest, -w)])
        return x, np.tile(mass, 2)

    def about(self, centre: float, k: int) -> Any:
        """The k-th moment about a number; by logs, as powers of the last quantiles overflow where their weights underflow."""
        x, mass = self.rule
        away = x - centre
        return np.sum(np.sign(away) ** k * np.exp(k * np.log(np.abs(away)) + mass))

    def stats(self, moments: str = "mv") -> tuple[float, ...]:
        """Those of mean m, variance v, skewness s and excess kurtosis k that are named; of moments that do not exist, what their integrals give."""
        with np.errstate(all="ignore"):
            mean = self.about(0.0, 1)
            second, third, fourth = (self.about(mean, k) for k in (2, 3, 4))
            found = {"m": mean, "v": second, "s": third / second**1.5, "k": fourth / second / second - 3.0}
        return tuple(found[name] for name in moments)

    def mean(self) -> float:
        """Its mean."""
        return self.stats("m")[0]

    def var(self) -> float:
        """Its variance."""
        return self.stats("v")[0]

    def std(self) -> float:
        """Its standard deviation."""
        return self.var() ** 0.5

    def __getstate__(self) -> dict[str, Any]:
        return {"law": self.law}
