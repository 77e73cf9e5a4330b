"""The delta method is exact for quadratic functions of Gaussian inputs, and of independent inputs of any law."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes import uq
from llbayes.ir.errors import DataError, SettingsError
from llbayes.ppl import Exponential, Normal, StudentT, Uniform

A = np.array([[2.0, 0.3, -0.5], [0.3, 1.0, 0.7], [-0.5, 0.7, -1.5]])
B = np.array([[0.5, -0.2, 0.0], [-0.2, 2.0, 0.4], [0.0, 0.4, 1.0]])
b = np.array([1.0, -2.0, 0.5])
MEAN = np.array([0.4, -1.0, 2.0])
L = np.array([[1.0, 0, 0], [0.5, 0.8, 0], [-0.3, 0.2, 0.6]])
COV = L @ L.T


def quadratic(x):
    return 0.5 * x @ (A @ x) + b @ x


def pair(x):
    return np.array([0.5 * x @ (A @ x) + b @ x, 0.5 * x @ (B @ x) - x[0]])


def by_hand(x):
    """Jacobian and Hessians of `pair`."""
    return np.stack([A @ x + b, B @ x - np.array([1.0, 0, 0])]), np.stack([A, B])


def test_quadratic_of_correlated_gaussians_is_exact():
    r = uq.delta_method(quadratic, uq.GaussianInputs(("x", "y", "z"), MEAN, COV))
    g = A @ MEAN + b
    assert r.mean[0] == pytest.approx(quadratic(MEAN) + 0.5 * np.trace(A @ COV), rel=1e-12)
    assert r.covariance[0, 0] == pytest.approx(g @ COV @ g + 0.5 * np.trace(A @ COV @ A @ COV), rel=1e-12)
    assert r.covariance_first[0, 0] == pytest.approx(g @ COV @ g, rel=1e-12)
    assert r.share.sum() == pytest.approx(1)


def check_pair(r):
    (ga, gb), _ = by_hand(MEAN)
    assert r.covariance[0, 1] == pytest.approx(ga @ COV @ gb + 0.5 * np.trace(A @ COV @ B @ COV), rel=1e-12)
    np.testing.assert_allclose(r.covariance, r.array("covariance").T)


def test_two_outputs_with_given_derivatives():
    inputs = uq.GaussianInputs(("x", "y", "z"), MEAN, COV)
    check_pair(uq.delta_method(pair, inputs, jacobian=lambda x: by_hand(x)[0], hessian=lambda x: by_hand(x)[1]))


def test_two_outputs_compiled():
    check_pair(uq.delta_method(pair, uq.GaussianInputs(("x", "y", "z"), MEAN, COV)))


def test_quadratic_of_skewed_independent_inputs_is_exact():
    """x² + 3x y of x ~ Exponential(1), y ~ Uniform(0, 1): moments E xᵏ = k!, E yᵏ = 1/(k + 1)."""
    def f(x):
        return x[0] ** 2 + 3.0 * x[0] * x[1]

    r = uq.delta_method(f, uq.Inputs(x=Exponential(1.0), y=Uniform(0.0, 1.0)))
    mean = 2 + 1.5
    assert r.mean[0] == pytest.approx(mean)
    assert r.covariance[0, 0] == pytest.approx(24 + 6 * 6 * 0.5 + 9 * 2 / 3 - mean**2)


def test_first_order_needs_no_hessian():
    r = uq.delta_method(lambda x: x[0] ** 2, uq.Inputs(a=Normal(3, 1)), order=1, jacobian=lambda x: np.array([[2 * x[0]]]))
    assert "hessian" not in r.values and r.mean == 9 and r.sd == 6


@pytest.mark.parametrize("make, error, message", [
    (lambda: uq.delta_method(lambda x: x[0], uq.Inputs(a=Normal(0, 1)), order=3), SettingsError, "from 1 to 2"),
    (lambda: uq.delta_method(pair, uq.GaussianInputs(("x", "y", "z"), MEAN, COV), order=1, jacobian=lambda x: by_hand(x)[0].T), DataError, r"`gradient` .*shape \(3, 2\)"),
    (lambda: uq.delta_method(lambda x: x[0] ** 2, uq.Inputs(a=StudentT(3.5, 0, 1))), SettingsError, "`a` has no finite third and fourth"),
    (lambda: uq.delta_method(lambda x: np.log(x[0] - 1.0), uq.Inputs(a=Normal(0.5, 1)), order=1), DataError, "not finite at 1 of 1 points, first at a = 0.5"),
])
def test_what_cannot_be_done_is_said(make, error, message):
    with np.errstate(all="ignore"), pytest.raises(error, match=message):
        make()


def test_batched_jacobian_equals_column_by_column():
    from llbayes import ad

    def f(x):
        return np.array([np.sin(x[0]) * x[1], np.exp(x[2] - x[0]), x[0] / (1.0 + x[1] ** 2)])

    x = np.array([0.3, -1.2, 0.7])
    columns = np.stack([ad.jvp(f)(x, e)[1] for e in np.eye(3)], axis=1)
    assert np.abs(ad.jacobian(f)(x) - columns).max() <= 1e-12
