"""Special functions of arrays that take more than numbers: a branch, a dimension, a kind of counting. In the language, by SciPy's names."""
from __future__ import annotations

import math

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


# -- orthogonal polynomials of a known degree n ≥ 0, by their recurrences (DLMF 18.9.2)
def recurrence(n, x, step):
    """The polynomial of degree n where step(k, last, the one before) is the one of degree k + 1."""
    before, last = 0.0 * x, 1.0 + 0.0 * x
    for k in range(n):
        before, last = last, step(k, last, before)
    return last


def eval_legendre(n, x):
    """Legendre's polynomial of whole degree n"""
    return recurrence(n, x, lambda k, p, q: ((2 * k + 1) * x * p - k * q) / (k + 1))


def eval_chebyt(n, x):
    """Chebyshev's polynomial of the first kind, of whole degree n"""
    return recurrence(n, x, lambda k, p, q: (2 if k > 0 else 1) * x * p - q)


def eval_chebyu(n, x):
    """Chebyshev's polynomial of the second kind, of whole degree n"""
    return recurrence(n, x, lambda k, p, q: 2 * x * p - q)


def eval_hermite(n, x):
    """Hermite's polynomial of the physicists, of whole degree n"""
    return recurrence(n, x, lambda k, p, q: 2 * x * p - 2 * k * q)


def eval_hermitenorm(n, x):
    """Hermite's polynomial of the probabilists, of whole degree n"""
    return recurrence(n, x, lambda k, p, q: x * p - k * q)


def eval_laguerre(n, x):
    """Laguerre's polynomial of whole degree n"""
    return eval_genlaguerre(n, 0.0, x)


def eval_genlaguerre(n, alpha, x):
    """Laguerre's polynomial of whole degree n with the parameter alpha"""
    return recurrence(n, x, lambda k, p, q: ((2 * k + 1 + alpha - x) * p - (k + alpha) * q) / (k + 1))


def eval_gegenbauer(n, alpha, x):
    """Gegenbauer's polynomial of whole degree n with the parameter alpha"""
    return recurrence(n, x, lambda k, p, q: (2 * (k + alpha) * x * p - (k + 2 * alpha - 1) * q) / (k + 1))
