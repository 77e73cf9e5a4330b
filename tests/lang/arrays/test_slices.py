"""Slices with run-time bounds mean what Python means by them, for bounds inside, outside and counted from the end; so do their derivatives."""
from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.special import logsumexp

from llbayes.ad import evaluate, hvp, value_and_grad
from llbayes.ir.errors import CompileError

Z = np.array([0.7, -1.3, 0.4, 2.1, -0.6])
BOUNDS = range(-7, 8)


def weigh(a):
    """Depends on the order of the elements and on how many there are."""
    s, p = 0.0, 1.0
    for v in a:
        s = s + p * v
        p = 3.0 * p
    return s


def from_there(z, k):
    return np.sum(z[k[0]:]) + weigh(z[k[0]:])


def up_to(z, k):
    return weigh(z[:k[0]]) + weigh(z[:k[0]][::-1])


def between(z, k):
    return weigh(z[k[0]:k[1]])


def backwards(z, k):
    return weigh(z[k[0]::-1]) + weigh(z[:k[1]:-1]) + weigh(z[k[0]:k[1]:-1])


def one_known_bound(z, k):
    return weigh(z[2:k[0]]) + weigh(z[-2:k[0]]) + weigh(z[k[0]:-1])


def part_of_a_part(z, k):
    return weigh(z[k[0]:][1:]) + weigh(z[k[0]:][:k[1]])


def of_a_lazy_array(z, k):
    return weigh(np.exp(z)[k[0]:k[1]]) + weigh((z * z * np.exp(z))[k[0]:][::-1])


def product(z, k):
    return z[:k[0]] @ z[:k[0]][::-1]


def written(z, k):
    a = z.copy()
    a[k[0]:k[1]] = 2.0 * z[k[0]:k[1]]
    a[k[1]:] += 1.5
    return weigh(a)


def overlapping(z, k):
    a = z.copy()
    n = k[0]
    if 0 < n <= 5:
        a[1:n] = a[:n - 1] + 1.0
    return weigh(a)


def moving_window(z, k):
    a = z.copy()
    n = k[0]
    for j in range(3):
        if 0 <= n <= 2:
            a[j:j + n] = 1.5 * a[1:1 + n]
    return weigh(a)


def counted(z, k):
    b = (z * z)[k[0]:]
    c = np.sin(b)
    return len(b) + np.sum(c) * c.size + weigh(c * b)


def of_a_matrix(z, k):
    a = np.outer(z, z + 1.0)
    return weigh(np.sum(a[k[0]:k[1]], axis=0)) + np.sum(a[:, k[0]:k[1]]) + np.sum(a[k[0]:k[1], 1:3] @ np.array([1.0, 3.0]))


def recurrence(z, k):
    a = z.copy()
    for i in range(1, 5):
        a[i] = a[:i] @ z[:i][::-1] + np.sum(np.sin(a[i - 1:i]))
    return weigh(a)


def rebound(z, k):
    t = 0.0
    for i in range(5):
        b = z[:i]
        if k[0] > 1:
            b = 2.0 * z[:i]
        t = t + weigh(b)
    return t


def extremes(z, k):
    t = 0.0
    for i in range(1, 6):
        t += np.max(z[:i]) + 3.0 * np.min(z[5 - i:]) + np.prod(z[:i])
    return t


def chosen(z, k):
    return np.sum(np.where(z[k[0]:] > 0, z[k[0]:], 2.0)) + np.sum(z[k[0]:k[1]] > 0)


def through_the_library(z, k):
    s = np.cumsum(z[k[0]:])
    return weigh(s) + weigh(np.ravel(s)) + (logsumexp(s) if len(s) > 0 else 0.0)


ONE = [through_the_library, from_there, up_to, one_known_bound, product, overlapping, moving_window, counted, recurrence, rebound, extremes]
TWO = [between, backwards, part_of_a_part, of_a_lazy_array, written, of_a_matrix, chosen]


@pytest.mark.parametrize("f", ONE + TWO)
def test_every_bound(f):
    value, gradient = evaluate(f), value_and_grad(f)
    for k in itertools.product(BOUNDS, BOUNDS if f in TWO else [0]):
        bounds = np.array(k)
        want = f(Z, bounds)
        assert value(Z, bounds) == pytest.approx(want, rel=1e-13, abs=1e-13)
        _, g = gradient(Z, bounds)
        slopes = [(f(Z + h, bounds) - f(Z - h, bounds)) / 2e-6 for h in 1e-6 * np.eye(5)]
        assert g == pytest.approx(np.array(slopes), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("f", [product, written, recurrence, of_a_matrix])
def test_second_derivatives(f):
    bounds, v = np.array([1, 4]), np.array([1.0, -0.5, 2.0, 0.3, 1.1])
    gradient = value_and_grad(f, engine="baseline")
    slopes = (gradient(Z + 1e-6 * v, bounds)[1] - gradient(Z - 1e-6 * v, bounds)[1]) / 2e-6
    assert hvp(f)(Z, bounds, v) == pytest.approx(slopes, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("f", [lambda z, k: np.sum(z[:k[0]] * z[1:]), lambda z, k: z[:k[0]] @ z[k[0]:], lambda z, k: np.max(z[k[0]:])])
def test_lengths_that_do_not_fit_are_an_error_at_run_time(f):
    with pytest.raises(IndexError, match=r"test_slices\.py"):
        evaluate(f)(Z, np.array([9]))


def test_a_slice_cannot_be_reshaped():
    with pytest.raises(CompileError, match="cannot take another shape"):
        evaluate(lambda z, k: np.sum(z[:k[0]].reshape(-1, 2)))(Z, np.array([2]))
