"""Laws that SciPy alone has, between values and standard normal numbers: by the smaller tail, so that both are exact."""
from __future__ import annotations

from typing import Any

import numpy as np

LOG_2_PI = float(np.log(2.0 * np.pi))


def from_normal(law: Any, z: np.ndarray) -> np.ndarray:
    """Values (n,) of standard normal numbers (n,)."""
    from scipy.special import ndtr

    tail = ndtr(-np.abs(z))
    above = getattr(law, "isf", None)
    low = np.asarray(law.ppf(np.where(z < 0.0, tail, 0.5)), float)
    high = np.asarray(law.ppf(np.where(z < 0.0, 0.5, 1.0 - tail)) if above is None else above(np.where(z < 0.0, 0.5, tail)), float)
    return np.where(z < 0.0, low, high)


def to_normal(law: Any, x: np.ndarray) -> np.ndarray:
    """Standard normal numbers (n,) of values (n,)."""
    from scipy.special import ndtri_exp

    with np.errstate(all="ignore"):
        below, above = np.asarray(law.logcdf(x)), np.asarray(law.logsf(x))
        z = ndtri_exp(np.minimum(below, above))
    return np.where(below < above, z, -z)


def log_slope(law: Any, z: np.ndarray, x: np.ndarray) -> np.ndarray:
    """log dx/dz (n,)."""
    with np.errstate(all="ignore"):
        return -0.5 * (z * z + LOG_2_PI) - np.asarray(law.logpdf(x))


def slope(law: Any, z: np.ndarray) -> np.ndarray:
    """dx/dz (n,)."""
    return np.exp(log_slope(law, z, from_normal(law, z)))
