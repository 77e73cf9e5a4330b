"""Programs whose matrix operations are calls: the same values, gradients and Hessian products as with loops, in both engines.

The threshold is lowered, so that matrices of five rows are large, and Cholesky blocks have two rows.
"""
from __future__ import annotations

import mpmath
import numpy as np
import pytest
import scipy.linalg
from sweeps import thinned

from llbayes import ad
from llbayes.ad.rules import calls
from llbayes.lang.arrays import dense
from llbayes.lang.staging import Array, stage

N = 5
R = np.random.default_rng(0)
B, W, T3, Y, OBS = R.normal(size=(N, N)), R.normal(size=(N, N)), R.normal(size=(N, 3, N)), R.normal(size=(N, 3)), R.normal(size=(4, N))
SQUARE = R.normal(size=N * N)


def positive(z):
    a = z.reshape(N, N)
    return a @ a.T + 5.0 * np.eye(N)


def products(z):
    return np.sum(W * (z.reshape(N, N) @ z.reshape(N, N).T @ B))


def cholesky(z):
    return np.sum(W * np.linalg.cholesky(positive(z)))


def triangular(z):
    c = np.linalg.cholesky(positive(z))
    s = np.sum(Y * scipy.linalg.solve_triangular(c, Y, lower=True)) + np.sum(Y * scipy.linalg.solve_triangular(c, Y, trans="T", lower=True) ** 2)
    return s + np.sum(scipy.linalg.solve_triangular(c.T, Y[:, 0], lower=False)) + np.sum(scipy.linalg.cho_solve((c.T, False), Y[:, 1]) ** 2)


def only_triangles_are_read(z):
    a = z.reshape(N, N) + 3.0 * np.eye(N)
    s = np.sum(Y * scipy.linalg.solve_triangular(a, Y, lower=True)) + np.sum(Y * scipy.linalg.solve_triangular(a.T, Y, lower=True, unit_diagonal=True))
    return s + np.sum(W * np.linalg.cholesky(a + 20.0 * np.eye(N)))


def general(z):
    a = z.reshape(N, N)
    sign, log = np.linalg.slogdet(a)
    return np.sum(Y * np.linalg.solve(a, Y * z[0])) + np.sum(np.linalg.solve(a, Y[:, 1])) + np.sum(W * np.linalg.inv(a)) + sign * log**2


def overwritten(z):
    a = np.eye(N) + z.reshape(N, N) * 0.1
    for _ in range(3):
        a = a @ B * 0.3
    a[:] = a @ a
    for _ in range(2):
        a[:, :] = (a @ B) * 0.1 + a.T
    return np.sum(W * a)


def unknown_trip_count(z):
    a = np.eye(N) + z.reshape(N, N) * 0.1
    k = 0
    while np.sum(a * a) < 500.0 and k < 8:
        a = a @ a * 0.5 + 0.5 * a
        k += 1
    return np.sum(W * np.tanh(a))


def branches(z):
    a = np.eye(N) + z.reshape(N, N) * 0.1
    c = a @ B if z[0] > 0 else B @ a
    if z[1] > 0:
        c = c @ a
    return np.sum(W * c)


def views(z):
    m = np.zeros((2 * N, 3 * N))
    m[::2, :] = 0.5
    m[:N, :N] = z.reshape(N, N)
    m[N:, N:2 * N] = z.reshape(N, N).T
    s = np.sum((m[::2, ::3] @ m[:N, :N]) * W) + np.sum(m[::-1, :N][:N] @ m[N:, N:2 * N].T)
    return s + sum(np.sum((z.reshape(N, N) @ T3[:, k, :]) * W) for k in range(3))


def batches(z):
    a, k = z.reshape(N, N), np.zeros((3, N, N))
    for i in range(3):
        k[i] = a @ a.T * (i + 1.0) + 10.0 * np.eye(N)
    c = np.linalg.cholesky(k)
    s = 0.0
    for i in range(3):
        s += np.sum(W * c[i]) * (i + 1)
    return s


def nested_loops(z):
    a, total = z.reshape(N, N) * 0.3, 0.0
    for i in range(3):
        c = np.eye(N)
        for j in range(i + 1):
            c = c @ a + np.eye(N) * z[j]
        total += np.sum(W * c * c)
    return total


