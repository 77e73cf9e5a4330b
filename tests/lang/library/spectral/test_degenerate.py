"""Matrices whose decompositions are not smooth: eigenvalues that are equal, powers that vanish. Slopes are right, or nan where there are none."""
from __future__ import annotations

import mpmath
import numpy as np
import pytest
import scipy.linalg

from llbayes import ad

TIED = {"all": np.eye(3), "two": np.diag([1.0, 1.0, 2.0]), "turned": None}
Q = np.linalg.qr(np.random.default_rng(2).normal(size=(3, 3)))[0]
TIED["turned"] = Q @ TIED["two"] @ Q.T


@pytest.mark.parametrize("name", TIED)
def test_symmetric_functions_of_equal_eigenvalues(name):
    """d/dA of the sum of f(w) is f'(A), whatever basis of the space was found."""
    a = 0.5 * (TIED[name] + TIED[name].T)
    gradient = ad.grad(lambda a: np.sum(np.log(np.linalg.eigvalsh(a))))(a)
    np.testing.assert_allclose(gradient, folded(np.linalg.inv(a)), atol=1e-13)
    np.testing.assert_allclose(ad.jacobian(lambda a: np.sum(np.log(np.linalg.eigh(a)[0])))(a), gradient, atol=1e-13)


def folded(slope):
    """The slope by the lower triangle, which is all that is read."""
    return np.tril(slope + slope.T, -1) + np.diag(np.diagonal(slope))


def test_eigenvectors_of_equal_eigenvalues_have_no_slope():
    def first(a):
        return np.linalg.eigh(a)[1][0, 0]

    def last(a):
        return np.linalg.eigh(a)[1][0, 2]
    assert np.isnan(ad.grad(first)(TIED["two"])).any()
    assert np.isfinite(ad.grad(last)(np.diag([1.0, 2.0, 3.0]))).all()


def test_eigenvectors_that_are_apart_have_their_slope_beside_equal_ones():
    x = np.array([0.5, 1.2, 2.0, 0.7])
    size = np.sqrt(x @ x)
    right = np.eye(4)[0] / size - x[0] * x / size**3
    sign = np.sign(np.linalg.svd(np.outer(x, x) + np.eye(4))[0][0, 0])
    np.testing.assert_allclose(ad.grad(lambda x: np.linalg.svd(np.outer(x, x) + np.eye(4))[0][0, 0])(x), sign * right, atol=1e-12)
    sign = np.sign(np.linalg.eigh(np.outer(x, x) + np.eye(4))[1][0, 3])
    np.testing.assert_allclose(ad.grad(lambda x: np.linalg.eigh(np.outer(x, x) + np.eye(4))[1][0, 3])(x), sign * right, atol=1e-12)


def test_second_derivatives_where_eigenvalues_part_are_nan_and_not_wrong():
    hessian = ad.hessian(lambda a: np.sum(np.log(np.linalg.eigvalsh(a))))(TIED["two"])
    right = -np.einsum("ij,kl->ijkl", np.eye(3), np.eye(3))
    assert np.isnan(hessian[1, 0, 1, 0])
    assert hessian[0, 0, 0, 0] == -1.0
    assert right.shape == hessian.shape


def test_a_function_of_a_matrix_through_tied_eigenvectors_is_nan_and_not_wrong():
    def log(a):
        w, v = np.linalg.eigh(a)
        return np.sum(v @ np.diag(np.log(w)) @ v.T)
    assert np.isnan(ad.grad(log)(np.eye(3))).any()
    assert np.isnan(ad.grad(log)(TIED["two"])).any()


# -- singular values
def nuclear(a):
    return np.sum(np.linalg.svdvals(a))


def test_sums_of_equal_singular_values_have_their_slope():
    """The slope of the sum of singular values is the orthogonal factor U Vᵀ."""
    a = Q @ np.diag([2.0, 2.0, 1.0]) @ Q[::-1]
    np.testing.assert_allclose(ad.grad(nuclear)(a), Q @ Q[::-1], atol=1e-13)
    np.testing.assert_allclose(ad.jacobian(nuclear)(a), Q @ Q[::-1], atol=1e-13)


