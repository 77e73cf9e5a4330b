"""Transforms in mpmath: coordinates in, (value, log Jacobian) out, with digits enough for 1 - exp(-800); written after the Stan reference manual."""

from __future__ import annotations

import mpmath
import numpy as np

mp = mpmath.mp.clone()
mp.dps = 720
SIZES = (1.0, 5.0, 36.0, 40.0, 300.0, 700.0, 744.0, 800.0)
ENDS = [sign * size for size in SIZES for sign in (1.0, -1.0)]
MIXED = [np.random.default_rng(k).choice([0.3, -0.3, *ENDS], 6) for k in range(12)]
POINTS = [np.full(6, u) for u in ENDS] + MIXED   # six coordinates each


def expit(u):
    return 1 / (1 + mp.exp(-u))


def sticks(u):
    x, jacobian, left = [], mp.mpf(0), mp.mpf(1)
    for k, v in enumerate(u):
        y = v - mp.log(len(u) - k)
        jacobian += mp.log(left) + mp.log(expit(y)) + mp.log(expit(-y))
        x.append(left * expit(y))
        left *= expit(-y)
    return [*x, left], jacobian


def factor(u):
    n, jacobian, p = 4, mp.mpf(0), 0
    x = mp.zeros(n)
    x[0, 0] = mp.mpf(1)
    for i in range(1, n):
        left = mp.mpf(1)
        for j in range(i):
            t = mp.tanh(u[p])
            jacobian += mp.log(1 - t * t) + mp.log(left) / 2
            x[i, j] = t * mp.sqrt(left)
            left *= 1 - t * t
            p += 1
        x[i, i] = mp.sqrt(left)
    return [x[i, j] for i in range(n) for j in range(n)], jacobian


def steps(start, u):
    x = [start]
    for v in u[1:]:
        x.append(x[-1] + mp.exp(v))
    return x


def between(u, low, high):
    low, high = mp.mpf(low), mp.mpf(high)
    return low + (high - low) * expit(u), mp.log(high - low) + mp.log(expit(u)) + mp.log(expit(-u))


def each(f):
    def all_of(u):
        pairs = [f(v) for v in u]
        return [x for x, _ in pairs], sum(j for _, j in pairs)

    return all_of


def number(constraint, u):
    """Of a set of numbers between bounds."""
    low, high = constraint.bounds()
    if low is not None and high is not None:
        return between(u, low, high)
    if low is not None:
        return low + mp.exp(u), u
    return (high - mp.exp(u), u) if high is not None else (u, mp.mpf(0))