def kalman(z):
    f, q = 0.9 * np.eye(N) + 0.1 * B * z[0], np.exp(z[1]) * np.eye(N)
    r = np.exp(z[2]) * np.eye(N) + 0.1
    m, p, total = np.zeros(N), np.eye(N) * np.exp(z[3]), 0.0
    for t in range(4):
        m, p = f @ m, f @ p @ f.T + q
        c = np.linalg.cholesky(p + r)
        e = OBS[t] - m
        u = scipy.linalg.solve_triangular(c, e, lower=True)
        total += -0.5 * np.sum(u * u) - np.sum(np.log(np.diag(c)))
        gain = scipy.linalg.cho_solve((c, True), p)
        m, p = m + gain.T @ e, p - gain.T @ p
    return total


def of_data(z):
    k = B @ B.T + N * np.eye(N)
    c = np.linalg.cholesky(k)
    return np.sum(scipy.linalg.solve_triangular(c, z[:N], lower=True) ** 2) + np.sum(np.log(np.diag(c))) * z[0] + np.linalg.slogdet(k)[1] * z[1]


def inner_gradient(z):
    return np.sum(ad.grad(lambda w: np.sum(W * np.linalg.cholesky(positive(w)))**2)(z) * z)


PROGRAMS = [products, cholesky, triangular, only_triangles_are_read, general, overwritten, unknown_trip_count, branches, views, batches, nested_loops,
            kalman, of_data]


@pytest.fixture
def large(monkeypatch):
    """Five rows are large."""
    monkeypatch.setattr(dense, "LEAST", 3)
    monkeypatch.setattr(dense, "THINNEST", 1)
    for name, rows in (("BLOCK", 2), ("INNER", 1), ("WHOLE", 2)):
        monkeypatch.setattr(calls, name, rows)


def text_of(f):
    return stage(f, (Array("f8", (N * N,)),)).text


def by_loops(derivative, *args):
    """A derivative with calls switched off."""
    kept, dense.LEAST = dense.LEAST, 10**6
    try:
        return derivative(*args)
    finally:
        dense.LEAST = kept


@pytest.mark.parametrize("f", thinned(PROGRAMS, 4), ids=lambda f: f.__name__)
def test_calls_give_what_loops_give(f, large):
    assert "@llb.dense." in text_of(f) and "@llb.dense." not in by_loops(text_of, f)
    v = R.normal(size=SQUARE.size)
    value, gradient = ad.value_and_grad(f)(SQUARE)
    assert value == pytest.approx(f(SQUARE), rel=1e-11)
    assert ad.evaluate(f)(SQUARE) == pytest.approx(value, rel=1e-11)
    expected = by_loops(ad.grad(f), SQUARE)
    scale = np.max(np.abs(expected))
    assert gradient == pytest.approx(expected, rel=1e-9, abs=1e-11 * scale)
    assert ad.grad(f, engine="baseline")(SQUARE) == pytest.approx(expected, rel=1e-9, abs=1e-11 * scale)
    assert ad.jvp(f)(SQUARE, v)[1] == pytest.approx(expected @ v, rel=1e-9)
    products_ = by_loops(ad.hvp(f), SQUARE, v)
    assert ad.hvp(f)(SQUARE, v) == pytest.approx(products_, rel=1e-8, abs=1e-10 * np.max(np.abs(products_)))


def test_a_gradient_inside_compiled_code_is_differentiated_again(large):
    expected = by_loops(ad.grad(inner_gradient), SQUARE)
    assert ad.grad(inner_gradient)(SQUARE) == pytest.approx(expected, rel=1e-8, abs=1e-9 * np.max(np.abs(expected)))


def test_third_derivatives(large):
    """Reverse over forward over reverse, against differences of Hessian products."""
    direction, v, h = B, R.normal(size=(N, N)), 1e-5

    def f(w):
        return np.sum(W * np.linalg.cholesky(w @ w.T + np.eye(N)))

    def second(w):
        return np.sum(ad.hvp(f)(w, direction) * direction)
    a = SQUARE.reshape(N, N)
    assert np.sum(ad.grad(second)(a) * v) == pytest.approx((second(a + h * v) - second(a - h * v)) / (2 * h), rel=1e-6)


