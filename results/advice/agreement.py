"""What R-hat can be, at most, where all chains draw from one distribution: from the correlation of their draws, their number, and that of quantities.

Of m chains of n draws with the variance W within them, whose means vary by B / n, R-hat² is 1 - 1/n + B / (n W) (Gelman & Rubin 1992). Where they
draw from one distribution, B / (τ W) follows F(m - 1, ν): a draw of integrated autocorrelation time τ counts as 1/τ of an independent one, so R-hat²
is 1 - 1/n + (m / ESS) F (Vats & Knudson 2021), and ν is what the estimate of τ is worth, m n over the lags it sums up (Sokal 1997). τ is taken
within chains, so that chains that disagree do not excuse themselves, and for both kinds of R-hat (Vehtari et al. 2021): draws of a sampler that jumps
across have less correlation than their distances from the median.
"""
from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from ..convergence import BLOCK, autocovariances, ess, rhat, scores

FALSE_ALARMS = 0.01              # share of runs without a disagreement in which some quantity exceeds its limit
SHORTEST = 16.0                  # a chain of so many τ cannot know its τ to better than a factor of 2: slower parts look like other means
LEAST = 4                        # draws of a chain for R-hat and ESS


class Agreement(NamedTuple):
    """Of k quantities, each (k,); nan where one is constant or not finite."""

    rhat: np.ndarray             # of places or of widths, whichever exceeds its limit most or comes nearest to it
    limit: np.ndarray
    largest: np.ndarray          # the larger R-hat of the two
    ess: np.ndarray


def agreement(x: np.ndarray, quantities: int) -> Agreement:
    """x: (k, chain, draw), of so many quantities that are looked at together."""
    if not len(x) or x.shape[-1] < LEAST:
        return Agreement(*np.full((len(Agreement._fields), len(x)), np.nan))
    rows = max(1, BLOCK // max(1, x[0].size))
    parts = [block(np.asarray(x[k:k + rows], float), quantities) for k in range(0, len(x), rows)]
    return Agreement(*(np.concatenate(found) for found in zip(*parts, strict=True)))


def block(x: np.ndarray, quantities: int) -> Agreement:
    with np.errstate(all="ignore"):                        # entries that are not finite get nan below
        z, folded, varies = scores(x)
        covariance = autocovariances(z)
        found = np.array([rhat(z), rhat(folded)])
        limits = np.array([limit(z, covariance, quantities), limit(folded, autocovariances(folded), quantities)])
        nearest, each = (found - limits).argmax(axis=0), np.arange(len(x))
        values = found[nearest, each], limits[nearest, each], found.max(axis=0), ess(z, covariance)
        return Agreement(*(np.where(varies, value, np.nan) for value in values))


def limit(z: np.ndarray, covariance: np.ndarray, quantities: int) -> np.ndarray:
    """Of R-hat, for normal scores z: (k, half chain, draw) with the autocovariances (k, lag)."""
    chains, n = z.shape[1:]
    time, lags = correlation_time(covariance, chains)
    f = f_quantile(1.0 - FALSE_ALARMS / (2.0 * max(1, quantities)), chains - 1.0, chains * n / lags)
    return np.sqrt(1.0 - 1.0 / n + time / n * (1.0 + SHORTEST * time / n) * f)


def correlation_time(covariance: np.ndarray, chains: int) -> tuple[np.ndarray, np.ndarray]:
    """τ, and the number of lags that it was summed from, of autocovariances (k, lag). Pairs of lags up to the first one with a sum ≤ 0, made monotone
    (Geyer 1992); taking off the mean of its chain lowers each autocorrelation by τ / n, which is undone."""
    n = covariance.shape[1]
    rho: np.ndarray = covariance / covariance[:, :1]
    pair: np.ndarray = np.minimum.accumulate(rho[:, 0:n - 1:2] + rho[:, 1:n:2], axis=1)
    ends = pair <= 0.0
    first: np.ndarray = ends.argmax(axis=1)
    kept = np.maximum(np.where(ends.any(axis=1), first, len(pair.T)), 1)
    lags = 4.0 * kept - 1.0                                # on both sides of 0
    time = 2.0 * np.cumsum(pair, axis=1)[np.arange(len(rho)), kept - 1] - 1.0
    return np.maximum(time / np.maximum(1.0 - lags / n, 0.2), 1.0 / np.log10(chains * n)), lags


def f_quantile(p: float, d1: float, d2: np.ndarray) -> np.ndarray:
    """Upper quantiles of F(d1, d2), by cube roots that are nearly normal (Wilson & Hilferty 1931, Paulson 1942); inf where d2 is too small for one."""
    z, a, b = NormalDist().inv_cdf(p), 2.0 / (9.0 * d1), 2.0 / (9.0 * d2)
    below = (1.0 - b) ** 2 - z * z * b
    square = b * (1.0 - a) ** 2 + a * (1.0 - b) ** 2 - z * z * a * b
    root = ((1.0 - a) * (1.0 - b) + z * square ** 0.5) / below
    return np.where(below > 0.0, root, np.inf) ** 3
