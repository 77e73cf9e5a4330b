"""A model inside a model is the same density as its text in place, under names that begin with its own."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl, samplers
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import HalfNormal, Normal


@ppl.model
def effects(n, idx):
    sd = ppl.sample("sd", HalfNormal(1))
    u = ppl.sample("u", Normal(0, sd).noncentered(), shape=n)
    ppl.deterministic("spread", u.max() - u.min())
    return u[idx]


@ppl.model
def pair(k):
    shift = ppl.sample("shift", Normal(0, 1))
    return shift + ppl.submodel("deep", effects, 3, k)


@ppl.model
def whole(a, b, y):
    eta = ppl.submodel("age", effects, 4, a) + ppl.submodel("region", pair, b)
    ppl.sample("y", Normal(eta, 1), obs=y)


@ppl.model
def written_out(a, b, y):
    sd = ppl.sample("sd", HalfNormal(1))
    u = ppl.sample("u", Normal(0, sd).noncentered(), shape=4)
    shift = ppl.sample("shift", Normal(0, 1))
    sd2 = ppl.sample("sd2", HalfNormal(1))
    u2 = ppl.sample("u2", Normal(0, sd2).noncentered(), shape=3)
    ppl.sample("y", Normal(u[a] + shift + u2[b], 1), obs=y)


rng = np.random.default_rng(0)
DATA = {"a": rng.integers(0, 4, 20), "b": rng.integers(0, 3, 20), "y": rng.normal(size=20)}


@pytest.fixture(scope="module")
def posterior():
    return whole.bind(**DATA)


def test_it_is_the_density_of_the_text_in_its_place(posterior):
    other = written_out.bind(**DATA)
    z = np.random.default_rng(1).normal(size=posterior.dim)
    for got, want in zip(posterior.value_and_grad(z), other.value_and_grad(z), strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-12)
    assert posterior.interpreted_log_density(z) == pytest.approx(other.interpreted_log_density(z))


def test_names_begin_with_those_of_the_submodels_around(posterior):
    assert list(posterior.sites) == ["age.sd", "age.u", "age.spread", "region.shift", "region.deep.sd", "region.deep.u", "region.deep.spread", "y"]
    assert posterior.unconstrained_names[1] == "age.u_raw[0]"


def test_they_can_be_kept_started_and_predicted(posterior):
    with pytest.warns(samplers.SamplingWarning):
        tree = samplers.nuts(posterior, draws=20, tune=50, chains=1, seed=1, progress=False, init={"age.sd": 0.5}, keep=["region.deep.spread"])
    assert list(tree.posterior.data_vars) == ["region.deep.spread"]
    prior = ppl.prior_predictive(posterior, 10, seed=1)
    assert prior.prior["region.deep.u"].shape == (1, 10, 3) and prior.prior_predictive["y"].shape == (1, 10, 20)


@ppl.model
def observing(y):
    ppl.sample("y", Normal(ppl.sample("m", Normal(0, 1)), 1), obs=y)


@ppl.model
def twice_observing(y):
    for k in range(2):
        ppl.submodel(f"part{k}", observing, y[k])
    scale = ppl.submodel("plain", lambda top: ppl.sample("s", HalfNormal(top)), 2.0)
    ppl.factor("f", -scale)


def test_in_loops_of_plain_functions_and_with_observations():
    posterior = twice_observing.bind(y=np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert list(posterior.sites) == ["part0.m", "part0.y", "part1.m", "part1.y", "plain.s", "f"]
    z = np.array([0.1, -0.3, 0.2])
    assert posterior.log_density(z) == pytest.approx(posterior.interpreted_log_density(z))


@ppl.model
def bare(y):
    return effects(3, y)


@ppl.model
def same_name(y):
    ppl.submodel("a", effects, 3, y)
    ppl.submodel("a", effects, 3, y)


@ppl.model
def no_name(y):
    ppl.submodel(effects, 3, y)


@ppl.model
def no_model(y):
    ppl.submodel("a", 3.0, y)


@ppl.model
def bound_before(y):
    ppl.submodel("a", POSTERIOR, y)


@ppl.model
def lacks_an_argument(y):
    ppl.submodel("a", effects, 3)


@ppl.model
def dims_that_differ(y):
    ppl.submodel("a", named_over, 3)
    ppl.submodel("b", named_over, 4)


@ppl.model
def named_over(n):
    ppl.sample("u", Normal(0, 1), shape=n, dims="group")


POSTERIOR = observing.bind(y=[1.0])
WRONG = [
    (bare, "cannot be called", 'ppl.submodel("effects", effects, …)', "effects(3, y)"),
    (same_name, "`a.sd` occurs twice", "its own name", 'ppl.sample("sd"'),
    (no_name, "takes the name first", "ppl.submodel(", "ppl.submodel(effects, 3, y)"),
    (no_model, "must be a model, not 3.0", "@ppl.model", 'ppl.submodel("a", 3.0, y)'),
    (bound_before, "must be a model, not a Posterior", "@ppl.model", 'ppl.submodel("a", POSTERIOR, y)'),
    (lacks_an_argument, "which takes `n`, `idx`", 'ppl.submodel("a", effects, …)', 'ppl.submodel("a", effects, 3)'),
    (dims_that_differ, "`b.u`: dim `group` has size 4 here", "elsewhere it is 3", 'ppl.sample("u"'),
]


@pytest.mark.parametrize(("model", "message", "remedy", "line"), WRONG, ids=lambda x: getattr(x, "__name__", ""))
def test_wrong_uses_are_told(model, message, remedy, line):
    with pytest.raises(LlbayesError) as caught:
        model.bind(y=np.arange(3))
    text = str(caught.value)
    assert message in text and remedy in text and line in text and caught.value.position.file == __file__
