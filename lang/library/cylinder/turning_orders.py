"""Derivatives of Bessel functions J and Y in their order, in the language: the integral and the recurrences of `oscillating.py`, differentiated.

A jet here is a value with its first and second derivative in the order.
"""
from __future__ import annotations

import math

from ..ufunc import written
from .oscillating import FALLS, LEAST, MOST, cospi, sinpi, turned

INF = math.inf
NAN = math.nan
QUARTER = 0.25 * math.pi * math.pi


def moments(nu, y, g, e, ch):
    """exp(-fall) (1 + i / ch) times cosh(nu t), t sinh(nu t) and t² cosh(nu t) at t = y + ig, as six real numbers."""
    up, c, s = math.exp(nu * y), math.cos(nu * g), math.sin(nu * g)
    even, odd = 0.5 * e * (up + 1.0 / up), 0.5 * e * (up - 1.0 / up)
    a, b = even * c, odd * s                                                    # cosh(nu t)
    p, q = y * odd * c - g * even * s, y * even * s + g * odd * c               # t sinh(nu t)
    k, m = y * y - g * g, 2.0 * y * g
    u, v = k * a - m * b, k * b + m * a
    i = 1.0 / ch
    return a - i * b, b + i * a, p - i * q, q + i * p, u - i * v, v + i * u


def turned_jets(nu, x, size, f):
    """Jets of J and Y by the six sums: exp(-i nu π / 2) is differentiated too."""
    j, v = turned(nu, x, size * f[0], size * f[1])
    half = 0.5 * math.pi
    re, im = f[2] + half * f[1], f[3] - half * f[0]
    once_j, once_v = turned(nu, x, size * re, size * im)
    re, im = f[4] + math.pi * f[3] - QUARTER * f[0], f[5] - math.pi * f[2] - QUARTER * f[1]
    twice_j, twice_v = turned(nu, x, size * re, size * im)
    return (j, once_j, twice_j), (v, once_v, twice_v)


def sums(one, other):
    """Six sums."""
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3], one[4] + other[4], one[5] + other[5])


def pair(mu, x):
    """Jets of J and Y of mu and of mu + 1 at x > 0, |mu| ≤ 1/2."""
    step = 0.42 / math.sqrt(x + 3.0)
    f, more = (0.5, 0.5, 0.0, 0.0, 0.0, 0.0), (0.5, 0.5, 0.0, 0.0, 0.0, 0.0)
    y, fall = 0.0, 0.0
    while fall < FALLS:
        y += step
        sh = math.sinh(y)
        ch = math.hypot(1.0, sh)
        fall = x * sh * (sh / ch)
        e, g = math.exp(-fall), math.atan(sh)
        f, more = sums(f, moments(mu, y, g, e, ch)), sums(more, moments(mu + 1.0, y, g, e, ch))
    size = 2.0 * step / math.pi
    return turned_jets(mu, x, size, f), turned_jets(mu + 1.0, x, size, more)


def next_jet(w, slope, at, below):
    """The jet of w f - g, where w has this slope."""
    return (w * at[0] - below[0], w * at[1] + slope * at[0] - below[1], w * at[2] + 2.0 * slope * at[1] - below[2])


def inverse(d):
    """The jet of 1 / d."""
    r = 1.0 / d[0]
    return r, -d[1] * r * r, (2.0 * d[1] * d[1] * r - d[2]) * r * r


def ratio(nu, x):
    """The jet of J of nu + 1 over J of nu, from so far above that what is there does not count: nu above or near x, or x small."""
    r, k = (0.0, 0.0, 0.0), math.floor(24.0 + 12.0 * x ** (1.0 / 3.0))
    while k > 0.0:
        r = inverse((2.0 * (nu + k) / x - r[0], 2.0 / x - r[1], -r[2]))
        k -= 1.0
    return r


def falling(nu, x, v, more):
    """The jet of J by the Wronskian, Y and the ratio."""
    r = ratio(nu, x)
    d = (r[0] * v[0] - more[0], r[0] * v[1] + r[1] * v[0] - more[1], r[0] * v[2] + 2.0 * r[1] * v[1] + r[2] * v[0] - more[2])
    one, c = inverse(d), 2.0 / (math.pi * x)
    return c * one[0], c * one[1], c * one[2]


def both(nu, x):
    """Jets of J and Y of order 0 ≤ nu ≤ MOST at x > 0."""
    n = math.floor(nu + 0.5)
    mu, slope = nu - n, 2.0 / x
    first, second = pair(mu, x)
    j, v = first
    more_j, more_v = second
    k = 0.0
    while k < n:
        k += 1.0
        w = slope * (mu + k)
        j, more_j = more_j, next_jet(w, slope, more_j, j)
        v, more_v = more_v, next_jet(w, slope, more_v, v)
    if nu > x or x < 2.0:
        j = falling(nu, x, v, more_v)
    return j, v


def derivative(which, times, nu, x):
    """Of J (0) or Y (1), once or twice in the order."""
    a = abs(nu)
    if not (x > LEAST and x < INF and a <= MOST):
        return 0.0 if x == INF and a <= MOST else NAN
    j, v = both(a, x)
    if nu >= 0.0:
        return v[times] if which == 1 else j[times]
    s, c, pi = sinpi(a), cospi(a), math.pi
    if which == 1:                                          # DLMF 10.4.6, 10.4.7 and their derivatives
        return -(s * j[1] + c * v[1] + pi * (c * j[0] - s * v[0])) if times == 1 else (
            s * j[2] + c * v[2] + 2.0 * pi * (c * j[1] - s * v[1]) - pi * pi * (s * j[0] + c * v[0]))
    return -(c * j[1] - s * v[1] - pi * (s * j[0] + c * v[0])) if times == 1 else (
        c * j[2] - s * v[2] - 2.0 * pi * (s * j[1] + c * v[1]) - pi * pi * (c * j[0] - s * v[0]))


def jv_n(nu, x):
    """derivative of jv in its order, x > 0"""
    return derivative(0, 1, nu, x)


def jv_nn(nu, x):
    """second derivative of jv in its order, x > 0"""
    return derivative(0, 2, nu, x)


def yv_n(nu, x):
    """derivative of yv in its order, x > 0"""
    return derivative(1, 1, nu, x)


def yv_nn(nu, x):
    """second derivative of yv in its order, x > 0"""
    return derivative(1, 2, nu, x)


def exact(name, order):
    """By mpmath's derivatives of its function."""
    return lambda mp, nu, x: mp.diff(lambda n: getattr(mp, name)(n, x), nu, order)


DOMAIN = ((-8.0, 12.0), (0.1, 30.0))
EDGES = {(1.0, -1.0): NAN, (NAN, 1.0): NAN, (1.0, NAN): NAN, (1.0, INF): 0.0}
FUNCTIONS = tuple(
    written(body, cost=2000, every=12, domains=DOMAIN, within=(1e-12, 1e-12), exact=exact(name, order), edges=EDGES)
    for body, name, order in ((jv_n, "besselj", 1), (jv_nn, "besselj", 2), (yv_n, "bessely", 1), (yv_nn, "bessely", 2)))
