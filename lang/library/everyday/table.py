"""Special functions of arrays that take more than numbers: a branch, a dimension, a kind of counting. In the language, by SciPy's names."""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..functions import UFUNCS

binom, poch, gamma, lgamma, upper_branch, lower_branch = (UFUNCS[name] for name in ("binom", "poch", "gamma", "lgamma", "lambert_w", "lambert_w_lower"))
INTEGERS = "`exact=True` gives Python's integers: leave it out, and the number is a float"


def lambertw(z, k=0, tol=1e-8):
    """Lambert's W of real numbers, the solution w of w exp(w) = z: w ≥ -1 for k = 0, w ≤ -1 for k = -1

    A real number, whose `.real` is itself; nan where there is none: below -1 / e, and at z > 0 for k = -1. To full precision, `tol` or not.
    """
    if k == 0:
        return upper_branch(z)
    if k == -1:
        return lower_branch(z)
    raise ValueError("`lambertw` has two real branches: k = 0 and k = -1")


def multigammaln(a, d):
    """log of the multivariate gamma function of dimension d

    d (d - 1) / 4 log(pi) + the sum of gammaln(a - j / 2) over j < d; nan for a ≤ (d - 1) / 2.
    """
    total = 0.25 * d * (d - 1) * math.log(math.pi)
    for j in range(d):
        total = total + lgamma(a - 0.5 * j)
    return np.where(np.asarray(a) > 0.5 * (d - 1), total, np.nan) + 0.0


def comb(N, k, exact=False, repetition=False):
    """how many ways there are to choose k of N things, of real numbers too

    0 for k > N and for numbers below 0.
    """
    if exact:
        raise ValueError(INTEGERS)
    n, k = np.asarray(N), np.asarray(k)
    if repetition:
        n = n + k - 1
    return np.where((k > n) | (n < 0) | (k < 0), 0.0, binom(n, k)) + 0.0


def perm(N, k, exact=False):
    """how many ways there are to arrange k of N things, of real numbers too

    0 for k > N and for numbers below 0.
    """
    if exact:
        raise ValueError(INTEGERS)
    n, k = np.asarray(N), np.asarray(k)
    return np.where((k > n) | (n < 0) | (k < 0), 0.0, poch(n - k + 1, k)) + 0.0


def factorial(n, exact=False):
    """n! = gamma(n + 1), of real numbers too; 0 below 0"""
    if exact:
        raise ValueError(INTEGERS)
    n = np.asarray(n)
    return np.where(n < 0, 0.0, gamma(n + 1)) + 0.0


FUNCTIONS: tuple[Callable[..., Any], ...] = (lambertw, multigammaln, comb, perm, factorial)
TABLE = {f"scipy.special.{f.__name__}": f for f in FUNCTIONS}
