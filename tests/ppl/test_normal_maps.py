"""A model as a map from standard normal numbers: Rosenblatt's, and back."""
import numpy as np
import pytest
from scipy import stats

from llbayes import ppl
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import Exponential, Gamma, HalfNormal, LogNormal, MultivariateNormal, Normal, RandomWalk, Uniform

COVARIANCE = np.array([[2.0, 0.6, 0.1], [0.6, 1.0, -0.2], [0.1, -0.2, 0.5]])


@ppl.model
def joint():
    scale = ppl.sample("scale", Exponential(0.5))
    load = ppl.sample("load", LogNormal(0.2, 0.3), shape=2)
    length = ppl.sample("length", Normal(np.sum(load), scale).noncentered())
    wind = ppl.sample("wind", MultivariateNormal(np.array([1.0, length, 0.0]), COVARIANCE))
    ppl.sample("cut", Normal(length, 1.0).truncated(length - 0.5, None))
    ppl.deterministic("total", np.sum(wind) + length)


def test_it_is_the_conditional_quantile_of_each_parameter():
    posterior = joint.bind()
    u = np.random.default_rng(2).normal(size=(50, posterior.dim))
    x = posterior.from_normal(u)
    np.testing.assert_allclose(x["scale"], stats.expon(scale=2.0).ppf(stats.norm.cdf(u[:, 0])), rtol=1e-12)
    np.testing.assert_allclose(x["load"], np.exp(0.2 + 0.3 * u[:, 1:3]), rtol=1e-13)
    np.testing.assert_allclose(x["length"], x["load"].sum(axis=1) + x["scale"] * u[:, 3], rtol=1e-12)
    factor = np.linalg.cholesky(COVARIANCE)
    mean = np.stack([np.ones(50), x["length"], np.zeros(50)], axis=1)
    np.testing.assert_allclose(x["wind"], mean + u[:, 4:7] @ factor.T, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(x["cut"], x["length"] + stats.truncnorm(-0.5, np.inf).ppf(stats.norm.cdf(u[:, 7])), rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(x["total"], x["wind"].sum(axis=1) + x["length"], rtol=1e-12)
    assert list(posterior.from_normal(u[0], "load")) == ["load"] and np.array_equal(posterior.from_normal(u[0])["load"], x["load"][0])


def test_the_way_back():
    posterior = joint.bind()
    u = np.random.default_rng(3).normal(size=(40, posterior.dim)) * 2.0
    x = posterior.from_normal(u, ["scale", "load", "length", "wind", "cut"])
    np.testing.assert_allclose(posterior.to_normal(x), u, rtol=1e-7, atol=1e-8)


def test_far_in_the_tails():
    @ppl.model
    def tails():
        ppl.sample("a", Normal(1.0, 2.0))
        ppl.sample("b", Exponential(1.0))
    x = tails.bind().from_normal(np.array([[8.0, 8.0], [-8.0, -8.0], [30.0, -30.0]]))
    assert np.array_equal(x["a"], [17.0, -15.0, 61.0])
    np.testing.assert_allclose(x["b"], [-stats.norm.logsf(8.0), stats.norm.sf(8.0), stats.norm.sf(30.0)], rtol=1e-12)


def test_draws_of_the_prior():
    @ppl.model
    def prior():
        shape = ppl.sample("shape", Uniform(1.0, 3.0))
        ppl.sample("x", Gamma(shape, 2.0))
        ppl.sample("walk", RandomWalk(HalfNormal(1.0).mean()), shape=4)
    posterior = prior.bind()
    u = np.random.default_rng(4).normal(size=(4000, posterior.dim))
    x = posterior.from_normal(u)
    drawn = ppl.prior_predictive(posterior, draws=4000, seed=1).prior
    for name in ("shape", "x"):
        assert stats.ks_2samp(x[name], np.ravel(drawn[name])).pvalue > 1e-4
    assert stats.ks_2samp(x["walk"][:, 3], np.reshape(drawn["walk"].values, (-1, 4))[:, 3]).pvalue > 1e-4


@pytest.mark.parametrize("site, words", [
    (lambda: ppl.param("x", ppl.positive), "flat"),
    (lambda: ppl.sample("x", Normal(0, 1), constraint=ppl.positive), "constraint= that cuts it"),
    (lambda: ppl.sample("x", ppl.Dirichlet(np.ones(3))), "Dirichlet"),
])
def test_what_has_no_such_map_is_refused_at_its_site(site, words):
    @ppl.model
    def m():
        site()
    with pytest.raises(LlbayesError, match=f"`x` .*{words}"):
        m.bind().from_normal(np.zeros((1, m.bind().dim)))


def test_wrong_shapes():
    posterior = joint.bind()
    with pytest.raises(LlbayesError, match="u must have 8 entries"):
        posterior.from_normal(np.zeros(3))
    with pytest.raises(LlbayesError, match="`wind` is missing"):
        posterior.to_normal({"scale": np.ones(2)})
