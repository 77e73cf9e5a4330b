"""Predictions at new data: parameters by label, new labels from their priors, sites that are held; right or refused."""

from __future__ import annotations

import json

import numpy as np
import pytest
import scipy.stats as st

from llbayes import ppl, results
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import HalfNormal, MultivariateNormal, Normal


@ppl.model
def groups(g, y, J):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", HalfNormal(1))
    theta = ppl.sample("theta", Normal(mu, tau), dims="group")
    raw = ppl.sample("raw", Normal(0, tau).noncentered(), dims="group")
    eta = ppl.deterministic("eta", (theta + raw)[ppl.index(g, J)], dims="row")
    ppl.sample("y", Normal(eta, 0.5), obs=y, dims="row")
    ppl.generate("again", Normal(mu, 1.0))


DATA = {"g": [0, 1, 2, 1], "y": [1.0, 2.0, 3.0, 2.5], "J": 3}


@pytest.fixture(scope="module")
def posterior():
    return groups.bind(**DATA, coords={"group": list("abc"), "row": [10, 11, 12, 13]})


@pytest.fixture
def tree(posterior):
    z = np.random.default_rng(0).normal(size=(2, 500, posterior.dim))
    dims = {v.name: v.dims for v in posterior.variables} | posterior.observed_dims
    return results.build(posterior.constrain(z), {"lp": np.zeros((2, 500))}, coords=posterior.coords, dims=dims, observed=posterior.observed)


def test_more_rows_and_permuted_groups(posterior, tree):
    ppl.posterior_predictive(posterior, tree, seed=1)
    before = tree["posterior_predictive"]["y"].values.copy()
    assert ppl.predict(posterior, tree, data={"g": [0, 1, 2, 2, 0, 1], "J": 3}, coords={"group": list("cab")}, seed=1) is tree
    new, old = tree["predictions"], tree["posterior"]
    both = (old["theta"] + old["raw"]).values
    np.testing.assert_allclose(new["eta"].values, both[..., [2, 0, 1, 1, 2, 0]], rtol=1e-12)
    residual = (new["y"].values - new["eta"].values) / 0.5
    assert new["y"].dims == ("chain", "draw", "row") and st.kstest(residual.ravel(), "norm").pvalue > 1e-4
    np.testing.assert_array_equal(tree["posterior_predictive"]["y"].values, before)
    assert "theta" not in new and new["again"].shape == (2, 500) and list(tree["predictions_constant_data"]["g"].values) == [0, 1, 2, 2, 0, 1]


@pytest.mark.parametrize("site", ["theta", "raw"])
def test_new_groups_follow_the_conditional_prior(posterior, tree, site):
    with pytest.warns(UserWarning, match="`theta` of new, z; `raw` of new, z"):
        ppl.predict(posterior, tree, data={"g": [0, 1, 2], "J": 3}, coords={"group": ["new", "b", "z"]}, seed=1)
    new, old = tree["predictions"], tree["posterior"]
    np.testing.assert_allclose(new[site].sel(group="b").values, old[site].sel(group="b").values, rtol=1e-12)
    centre = old["mu"].values if site == "theta" else 0.0
    for label in ("new", "z"):
        assert st.kstest(((new[site].sel(group=label).values - centre) / old["tau"].values).ravel(), "norm").pvalue > 1e-4
    assert json.loads(new.attrs["drawn_from_priors"]) == {"theta": ["new", "z"], "raw": ["new", "z"]}


def test_without_data_it_is_of_the_data_that_were_fitted(posterior, tree):
    ppl.predict(posterior, tree, seed=1)
    assert list(tree["predictions"]["row"].values) == [10, 11, 12, 13]
    np.testing.assert_allclose(tree["predictions"]["eta"].values, tree["posterior"]["eta"].values, rtol=1e-12)


@pytest.mark.parametrize(("do", "mean"), [({"eta": 7.0}, 7.0), ({"theta": 1.0, "raw": [0.5, 0.5, 0.5]}, 1.5)])
def test_sites_are_held(posterior, tree, do, mean):
    ppl.predict(posterior, tree, data={"g": [0, 2], "J": 3}, do=do, names=["y", *do], seed=1)
    new = tree["predictions"]
    assert set(new.data_vars) == {"y", *do} and new["y"].values.mean() == pytest.approx(mean, abs=0.05)
    for name, value in do.items():
        assert (new[name].values == np.asarray(value)).all()


