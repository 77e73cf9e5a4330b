"""Orthogonal polynomials and associated Legendre functions of a known degree, elementwise, by their recurrences in the degree (DLMF 18.9, 14.10.3)."""
from __future__ import annotations

import math


def climbed(n, first, second, step):
    """The n-th of functions of which these are those at 0 and 1, and step(k, at k, at k - 1) is that at k + 1."""
    if n == 0:
        return first
    below, at = first, second
    for k in range(1, n):
        below, at = at, step(k, at, below)
    return at


def legendre(n, x):
    return climbed(n, 0.0 * x + 1.0, 1.0 * x, lambda k, p, q: ((2 * k + 1) * x * p - k * q) / (k + 1))


def chebyt(n, x):
    return climbed(n, 0.0 * x + 1.0, 1.0 * x, lambda k, p, q: 2.0 * x * p - q)


def chebyu(n, x):
    return climbed(n, 0.0 * x + 1.0, 2.0 * x, lambda k, p, q: 2.0 * x * p - q)


def hermite(n, x):
    return climbed(n, 0.0 * x + 1.0, 2.0 * x, lambda k, p, q: 2.0 * x * p - 2.0 * k * q)


def hermitenorm(n, x):
    return climbed(n, 0.0 * x + 1.0, 1.0 * x, lambda k, p, q: x * p - k * q)


def genlaguerre(n, alpha, x):
    return climbed(n, 0.0 * (x + alpha) + 1.0, 1.0 + alpha - x, lambda k, p, q: ((2.0 * k + 1.0 + alpha - x) * p - (k + alpha) * q) / (k + 1.0))


def laguerre(n, x):
    return genlaguerre(n, 0.0, x)


def gegenbauer(n, alpha, x):
    return climbed(n, 0.0 * (x + alpha) + 1.0, 2.0 * alpha * x, lambda k, p, q: (2.0 * (k + alpha) * x * p - (k + 2.0 * alpha - 1.0) * q) / (k + 1.0))


def jacobi(n, alpha, beta, x):
    both = alpha + beta

    def step(k, p, q):
        c = 2.0 * k + both
        up = (c + 1.0) * ((alpha - beta) * both + c * (c + 2.0) * x) * p - 2.0 * (k + alpha) * (k + beta) * (c + 2.0) * q
        return up / (2.0 * (k + 1.0) * (k + 1.0 + both) * c)
    return climbed(n, 0.0 * (x + alpha + beta) + 1.0, 0.5 * (alpha - beta + (both + 2.0) * x), step)


def associated(n, m, x, root):
    """P of degree n and order m ≥ 0 with the sign (-1)^m, where root is sqrt(1 - x^2)."""
    if m > n:
        return 0.0 * x
    start = 0.0 * x + 1.0
    for k in range(m):
        start = -(2 * k + 1) * root * start
    return climbed(n - m, start, (2 * m + 1) * x * start, lambda k, p, q: ((2 * (m + k) + 1) * x * p - (2 * m + k) * q) / (k + 1))


def turned_order(n, m):
    """What P of order -m is over that of order m."""
    return (-1.0) ** m * math.factorial(n - m) / math.factorial(n + m) if m <= n else 0.0
