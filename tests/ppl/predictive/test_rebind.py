"""A bound model with other data: the machine code is shared where types, shapes and what is known when code is compiled are the same, and never else."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from textbook import hierarchies, latent, more, regressions, series

from llbayes import ppl, results
from llbayes.ad import native_density
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import HalfNormal, Normal, Poisson, Real, outputs, staged_model


@pytest.fixture
def made(monkeypatch):
    """What has been staged, linked and built, counted."""
    count = {"stage": 0, "link": 0, "build": 0}

    def counting(module, name):
        inner = getattr(module, name)

        def counted(*args, **keywords):
            count[name] += 1
            return inner(*args, **keywords)
        monkeypatch.setattr(module, name, counted)
    counting(staged_model, "stage")
    counting(native_density, "link")
    counting(outputs, "build")
    return count


@ppl.model
def counts(x: Real["row"], g, y, J, low=0.0, scale=None):
    k = ppl.once(lambda a: int(a.max()) + 1, g)
    a = ppl.sample("a", Normal(low, 1))
    u = ppl.sample("u", Normal(0, 1).noncentered(), shape=J)
    b = ppl.sample("b", HalfNormal(1), shape=k)
    weight = 1.0 if scale is None else ppl.once(lambda s: np.asarray(s) * 2.0, scale)
    eta = ppl.deterministic("eta", a + weight * (b[ppl.index(g, J)] * x + u[g]))
    ppl.sample("y", Poisson(log_rate=eta), obs=y, dims="row")
    ppl.sample("x2", Normal(a, 1), obs=x, missing="parameter")


DATA = {"x": [0.5, -0.2, 0.1, 0.9], "g": [0, 1, 2, 1], "y": [0, 3, 1, 7], "J": 3}
Z = np.linspace(-0.5, 0.5, 10)


def everything(p):
    """Whatever is computed of a posterior, at one point."""
    values = {name: a[None] for name, a in p.constrain(Z[: p.dim][None]).items()}
    tree = results.build(values, {"lp": np.zeros((1, 1))}, coords=p.coords, dims={v.name: v.dims for v in p.variables})
    for add in (ppl.log_likelihood, ppl.log_prior):
        add(p, tree)
    ppl.posterior_predictive(p, tree, seed=1)
    ppl.predict(p, tree, seed=2)
    groups = ("log_likelihood", "log_prior", "posterior_predictive", "predictions")
    return [p.value_and_grad(Z[: p.dim]), p.log_density(Z[: p.dim]), p.hessian(Z[: p.dim]),
            *({n: a.values for n, a in tree[group].items()} for group in groups)]


def same(one, other):
    for a, b in zip(one, other, strict=True):
        assert set(a) == set(b) if isinstance(a, dict) else True
        for x, y in ((a[n], b[n]) for n in a) if isinstance(a, dict) else ((a, b),):
            for v, w in zip(x, y, strict=True) if isinstance(x, tuple) else ((x, y),):
                np.testing.assert_array_equal(v, w)


def test_nothing_is_made_anew_for_data_of_the_same_types_and_shapes(made):
    p = counts.bind(**DATA)
    everything(p)
    before = dict(made)
    for other in ({"y": [7, 0, 0, 2]}, {"x": [1.0, 2.0, 3.0, 4.0], "low": 0.5}, {"g": [2, 0, 1, 0], "y": [1, 1, 1, 1]}, {"y": [1, 2, 3, 4]}):
        found = everything(p.rebind(**other))
        assert made == before, other
        same(found, everything(counts.bind(**{**DATA, **other})))
        made.update(before)
    same(everything(p), everything(counts.bind(**DATA)))                # which has its own data still


OTHER = {
    "a larger count": {"y": [0, 3, 1, 8]},
    "another length": {"x": [0.5, 0.1], "g": [2, 0], "y": [1, 1]},
    "one row": {"x": [0.5], "g": [2], "y": [1]},
    "another size": {"J": 4},
    "another result of once": {"g": [0, 1, 1, 0]},
    "an array of once": {"scale": [1.0, 2.0, 3.0, 4.0]},
    "something missing": {"x": [0.5, np.nan, 0.1, 0.9]},
    "integers for reals": {"x": [1, 2, 0, 1]},
    "reals for counts": {"y": [0.0, 3.0, 1.0, 7.0]},
}


@pytest.fixture(scope="module")
def kin():
    """Posteriors of all these data, each bound again from the one before."""
    found, p = {}, counts.bind(**DATA)
    for name, other in OTHER.items():
        p = found[name] = p.rebind(**{"scale": None, **DATA, **other})
    return found


@pytest.mark.parametrize("name", OTHER)
def test_whatever_changes_the_numbers_are_those_of_a_new_binding(name, kin):
    fresh, z = counts.bind(**{**DATA, **OTHER[name]}), Z[: kin[name].dim]
    assert kin[name].dim == fresh.dim and kin[name].log_density(z) == pytest.approx(fresh.interpreted_log_density(z), rel=1e-12)
    for n, a in kin[name].constrain(z).items():
        np.testing.assert_array_equal(a, fresh.constrain(z)[n])


def test_where_entries_are_missing_decides(made):
    p = counts.bind(**{**DATA, "x": [np.nan, 1.0, 2.0, np.nan]})
    p.log_density(np.full(p.dim, 0.1))
    before = dict(made)
    again = p.rebind(x=[np.nan, 5.0, 6.0, np.nan])
    again.log_density(np.full(p.dim, 0.1))
    assert made == before
    other = p.rebind(x=[1.0, np.nan, np.nan, 2.0])
    assert other.log_density(np.full(p.dim, 0.1)) == pytest.approx(other.interpreted_log_density(np.full(p.dim, 0.1)), rel=1e-12)
    assert made["stage"] > before["stage"]


STEP = 1.0


def test_a_model_that_has_changed_is_made_anew(monkeypatch):
    @ppl.model
    def m(y):
        a = ppl.sample("a", Normal(STEP, 1))
        ppl.sample("y", Normal(a, 1), obs=y)
    p = m.bind(y=[1.0, 2.0])
    first = p.log_density([0.0])
    monkeypatch.setitem(globals(), "STEP", 3.0)
    q = p.rebind(y=[1.0, 2.0])
    assert q.log_density([0.0]) == pytest.approx(first - 4.0) and p.log_density([0.0]) == first
    with pytest.raises(LlbayesError, match="`STEP` has changed since"):
        p.interpret([0.0])


CASES = {case.name: case for part in (regressions, hierarchies, latent, series, more) for case in part.CASES}
KINDS = [name for name in ("growth_curves", "meta_analysis", "crossed") if name in CASES] + [c.name for c in (*latent.CASES[:2], *series.CASES[:2], *more.CASES[:2])]


@pytest.mark.parametrize("name", KINDS)
def test_textbook_models_with_another_data_set(name):
    one, other = (CASES[name].simulate(np.random.default_rng(k)) for k in (1, 2))
    p = CASES[name].model.bind(**one.data, coords=one.coords or None)
    q = p.rebind(**other.data, coords=other.coords or None)
    z = 0.1 * np.random.default_rng(3).normal(size=q.dim)
    assert q.log_density(z) == pytest.approx(q.interpreted_log_density(z), rel=1e-9)


# -- what is to be predicted
@ppl.model
def line(x, y, w=None):
    a = ppl.sample("a", Normal(0, 5))
    b = ppl.sample("b", Normal(0, 5))
    mu = ppl.deterministic("mu", a + b * x, dims="row")
    y = ppl.sample("y", Normal(mu, 0.1), obs=y, dims="row")
    ppl.deterministic("above", y - mu, dims="row")


def draws(p, n=300, **values):
    values = {k: np.full((1, n), v) for k, v in values.items()}
    return results.from_groups({"posterior": values, "observed_data": p.observed}, coords=p.coords, dims=p.observed_dims)


def test_what_was_observed_is_predicted():
    p = line.bind(x=[0.0, 1.0, 2.0], y=[1.0, 3.0, 5.0], coords={"row": list("abc")})
    tree = draws(p, a=1.0, b=2.0)
    new = p.rebind(x=[5.0, 6.0], y=None, coords={"row": ["u", "v"]})
    assert [s.name for s in new.parameters] == ["a", "b"] and "y" not in new.observed and new.sites["y"].kind == "observed"
    ppl.predict(new, tree, seed=1)
    found = tree["predictions"]
    assert list(found["row"].values) == ["u", "v"] and found["y"].values[0].mean(axis=0) == pytest.approx([11.0, 13.0], abs=0.03)
    np.testing.assert_allclose(found["above"].values, (found["y"] - found["mu"]).values, atol=1e-12)
    np.testing.assert_array_equal(found["mu"].values[0, 0], [11.0, 13.0])
    assert set(new.constrain([1.0, 2.0])) == {"a", "b", "mu"}           # what depends on draws is a part of predictions
    assert new.log_density([1.0, 2.0]) == pytest.approx(np.sum(Normal(0, 5).logpdf(np.array([1.0, 2.0]))))


def test_once_more_and_back_again():
    p = line.bind(x=[0.0, 1.0], y=[1.0, 3.0])
    gone = p.rebind(y=None).rebind(x=[1.0, 2.0, 3.0])
    assert gone.sites["y"].drawn and gone.sites["y"].shape == (3,)
    back = gone.rebind(y=[1.0, 2.0, 3.0])
    assert back.log_density([0.1, 0.2]) == line.bind(x=[1.0, 2.0, 3.0], y=[1.0, 2.0, 3.0]).log_density([0.1, 0.2])
    again = pickle.loads(pickle.dumps(gone))
    assert again.sites["y"].drawn and again.dim == 2


def test_groups_of_the_fitted_data_are_not_overwritten():
    p = line.bind(x=[0.0, 1.0], y=[1.0, 3.0])
    with pytest.raises(LlbayesError, match=r"`y` is observed there, and to be predicted here: `ppl\.predict`"):
        ppl.posterior_predictive(p.rebind(y=None), draws(p, a=1.0, b=2.0))


def test_none_at_binding_still_makes_a_parameter():
    p = line.bind(x=[0.0, 1.0], y=None)
    assert [s.name for s in p.parameters] == ["a", "b", "y"]


def test_an_argument_that_is_used_otherwise_is_named():
    @ppl.model
    def m(x, y):
        a = ppl.sample("a", Normal(np.mean(y), 1))
        ppl.sample("y", Normal(a * x, 1), obs=y)
    with pytest.raises(LlbayesError, match="`y` is not given, and is None here"):
        m.bind(x=[1.0, 2.0], y=[1.0, 2.0]).rebind(y=None)
