"""Out of the domain at run time: density -inf and a gradient of zeros, never nan."""

from __future__ import annotations

import numpy as np

from llbayes import ppl
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
