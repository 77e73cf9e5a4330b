"""Which moments laws have: by what they say of them and by their tails. SciPy's formulas are sometimes used where they do not hold: the
variance of `invweibull(1.5)` is -11.2 there, and infinite. Skewness and kurtosis are those of the family in the language where it says them.
"""
from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from .constant import Constant

ORDERS = {"mv": (1, 2), "sk": (3, 4)}
FAR = (1e20, 1e40, 1e80)             # in interquartile ranges from the median: where the tails are looked at
STRAIGHT = 0.02                      # a power law has the same exponent between the second and the third place as between the first and the second


def tail_exponent(law: Any) -> float:
    """α of tails that fall as x^-α, the smaller of the two: moments of order α and above do not exist. inf where no tail is a power."""
    if isinstance(law, Constant):
        return np.inf
    low, middle, high = law.ppf([0.25, 0.5, 0.75])
    away = (high - low) * np.array(FAR)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        tails = (np.asarray(law.logsf(middle + away)), np.asarray(law.logcdf(middle - away)))
        return min(exponent(-log_tail / np.log(10.0)) for log_tail in tails)


def exponent(decades: np.ndarray) -> float:
    """From decades that a tail has fallen at the places FAR; inf unless it falls as a power."""
    first, then = np.diff(decades) / np.diff(np.log10(FAR))
    return float(then) if np.isfinite(then) and then > 0 and abs(first - then) <= STRAIGHT * then else np.inf


def moments(law: Any, which: str, tail: float, placed: Any = None) -> np.ndarray:
    """Mean and variance (`which` is "mv"), or skewness and excess kurtosis ("sk"), of a law with these tails; nan for those that do not exist. `placed` is the
    law in the language, None where it has none."""
    if isinstance(law, Constant):
        return np.array(law.stats(which))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        own = placed if which == "sk" and placed is not None and placed.has("skewness") else None
        found = np.array([float(x) for x in (law.stats(moments=which) if own is None else (own.skewness(), own.kurtosis()))])
    exist = np.isfinite(found) & (tail > np.array(ORDERS[which]))
    exist[1] &= which == "sk" or found[1] > 0.0          # a variance of 0 is one that floats cannot hold
    return np.where(exist, found, np.nan)
