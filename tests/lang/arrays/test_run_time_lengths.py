"""Arrays whose length is known at run time only, with a bound: rows of different lengths, windows; as NumPy has them, compiled and differentiated."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ir.errors import CompileError
from llbayes.ppl import Normal

START, COUNT = np.array([0, 3, 5, 10]), np.array([3, 2, 5, 0])
Y = np.linspace(-1.0, 2.0, 10)


def decayed(y, s, n, a):
    """Each row filtered by itself, in an array of its own length."""
    total = 0.0
    for i in range(len(n)):
        w = np.zeros(n[i])
        for k in range(n[i]):
            w[k] = y[s[i] + k] + (a * w[k - 1] if k > 0 else 0.0)
        total += np.sum(w * w)
    return total


def weighted(y, s, n, a):
    total = 0.0
    for i in range(len(n)):
        w = y[s[i]:s[i] + n[i]]
        total += np.sum(np.arange(n[i]) * w) * a + np.sum(np.ones(len(w)) * w)
    return total


def matrices(y, s, n, a):
    total = 0.0
    for i in range(len(n)):
        x = np.full((n[i], 2), a)
        x[:, 1] = y[s[i]:s[i] + n[i]]
        total += np.sum(x @ np.array([1.0, 2.0])) + np.sum(np.zeros_like(x) + x)
    return total


def spreads(y, s, n, a):
    total = 0.0
    for i in range(3):
        w = a * y[s[i]:s[i] + n[i]]
        total += w.std() + w.var(ddof=1) + w.mean() + np.exp(w).var()
    return total


def windows(y, s, n, a):
    """A window that grows with the loop, stored."""
    total = 0.0
    for i in range(40):
        w = np.zeros(i + 1) + a
        w[0] = 2.0 * a
        total += np.dot(w, w)
    return total


def one_after_the_other(y, s, n, a):
    """Rows of two lengths in one array, along either axis, sorted, and with a number at the end."""
    total = 0.0
    for i in range(3):
        w = np.concatenate([a * y[s[i]:s[i] + n[i]], y[:s[i]], np.array([2.0 * a])])
        wide = np.concatenate([np.outer(y[:2], w[:n[i]]), a * np.ones((2, 3))], axis=1)
        total += len(w) * a + np.dot(w, w) + np.sum(wide * wide) + np.sort(np.append(w, a))[0] + np.hstack([w, w])[n[i]]
    return total


def as_model(f):
    @ppl.model
    def m(y, s, n):
        a = ppl.sample("a", Normal(0, 1))
        ppl.factor("f", f(y, s, n, a))

    return m


def on_two_paths(y, s, n, a):
    """Arrays of two lengths where paths meet: windows of one array, new arrays, arrays of a known length, matrices, in branches and returned early."""
    total = 0.0
    for i in range(3):
        v, w = y[s[i]:s[i] + n[i]], y[: n[i]]
        if y[i] + a > 0.2:
            u, x, known, e = v, v * a, a * y[:2], np.outer(v, w)
        else:
            u, x, known, e = w, a + y[: s[i] + 1], w, a * np.outer(w, y[:2])[:, : n[1]]
        total += np.sum(u * u) + np.dot(x, x) + len(x) * np.sum(known) + np.sum(e * e) + len(known) + positive_part(a * v, w)[-1]
    return total


def positive_part(v, w):
    if v[0] > 0:
        return v * v
    return np.concatenate([w, v])


@pytest.mark.parametrize("f", [decayed, weighted, matrices, spreads, windows, one_after_the_other, on_two_paths])
def test_as_numpy_has_them(f):
    posterior = as_model(f).bind(y=Y, s=START, n=COUNT)
    z = np.array([0.7])
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(posterior.interpreted_log_density(z), rel=1e-12)
    slope = (posterior.interpreted_log_density(z + 1e-6) - posterior.interpreted_log_density(z - 1e-6)) / 2e-6
    assert gradient[0] == pytest.approx(slope, rel=1e-6)
    bend = (posterior.value_and_grad(z + 1e-6)[1] - posterior.value_and_grad(z - 1e-6)[1]) / 2e-6
    assert posterior.hessian(z)[0, 0] == pytest.approx(bend[0], rel=1e-5)


def test_an_array_without_a_bound_is_told_the_way():
    def unbounded(y, n):
        return np.sum(np.zeros(n[0]) + y[: n[0]])

    def bounded(y, n):
        return np.sum(np.zeros(10)[: n[0]] + y[: n[0]])

    with pytest.raises(CompileError, match="nothing says how large it can be") as caught:
        ad.evaluate(unbounded)(Y, COUNT)
    assert "np.zeros(most)[:n]" in caught.value.hint
    assert ad.evaluate(bounded)(Y, COUNT) == pytest.approx(np.sum(Y[:3]))


def test_a_length_that_depends_on_a_parameter_is_refused():
    def by_parameter(a):
        return np.sum(np.ones(int(np.floor(a))))

    with pytest.raises(CompileError, match="a shape depends on run-time values"):
        ad.grad(by_parameter)(3.7)
