"""What depends on a draw of `ppl.generate`: by every way in which a value can reach another it is found, and is in predictions alone."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl, results, samplers
from llbayes.ir.errors import CompileError, ModelError, SettingsError
from llbayes.ppl import Bernoulli, Categorical, MultivariateNormal, Normal, Poisson
from llbayes.ppl import influence as made
from llbayes.ppl.interpret.simulation import Draw


def helper(x):
    return x + 1.0


@ppl.model
def ways(y):
    a = ppl.sample("a", Normal(0, 1), shape=3)
    ppl.deterministic("before", 2.0 * a)
    z = ppl.generate("z", Normal(a, 1))
    k = ppl.generate("k", Poisson(3.0))
    c = ppl.generate("c", Categorical(np.ones(3) / 3))
    b = ppl.generate("b", Bernoulli(0.5), shape=2)
    v = ppl.generate("v", MultivariateNormal(a, np.eye(3)))
    ppl.deterministic("value", z * k)
    ppl.deterministic("rare", z > 50.0)
    ppl.deterministic("sum", np.sum(v))
    ppl.deterministic("called", helper(k))
    ppl.deterministic("index", a[c])
    ppl.deterministic("chosen", np.where(b == 1, 1.0, 0.0))
    if k > 3:
        branch, other = 1.0, a[0]
    else:
        branch, other = 0.0, a[0]
    ppl.deterministic("branch", branch)
    ppl.deterministic("same", other)
    stored, kept = np.zeros(3), np.zeros(3)
    for i in range(3):
        if z[i] > a[i]:
            stored[i] = 1.0
        kept[i] = a[i] * i
    ppl.deterministic("stored", stored)
    ppl.deterministic("kept", kept)
    n = 0
    while n < k:
        n = n + 1
    ppl.deterministic("counted", n)
    ppl.deterministic("late", lambda: stored[0] + 1.0)
    ppl.deterministic("later", lambda: a[0] + 3.0)
    ppl.deterministic("whole", np.array([a[0], z[0]]))
    ppl.sample("y", Normal(a[0], 1), obs=y)


FREE = {"before", "same", "kept", "later"}
BOUND = {"value", "rare", "sum", "called", "index", "chosen", "branch", "stored", "counted", "late", "whole"}


@pytest.fixture(scope="module")
def posterior():
    return ways.bind(y=1.0)


def test_each_way_is_found(posterior):
    assert posterior.generated == BOUND
    assert {v.name for v in posterior.variables} == FREE | {"a"}


def test_what_varies_with_the_draws_is_found(posterior):
    """The oracle: at one z, in CPython, with many seeds."""
    rows = posterior.programs.interpreted(lambda b: Draw(b, False), np.tile([0.1, -0.2, 0.3], (60, 1)), np.random.PCG64(1))
    varying = {n for n, a in rows.items() if posterior.sites[n].kind == "deterministic" and len(np.unique(a.reshape(60, -1), axis=0)) > 1}
    assert varying == BOUND - {"rare"}


@pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")      # draws too few to be judged
def test_predictions_have_it_and_the_posterior_has_not(posterior):
    tree = samplers.nuts(posterior, draws=5, tune=10, chains=2, seed=1, progress=False)
    assert set(tree["posterior"].data_vars) == FREE | {"a"}
    group = ppl.posterior_predictive(posterior, tree, seed=1)["posterior_predictive"]
    assert set(group.data_vars) == BOUND | {"y", "z", "k", "c", "b", "v"}
    np.testing.assert_array_equal(group["value"].values, group["z"].values * group["k"].values[..., None])
    np.testing.assert_array_equal(group["counted"].values, group["k"].values)
    np.testing.assert_array_equal(group["index"].values, np.take_along_axis(tree["posterior"]["a"].values, group["c"].values[..., None], -1)[..., 0])
    prior = ppl.prior_predictive(posterior, 4, seed=1)
    assert set(prior["prior"].data_vars) == FREE | {"a"} and set(prior["prior_predictive"].data_vars) >= BOUND


def test_it_cannot_be_kept_from_a_posterior(posterior):
    with pytest.raises(SettingsError, match=r"`late` depends on a draw: `ppl.posterior_predictive` gives it"):
        posterior.constrain(np.zeros(3), ["a", "late"])
    assert np.isnan(posterior.interpret(np.zeros(3)).sites["counted"].value)


def scored(what):
    def m(y):
        a = ppl.sample("a", Normal(0, 1))
        z = ppl.generate("z", Bernoulli(0.5))
        if what == "mean":
            ppl.sample("y", Normal(a + z, 1), obs=y)
        elif what == "prior":
            ppl.sample("x", Normal(0, 1.0 + z))
        elif what == "bound":
            ppl.param("x", ppl.lower(1.0 * z))
        elif what == "observation":
            ppl.sample("y", Normal(a, 1), obs=y * z)
        else:
            ppl.factor("y", a if z > 0 else -a)
    return ppl.model(m)


@pytest.mark.parametrize("what", ["mean", "prior", "bound", "observation", "factor"])
def test_nothing_that_is_scored_depends_on_a_draw(what):
    with pytest.raises(ModelError, match=r"`[xy]` depends on a draw of ppl.generate \(.*test_generated.py:\d+\)"):
        scored(what).bind(y=1.0)


def test_a_model_that_cannot_be_looked_through(posterior, monkeypatch):
    """Then all behind the first draw counts as depending on it: no number is lost or wrong."""
    def refuse(*what, **more):
        raise CompileError("not in the language")
    monkeypatch.setattr(made, "staged", refuse)
    assert made.generated(ways, posterior.binding) == (FREE | BOUND) - {"before"}


def test_predictions_of_a_model_with_draws_alone():
    @ppl.model
    def m(n):
        a = ppl.sample("a", Normal(0, 1))
        ppl.deterministic("twice", 2.0 * ppl.generate("z", Normal(a, 1), shape=n))
    p = m.bind(n=3)
    group = ppl.posterior_predictive(p, results.from_groups({"posterior": {"a": np.zeros((2, 4))}}), seed=1)["posterior_predictive"]
    np.testing.assert_array_equal(group["twice"].values, 2.0 * group["z"].values)
