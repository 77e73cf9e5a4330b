"""Cholesky factors that are written out: the same values and derivatives as by loops, nan where there is none, as many digits on nearly singular matrices."""
from __future__ import annotations

import mpmath
import numpy as np
import pytest
from sweeps import thinned

from llbayes import ad
from llbayes.lang.arrays import dense
from llbayes.lang.staging import Array, stage

SIZES = (1, 2, 9, 11, 16)
R = np.random.default_rng(3)


def by_loops(derivative, *args):
    """A derivative with nothing written out."""
    kept, dense.WRITTEN_OUT = dense.WRITTEN_OUT, range(0)
    try:
        return derivative(*args)
    finally:
        dense.WRITTEN_OUT = kept


def program(n):
    w = R.normal(size=(n, n))

    def f(z):
        a = z.reshape(n, n)
        return np.sum(w * np.linalg.cholesky(a @ a.T + 3.0 * np.eye(n)) ** 2)
    return f, R.normal(size=n * n), R.normal(size=n * n)


@pytest.mark.parametrize("n", thinned(SIZES, 2))
@pytest.mark.parametrize("engine", ["default", "baseline"])
def test_derivatives_of_every_order_are_those_of_loops(n, engine, monkeypatch):
    monkeypatch.setattr(dense, "WRITTEN_OUT", range(1, 32))
    f, z, v = program(n)
    assert "smallcholesky" in stage(f, (Array("f8", (n * n,)),)).text

    def second(z):
        return np.sum(np.sin(ad.grad(f)(z)))
    value, gradient = ad.value_and_grad(f, engine=engine)(z)
    assert value == pytest.approx(f(z), rel=1e-13)
    for derivative, args in ((ad.grad(f, engine=engine), (z,)), (lambda *a: ad.jvp(f)(*a)[1], (z, v)), (ad.hvp(f), (z, v)), (ad.grad(second), (z,))):
        expected = np.asarray(by_loops(derivative, *args))
        assert np.asarray(derivative(*args)) == pytest.approx(expected, rel=1e-10, abs=1e-12 * np.max(np.abs(expected)))
    assert gradient == pytest.approx(by_loops(ad.grad(f), z), rel=1e-10, abs=1e-12)


def test_the_lower_triangle_alone_is_read():
    a = R.normal(size=(10, 10)) * 0.1 + np.diag(np.full(10, 2.0))
    c = ad.evaluate(lambda z: np.linalg.cholesky(z))(a)
    assert c == pytest.approx(np.linalg.cholesky(np.tril(a) + np.tril(a, -1).T), rel=1e-13)
    assert not np.triu(c, 1).any()


@pytest.mark.parametrize("pivot", [-1.0, 0.0, np.nan, 1e-310])
@pytest.mark.parametrize("at", [0, 4, 9])
def test_a_matrix_without_a_factor_has_nan(pivot, at):
    a = np.diag(np.where(np.arange(10) == at, pivot, 1.0))
    c = ad.evaluate(lambda z: np.linalg.cholesky(z))(a)
    assert np.isnan(c[np.tril_indices(10)]).all() and not np.triu(c, 1).any()


def exact_adjoint(a, c_bar):
    """The adjoint of the lower triangle of a, that of the factor given, in many digits."""
    n = len(a)
    with mpmath.workdps(60):
        c, bar = mpmath.cholesky(mpmath.matrix(a)), mpmath.matrix(c_bar)
        s = mpmath.zeros(n)
        for j in reversed(range(n)):
            own = bar[j, j]
            for k in range(j + 1, n):
                s[j, k] = s[k, j] = (bar[k, j] - sum(c[i, j] * s[i, k] for i in range(j + 1, n))) / c[j, j]
                own -= s[j, k] * c[k, j]
            s[j, j] = own / c[j, j]
        return np.array([[float(s[i, j]) * (0.5 if i == j else 1.0) if j <= i else 0.0 for j in range(n)] for i in range(n)])


def test_as_many_digits_as_loops_on_a_nearly_singular_matrix():
    x = np.linspace(-2.0, 2.0, 11)
    a, c_bar = np.exp(-0.5 * (x[:, None] - x) ** 2) + 1e-8 * np.eye(11), R.normal(size=(11, 11))

    def f(z):
        return np.sum(c_bar * np.linalg.cholesky(z))
    exact = exact_adjoint(a, np.tril(c_bar))

    def error(derivative):
        return np.max(np.abs(derivative(a) - exact)) / np.max(np.abs(exact))
    assert error(ad.grad(f)) < 30.0 * by_loops(error, ad.grad(f)) + 1e-13
