"""What CPython calls for functions that binding a model needs, in NumPy: importing SciPy, which has them too, takes 0.2 s."""
from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from .ufunc import Numbers

LARGE = 1000.0                                  # a log(m) - a log(a) loses 1e-12 to cancellation here, and in proportion above
ODD_RECIPROCALS = tuple(1.0 / k for k in (15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0))          # Loader's series, highest power first
# B_2k / 2k (2k - 1), k = 8 … 1: Stirling's series (DLMF 5.11.1), highest power first
STIRLING = (-3617.0 / 122400.0, 1.0 / 156.0, -691.0 / 360360.0, 1.0 / 1188.0, -1.0 / 1680.0, 1.0 / 1260.0, -1.0 / 360.0, 1.0 / 12.0)
LEAST = 1e-290                                  # below, numbers lose digits
LARGE_SHAPE = 1e5                               # shapes of the incomplete functions
FEW = 10_000                                    # numbers that are quicker done one by one than by importing SciPy


def expit(x: Numbers) -> Numbers:
    return 1.0 / (1.0 + np.exp(-x))


def log_expit(x: Numbers) -> Numbers:
    return -np.logaddexp(0.0, -x)


def log1mexp(x: Numbers) -> Numbers:
    return np.where(x > -math.log(2.0), np.log(-np.expm1(x)), np.log1p(-np.exp(x)))[()]


def xlogy(x: Numbers, y: Numbers) -> Numbers:
    return np.where((x == 0) & ~np.isnan(y), 0.0, x * np.log(y))[()]


def xlog1py(x: Numbers, y: Numbers) -> Numbers:
    return np.where((x == 0) & ~np.isnan(y), 0.0, x * np.log1p(y))[()]


def lgamma(x: Numbers) -> Numbers:
    a = np.asarray(x)
    if a.size > FEW or not np.all((a > 0) & (a < 1e300)):                       # math.lgamma raises at poles and where it overflows
        from scipy import special
        return special.gammaln(x)
    return np.array([math.lgamma(v) for v in a.ravel().tolist()]).reshape(a.shape)[()]


def times(x: Numbers, y: Numbers) -> Numbers:
    return np.where(np.asarray(x) == 0, 0.0, np.multiply(x, y))[()]


def power_less_exp(x: Numbers, y: Numbers) -> Numbers:
    d = times(x, y) - np.exp(y)
    return np.where(d > -np.inf, d, -np.inf)[()]


def log1p_square(t: Numbers) -> Numbers:
    a = np.abs(t)
    return np.where(a > 1e10, 2.0 * np.log(a), np.log1p(a * a))[()]


def log_ratio(x: Numbers, y: Numbers) -> Numbers:
    d = np.subtract(x, y) / y
    return np.where(np.abs(d) < 0.5, np.log1p(d), np.log(x) - np.log(y))[()]


def shifted_log_ratio(x: Numbers, y: Numbers, s: Numbers) -> Numbers:
    d = np.subtract(x, y) / np.add(y, s)
    return np.where(np.add(y, s) > 0, np.where(np.abs(d) < 0.5, np.log1p(d), np.log(np.add(x, s) / np.add(y, s))), np.nan)[()]


def joint_log_ratio(x: Numbers, y: Numbers, s: Numbers) -> Numbers:
    bottom = x * np.add(y, s)
    d, u = s * (np.subtract(y, x) / bottom), np.divide(y, x) * (np.add(x, s) / np.add(y, s))
    return np.where(bottom > 0, np.where(np.abs(d) < 0.5, np.log1p(d), np.log(u)), np.nan)[()]


def peak_slope(a: Numbers, m: Numbers, log_m: Numbers) -> Numbers:
    d = np.subtract(m, a)
    return np.where((np.asarray(a) >= LARGE) & (np.abs(d) < 0.5 * a), np.log1p(d / a), log_m - np.log(a))[()]


def below_peak(a: Numbers, m: Numbers, log_m: Numbers) -> Numbers:
    d = np.subtract(m, a) / a
    r = d / (2.0 + d)
    near = a * r * (2.0 * r * r * np.polyval(ODD_RECIPROCALS, r * r) - d)
    by_slope = np.where((np.asarray(a) >= LARGE) & (np.abs(d) < 0.1), near, a * peak_slope(a, m, log_m) - np.subtract(m, a))
    return np.where(np.asarray(a) == 0, np.negative(m), by_slope)[()]


def lgamma_rest(x: Numbers) -> Numbers:
    """Stirling's series from 10 on, and differences below."""
    x = np.asarray(x, float)
    far = x >= 10.0
    least = 0.5 * (math.log(2.0 * math.pi) - np.log(x)) + np.polyval(STIRLING, 1.0 / (x * x)) / x
    near = np.where(far | ~(x > 0.0), 1.0, x)
    return np.where(far, least, np.where(x == 0.0, np.inf, np.where(x > 0.0, lgamma(near) - near * np.log(near) + near, np.nan)))[()]


def tail(function: str, body: Callable[..., float]) -> Callable[..., Numbers]:
    """SciPy's incomplete `function`; by the body at large shapes, where SciPy's has 3 digits 30 standard deviations from the mean."""
    def twin(*operands: Numbers) -> Numbers:
        from scipy import special
        return by_body(getattr(special, function)(*operands), body, operands, False)
    return twin


def log_tail(function: str, rest: str, body: Callable[..., float]) -> Callable[..., Numbers]:
    """log of SciPy's `function`, from `rest` = 1 - it where that is the smaller; by the body where both are below the smallest doubles too."""
    def twin(*operands: Numbers) -> Numbers:
        from scipy import special
        p, q = getattr(special, function)(*operands), getattr(special, rest)(*operands)
        return by_body(np.where(p < 0.5, np.log(p), np.log1p(-q)), body, operands, np.minimum(p, q) < LEAST)
    return twin


def by_body(found: Numbers, body: Callable[..., float], operands: tuple[Numbers, ...], lost: np.ndarray | bool) -> Numbers:
    """What was found, done again by the body where it is lost and where a shape, an operand before the last, is large."""
    *shapes, _ = rows = np.broadcast_arrays(*operands)
    again = np.any([np.broadcast_to(lost, rows[0].shape), *(a > LARGE_SHAPE for a in shapes)], axis=0)
    found = np.asarray(found)
    if np.any(again):
        found[again] = [body(*map(float, row)) for row in zip(*(a[again] for a in rows))]
    return found[()]
