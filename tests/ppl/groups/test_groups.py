"""Groups that are added to ArviZ's tree: predictions, log likelihoods, log priors."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st

from llbayes import ppl, results
from llbayes.ir.errors import SettingsError
from llbayes.ppl import HalfNormal, Normal


@ppl.model
def schools(sigma, y):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", HalfNormal(5))
    theta = ppl.sample("theta", Normal(mu, tau).noncentered(), dims="school")
    ppl.sample("y", Normal(theta, sigma), obs=y, dims="school")
    for k in range(2):
        ppl.sample("twice", Normal(mu, 1), obs=y[k])


@pytest.fixture
def posterior():
    return schools.bind(sigma=[15.0, 10, 16], y=[28.0, 8, -3], coords={"school": ["a", "b", "c"]})


@pytest.fixture
def tree(posterior):
    values = posterior.constrain(np.random.default_rng(0).normal(size=(2, 50, posterior.dim)))
    return results.from_groups({"posterior": values}, coords=posterior.coords, dims={"theta": ["school"]})


def test_log_likelihood_and_prior(posterior, tree):
    assert ppl.log_likelihood(posterior, tree) is not None
    ppl.log_prior(posterior, tree)
    theta, mu, tau = (tree["posterior"][n].values for n in ("theta", "mu", "tau"))
    group = tree["log_likelihood"]
    assert group["y"].dims == ("chain", "draw", "school")
    np.testing.assert_allclose(group["y"].values, st.norm(theta, [15, 10, 16]).logpdf([28, 8, -3]))
    np.testing.assert_allclose(group["twice"].values[..., 1], st.norm(mu, 1).logpdf(8))
    np.testing.assert_allclose(tree["log_prior"]["tau"].values, st.halfnorm(scale=5).logpdf(tau))


def test_predictions(posterior, tree):
    ppl.posterior_predictive(posterior, tree, seed=1)
    again = ppl.posterior_predictive(posterior, tree, seed=1)["posterior_predictive"]["y"]
    assert again.shape == (2, 50, 3) and list(again.coords["school"].values) == ["a", "b", "c"]
    residual = (again.values - tree["posterior"]["theta"].values) / np.array([15, 10, 16])
    assert np.std(residual) == pytest.approx(1, abs=0.15)
    prior = ppl.prior_predictive(posterior, draws=300, seed=2)
    assert prior["prior"]["theta"].shape == (1, 300, 3) and prior["prior_predictive"]["y"].shape == (1, 300, 3)
    assert float(np.std(prior["prior"]["mu"].values)) == pytest.approx(5, rel=0.15)


def test_a_tree_without_a_parameter(posterior, tree):
    short = results.from_groups({"posterior": {"mu": tree["posterior"]["mu"].values}})
    with pytest.raises(SettingsError, match="lacks `tau`, `theta`"):
        ppl.log_likelihood(posterior, short)


def test_entries_that_do_not_exist_have_no_likelihood_and_keep_their_labels():
    @ppl.model
    def m(y, mask):
        a = ppl.sample("a", Normal(0, 1))
        ppl.sample("y", Normal(a, 1), obs=y, where=mask, dims=("row", "col"))
    p = m.bind(y=[[1.0, 2.0], [3.0, -999.0]], mask=[[True, True], [True, False]], coords={"row": ["u", "v"]})
    tree = results.from_groups({"posterior": {"a": np.zeros((1, 2))}})
    scores = ppl.log_likelihood(p, tree)["log_likelihood"]["y"]
    assert scores.dims == ("chain", "draw", "row", "col") and list(scores["row"].values) == ["u", "v"]
    np.testing.assert_allclose(scores.values[0, 1], [st.norm.logpdf([1, 2]), [st.norm.logpdf(3), np.nan]])
    assert scores.stack(entry=("row", "col")).dropna("entry").shape == (1, 2, 3)


@ppl.model
def line(x, y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a * x, 1), obs=y, dims="row")


ROWS = {"x": [1.0, 2.0, 3.0], "y": [1.0, 2.5, 5.0], "coords": {"row": ["u", "v", "w"]}}


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"y": [1.0, 2.5, 5.5]}, r"`y` differs in 1 of 3 values"),
        ({"x": [1.0, 2.0], "y": [1.0, 2.5], "coords": {"row": ["u", "v"]}}, r"`y` has shape \(3,\) in the tree, \(2,\) in the model"),
        ({"coords": {"row": ["u", "v", "z"]}}, r"`y` has other labels along `row`: u, v, w in the tree, u, v, z in the model"),
        ({"coords": {"row": ["w", "v", "u"]}}, r"`y` differs in 2 of 3 values"),
        ({}, ""),
        ({"x": [3.0, 2.0, 1.0], "y": [5.0, 2.5, 1.0], "coords": {"row": ["w", "v", "u"]}}, ""),
    ],
)
@pytest.mark.parametrize("group", ["posterior_predictive", "log_likelihood", "log_prior"])
def test_the_groups_of_a_tree_are_of_one_data_set(group, other, said):
    p = line.bind(**ROWS)
    tree = results.build({"a": np.zeros((1, 4))}, {"lp": np.zeros((1, 4))}, coords=p.coords, dims=p.observed_dims, observed=p.observed)
    call = getattr(ppl, group)
    if said:
        with pytest.raises(SettingsError, match=said):
            call(line.bind(**ROWS | other), tree)
    else:
        assert call(line.bind(**ROWS | other), tree) is tree


def test_booleans_are_observations():
    @ppl.model
    def m(y):
        p = ppl.sample("p", ppl.Beta(1, 1))
        ppl.sample("y", ppl.Bernoulli(p), obs=y)
    a, b = m.bind(y=[True, False, True]), m.bind(y=[1, 0, 1])
    assert a.value_and_grad([0.3]) == b.value_and_grad([0.3])


@ppl.model
def flat(y):
    a = ppl.param("a", ppl.real)
    ppl.factor("y", -0.5 * (y - a) ** 2)


@pytest.mark.parametrize("group", ["posterior_predictive", "log_likelihood"])
def test_a_model_without_members_of_a_group_says_why(group):
    p = flat.bind(y=[1.0, 2.0])
    tree = results.from_groups({"posterior": {"a": np.zeros((1, 3))}})
    with pytest.warns(UserWarning, match=f"nothing for the group `{group}`: .*factor"):
        assert getattr(ppl, group)(p, tree) is tree
