"""What CPython calls for functions that binding a model needs, in NumPy: importing SciPy, which has them too, takes 0.2 s."""
from __future__ import annotations

import math

import numpy as np

from .ufunc import Numbers

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
