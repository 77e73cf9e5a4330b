"""Tail ESS of many quantities at once: how well the ends of their intervals are known (Vehtari et al. 2021). Equal to ArviZ's at the same quantiles."""
from __future__ import annotations

import numpy as np

from .convergence import BLOCK, autocovariances, ess


def tail_ess(x: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """(k,) the smaller ESS of the shares below the two `ends` (2, k), of x: (k, chain, draw); nan where x is constant or not finite, and for fewer
    than 4 draws."""
    if not len(x) or x.shape[-1] < 4:
        return np.full(len(x), np.nan)
    rows = max(1, BLOCK // max(1, x[0].size))
    return np.concatenate([_block(np.asarray(x[k:k + rows], float), ends[:, k:k + rows]) for k in range(0, len(x), rows)])


def _block(x: np.ndarray, ends: np.ndarray) -> np.ndarray:
    half = x.shape[-1] // 2
    halves = np.concatenate([x[..., :half], x[..., -half:]], axis=1)
    with np.errstate(all="ignore"):                        # entries that are not finite get nan below
        spread = np.ptp(x, axis=(1, 2))
        found = np.minimum(*(_share(halves <= end[:, None, None]) for end in ends))
    return np.where((spread > 0) & np.isfinite(spread), found, np.nan)


def _share(below: np.ndarray) -> np.ndarray:
    """ESS of truth values (k, chain, draw); of those that are all the same their number."""
    constant = below.all(axis=(1, 2)) | ~below.any(axis=(1, 2))
    numbers = below.astype(float)
    return np.where(constant, below[0].size, ess(numbers, autocovariances(numbers)))
