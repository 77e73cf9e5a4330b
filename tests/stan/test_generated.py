"""Generated quantities: what depends on draws is predicted, the rest is kept with the parameters, `log_lik` is a log likelihood."""
import numpy as np
import pytest

from llbayes import ppl, samplers, stan

PROGRAM = """
data { int N; vector[N] y; }
transformed data { real drawn = normal_rng(0, 1); }
parameters { real mu; real<lower=0> s; }
model { mu ~ normal(0, 1); s ~ exponential(1); y ~ normal(mu, s); }
generated quantities {
  vector[N] log_lik; array[N] real y_new = normal_rng(rep_vector(mu, N), s); real largest = max(y_new); int above = 0; real twice = 2 * mu;
  for (n in 1:N) { log_lik[n] = normal_lpdf(y[n] | mu, s); if (y[n] > mu) above += 1; }
}
"""


@pytest.fixture(scope="module")
def posterior():
    return stan.model(text=PROGRAM, name="generated").bind(N=3, y=[0.5, 1.5, -1])


def test_groups(posterior):
    tree = samplers.nuts(posterior, chains=4, draws=1000, seed=1)
    given = tree.posterior
    np.testing.assert_allclose(given["twice"].values, 2 * given["mu"].values)
    np.testing.assert_array_equal(given["above"].values, (np.array([0.5, 1.5, -1]) > given["mu"].values[..., None]).sum(-1))
    tree = ppl.log_likelihood(posterior, ppl.posterior_predictive(posterior, tree, seed=2))
    np.testing.assert_allclose(tree.log_likelihood["log_lik"].values, tree.log_likelihood["y"].values)
    predicted = tree.posterior_predictive
    np.testing.assert_allclose(predicted["largest"].values, predicted["y_new"].values.max(-1))
    assert "largest" not in given and "drawn" not in given
    scores = (predicted["y_new"].values - given["mu"].values[..., None]) / given["s"].values[..., None]
    assert abs(scores.mean()) < 5 / np.sqrt(scores.size) and abs(scores.std() - 1) < 5 / np.sqrt(scores.size)


def test_draws_of_transformed_data_are_the_same_at_each_binding(posterior):
    other = posterior.model.bind(N=3, y=[0.5, 1.5, -1])
    assert posterior.binding.once == other.binding.once