def test_closed_forms(large):
    """d log|det A| = A⁻ᵀ, and the gradient of xᵀ A⁻¹ x is -A⁻ᵀ x (A⁻¹ x)ᵀ for fixed x."""
    a, x = SQUARE.reshape(N, N), Y[:, 0]
    assert ad.grad(lambda m: np.linalg.slogdet(m)[1])(a) == pytest.approx(np.linalg.inv(a).T, rel=1e-10)
    assert ad.grad(lambda m: x @ np.linalg.solve(m, x))(a) == pytest.approx(-np.outer(np.linalg.solve(a.T, x), np.linalg.solve(a, x)), rel=1e-10)


def test_a_matrix_that_is_not_positive_definite_has_a_factor_of_nan(large):
    """As with loops, whose nan begins in the column of the negative pivot; a density of it is rejected."""
    def f(z):
        return np.sum(np.log(np.diag(np.linalg.cholesky(z.reshape(N, N)))))
    z = np.eye(N)
    z[3, 3] = -1.0
    assert np.isnan(ad.evaluate(f)(z.ravel())) and np.isnan(by_loops(ad.evaluate(f), z.ravel()))


def test_a_determinant_has_a_gradient_where_the_matrix_is_singular(large):
    a = SQUARE.reshape(N, N).copy()
    a[4] = a[:4].sum(axis=0)
    minors = np.array([[np.linalg.det(np.delete(np.delete(a, i, 0), j, 1)) * (-1) ** (i + j) for j in range(N)] for i in range(N)])
    assert ad.grad(np.linalg.det)(a) == pytest.approx(minors, rel=1e-9, abs=1e-9)


def test_small_matrices_f32_and_vectors_are_loops():
    a = Array("f8", (40, 40))
    assert "@llb.dense." in stage(lambda x: np.sum(x @ x), (a,)).text
    assert "@llb.dense." not in stage(lambda x: np.sum(x @ x[0]), (a,)).text
    assert "@llb.dense." not in stage(lambda x: np.sum(x @ x), (Array("f8", (8, 8)),)).text
    assert "@llb.dense." not in stage(lambda x: np.sum(x @ x), (Array("f4", (40, 40)),)).text


def test_threads_share_the_code():
    from concurrent.futures import ThreadPoolExecutor
    n = 40
    a = R.normal(size=(n, n))
    k = a @ a.T + n * np.eye(n)
    f = ad.value_and_grad(lambda m: np.sum(np.log(np.diag(np.linalg.cholesky(m)))))
    value, gradient = f(k)
    with ThreadPoolExecutor(4) as pool:
        for other, slope in pool.map(f, [k] * 40):
            assert other == value and np.array_equal(slope, gradient)
    assert value == pytest.approx(0.5 * np.linalg.slogdet(k)[1], rel=1e-12)


def test_the_gradient_of_a_factor_is_right_where_the_matrix_is_nearly_singular():
    """A Gaussian process of smooth paths: the slope by its scale against differences in 50 digits; the condition is 1e11."""
    n, nugget = 64, 1e-9
    x, e, w = np.linspace(-3, 3, n), R.normal(size=n), R.normal(size=n)
    smooth = np.exp(-0.5 * (x[:, None] - x) ** 2)
    found = ad.grad(lambda scale: np.sum(w * (np.linalg.cholesky(scale * smooth + nugget * np.eye(n)) @ e)))(1.0)

    def path(scale):
        rows = [[scale * mpmath.mpf(float(smooth[i, j])) + (nugget if i == j else 0) for j in range(i + 1)] for i in range(n)]
        for i, row in enumerate(rows):
            for j in range(i + 1):
                rest = row[j] - mpmath.fdot(row[:j], rows[j][:j])
                row[j] = mpmath.sqrt(rest) if i == j else rest / rows[j][j]
        return mpmath.fdot(w, [mpmath.fdot(row, e[: i + 1]) for i, row in enumerate(rows)])

    with mpmath.workdps(50):
        step = mpmath.mpf(10) ** -15
        wanted = float((path(1 + step) - path(1 - step)) / (2 * step))
    assert found == pytest.approx(wanted, rel=1e-3)
