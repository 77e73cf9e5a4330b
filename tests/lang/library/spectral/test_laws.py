"""Laws of linear algebra in the language, a row a function: compiled values are NumPy's and SciPy's, signs of vectors included, to 1e-12; gradients are
differences of them, Hessian products are differences of gradients, forward mode agrees with reverse mode."""
from __future__ import annotations

import numpy as np
import pytest
import scipy.linalg
from sweeps import thinned

from llbayes import ad

pytestmark = pytest.mark.thinned(3)

R = np.random.default_rng(5)
X, DIRECTION = R.normal(size=12), R.normal(size=12)
A = R.normal(size=(3, 3))
S = A @ A.T + 3.0 * np.eye(3)


def square(x):
    return x[:9].reshape(3, 3)


def tall(x):
    return x.reshape(4, 3)


def positive(x):
    return square(x) @ square(x).T + S


def stack(x):
    return x.reshape(3, 2, 2)


ROWS = {
    "eigh": lambda x: np.linalg.eigh(square(x)),
    "eigh upper": lambda x: np.linalg.eigh(square(x), "U"),
    "eigh fields": lambda x: (np.linalg.eigh(positive(x)).eigenvalues, np.linalg.eigh(positive(x)).eigenvectors[0]),
    "eigvalsh": lambda x: (np.linalg.eigvalsh(square(x)), np.linalg.eigvalsh(square(x), UPLO="U")),
    "stacks": lambda x: (*np.linalg.eigh(stack(x)), np.linalg.eigvalsh(stack(x))),
    "expm": lambda x: (scipy.linalg.expm(square(x)), scipy.linalg.expm(stack(x))),
    "expm halved": lambda x: scipy.linalg.expm(12.0 * square(x)) * 1e-8,
    "expm_frechet": lambda x: scipy.linalg.expm_frechet(square(x), A),
    "cho_factor": lambda x: (scipy.linalg.cho_factor(positive(x))[0], scipy.linalg.cho_factor(positive(x), lower=True)[0]),
    "cho_solve of cho_factor": lambda x: scipy.linalg.cho_solve(scipy.linalg.cho_factor(positive(x)), x[:3]),
    "cholesky": lambda x: (scipy.linalg.cholesky(positive(x)), scipy.linalg.cholesky(positive(x), lower=True), np.linalg.cholesky(positive(x), upper=True)),
    "svd": lambda x: np.linalg.svd(square(x)),
    "svd of tall": lambda x: (*np.linalg.svd(tall(x), full_matrices=False), *np.linalg.svd(tall(x))),
    "svd of wide": lambda x: (*np.linalg.svd(tall(x).T, full_matrices=False), *np.linalg.svd(tall(x).T)),
    "svd of symmetric": lambda x: (*np.linalg.svd(square(x) + square(x).T, hermitian=True), np.linalg.svd(square(x), compute_uv=False, hermitian=True)),
    "svd of stacks": lambda x: (*np.linalg.svd(stack(x)), np.linalg.svd(stack(x), compute_uv=False)),
    "svdvals": lambda x: (np.linalg.svdvals(tall(x)), np.linalg.svd(tall(x), compute_uv=False)),
    "pinv": lambda x: (np.linalg.pinv(tall(x)), np.linalg.pinv(tall(x).T), np.linalg.pinv(square(x), hermitian=True)),
    "pinv of stacks": lambda x: np.linalg.pinv(stack(x), 1e-10),
    "pinv of lower rank": lambda x: (np.linalg.pinv(np.outer(x[:4], x[4:7])), np.linalg.pinv(tall(x), 0.4)),
    "lstsq": lambda x: np.linalg.lstsq(tall(x), np.cos(x[:4]), rcond=None),
    "lstsq of columns": lambda x: np.linalg.lstsq(tall(x), np.outer(x[:4], x[4:6]), rcond=None),
    "lstsq of fewer equations": lambda x: np.linalg.lstsq(tall(x).T, x[:3], rcond=None),
    "lstsq of lower rank": lambda x: np.linalg.lstsq(np.outer(x[:3], x[4:8]), x[:3], rcond=None),
    "matrix_rank": lambda x: (np.linalg.matrix_rank(tall(x)) * x[0], np.linalg.matrix_rank(np.outer(x, x)) * x[0], np.linalg.matrix_rank(tall(x), 1.0) * x[0],
                              np.linalg.matrix_rank(stack(x), rtol=0.5) * x[:3], np.linalg.matrix_rank(square(x), hermitian=True) * x[0]),
    "cond": lambda x: [np.linalg.cond(square(x), p) for p in (None, 2, -2, 1, -1, np.inf, -np.inf, "fro", "nuc")],
    "cond of others": lambda x: (np.linalg.cond(tall(x)), np.linalg.cond(stack(x))),
    "norm": lambda x: [np.linalg.norm(tall(x), p) for p in (2, -2, "nuc")],
    "norm of stacks": lambda x: (np.linalg.norm(stack(x), 2, axis=(0, 2)), np.linalg.norm(stack(x), "nuc", (1, 2), True)),
    "qr": lambda x: (*np.linalg.qr(tall(x)), *np.linalg.qr(tall(x).T), np.linalg.qr(tall(x), "r")),
    "qr complete": lambda x: (*np.linalg.qr(x[:10].reshape(5, 2), mode="complete"), *np.linalg.qr(square(x), mode="complete")),
    "qr of stacks": lambda x: (*np.linalg.qr(stack(x)), *np.linalg.qr(x.reshape(2, 3, 2), mode="complete")),
    "scipy's qr": lambda x: (*scipy.linalg.qr(tall(x)), *scipy.linalg.qr(tall(x), mode="economic"), *scipy.linalg.qr(tall(x), mode="r")),
    "scipy's eigh": lambda x: (*[part**2 for part in (*scipy.linalg.eigh(square(x)), *scipy.linalg.eigh(square(x), lower=False))],
                               *scipy.linalg.eigh(square(x), driver="evd"),
                               scipy.linalg.eigvalsh(square(x)), scipy.linalg.eigh(square(x), eigvals_only=True)),
    "eigh of pairs": lambda x: (*scipy.linalg.eigh(square(x), positive(x)), *scipy.linalg.eigh(square(x), positive(x), lower=False, type=2),
                                *scipy.linalg.eigh(square(x), positive(x), type=3), scipy.linalg.eigvalsh(square(x), positive(x))),
    "scipy's svd": lambda x: (*scipy.linalg.svd(tall(x)), *scipy.linalg.svd(tall(x), False), scipy.linalg.svdvals(tall(x)), *scipy.linalg.polar(tall(x)),
                              *scipy.linalg.polar(square(x), "left")),
    "scipy's pinv": lambda x: (*scipy.linalg.pinv(tall(x), return_rank=True)[:1], scipy.linalg.pinvh(square(x)), scipy.linalg.pinvh(square(x), lower=False)),
    "scipy's lstsq": lambda x: (*scipy.linalg.lstsq(tall(x), x[:4]), *scipy.linalg.lstsq(tall(x).T, x[:3])),
    "lu": lambda x: (*scipy.linalg.lu(tall(x)), *scipy.linalg.lu(tall(x).T, permute_l=True), *scipy.linalg.lu(square(x), p_indices=True)),
    "lu_factor": lambda x: (*scipy.linalg.lu_factor(square(x)), scipy.linalg.lu_factor(tall(x))[0]),
    "lu_solve": lambda x: [scipy.linalg.lu_solve(scipy.linalg.lu_factor(square(x)), b, t) for b in (x[:3], tall(x).T) for t in (0, 1)],
    "solve of stacks": lambda x: (np.linalg.solve(stack(x), x[:2]), np.linalg.solve(stack(x), x[:6].reshape(3, 2, 1)), np.linalg.solve(square(x), x.reshape(2, 3, 2)),
                                  np.linalg.inv(stack(x)), np.linalg.det(stack(x)), *np.linalg.slogdet(stack(x)), np.linalg.cholesky(stack(x) @ np.swapaxes(stack(x), 1, 2))),
    "scipy's solve": lambda x: [scipy.linalg.solve(positive(x), x[:3], lower=lower, assume_a=kind) for kind in ("gen", "sym", "pos") for lower in (False, True)],
    "triangular": lambda x: (scipy.linalg.solve(square(x), x[:3], assume_a="upper triangular"), scipy.linalg.solve(square(x), x[:3], assume_a="lower triangular"),
                             scipy.linalg.solve(square(x), x[:3], transposed=True), scipy.linalg.solve_triangular(square(x), x[:3], "T", True, True)),
    "scipy's inv and det": lambda x: (scipy.linalg.inv(square(x)), scipy.linalg.det(square(x)), scipy.linalg.inv(positive(x), assume_a="pos")),
    "tensors": lambda x: (np.linalg.tensorinv(square(x), 1), np.linalg.tensorsolve(square(x).reshape(3, 1, 3), x[:3].reshape(3, 1))),
    "banded": lambda x: (scipy.linalg.solve_banded((1, 1), tall(x).T, x[:4]), scipy.linalg.solve_banded((2, 0), tall(x).T, x[:8].reshape(4, 2)),
                         scipy.linalg.solve_banded((0, 2), tall(x).T, x[:4])),
    "banded cholesky": lambda x: [value for ab, low in ((tall(x).T * 0.1 + np.array([[0.0], [0.0], [3.0]]), False), (tall(x).T * 0.1 + np.array([[3.0], [0.0], [0.0]]), True))
                                  for value in (scipy.linalg.cholesky_banded(ab, lower=low), scipy.linalg.solveh_banded(ab, x[:4], lower=low),
                                                scipy.linalg.cho_solve_banded((scipy.linalg.cholesky_banded(ab, lower=low), low), x[:8].reshape(4, 2)))],
    "structured systems": lambda x: (scipy.linalg.solve_toeplitz(x[:3], x[3:6]), scipy.linalg.solve_toeplitz((x[:3], x[5:8]), x[:6].reshape(3, 2)),
                                     scipy.linalg.matmul_toeplitz((x[:3], x[5:8]), x[:3]), scipy.linalg.solve_circulant(x[:3], x[3:6])),
    "matrix equations": lambda x: (scipy.linalg.solve_sylvester(square(x), x[:4].reshape(2, 2), x[4:10].reshape(3, 2)),
                                   scipy.linalg.solve_continuous_lyapunov(square(x), A), scipy.linalg.solve_discrete_lyapunov(square(x), A)),
    "sqrtm": lambda x: scipy.linalg.sqrtm(S + 0.3 * square(x)),
    "logm": lambda x: scipy.linalg.logm(S + 0.3 * square(x)),
    "fractional_matrix_power": lambda x: scipy.linalg.fractional_matrix_power(S + 0.3 * square(x), 0.3),
    "trigonometric": lambda x: [f(square(x)) for f in (scipy.linalg.cosm, scipy.linalg.sinm, scipy.linalg.coshm, scipy.linalg.sinhm)],
    "tangents": lambda x: [f(0.3 * square(x)) for f in (scipy.linalg.tanm, scipy.linalg.tanhm)],
    "block_diag": lambda x: scipy.linalg.block_diag(square(x), 2.0, x[:2], A),
    "toeplitz": lambda x: (scipy.linalg.toeplitz(x[:3]), scipy.linalg.toeplitz(x[:2], x[4:8]), scipy.linalg.toeplitz(x[:4], [1.0, 2.0])),
    "hankel": lambda x: (scipy.linalg.hankel(x[:3]), scipy.linalg.hankel(x[:2], x[1:5]), scipy.linalg.hankel(x[:5], x[4:6])),
    "circulant": lambda x: scipy.linalg.circulant(x[:4]),
    "companion": lambda x: scipy.linalg.companion(x[:4]),
    "leslie": lambda x: scipy.linalg.leslie(x[:4], x[4:7]),
    "fiedler": lambda x: scipy.linalg.fiedler(x[:4]),
    "convolution_matrix": lambda x: [scipy.linalg.convolution_matrix(x[:m], n, mode) for m, n in ((4, 2), (2, 5)) for mode in ("full", "same", "valid")],
}