def test_trees_that_are_transposed_or_read_as_dicts(posterior, tree):
    want = ppl.predict(posterior, tree, data={"g": [2, 0], "J": 3}, seed=3)["predictions"]["y"].values
    other = results.from_groups({"posterior": {n: tree["posterior"][n].values for n in ("mu", "tau", "theta", "raw")}},
                                coords={"group": list("abc")}, dims={"theta": ["group"], "raw": ["group"]})
    np.testing.assert_array_equal(ppl.predict(posterior, other, data={"g": [2, 0], "J": 3}, seed=3)["predictions"]["y"].values, want)


@ppl.model
def gaps(x, y):
    full = ppl.sample("x", Normal(0, 1), obs=x, missing="parameter", dims="row")
    b = ppl.sample("b", Normal(0, 1))
    ppl.sample("y", Normal(b * full, 0.1), obs=y, dims="row")


def test_missing_covariates_by_label():
    p = gaps.bind(x=[1.0, np.nan, 3.0], y=[1.0, 2.0, 3.0], coords={"row": list("uvw")})
    values = {"b": np.ones((1, 400)), "x_missing": np.full((1, 400, 1), 5.0)}
    tree = results.from_groups({"posterior": values}, coords=p.coords)
    with pytest.warns(UserWarning, match="`x_missing` of z"):
        ppl.predict(p, tree, data={"x": [np.nan, 2.0, np.nan]}, coords={"row": ["z", "u", "v"]}, seed=1)
    y = tree["predictions"]["y"].values[0]
    assert y.mean(axis=0)[1:] == pytest.approx([2.0, 5.0], abs=0.05) and y[:, 0].std() == pytest.approx(1, abs=0.15)


@ppl.model
def walk(y, n: ppl.Int):
    a = ppl.sample("a", Normal(0, 1))
    before = 0.0
    for t in range(n):
        before = ppl.sample("y", Normal(a + before, 0.01), obs=y[t], missing="skip")


def test_a_forecast_goes_on_with_what_is_given():
    p = walk.bind(y=[1.0, 2.0], n=2)
    tree = results.from_groups({"posterior": {"a": np.full((1, 200), 2.0)}})
    ppl.predict(p, tree, data={"y": [10.0, np.nan, np.nan], "n": 3}, seed=1)
    assert tree["predictions"]["y"].values[0].mean(axis=0) == pytest.approx([2.0, 12.0, 14.0], abs=0.01)


@ppl.model
def curve(x, y, flat=False):
    f = ppl.sample("f", MultivariateNormal(np.zeros(2), np.eye(2)), dims="knot")
    tau = ppl.sample("tau", HalfNormal(1))
    ppl.sample("u", Normal(0, tau), dims="unit", constraint=ppl.positive)
    ppl.param("free", ppl.real, dims="cell")
    ppl.sample("y", Normal(f[0] + np.log(x), 1), obs=y)


def curve_bound():
    p = curve.bind(x=[1.0, 2.0], y=[1.0, 2.0], coords={"knot": ["k", "l"], "unit": [0], "cell": ["c"]})
    return p, results.from_groups({"posterior": p.constrain(np.zeros((1, 3, p.dim)))}, coords=p.coords, dims={v.name: v.dims for v in p.variables})


@ppl.model
def sized(y, J):
    a = ppl.sample("a", Normal(0, 1), shape=J)
    ppl.sample("y", Normal(np.sum(a), 1), obs=y)


def sized_bound():
    p = sized.bind(y=1.0, J=3)
    return p, results.from_groups({"posterior": {"a": np.zeros((1, 3, 3))}})


