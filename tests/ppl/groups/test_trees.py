"""Every group call with a tree that is changed: permuted, transposed and unnamed ones give what the plain tree gives, all others are refused by name.

A tree is a run's own draws; models have a number, vectors and matrices, with and without dims and labels.
"""

from __future__ import annotations

import functools

import numpy as np
import pytest
import xarray

from llbayes import ppl
from llbayes.ir.errors import DataError, LlbayesError, SettingsError
from llbayes.ppl import HalfNormal, Normal, simplex
from llbayes.results import trees

COORDS = {"school": ["a", "b", "c"], "year": [2001, 2002, 2004]}


@ppl.model
def mixed(y):
    mu = ppl.sample("mu", Normal(0, 1))
    tau = ppl.sample("tau", HalfNormal(1), shape=3)
    theta = ppl.sample("theta", Normal(mu, 1), dims="school")
    both = ppl.sample("both", Normal(0, 1), dims=("school", "year"))
    plain = ppl.sample("plain", Normal(0, 1), shape=(3, 3))
    shares = ppl.param("shares", simplex, shape=3)
    ppl.sample("y", Normal(theta[:, None] + both * shares + plain, tau), obs=y, dims=("school", "year"))


MODELS = {"labels": COORDS, "no labels": {}}
CALLS = {
    "posterior_predictive": lambda p, t: ppl.posterior_predictive(p, t, seed=1),
    "log_likelihood": ppl.log_likelihood,
    "log_prior": ppl.log_prior,
}


@functools.cache
def bound(labels):
    return mixed.bind(y=np.arange(9.0).reshape(3, 3), coords=MODELS[labels] or {"school": range(3), "year": range(3)})


@functools.cache
def draws(labels):
    """The parameters of (2 chains, 5 draws) as a Dataset."""
    p = bound(labels)
    values = p.constrain(0.5 * np.random.default_rng(0).normal(size=(2, 5, p.dim)))
    return trees.dataset("posterior", values, p.coords, {v.name: v.dims for v in p.variables})


def called(labels, group, data):
    container = trees.inference_data()
    tree = container(posterior=data) if container else xarray.DataTree.from_dict({"posterior": data})
    CALLS[group](bound(labels), tree)
    return tree[group]


@functools.cache
def plain(labels, group):
    return called(labels, group, draws(labels))


def reversed_axis(dim):
    return lambda d: d.isel({dim: slice(None, None, -1)})


def unnamed(d):
    """As `arviz.from_dict` makes it of bare arrays."""
    return trees.dataset("posterior", {n: a.values for n, a in d.items()}, {}, {})


SAME = {
    "as it is": lambda d: d,
    "transposed": lambda d: d.transpose(*reversed(list(d.dims))),
    "draws first": lambda d: d.transpose("draw", "chain", ...),
    "unnamed": unnamed,
    "unnamed and transposed": lambda d: unnamed(d).transpose(..., "draw", "chain"),
    "without labels": lambda d: d.drop_vars(["school", "year", "plain_dim_0", "plain_dim_1"]),
    **{f"{dim} turned round": reversed_axis(dim) for dim in ("school", "year", "tau_dim_0", "plain_dim_1")},
    "turned and transposed": lambda d: d.isel(school=[2, 0, 1], year=[1, 2, 0]).transpose(..., "school", "chain", "year", "draw"),
    "more variables": lambda d: d.assign(other=d["mu"] + 1),
    "whole numbers of another width": lambda d: d.astype(np.float32).astype(float),
}


def shorter(dim, names):
    return (lambda d: d.isel({dim: slice(0, 2)})), names


def longer(dim, names):
    return (lambda d: d.isel({dim: [0, 1, 2, 0]}).assign_coords({dim: ["p", "q", "r", "s"]})), names


def without(name):
    return (lambda d: d.drop_vars(name)), (name,)


def spoilt(name, value):
    def change(d):
        a = d[name].copy(deep=True)
        a[dict.fromkeys(a.dims, 1)] = value
        return d.assign({name: a})
    return change, (name,)


def reshaped(name, change):
    """Another array under the name."""
    def put(d):
        a = change(d[name].values)
        own = [v for v in d.variables if v == name or str(v).startswith(f"{name}_dim_")]
        return d.drop_vars(own).assign({name: (("chain", "draw", *(f"{name}_dim_{k}" for k in range(a.ndim - 2))), a)})
    return put, (name,)