def flat(found):
    """All numbers of a result, one behind the other."""
    return np.concatenate([np.ravel(part) for part in (found if isinstance(found, (tuple, list)) else (found,))])


@pytest.mark.parametrize("name", thinned(ROWS, 6))
def test_values_and_slopes(name):
    f = ROWS[name]
    value = flat(ad.evaluate(f)(X))
    np.testing.assert_allclose(value, flat(f(X)), rtol=1e-12, atol=1e-12)
    weights = np.cos(np.arange(len(value)))

    def total(x):
        parts = f(x)
        s, k = 0.0, 0
        for part in (parts if isinstance(parts, (tuple, list)) else (parts,)):
            s += np.sum(np.ravel(part) * weights[k:k + np.size(part)])
            k += np.size(part)
        return s
    gradient = ad.grad(total)
    np.testing.assert_allclose(gradient(X), [difference(total, X, e) for e in np.eye(12)], rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(ad.jvp(total)(X, DIRECTION)[1], gradient(X) @ DIRECTION, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(ad.hvp(total)(X, DIRECTION), difference(gradient, X, DIRECTION), rtol=1e-6, atol=1e-6)


def test_signs_of_scipys_eigenvectors():
    """They jump from point to point, so that slopes are compared of their squares alone."""
    for lower in (True, False):
        found = ad.evaluate(lambda x, lower=lower: scipy.linalg.eigh(square(x), lower=lower))(X)
        np.testing.assert_allclose(flat(found), flat(scipy.linalg.eigh(square(X), lower=lower)), atol=1e-13)


def difference(f, x, along):
    """Central differences of the fourth order."""
    h = 1e-3 / max(1.0, float(np.linalg.norm(along)))
    return (8.0 * (f(x + h * along) - f(x - h * along)) - (f(x + 2.0 * h * along) - f(x - 2.0 * h * along))) / (12.0 * h)
