"""Sums of orthogonal polynomials: Chebyshev, Legendre, Hermite, Laguerre.

Each family is its recurrence P[k+1] = a(k, x) P[k] + b(k) P[k-1] (DLMF 18.9.1 and table 18.9.1) and P[1]; sums are Clenshaw's (1955).
"""
from __future__ import annotations

import numpy as np

from .polynomials import columns


def chebyshev(k, x):
    """T: 2x and -1, from x."""
    return 2.0 * x, -1.0, x


def legendre(k, x):
    """P: x (2k + 1) / (k + 1) and -k / (k + 1), from x."""
    return x * ((2.0 * k + 1.0) / (k + 1.0)), -k / (k + 1.0), x


def hermite(k, x):
    """H, the physicists': 2x and -2k, from 2x."""
    return 2.0 * x, -2.0 * k, 2.0 * x


def hermite_e(k, x):
    """He, the probabilists': x and -k, from x."""
    return x, -1.0 * k, x


def laguerre(k, x):
    """L: (2k + 1 - x) / (k + 1) and -k / (k + 1), from 1 - x."""
    return (2.0 * k + 1.0 - x) / (k + 1.0), -k / (k + 1.0), 1.0 - x


def clenshaw(family, x, c, tensor):
    """The sum of c[k] P[k](x)."""
    c, x = np.asarray(c), np.asarray(x)
    c = columns(c, x, tensor)
    n = c.shape[0]
    one = two = 0.0 * x
    for k in tuple(range(n - 1, 0, -1)):
        one, two = c[k] + family(k, x)[0] * one + family(k + 1, x)[1] * two, one
    return c[0] + family(0, x)[2] * one + family(1, x)[1] * two


def values(family, x, deg):
    """P[0] … P[deg] at x, along a new last axis."""
    x = np.atleast_1d(x)
    if deg < 0:
        raise ValueError("the degree is negative")
    v = np.ones((*x.shape, deg + 1))
    if deg > 0:
        v[..., 1] = family(0, x)[2]
    for k in range(1, deg):
        a, b, _ = family(k, x)
        v[..., k + 1] = a * v[..., k] + b * v[..., k - 1]
    return v


def chebval(x, c, tensor=True):
    """a series of Chebyshev polynomials at numbers"""
    return clenshaw(chebyshev, x, c, tensor)


def legval(x, c, tensor=True):
    """a series of Legendre polynomials at numbers"""
    return clenshaw(legendre, x, c, tensor)


def hermval(x, c, tensor=True):
    """a series of Hermite polynomials, the physicists', at numbers"""
    return clenshaw(hermite, x, c, tensor)


def hermeval(x, c, tensor=True):
    """a series of Hermite polynomials, the probabilists', at numbers"""
    return clenshaw(hermite_e, x, c, tensor)


def lagval(x, c, tensor=True):
    """a series of Laguerre polynomials at numbers"""
    return clenshaw(laguerre, x, c, tensor)


def chebvander(x, deg):
    """Chebyshev polynomials up to a degree, along a new last axis"""
    return values(chebyshev, x, deg)


def legvander(x, deg):
    """Legendre polynomials up to a degree, along a new last axis"""
    return values(legendre, x, deg)


def hermvander(x, deg):
    """Hermite polynomials, the physicists', up to a degree, along a new last axis"""
    return values(hermite, x, deg)


def hermevander(x, deg):
    """Hermite polynomials, the probabilists', up to a degree, along a new last axis"""
    return values(hermite_e, x, deg)


def lagvander(x, deg):
    """Laguerre polynomials up to a degree, along a new last axis"""
    return values(laguerre, x, deg)
