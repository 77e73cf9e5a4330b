"""The methods as data: conditions of order, and what makes a method fit for stiff equations."""
import itertools

import numpy as np
import pytest

from llbayes.ppl.solve.initial_values import METHODS
from llbayes.ppl.solve.steps.explicit import BS3, DOPRI5
from llbayes.ppl.solve.steps.implicit_steps import RODAS5P


def triangle(rows, n):
    return np.array([[*row, *[0.0] * (n - len(row))] for row in rows])


def classical(method):
    """a, b, and the weights of the estimate and of the continuous extension at s, of an explicit method or of a Rosenbrock method without its
    transformation, Hairer and Wanner IV.7: (a, Γ, b, …)."""
    n = len(method.nodes)
    if method is not RODAS5P:
        a = triangle(method.stages, n)
        last = a[-1]
        return a, np.zeros((n, n)), last, np.array(method.error)
    inverse = np.eye(n) / method.gamma - triangle(method.couplings, n)
    weights = np.array([*method.stages[-1], 1.0])
    gamma = np.linalg.inv(inverse)
    return triangle(method.stages, n) @ gamma, gamma, weights @ gamma, gamma[-1]


def trees(order):
    """Rooted trees of an order, each a sorted tuple of its branches."""
    if order == 1:
        return [()]
    found = set()
    for sizes in partitions(order - 1, order - 1):
        for branches in itertools.product(*map(trees, sizes)):
            found.add(tuple(sorted(branches)))
    return sorted(found)


def partitions(n, most):
    if n == 0:
        yield ()
    for first in range(min(n, most), 0, -1):
        for rest in partitions(n - first, first):
            yield (first, *rest)


def size(tree):
    return 1 + sum(map(size, tree))


def density(tree):
    return size(tree) * np.prod([density(branch) for branch in tree])


def elementary(tree, a, gamma):
    """Φ of each stage: a vertex with one branch sums over a + Γ, others over a (Hairer and Wanner IV.7, table 7.1)."""
    if not tree:
        return np.ones(len(a))
    along = a + gamma if len(tree) == 1 else a
    return np.prod([along @ elementary(branch, a, gamma) for branch in tree], axis=0)


@pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))
def test_conditions_of_order(method):
    a, gamma, b, e = classical(method)
    for order in range(1, method.order + 1):
        for tree in trees(order):
            assert abs(b @ elementary(tree, a, gamma) - 1 / density(tree)) < 1e-12, tree
    for order in range(1, method.estimate):                                # the estimate is a difference of two methods, one of this order
        for tree in trees(order):
            assert abs(e @ elementary(tree, a, gamma)) < 1e-12, tree
    worst = max(abs(e @ elementary(tree, a, gamma)) for tree in trees(method.estimate))
    assert worst > 1e-6


@pytest.mark.parametrize(("method", "order"), [(DOPRI5, 4), (BS3, 3), (RODAS5P, 4)], ids=lambda m: getattr(m, "name", str(m)))
def test_conditions_of_the_continuous_extension(method, order):
    """Of s: Σ b(s) Φ = s^order / density."""
    a, gamma, b, _ = classical(method)
    n = len(b)
    for s in (0.3, 0.8):
        if method is RODAS5P:
            dense = tuple(np.array(row) @ gamma for row in method.extension)
        else:
            dense = (np.eye(n)[0], np.eye(n)[-1], *([np.array(method.extension)] if method.extension else []))
        weights = method.between(s, 1.0, np.zeros(n), b, dense)
        for p in range(1, order + 1):
            for tree in trees(p):
                assert abs(weights @ elementary(tree, a, gamma) - s**p / density(tree)) < 1e-12, (s, tree)


def test_the_stiff_method_is_stiffly_accurate_and_l_stable():
    a, gamma, b, _ = classical(RODAS5P)
    assert np.allclose(b, (a + gamma)[-1], atol=1e-12)
    n = len(b)

    def growth(z):
        return 1 + z * b @ np.linalg.solve(np.eye(n) - z * (a + gamma), np.ones(n))

    assert abs(growth(-1e8)) < 1e-6
    assert max(abs(growth(1j * y)) for y in np.geomspace(1e-2, 1e4, 200)) < 1 + 1e-9
