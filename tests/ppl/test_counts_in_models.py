"""Counts, ordered categories and vectors of counts as observations of a model."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import DataError
from llbayes.ppl import Dirichlet, Multinomial, NegativeBinomial, Normal, OrderedLogistic


@ppl.model
def counted(x, grades, votes, K):
    b = ppl.sample("b", Normal(0, 1))
    cuts = ppl.sample("cuts", Normal(np.arange(K - 1.0), 2.0), constraint=ppl.ordered)
    p = ppl.sample("p", Dirichlet(np.ones(3)))
    ppl.sample("grade", OrderedLogistic(b * x, cuts), obs=grades)
    ppl.sample("votes", Multinomial(np.sum(votes, axis=-1), p), obs=votes)
    ppl.sample("counts", NegativeBinomial(log_mean=b * x, size=2.0), obs=grades)


def test_in_a_model():
    rng = np.random.default_rng(1)
    votes = rng.multinomial(12, [0.2, 0.3, 0.5], size=5)
    posterior = counted.bind(x=rng.normal(size=20), grades=rng.integers(0, 4, size=20), votes=votes, K=4)
    z = 0.3 * rng.normal(size=posterior.dim)
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(posterior.interpreted_log_density(z), rel=1e-11)
    h = 1e-6
    want = [(posterior.log_density(z + h * e) - posterior.log_density(z - h * e)) / (2 * h) for e in np.eye(len(z))]
    np.testing.assert_allclose(gradient, want, rtol=1e-5, atol=1e-5)
    drawn = ppl.prior_predictive(posterior, draws=30, seed=1)["prior_predictive"]
    assert np.all(drawn["votes"].values.sum(axis=-1) == 12) and drawn["votes"].shape == (1, 30, 5, 3)
    assert drawn["grade"].values.min() >= 0 and drawn["grade"].values.max() <= 3


@pytest.mark.parametrize(("changed", "fragment"), [({"grades": np.array([4] * 20)}, "outside the support"), ({"votes": -np.ones((5, 3), int)}, "outside the support")])
def test_data_outside_of_the_support_are_refused(changed, fragment):
    data = {"x": np.zeros(20), "grades": np.zeros(20, int), "votes": np.ones((5, 3), int), "K": 4}
    with pytest.raises(DataError, match=fragment):
        counted.bind(**(data | changed))
