"""What is predicted for new rows, groups, times and points follows the conditional prior in closed form, whatever labels and containers the data come in."""

from __future__ import annotations

import json
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from llbayes import ppl, results
from llbayes.ir.errors import SettingsError
from llbayes.ppl import (
    AR,
    MA,
    GaussianProcess,
    HalfNormal,
    HiddenMarkov,
    HilbertSpaceGP,
    LKJCholesky,
    MultivariateNormal,
    MultivariateStudentT,
    Normal,
    RandomWalk,
    StudentT,
    Uniform,
    kernels,
)  # fmt: skip
from llbayes.ppl.programs import Programs

FAR = 4.5                                        # standard errors: of some hundred comparisons seven in a million


def tree_of(p, n=4000, **values):
    """Draws of all parameters, those that are given at one value; two chains."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        drawn = p.constrain(np.random.default_rng(0).normal(size=(2, n // 2, p.dim)))
    drawn |= {name: np.broadcast_to(np.asarray(x, float), drawn[name].shape).copy() for name, x in values.items()}
    return results.from_groups({"posterior": drawn}, coords=p.coords, dims={v.name: v.dims for v in p.variables})


def predicted(p, tree, **given):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return ppl.predict(p, tree, seed=1, **given)["predictions"]


@pytest.fixture(autouse=True)
def in_machine_code(monkeypatch):
    """Nothing here is predicted draw by draw in CPython."""
    def refuse(*args):
        raise AssertionError("not compiled")
    monkeypatch.setattr(Programs, "interpreted", refuse)


def follows(draws, mean, cov):
    """Have draws (n, k) this mean and covariance, as normal numbers of so many draws have them?"""
    draws, mean, cov = np.reshape(draws, (-1, np.size(mean))), np.ravel(mean), np.atleast_2d(cov)
    n, sd = len(draws), np.sqrt(np.diag(cov))
    assert np.all(np.abs(draws.mean(axis=0) - mean) < FAR * sd / np.sqrt(n) + 1e-9), (draws.mean(axis=0), mean)
    spread = np.sqrt((cov**2 + np.outer(sd, sd) ** 2) / n)
    assert np.all(np.abs(np.cov(draws.T) - cov) < FAR * spread + 1e-9), (np.cov(draws.T), cov)


# -- groups
@ppl.model
def students(school, room, y, form="centred"):
    across = ppl.sample("across", HalfNormal(1))
    within = ppl.sample("within", HalfNormal(1))
    if form == "centred":
        a = ppl.sample("a", Normal(1.0, across), dims="school")
        b = ppl.sample("b", Normal(a[school], within), dims="room")
    else:
        a = ppl.sample("a", Normal(1.0, across).noncentered(), dims="school")
        b = ppl.sample("b", Normal(a[school], within).noncentered(weight=0.6), dims="room")
    ppl.sample("y", Normal(b[room], 0.1), obs=y, dims="student")


@pytest.mark.parametrize("form", ["centred", "not"])
def test_nested_groups(form):
    p = students.bind(school=[0, 0, 1], room=[0, 1, 2, 2], y=[1.0, 2, 3, 4], form=form, coords={"school": ["S", "T"], "room": ["s1", "s2", "t1"]})
    tree = tree_of(p, across=2.0, within=0.5, a=[3.0, -1.0], b=[3.5, 2.5, -1.0])
    new = predicted(p, tree, data={"school": [2, 0, 0], "room": [0, 1, 2]}, coords={"school": ["T", "S", "U"], "room": ["of a new one", "t2", "t1"]})
    follows(new["y"].values, [1.0, -1.0, -1.0], np.diag([2.0**2 + 0.5**2 + 0.01, 0.5**2 + 0.01, 0.01]))
    assert list(new["a"].sel(school="T").values[0, :2]) == [-1.0, -1.0] and list(new["room"].values) == ["of a new one", "t2", "t1"]


@ppl.model
def crossed(g, x, y, h):
    sd = ppl.sample("sd", HalfNormal(1), dims="effect")
    L = ppl.sample("L", LKJCholesky(2, 1.0))
    mu = ppl.sample("mu", Normal(0, 1), dims="effect")
    u = ppl.sample("u", MultivariateNormal(mu, cholesky=sd[:, None] * L), dims=("group", "effect"))
    v = ppl.sample("v", MultivariateNormal(mu, cholesky=sd[:, None] * L).noncentered(), dims=("item", "effect"))
    ppl.sample("y", Normal(u[g, 0] + u[g, 1] * x + v[h, 1], 0.1), obs=y)


def test_correlated_effects_of_crossed_groups():
    p = crossed.bind(g=[0, 1], h=[0, 0], x=[1.0, 2.0], y=[1.0, 2.0], coords={"group": [10, 20], "item": ["k"], "effect": ["intercept", "slope"]})
    tree = tree_of(p, sd=[1.0, 2.0], mu=[1.0, -1.0], L=[[1.0, 0.0], [0.6, 0.8]])
    new = predicted(p, tree, data={"g": [2, 0, 1], "h": [0, 1, 1], "x": [0.0, 1.0, 2.0]}, coords={"group": [20, 10, 15], "item": ["m", "k"]})
    cov = np.array([[1.0, 1.2], [1.2, 4.0]])
    for name, label in (("u", {"group": 15}), ("v", {"item": "m"})):
        follows(new[name].sel(label).values, [1.0, -1.0], cov)
    for name, label in (("u", {"group": 20}), ("v", {"item": "k"})):
        np.testing.assert_array_equal(new[name].sel(label).values, tree["posterior"][name].sel(label).values)
    old, both = tree["posterior"], new["v"].sel(item="k", effect="slope").values
    want = old["u"].sel(group=10, effect="intercept").values + 2.0 * old["u"].sel(group=10, effect="slope").values + both
    assert np.std(new["y"].values[..., 2] - want) == pytest.approx(0.1, rel=0.1)


# -- series and fields that go on
X = np.array([0.0, 1.0, 2.5, 3.0, 4.5])
COV = 0.5 ** np.abs(np.subtract.outer(np.arange(5), np.arange(5))) + 0.2 * np.eye(5)
GP = kernels.ExpQuad(1.5, 0.8)
PRIORS = {
    "RandomWalk": lambda n: RandomWalk(0.5, drift=0.1, init_loc=1.0, init_scale=2.0),
    "a walk with a step for each": lambda n: RandomWalk(np.array([0.5, 1.0, 0.3, 2.0])[: n - 1], init_loc=1.0, init_scale=2.0),
    "AR": lambda n: AR([0.5, -0.3], 0.7, constant=0.2),
    "AR from free values": lambda n: AR([0.5, -0.3], 0.7, init_loc=0.5, init_scale=2.0),
    "MA": lambda n: MA([0.5, -0.3], 0.7, loc=1.0),
    "GaussianProcess": lambda n: GaussianProcess(GP, X[:n], mean=0.5),
    "HilbertSpaceGP": lambda n: HilbertSpaceGP(GP, n, 0.0, 3.0),
    "MultivariateNormal": lambda n: MultivariateNormal(np.arange(5.0)[:n], COV[:n, :n]),
    "by its factor": lambda n: MultivariateNormal(np.arange(5.0)[:n], cholesky=np.linalg.cholesky(COV)[:n, :n]),
}


@ppl.model
def latent(y, n, prior, whole):
    d = prior(n)
    x = ppl.sample("x", d.noncentered() if whole else d, dims=("series", "time"))
    ppl.sample("y", Normal(x, 0.1), obs=y, dims=("series", "time"))


def moments(prior):
    """Mean and covariance of five values, by the way that standard draws go."""
    d, u = prior(5), np.zeros(5)
    mean = d.shift(u)
    factor = np.stack([d.shift(e) - mean for e in np.eye(5)], axis=1)
    return mean, factor @ factor.T


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("name", PRIORS)
def test_they_go_on_as_they_would_given_what_is_known(name, whole):
    prior = PRIORS[name]
    p = latent.bind(y=np.zeros((2, 3)), n=3, prior=prior, whole=whole, coords={"series": ["a", "b"], "time": [0, 1, 2]})
    known = np.array([[1.0, -0.5, 0.3], [0.0, 2.0, 1.0]])
    new = predicted(p, tree_of(p, x=known), data={"n": 5}, coords={"series": ["b", "new"], "time": range(5)})["x"]
    mean, cov = moments(prior)
    gain = cov[3:, :3] @ np.linalg.inv(cov[:3, :3])
    np.testing.assert_array_equal(new.sel(series="b").values[0, 0, :3], known[1])
    follows(new.sel(series="b").values[..., 3:], mean[3:] + gain @ (known[1] - mean[:3]), cov[3:, 3:] - gain @ cov[:3, 3:])
    follows(new.sel(series="new").values, mean, cov)


@pytest.mark.parametrize(("times", "said"), [
    ([0, 1, 5, 2], "new ones stand behind all that the tree has"), ([7, 8, 9], "3 entries (0, 1, 2) in the tree"), ([1, 2, 3], "new ones stand behind all"),
])  # fmt: skip
def test_times_before_and_between_are_refused(times, said):
    p = latent.bind(y=np.zeros((2, 3)), n=3, prior=PRIORS["AR"], whole=False, coords={"series": ["a", "b"], "time": [0, 1, 2]})
    with pytest.raises(SettingsError) as caught:
        ppl.predict(p, tree_of(p, 4), data={"n": len(times)}, coords={"time": times})
    assert said in str(caught.value) and "`x`" in str(caught.value)


def test_what_has_no_way_on_is_refused():
    @ppl.model
    def m(y, n):
        x = ppl.sample("x", MultivariateStudentT(5.0, np.zeros(n), np.eye(n)), dims="time")
        ppl.sample("y", Normal(x, 1), obs=y, dims="time")
    p = m.bind(y=[0.0, 1.0], n=2, coords={"time": [0, 1]})
    with pytest.raises(SettingsError, match="a part of it has no prior of its own"):
        ppl.predict(p, tree_of(p, 4), data={"n": 3}, coords={"time": [0, 1, 2]})


@ppl.model
def stepwise(y, n: ppl.Int):
    x = 0.0
    for t in range(n):
        x = ppl.sample(f"x{t}", StudentT(30, 0.5 * x, 1.0))
        ppl.sample("y", Normal(x, 0.1), obs=y[t], missing="skip")


def test_loops_over_parameters_go_on():
    p = stepwise.bind(y=[1.0, 2.0], n=2)
    with pytest.warns(UserWarning, match="`x2` of all entries; `x3` of all entries"):
        new = ppl.predict(p, tree_of(p, x1=4.0), data={"y": [1.0, 2.0, np.nan, np.nan], "n": 4}, seed=1)["predictions"]
    v = 30 / 28
    follows(new["y"].values[..., 1:], [4.0, 2.0, 1.0], np.array([[0.01, 0, 0], [0, v + 0.01, 0.5 * v], [0, 0.5 * v, 1.25 * v + 0.01]]))


@ppl.model
def observed_series(y):
    phi = ppl.sample("phi", Uniform(-1, 1))
    ppl.sample("y", AR(phi, 0.1), obs=y, missing="parameter", dims="time")


def test_a_series_that_is_observed_goes_on():
    p = observed_series.bind(y=[1.0, 2.0, 4.0])
    new = predicted(p, tree_of(p, phi=0.5), data={"y": [1.0, 2.0, 4.0, np.nan, np.nan]})["y"].values
    follows(new[..., 3:], [2.0, 1.0], 0.01 * np.array([[1.0, 0.5], [0.5, 1.25]]))


@ppl.model
def regimes(y):
    mu = ppl.sample("mu", Normal(0, 1), shape=2)
    ppl.sample("y", HiddenMarkov(initial=np.array([1.0, 0.0]), transition=np.array([[0.0, 1.0], [1.0, 0.0]]), emission=Normal(mu, 0.1)), obs=y, dims="time")


def test_regimes_at_other_lengths():
    p = regimes.bind(y=[1.0, 2.0, 3.0])
    new = predicted(p, tree_of(p, mu=[1.0, 5.0]), data={"y": None}, coords={"time": range(5)})["y"].values
    follows(new, [1.0, 5.0, 1.0, 5.0, 1.0], 0.01 * np.eye(5))


# -- labels and containers
@ppl.model
def rows(x, g, y, keep=None):
    a = ppl.sample("a", Normal(0, 1), dims="g")
    mu = ppl.deterministic("mu", a[g] + x, dims="row")
    ppl.sample("y", Normal(mu, 0.1), obs=y, dims="row", where=keep)
    ppl.generate("again", Normal(mu, 1.0), dims="row")


FRAME = pd.DataFrame({"x": [1.0, 2.0, 3.0], "g": pd.Categorical(["a", "b", "a"])})


@pytest.fixture(scope="module")
def fitted():
    p = rows.bind(x=FRAME.x, g=FRAME.g, y=[1.0, 2.0, 3.0], keep=[True, True, False])
    return p, tree_of(p, 400, a=[5.0, -5.0])


NEW = {  # data, coords, the mean of y
    "categories in another order": ({"x": [0.0, 1.0, 2.0], "g": pd.Categorical(["b", "a", "b"], categories=["b", "a"])}, None, [-5.0, 6.0, -3.0]),
    "fewer categories": ({"x": [0.0], "g": pd.Categorical(["b"])}, None, [-5.0]),
    "codes": ({"x": [0.0, 0.0], "g": [1, 0]}, None, [-5.0, 5.0]),
    "codes of labels in another order": ({"x": [0.0, 0.0], "g": [1, 0]}, {"g": ["b", "a"]}, [5.0, -5.0]),
    "integers for reals": ({"x": [1, 2], "g": [0, 0]}, None, [6.0, 7.0]),
    "no rows": ({"x": [], "g": np.zeros(0, int)}, None, []),
    "a row": ({"x": (3.0,), "g": (0,)}, {"row": ["only"]}, [8.0]),
    "dates of rows": ({"x": [1.0, 2.0], "g": [0, 0]}, {"row": pd.date_range("2024-01-30", periods=2)}, [6.0, 7.0]),
}


@pytest.mark.parametrize("way", ["data", "rebind"])
@pytest.mark.parametrize("name", NEW)
def test_data_of_any_kind(name, way, fitted):
    p, tree = fitted
    data, coords, mean = NEW[name]
    if way == "data":
        new = predicted(p, tree, data=data, coords=coords)
    else:
        new = predicted(p.rebind(**data, y=None, coords=coords), tree)
    assert new["y"].shape == (2, 200, len(mean)) and new["y"].dims == ("chain", "draw", "row")
    np.testing.assert_allclose(new["mu"].values[1, 7], mean)
    np.testing.assert_allclose(new["y"].values.mean(axis=(0, 1)), mean, atol=0.03)
    if coords and "row" in coords:
        assert list(new["row"].values) == list(np.asarray(coords["row"]))


def test_a_new_category(fitted):
    p, tree = fitted
    with pytest.warns(UserWarning, match="`a` of c"):
        new = ppl.predict(p, tree, data={"x": [0.0, 0.0], "g": pd.Categorical(["c", "a"])}, seed=1)["predictions"]
    assert stats.kstest(new["a"].sel(g="c").values.ravel(), "norm").pvalue > 1e-4 and np.all(new["a"].sel(g="a").values == 5.0)


@ppl.model
def days(d, y):
    u = ppl.sample("u", Normal(0, 1), dims="day")
    ppl.sample("y", Normal(u[d], 0.1), obs=y)


LABELS = {  # of the fit, of the new data, those that are new
    "dates": (pd.date_range("2024-01-01", periods=2), np.array(["2024-01-02", "2024-01-05"], "M8[D]"), ["2024-01-05"]),
    "whole numbers": ([3, 1], [1, 2], ["2"]),
    "floats for whole numbers": ([3, 1], [1.0, 3.0], []),
    "texts": (["x", "y"], np.array(["y", "longer"]), ["longer"]),
    "one": (["x", "y"], ["y"], []),
}


@pytest.mark.parametrize("name", LABELS)
def test_labels_of_any_kind(name):
    old, new, unknown = LABELS[name]
    p = days.bind(d=[0, 1], y=[1.0, 2.0], coords={"day": old})
    tree = tree_of(p, 200, u=[10.0, 20.0])
    found = predicted(p, tree, data={"d": [0]}, coords={"day": new})
    want = 20.0                                                         # the first new label is the second old one
    assert found["y"].values.mean() == pytest.approx(want, abs=0.05)
    assert found.attrs.get("drawn_from_priors", "{}") == ("{}" if not unknown else json.dumps({"u": unknown}))


def test_seeds_and_chains(fitted):
    p, tree = fitted
    one, same, other = (ppl.predict(p, tree, seed=s)["predictions"]["y"].values.copy() for s in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.any(one == other)
    few = results.from_groups({"posterior": {"a": np.arange(12.0).reshape(2, 3, 2)}}, coords={"chain": [4, 7], "draw": [5, 6, 9], "g": ["b", "a"]}, dims={"a": ["g"]})
    found = ppl.predict(p, few, seed=1)["predictions"]["mu"]
    np.testing.assert_array_equal(found.sel(chain=7, draw=6).values, [9 + 1, 8 + 2, 9 + 3])
