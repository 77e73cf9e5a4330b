"""Forms at the sites of a model: priors, observations with `where=`, batches and vectors; the density, its gradient, and predictions."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl, results
from llbayes.ppl import Beta, Censored, Custom, Dirichlet, Gamma, HalfNormal, Hurdle, Mixture, Normal, Poisson, StudentT, Transformed, ZeroInflated, positive

own = Custom(logpdf=lambda x, s: -x / s - np.log(s), sample=lambda rng, s: rng.exponential(s), support=positive, domains={"s": positive})


@ppl.model
def everything(y, k, there, v):
    w = ppl.sample("w", Dirichlet(np.ones(2)))
    m = ppl.sample("m", Normal(0, 3), constraint=ppl.ordered, shape=2)
    s = ppl.sample("s", HalfNormal(1))
    psi = ppl.sample("psi", Beta(2, 2))
    p = ppl.sample("p", Mixture([psi, 1 - psi], [Gamma(2.0, 1.0), HalfNormal(s)]), shape=2)
    q = ppl.sample("q", own(s))
    late = ppl.sample("late", Transformed(Normal(m[0], s), ppl.lower(q)))
    ppl.sample("logged", Transformed(StudentT(4.0, m[1], s), np.exp), obs=np.abs(y) + late * 0.0)
    ppl.sample("rows", Mixture(w, Normal(m, s)), obs=y, dims="row")
    ppl.sample("list", Mixture([w[0], 1 - w[0]], [Normal(m[0], s), own(q)]), obs=np.abs(y), where=there)
    ppl.sample("k", ZeroInflated(psi, Poisson(p[0] * np.exp(0.1 * y))), obs=k, dims="row")
    ppl.sample("waiting", Censored(Gamma(2.0, s), None, np.where(there, np.inf, 2.0)), obs=np.minimum(np.abs(y) + 0.1, np.where(there, 9.0, 2.0)))
    ppl.sample("amounts", Hurdle(psi, Gamma(p[1], 1.0)), obs=np.where(there, np.abs(y), 0.0))
    ppl.sample("seen", Poisson(p[0]).truncated(1), obs=1 + k, where=there)
    ppl.sample("v", Mixture(w, ppl.MultivariateNormal(np.stack([m, -m]), cholesky=s * np.eye(2))), obs=v)


@pytest.fixture(scope="module")
def posterior():
    rng = np.random.default_rng(4)
    y, k = rng.normal(size=12), rng.poisson(1.0, 12)
    return everything.bind(y=y, k=k, there=np.arange(12) % 3 > 0, v=rng.normal(size=(5, 2)))


def test_the_density_and_its_gradient(posterior):
    z = np.random.default_rng(0).normal(size=posterior.dim)
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(posterior.interpreted_log_density(z), rel=1e-12)
    steps = 1e-6 * np.eye(posterior.dim)
    expected = [(posterior.interpreted_log_density(z + s) - posterior.interpreted_log_density(z - s)) / 2e-6 for s in steps]
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-6)


def test_predictions(posterior):
    prior = ppl.prior_predictive(posterior, draws=300, seed=1)
    assert posterior.programs.compiled and None not in posterior.programs.compiled.values()
    assert prior["prior_predictive"]["k"].dtype.kind == "i" and prior["prior_predictive"]["v"].shape == (1, 300, 5, 2)
    share = (prior["prior_predictive"]["k"].values == 0).mean()
    assert 0.5 < share < 0.95
    waiting, seen = prior["prior_predictive"]["waiting"].values[0], prior["prior_predictive"]["seen"].values
    assert waiting[:, ::3].max() == 2.0 < waiting.max() and seen.min() == 1
    assert 0.3 < (prior["prior_predictive"]["amounts"].values == 0).mean() < 0.7
    tree = results.from_groups({"posterior": posterior.constrain(np.zeros((1, 4, posterior.dim)))})
    ppl.log_likelihood(posterior, tree)
    ppl.posterior_predictive(posterior, tree, seed=2)
    ll = tree["log_likelihood"]
    assert ll["rows"].shape == ll["k"].shape == (1, 4, 12) and ll["v"].shape == (1, 4, 5)
    assert np.isnan(ll["list"].values).sum() in (0, 4 * 4) and np.isfinite(ll["rows"].values).all()


def test_draws_of_the_prior_survive_the_way_to_coordinates_and_back(posterior):
    prior = ppl.prior_predictive(posterior, draws=20, seed=1)["prior"]
    names = [v.name for v in posterior.variables if v.name in prior]
    values = {n: prior[n].values[0, 3] for n in names}
    z = posterior.unconstrain(values)
    back = posterior.constrain(z)
    for n in names:
        np.testing.assert_allclose(back[n], values[n], rtol=1e-9)
    assert np.isfinite(posterior.log_density(z))


def test_weights_outside_of_the_simplex_leave_no_density():
    from llbayes import ad

    def of_weights(w):
        d = Mixture(w, [Normal(0, 1), Normal(1, 1)])
        return d.logpdf(0.3), d.cdf(0.3), d.mean()

    density, cdf, mean = ad.evaluate(of_weights)(np.array([0.5, 0.7]))
    assert density == -np.inf and np.isnan(cdf) and np.isnan(mean)
    assert ZeroInflated(np.float64(1.2), Poisson(1.0)).logpdf(0) == -np.inf


def test_a_weight_of_zero_has_the_slope_of_what_it_would_add():
    from llbayes import ad

    x = np.array([-40.0, 0.3, 2.0])

    def f(w, x):
        return Mixture([1 - w, w], [Normal(0.0, 1.0), Normal(-2.0, 0.5)]).logpdf(x)

    got = ad.jacobian(f)(0.0, x)
    want = np.exp(np.minimum(Normal(-2.0, 0.5).logpdf(x) - Normal(0.0, 1.0).logpdf(x), 700)) - 1.0
    np.testing.assert_allclose(got, want, rtol=1e-9)
    assert np.isfinite(f(0.0, np.array([-60.0]))).all()
