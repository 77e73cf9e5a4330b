"""Laws at many points by one program: derivatives of a sum over rows, of which each row has its own."""

from __future__ import annotations

import numpy as np

from llbayes import ad

COUNTED = ("n", "N", "k")                        # parameters that count trials and have no slope, unless any positive number will do


def free_of(family):
    """Positions of value and parameters that slopes are taken in, the value at 0."""
    counted = [p.domain.kind.whole or (p.name in COUNTED and p.domain.kind.name != "positive") for p in family.params]
    return [k for k in range(len(counted) + 1) if not (family.discrete if k == 0 else counted[k - 1])]


def applied(f, count):
    """The sum over rows of f(x, *params), with so many parameters by name: the language takes no star."""
    def one(x, a):
        return np.sum(f(x, a))

    def two(x, a, b):
        return np.sum(f(x, a, b))

    def three(x, a, b, c):
        return np.sum(f(x, a, b, c))

    def four(x, a, b, c, d):
        return np.sum(f(x, a, b, c, d))

    return (one, two, three, four)[count - 1]


def all_derivatives(f, columns, free):
    """(slopes, second derivatives) of f at each row, axes (row, argument) and (row, argument, argument), by two programs."""
    slopes = ad.grad(f, argnums=tuple(free))(*columns)
    product, second = ad.hvp(f, argnums=tuple(free)), np.zeros((len(columns[0]), len(free), len(free)))
    for k in range(len(free)):
        second[:, :, k] = np.stack(product(*columns, tuple(np.ones(len(columns[0])) * (j == k) for j in range(len(free)))), axis=-1)
    return np.stack(slopes, axis=-1), second
