"""Predictions hold sites of loops, let factors through that new labels do not reach, and look at the draws of the tree before they use them."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl, results
from llbayes.ir.errors import SettingsError
from llbayes.ppl import Dirichlet, HalfNormal, MultivariateNormal, Normal, Uniform


@ppl.model
def steps(y, n: ppl.Int):
    a = ppl.sample("a", Normal(0, 1))
    before = 0.0
    for t in range(n):
        mu = ppl.deterministic("mu", 0.5 * before)
        before = ppl.sample("y", Normal(mu + a, 0.01), obs=y[t], missing="skip")
        ppl.generate("again", Normal(before, 0.01))


HELD = {
    "a deterministic": ({"mu": [10.0, 20.0, 30.0]}, {"mu": [10, 20, 30], "y": [12, 22, 32], "again": [12, 22, 32]}),
    "an observation": ({"y": [10.0, 20.0, 30.0]}, {"mu": [0, 5, 10], "y": [10, 20, 30], "again": [10, 20, 30]}),
    "a number for all": ({"y": 8.0}, {"mu": [0, 4, 4], "again": [8, 8, 8]}),
    "a draw": ({"again": [1.0, 2.0, 3.0]}, {"y": [2, 3, 3.5], "again": [1, 2, 3]}),
    "two": ({"mu": 0.0, "again": 5.0}, {"y": [2, 2, 2], "again": [5, 5, 5]}),
}


@pytest.mark.parametrize("name", HELD)
def test_sites_of_loops_are_held(name):
    do, means = HELD[name]
    p = steps.bind(y=[1.0, 2.0, 3.0], n=3)
    tree = results.from_groups({"posterior": {"a": np.full((1, 100), 2.0)}})
    found = ppl.predict(p, tree, data={"y": [np.nan] * 3}, do=do, seed=1)["predictions"]
    for site, mean in means.items():
        np.testing.assert_allclose(found[site].values[0].mean(axis=0), mean, atol=0.02)


def test_what_cannot_be_held_in_a_loop():
    @ppl.model
    def ragged(y):
        for t in range(1, 3):
            ppl.sample("y", Normal(0, 1), obs=y[:t])
    p = ragged.bind(y=[1.0, 2.0])
    tree = results.from_groups({"posterior": {"a": np.zeros((1, 2))}})
    with pytest.raises(SettingsError, match="`y`: it has another shape in each pass"):
        ppl.predict(p, tree, do={"y": 1.0})
    with pytest.raises(SettingsError, match=r"has shape \(2,\), the site has \(3,\)"):
        ppl.predict(steps.bind(y=[1.0, 2.0, 3.0], n=3), results.from_groups({"posterior": {"a": np.zeros((1, 2))}}), do={"y": [1.0, 2.0]})


# -- factors
@ppl.model
def soft(g, y, J, x=None):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", HalfNormal(1))
    ppl.factor("near", -0.5 * mu * mu)
    theta = ppl.sample("theta", Normal(mu, tau), dims="group")
    w = ppl.sample("w", Normal(mu, tau), dims="group")
    total = 0.0
    for j in range(J):
        total += w[j]
    ppl.factor("zero", -50.0 * total**2)
    ppl.sample("y", Normal(theta[ppl.index(g, J)] + w[ppl.index(g, J)], 0.5), obs=y)


@ppl.model
def gap(x, y):
    full = ppl.sample("x", Normal(0, 1), obs=x, missing="parameter", dims="row")
    b = ppl.sample("b", Normal(0, 1))
    ppl.factor("small", -b * b)
    ppl.factor("sum", -np.sum(full) ** 2)
    ppl.sample("y", Normal(b * full, 0.1), obs=y, dims="row")


def at_zero(p, n=4):
    return results.from_groups({"posterior": p.constrain(np.zeros((2, n, p.dim)))}, coords=p.coords, dims={v.name: v.dims for v in p.variables})


def test_factors_that_new_labels_do_not_reach_are_let_through():
    p = soft.bind(g=[0, 1], y=[1.0, 2.0], J=2, coords={"group": ["a", "b"]})
    new = {"data": {"g": [0, 2], "J": 3}, "coords": {"group": ["a", "b", "c"]}}
    with pytest.raises(SettingsError) as caught:
        ppl.predict(p, at_zero(p), **new)
    said = str(caught.value)
    assert "`w` cannot be drawn for new labels: the factor `zero`" in said and 'do={"w": …}' in said and "test_held_and_checked.py" in said
    with pytest.warns(UserWarning, match="`theta` of c$"):
        ppl.predict(p, at_zero(p), do={"w": 0.0}, **new)


def test_factors_of_missing_entries():
    p = gap.bind(x=[1.0, np.nan], y=[1.0, 2.0], coords={"row": [0, 1]})
    with pytest.raises(SettingsError, match="`x_missing` cannot be drawn for new labels: the factor `sum`"):
        ppl.predict(p, at_zero(p), data={"x": [np.nan, 1.0]}, coords={"row": [5, 6]})


# -- the tree's draws
@ppl.model
def sets(y):
    shares = ppl.sample("shares", Dirichlet(np.ones(3)))
    tau = ppl.sample("tau", HalfNormal(1))
    between = ppl.sample("between", Uniform(tau, tau + 1))
    raw = ppl.sample("raw", Normal(0, tau).noncentered(), shape=2)
    up = ppl.sample("up", Normal(0, 1), constraint=ppl.ordered, shape=2)
    L = ppl.sample("L", ppl.LKJCholesky(2, 1.0))
    both = ppl.sample("both", MultivariateNormal(np.zeros(2), cholesky=L).noncentered())
    ppl.sample("y", Normal(shares @ np.arange(3.0) + between + raw[0] + up[1] + both[0], tau), obs=y)


@pytest.fixture(scope="module")
def bound():
    p = sets.bind(y=[1.0, 2.0])
    return p, p.constrain(0.3 * np.random.default_rng(0).normal(size=(2, 5, p.dim)))


def changed(values, **spoilt):
    values = {name: a.copy() for name, a in values.items()}
    for name, (at, x) in spoilt.items():
        values[name][at] = x
    return results.from_groups({"posterior": values}, coords={"draw": [10, 11, 12, 13, 14], "chain": [0, 3]})


OFF = {
    "a simplex": ({"shares": ((1, 2), [0.5, 0.5, 0.5])}, "`shares` lies outside of simplex in 1 of 10 draws, the first is draw 12 of chain 3"),
    "a scale": ({"tau": ((slice(None), 2), -1.0)}, "`tau` lies outside of nonnegative in 2 of 10 draws, the first is draw 12 of chain 0: -1"),
    "between bounds that move": ({"between": ((0, 4), 9.0), "tau": ((0, 4), 2.0)}, r"`between` lies outside of interval\(2, 3\) in 1 of 10 draws, the first is draw 14"),
    "not in order": ({"up": ((0, 0), [2.0, 1.0])}, "`up` lies outside of ordered"),
    "no factor": ({"L": ((1, 0), [[1.0, 0.0], [0.5, 0.1]])}, "`L` lies outside of cholesky_corr"),
    "nan": ({"raw": ((0, 1), np.nan)}, "`raw` is not finite in 1 of 10 draws, the first is draw 11 of chain 0"),
    "infinite": ({"both": ((0, 1), np.inf)}, "`both` is not finite"),
}


@pytest.mark.parametrize("name", OFF)
def test_draws_off_their_sets_are_refused_by_site_and_draw(name, bound):
    p, values = bound
    spoilt, said = OFF[name]
    with pytest.raises(SettingsError, match=said):
        ppl.predict(p, changed(values, **spoilt))


def test_draws_of_single_precision_are_taken(bound):
    p, values = bound
    single = results.from_groups({"posterior": {name: a.astype(np.float32) for name, a in values.items()}})
    want = ppl.predict(p, changed(values), seed=1)["predictions"]["y"].values
    np.testing.assert_allclose(ppl.predict(p, single, seed=1)["predictions"]["y"].values, want, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("tree", [{"posterior": {"tau": np.zeros((1, 2))}}, {"tau": np.zeros((1, 2))}])
def test_dicts_say_how_a_tree_is_made(tree, bound):
    with pytest.raises(SettingsError, match=r"results\.from_groups"):
        ppl.predict(bound[0], tree)


def test_what_was_left_out_of_keep_is_named(bound):
    p, values = bound
    tree = results.from_groups({"posterior": {name: a for name, a in values.items() if name not in ("raw", "tau")}})
    with pytest.raises(SettingsError, match=r"`tau` is not in the tree\n- `raw` is not in the tree"):
        ppl.predict(p, tree)


# -- programs
def test_predictions_at_data_of_the_same_shapes_share_their_code(monkeypatch):
    from llbayes.ppl import staged_model

    count = []
    inner = staged_model.stage
    monkeypatch.setattr(staged_model, "stage", lambda *a, **k: (count.append(1), inner(*a, **k))[1])
    p = soft.bind(g=[0, 1, 1], y=[1.0, 2.0, 1.0], J=2, coords={"group": ["a", "b"]})
    tree = at_zero(p)
    for g in ([0, 1], [1, 0], [1, 1]):
        ppl.predict(p, tree, data={"g": g}, seed=1)
    first = len(count)
    for q in (p, p.rebind(y=[2.0, 2.0, 2.0])):
        ppl.predict(q, tree, data={"g": [0, 0]}, seed=1)
    assert len(count) == first, "staged anew"
