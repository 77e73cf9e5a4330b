"""Out of the domain at run time: density -inf and a gradient of zeros, never nan."""

from __future__ import annotations

import math

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import DataError
from llbayes.ppl import MultivariateNormal, Normal, Uniform, interval

Y = np.array([1.1, 1.9, 3.2, 3.9, 5.1])


@ppl.model
def without_room(y):
    b = ppl.sample("b", Normal(0, 1))
    a = ppl.param("a", interval(b, 1))
    c = ppl.sample("c", Uniform(b, 1))
    d = ppl.sample("d", Normal(0, 1).truncated(b, 1))
    ppl.sample("y", Normal(a + c + d, 1), obs=y)


def test_bounds_that_cross_during_a_run_have_density_minus_infinity():
    posterior = without_room.bind(y=Y)
    assert np.isfinite(posterior.log_density(np.zeros(4)))
    value, gradient = posterior.value_and_grad(np.array([1.5, 0, 0, 0]))
    assert value == -np.inf
    assert np.all(gradient == 0)


def test_a_covariance_that_is_not_positive_definite_has_density_minus_infinity():
    @ppl.model
    def correlated(y):
        r = ppl.sample("r", Normal(0, 1))
        ppl.sample("y", MultivariateNormal(np.zeros(2), cov=np.array([[1.0, r], [r, 1.0]])), obs=y)

    posterior = correlated.bind(y=Y[:2])
    assert np.isfinite(posterior.log_density(np.array([0.9])))
    assert posterior.log_density(np.array([1.1])) == -np.inf


@ppl.model
def refuses_zero(y):
    s = ppl.sample("s", Normal(0, 1))
    assert s > 0.1
    if s > 30:
        raise ValueError("too large")
    r = ppl.sample("r", Normal(0, 1))
    root = np.linalg.cholesky(np.array([[1.0, r - 1.0], [r - 1.0, 1.0]]))
    ppl.sample("y", Normal(root[1, 0], s + math.sqrt(s)), obs=y)


def test_a_model_that_refuses_the_point_zero_can_be_bound():
    posterior = refuses_zero.bind(y=Y)
    good = np.array([0.5, 0.5])
    assert posterior.log_density(good) == pytest.approx(posterior.interpreted_log_density(good), rel=1e-12)
    assert list(posterior.observed["y"]) == list(Y)
    for bad in ([0.0, 0.5], [31.0, 0.5], [0.5, 2.5]):
        value, gradient = posterior.value_and_grad(np.array(bad))
        assert value == posterior.interpreted_log_density(np.array(bad)) == -np.inf
        assert np.all(gradient == 0)
    assert posterior.unconstrain({"s": 0.5, "r": 0.5}) == pytest.approx(good)


@ppl.model
def refuses_all(y):
    s = ppl.sample("s", Normal(0, 1))
    assert s > 1000
    ppl.sample("y", Normal(0, s), obs=y)


def test_a_model_that_refuses_all_points_is_refused():
    with pytest.raises(DataError, match="AssertionError"):
        refuses_all.bind(y=Y)


@pytest.mark.parametrize("n", [2, 40])
def test_a_factorisation_that_fails_in_the_model_has_density_minus_infinity(n):
    @ppl.model
    def factorised(y):
        r = ppl.sample("r", Normal(0, 1))
        root = np.linalg.cholesky(np.eye(n) + r * (np.ones((n, n)) - np.eye(n)))
        ppl.sample("y", Normal(root[n - 1, 0], 1), obs=y)

    posterior = factorised.bind(y=Y)
    assert np.isfinite(posterior.log_density(np.array([0.9])))
    for r in (1.5, -2.0):
        value, gradient = posterior.value_and_grad(np.array([r]))
        assert value == posterior.interpreted_log_density(np.array([r])) == -np.inf
        assert np.all(gradient == 0)