OTHER = {
    **{f"{dim} shorter": shorter(dim, names) for dim, names in (("school", ("theta", "both")), ("year", ("both",)), ("tau_dim_0", ("tau",)), ("plain_dim_0", ("plain",)))},
    **{f"{dim} longer": longer(dim, names) for dim, names in (("school", ("theta", "both")), ("tau_dim_0", ("tau",)), ("plain_dim_1", ("plain",)))},
    "other labels": ((lambda d: d.assign_coords(school=["x", "y", "z"])), ("theta", "both", "school")),
    "one other label": ((lambda d: d.assign_coords(year=[2001, 2002, 2003])), ("both", "year")),
    "a label twice": ((lambda d: d.isel(school=[0, 0, 1])), ("theta", "both")),
    "numbers cut out": ((lambda d: d.assign_coords(tau_dim_0=[1, 2, 3])), ("tau",)),
    "another dim": ((lambda d: d.rename(school="pupil")), ("theta", "both")),
    "one draw of an axis": ((lambda d: d.isel(school=0, drop=True)), ("theta", "both")),
    "an axis more": ((lambda d: d.assign(mu=d["mu"].expand_dims(extra=2, axis=2))), ("mu",)),
    "a vector for a number": reshaped("mu", lambda a: np.stack([a, a], axis=-1)),
    "a matrix flattened": reshaped("plain", lambda a: a.reshape(2, 5, 9)),
    "a number for a vector": reshaped("tau", lambda a: a[..., 0]),
    "nan": spoilt("theta", np.nan),
    "off its set": spoilt("tau", -1.0),
    "text": ((lambda d: d.assign(mu=d["mu"].astype(str))), ("mu",)),
    "no parameter": without("both"),
}


@pytest.mark.parametrize("group", CALLS)
@pytest.mark.parametrize("labels", MODELS)
@pytest.mark.parametrize("change", SAME)
def test_what_says_the_same_gives_the_same(change, labels, group):
    data = SAME[change](draws(labels))
    if "width" in change:
        np.testing.assert_allclose(called(labels, "log_prior", data)["mu"], plain(labels, "log_prior")["mu"], rtol=1e-5)
        return
    got, right = called(labels, group, data), plain(labels, group)
    assert set(got.data_vars) == set(right.data_vars)
    for name, a in right.items():
        assert got[name].dims == a.dims
        np.testing.assert_allclose(got[name].values, a.values, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("group", CALLS)
@pytest.mark.parametrize("labels", MODELS)
@pytest.mark.parametrize("change", OTHER)
def test_what_does_not_fit_is_refused_by_name(change, labels, group):
    change, names = OTHER[change]
    with pytest.raises(LlbayesError) as e:
        called(labels, group, change(draws(labels)))
    assert all(f"`{n}`" in str(e.value) for n in names), str(e.value)


def test_chains_and_draws_keep_their_labels():
    data = draws("labels").assign_coords(chain=[0, 3], draw=[10, 20, 30, 40, 50])
    for group in CALLS:
        got = called("labels", group, data)
        assert list(got["chain"].values) == [0, 3] and list(got["draw"].values) == [10, 20, 30, 40, 50]


@pytest.mark.parametrize("tree", [None, 1, "tree", {}, {"posterior": {}}, {"posterior": np.zeros((2, 3))}, np.zeros(3), [1]], ids=repr)
@pytest.mark.parametrize("group", CALLS)
def test_what_is_no_tree(tree, group):
    with pytest.raises(SettingsError, match="posterior"):
        CALLS[group](bound("labels"), tree)


def test_machine_code_gets_no_array_of_another_length():
    p = bound("labels")
    values = {s.name: np.zeros((4, *s.shape)) + 0.5 for s in p.parameters}
    for name, a in values.items():
        for other in (a[:3], a[..., None], a[:, :2] if a.ndim > 1 else a[:, None]):
            with pytest.raises(DataError, match=f"`{name}` has shape"):
                p.unconstrain_many(values | {name: other}, 4)
    density = p.programs.density()
    for other in (np.zeros(p.dim + 1), np.zeros((1, p.dim)), np.zeros(0)):
        with pytest.raises(ValueError, match="shape"):
            density.log_density(other)
        with pytest.raises(ValueError, match="shape"):
            density.hessian_products(np.zeros(p.dim), other[None])
    p.constrain(np.zeros(p.dim))
    for outputs in filter(None, p.programs.compiled.values()):
        for rows in (np.zeros((2, p.dim + 1)), np.zeros((2, p.dim), np.float32), np.zeros((4, 2 * p.dim))[:, ::2], np.zeros(p.dim)):
            with pytest.raises(ValueError, match="rows of z"):
                outputs(rows)