def test_a_singular_value_of_zero_is_a_kink():
    a = np.outer(Q[0], [3.0, 4.0])
    np.testing.assert_allclose(ad.grad(lambda a: np.linalg.svd(a, compute_uv=False)[1])(a), 0.0)
    np.testing.assert_allclose(ad.grad(nuclear)(a), np.outer(Q[0], [0.6, 0.8]), atol=1e-13)
    assert not ad.grad(nuclear)(np.zeros((3, 2))).any()


def test_singular_vectors_that_the_matrix_does_not_determine_have_no_slope():
    a = np.diag([2.0, 2.0, 1.0])
    assert np.isnan(ad.grad(lambda a: np.linalg.svd(a)[0][0, 0])(a)).any()
    tall = np.random.default_rng(1).normal(size=(5, 3))
    assert np.isnan(ad.grad(lambda a: np.linalg.svd(a)[0][0, 4])(tall)).any()
    assert np.isfinite(ad.grad(lambda a: np.linalg.svd(a)[0][0, 2])(tall)).all()


def test_rebuilding_a_matrix_is_the_identity_to_second_order():
    def rebuilt(a):
        u, s, vh = np.linalg.svd(a, full_matrices=False)
        return np.sum(((u * s) @ vh) ** 2)
    a = np.random.default_rng(4).normal(size=(4, 3))
    np.testing.assert_allclose(ad.grad(rebuilt)(a), 2.0 * a, atol=1e-12)
    np.testing.assert_allclose(ad.hvp(rebuilt)(a, a[::-1]), 2.0 * a[::-1], atol=1e-11)


@pytest.mark.parametrize("a", [np.eye(3), np.diag([2.0, 2.0, 1.0]), np.ones((4, 1)), np.linalg.qr(np.random.default_rng(3).normal(size=(4, 3)))[0]],
                         ids=["one", "tied", "ones", "orthogonal"])
def test_pseudoinverses_are_smooth_where_singular_values_are_equal(a):
    """Against the normal equations, to second order."""
    b, v = np.linspace(-1.0, 2.0, len(a)), np.cos(np.arange(a.size)).reshape(a.shape)

    def right(a):
        return np.sum(np.linalg.solve(a.T @ a, a.T @ b) ** 2)

    def found(a):
        return np.sum(np.linalg.lstsq(a, b)[0] ** 2)
    np.testing.assert_allclose(ad.grad(found)(a), ad.grad(right)(a), atol=1e-12)
    np.testing.assert_allclose(ad.hvp(found)(a, v), ad.hvp(right)(a, v), atol=1e-11)


# -- exponentials
EXPONENTS = {
    "nilpotent": [[0.0, 1e6], [0.0, 0.0]], "defective": [[1.0, 1.0], [0.0, 1.0]], "zero": [[0.0, 0.0], [0.0, 0.0]], "not normal": [[1.0, 1e6], [0.0, -1.0]],
    "large": [[30.0, 2.0], [1.0, -40.0]], "turning": [[0.0, 100.0], [-100.0, 0.0]], "ties": [[2.0, 0.0], [0.0, 2.0]],
}


@pytest.mark.parametrize("name", EXPONENTS)
def test_exponentials_and_their_slopes_at_forty_digits(name):
    a = np.array(EXPONENTS[name])
    with mpmath.workdps(60):
        right = np.array(mpmath.expm(mpmath.matrix(a.tolist()), method="taylor").tolist(), float)
        block = mpmath.matrix(np.block([[a, np.ones((2, 2))], [np.zeros((2, 2)), a]]).tolist())
        slope = np.array(mpmath.expm(block, method="taylor").tolist(), float)[:2, 2:]
    found = ad.jvp(scipy.linalg.expm)(a, np.ones((2, 2)))
    size = np.linalg.norm(a, 1)
    np.testing.assert_allclose(found[0], right, rtol=1e-13 * max(size, 1.0), atol=1e-15 * np.abs(right).max())
    np.testing.assert_allclose(found[1], slope, rtol=1e-12 * max(size, 1.0), atol=1e-14 * np.abs(slope).max())