WRONG = {
    "no site to hold": (None, {"do": {"thetta": 1.0}}, ["`do` names no site", "`theta`"]),
    "a shape to hold": (None, {"do": {"theta": [1.0, 2.0]}}, ["has shape (2,), the site has (3,)"]),
    "a value off its set": (None, {"do": {"tau": -1.0}}, ["must lie in nonnegative, not -1.0"]),
    "words to hold": (None, {"do": {"tau": "high"}}, ["must be numbers"]),
    "do is no dict": (None, {"do": 3}, ["`do` must be a dict"]),
    "data is no dict": (None, {"data": [1.0]}, ["`data` must be a dict"]),
    "another argument": (None, {"data": {"gg": [0]}}, ["`gg` is not an argument"]),
    "an index out of range": (None, {"data": {"g": [0, 3]}}, ["index data out of range"]),
    "labels of another number": (None, {"data": {"g": [0], "J": 3}, "coords": {"row": [1, 2]}}, ["`row`", "2 labels"]),
    "no such name": (None, {"names": ["why"]}, ["no site `why` is predicted"]),
    "a part of a vector": (curve_bound, {"coords": {"knot": ["k", "m"]}}, ["`f` has values that are one vector along `knot`", "2 entries (k, l)", "2 entries (k, m)"]),
    "a restricted prior": (curve_bound, {"coords": {"unit": [0, 1]}}, ["`u` has no prior draw"]),
    "no prior": (curve_bound, {"coords": {"cell": ["d"]}}, ["`free` has no prior to draw d from"]),
    "what is absent is used": (curve_bound, {"data": {"x": None}}, ["`x`, `y` is not given, and is None here"]),
    "sizes without labels": (sized_bound, {"data": {"J": 4}}, ["3 entries", "4 entries in the model"]),
    "an unknown dim": (None, {"coords": {"grup": ["a"]}}, ["coords for `grup`: no site has this dim"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_uses(name, posterior, tree):
    make, arguments, fragments = WRONG[name]
    p, draws = (posterior, tree) if make is None else make()
    with pytest.raises(LlbayesError) as caught:
        ppl.predict(p, draws, **arguments)
    said = str(caught.value)
    assert not [f for f in fragments if f not in said], said


def test_other_data_for_the_same_model(posterior):
    again = posterior.rebind(y=[1.0, 2.0, 3.0, 9.0])
    assert list(again.coords["row"]) == [10, 11, 12, 13] and again.observed["y"][3] == 9.0
    other = posterior.rebind(g=[0, 1], y=[1.0, 2.0], coords={"row": [1, 2]})
    z = np.full(posterior.dim, 0.1)
    assert other.log_density(z) == groups.bind(g=[0, 1], y=[1.0, 2.0], J=3, coords={"group": list("abc"), "row": [1, 2]}).log_density(z)
    with pytest.raises(LlbayesError, match="`gg` is not an argument"):
        posterior.rebind(gg=1)


@ppl.model
def mixture(y, n: ppl.Int):
    mu = ppl.sample("mu", Normal(0, 1))

    def one():
        k = ppl.generate("k", ppl.Bernoulli(0.25), shape=n)
        return Normal(mu + 10.0 * k, 0.1)

    ppl.factor("y", np.logaddexp(np.log(0.75) + Normal(mu, 0.1).logpdf(y), np.log(0.25) + Normal(mu + 10.0, 0.1).logpdf(y)), likelihood=True, draw=one)


def test_factors_with_a_draw_are_predicted():
    p = mixture.bind(y=[0.0, 10.0, 0.1], n=3)
    assert np.isfinite(p.value_and_grad([0.1])[0])
    tree = results.from_groups({"posterior": {"mu": np.zeros((1, 800))}})
    drawn = ppl.posterior_predictive(p, tree, seed=1)["posterior_predictive"]
    assert (drawn["y"].values > 5).mean() == pytest.approx(0.25, abs=0.04)
    np.testing.assert_array_equal(drawn["y"].values > 5, drawn["k"].values == 1)
    assert ppl.prior_predictive(p, 5, seed=1)["prior_predictive"]["y"].shape == (1, 5, 3)


def test_a_draw_is_a_function():
    @ppl.model
    def m(y):
        ppl.factor("y", -y, likelihood=True, draw=3)
    with pytest.raises(LlbayesError, match="draw= must be a function without arguments"):
        m.bind(y=1.0)
