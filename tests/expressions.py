"""The law of a table of expressions: in compiled code each has its value in CPython, all together the gradient and the Hessian products that differences give."""
from __future__ import annotations

import numpy as np

from llbayes import ad

STEP = 1e-5


def flat(values):
    """All numbers of a structure of arrays, in order."""
    if isinstance(values, (tuple, list)):
        return [number for value in values for number in flat(value)]
    return np.ravel(values).tolist()


def shapes(values):
    """The same structure, of shapes."""
    return tuple(map(shapes, values)) if isinstance(values, (tuple, list)) else np.shape(values)


def tupled(values):
    """Lists as tuples."""
    return tuple(map(tupled, values)) if isinstance(values, (tuple, list)) else values


def check_values(table, *arguments, rtol=1e-12):
    """Every expression of the table by itself."""
    got = ad.evaluate(lambda *a: tuple(f(*a) for f in table.values()))(*arguments)
    for name, f, found in zip(table, table.values(), got, strict=True):
        want = f(*(np.copy(a) if isinstance(a, np.ndarray) else a for a in arguments))
        assert shapes(found) == shapes(want), name
        np.testing.assert_allclose(flat(found), flat(want), rtol=rtol, atol=1e-13, err_msg=name)


def total(values, weigh):
    """A curved function of all numbers of a structure."""
    if isinstance(values, (tuple, list)):
        result = 0.0
        for value in values:
            result += total(value, weigh)
        return result
    return np.sum(np.sin(0.3 * values + weigh) * values)


def check_derivatives(table, x):
    """Gradient and Hessian products in x of one function of all expressions."""
    def curved(x):
        result = 0.0
        for k, f in enumerate(table.values()):
            result += total(f(x), 0.1 * k)
        return result
    gradient, product = ad.grad(curved), ad.hvp(curved)
    directions = STEP * np.eye(x.size).reshape(x.size, *x.shape)
    slopes = [(curved(x + h) - curved(x - h)) / (2 * STEP) for h in directions]
    np.testing.assert_allclose(np.ravel(gradient(x)), slopes, rtol=1e-6, atol=1e-6 * (1 + np.abs(slopes).max()))
    one, other = np.random.default_rng(1).normal(size=(2, *x.shape))
    along = (gradient(x + STEP * one) - gradient(x - STEP * one)) / (2 * STEP)
    found = product(x, one)
    np.testing.assert_allclose(found, along, rtol=1e-6, atol=1e-6 * (1 + np.abs(along).max()))
    np.testing.assert_allclose(np.sum(found * other), np.sum(product(x, other) * one), rtol=1e-9)


def check(table, x):
    """Both."""
    check_values(table, x)
    check_derivatives(table, x)
