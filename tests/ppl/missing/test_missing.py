"""Observations with missing entries: left out, or parameters; of every family, in arrays, loops and rows of vectors, whatever the data come in."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pandas as pd
import pytest
import scipy.stats as st

from llbayes import ppl, results, samplers
from llbayes.ir.errors import LlbayesError
from llbayes.lang.library.random import Rng
from llbayes.ppl import Dirichlet, Gamma, HalfNormal, MultivariateNormal, Normal, Poisson, Uniform
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

NAN = np.nan
LACKS = np.array([False, True, False, True])
CASES = [pytest.param(f, f.examples[0], id=f"{f.name}-{f.params[-1].name}") for f in FAMILIES]


def model_of(family, params, how):
    def m(y):
        a = ppl.sample("a", Normal(0, 1))
        x = ppl.sample("y", make(family, *params), obs=y, missing=how)
        ppl.deterministic("twice", 2.0 * a + np.sum(x))
    return ppl.model(m)


@pytest.mark.parametrize(("family", "params"), CASES)
def test_missing_entries_of_each_family(family, params):
    """As parameters they have the density of the whole array and the Jacobian of the support; left out they count nothing."""
    d = make(family, *params)
    y = np.asarray(d.draw(Rng(np.random.PCG64(3)), (4, *d.event(np.shape))), float)
    holes = y.copy()
    holes[LACKS] = NAN
    scores, prior = np.asarray(d.logpdf(y.astype(int) if d.discrete else y)), st.norm.logpdf(0.3)
    left_out = model_of(family, params, "skip").bind(y=holes)
    assert left_out.interpreted_log_density([0.3]) == pytest.approx(prior + scores[~LACKS].sum(), rel=1e-9)
    np.testing.assert_array_equal(left_out.binding.mask("y"), ~LACKS)
    if d.discrete or not d.support().elementwise() or d.support().kind.forward is None:
        with pytest.raises(LlbayesError, match="cannot be parameters"):
            model_of(family, params, "parameter").bind(y=holes)
        return
    p = model_of(family, params, "parameter").bind(y=holes)
    z = p.unconstrain({"a": 0.3, "y_missing": y[LACKS].ravel()})
    jacobian = np.sum(d.support().forward(z[1:])[1] + np.zeros(len(z) - 1))
    assert p.interpreted_log_density(z) == pytest.approx(prior + scores.sum() + jacobian, rel=1e-7)
    assert p.interpret(z).sites["y_missing"].value == pytest.approx(y[LACKS].ravel())


@ppl.model
def rows(y, there):
    m = ppl.sample("m", Normal(0, 1), shape=2)
    x = ppl.sample("y", MultivariateNormal(m, np.array([[2.0, 0.6], [0.6, 1.0]])), obs=y, where=there, missing="parameter", dims=("row", "col"))
    ppl.deterministic("first", x[:, 0])


@ppl.model
def grid(y, low):
    a = ppl.sample("a", HalfNormal(1))
    x = ppl.sample("y", Gamma(0.5, a), obs=y, missing="parameter", dims=("row", "col"))
    ppl.sample("u", Uniform(0.0, a + low), obs=y, missing="parameter")
    ppl.deterministic("total", np.sum(x, axis=0), dims="col")


@ppl.model
def chain(y):
    a = ppl.sample("a", Normal(0, 0.5))
    before = 0.0
    for i in range(len(y)):
        before = ppl.sample("y", Normal(a * before, 1.0), obs=y[i], missing="parameter")
    ppl.sample("b", Normal(before, 1))


@ppl.model
def loop_of_rows(y):
    a = ppl.sample("a", HalfNormal(1))
    for i in range(y.shape[0]):
        ppl.sample("y", Gamma(0.7, a), obs=y[i], missing="parameter", dims="col")
    ppl.sample("b", Normal(a, 1))


SERIES = np.sin(np.arange(100.0))
SERIES[[0, 7, 8, 99]] = NAN
MODELS = {
    "rows": lambda: rows.bind(y=[[0.5, NAN], [NAN, NAN], [NAN, NAN], [1.0, 2.0]], there=[1, 1, 0, 1], coords={"row": list("abcd"), "col": ["u", "v"]}),
    "grid": lambda: grid.bind(y=[[1.0, None], [0.2, 3.0], [None, 0.1]], low=np.arange(6.0).reshape(3, 2) + 4.0, coords={"col": ["u", "v"]}),
    "chain": lambda: chain.bind(y=SERIES),
    "loop of rows": lambda: loop_of_rows.bind(y=[[1.0, NAN], [NAN, NAN], [0.5, 2.0]], coords={"col": ["u", "v"]}),
}
LABELS = {"rows": ["a, v", "b, u", "b, v"], "grid": ["0, v", "2, u"], "chain": [0, 7, 8, 99], "loop of rows": ["0, v", "1, u", "1, v"]}


@pytest.fixture(scope="module", params=MODELS)
def bound(request):
    return request.param, MODELS[request.param]()


def test_machine_code_is_python(bound):
    _, p = bound
    z = np.random.default_rng(0).normal(size=p.dim)
    value, gradient = p.value_and_grad(z)
    assert value == pytest.approx(p.interpreted_log_density(z), rel=1e-12) and value == pytest.approx(p.interpret(z).log_density, rel=1e-12)
    h = 1e-6
    slopes = [(p.interpreted_log_density(z + h * e) - p.interpreted_log_density(z - h * e)) / (2 * h) for e in np.eye(p.dim)]
    np.testing.assert_allclose(gradient, slopes, rtol=1e-5, atol=1e-6)
    values = p.constrain(z)
    np.testing.assert_allclose(p.unconstrain({s.name: values[s.name] for s in p.parameters}), z, rtol=1e-9, atol=1e-12)
    for name, record in p.interpret(z).sites.items():
        if name in values:
            np.testing.assert_allclose(values[name], record.value, rtol=1e-12)


def test_groups(bound):
    name, p = bound
    z = 0.3 * np.random.default_rng(1).normal(size=(2, 3, p.dim))
    dims = {v.name: v.dims for v in p.variables} | p.observed_dims
    tree = results.build(p.constrain(z), {"lp": np.zeros((2, 3))}, coords=p.coords, dims=dims, observed=p.observed)
    assert list(tree["posterior"]["y_missing"]["y_missing_dim_0"].values) == LABELS[name]
    for call in (ppl.log_likelihood, ppl.log_prior, ppl.posterior_predictive):
        call(p, tree)
    scores, observed, drawn = (tree[g]["y"].values for g in ("log_likelihood", "observed_data", "posterior_predictive"))
    mask = p.binding.mask("y")
    np.testing.assert_array_equal(np.isnan(scores[0, 0]), ~mask)
    assert np.isfinite(drawn).all() and drawn.shape[2:] == observed.shape
    of_missing = tree["log_prior"]["y_missing"].values[0, 0].sum()
    assert np.nansum(scores[0, 0]) + of_missing == pytest.approx(p.interpret(z[0, 0]).sites["y"].log_density, rel=1e-9)
    prior = ppl.prior_predictive(p, 4, seed=1)
    lacking = p.binding.missing["y"].lacking
    np.testing.assert_array_equal(prior["prior"]["y_missing"].values[0], prior["prior_predictive"]["y"].values[0][:, lacking])


@ppl.model
def centre(y, how):
    mu = ppl.sample("mu", Normal(0, 1))
    ppl.sample("y", Normal(mu, 1), obs=y, missing=how, dims="row")


@pytest.mark.parametrize("how", ["skip", "parameter"])
def test_the_posterior_is_that_of_the_entries_integrated_out(how):
    """mu | y is Normal(sum(y) / (n + 1), 1 / sqrt(n + 1)) of the n entries that are there; a missing one has one more variance of 1."""
    p = centre.bind(y=[1.0, NAN, 3.0, NAN, 0.5], how=how, coords={"row": list("abcde")})
    tree = samplers.nuts(p, draws=2000, tune=500, seed=1, progress=False)
    mu = tree["posterior"]["mu"].values
    assert mu.mean() == pytest.approx(4.5 / 4, abs=0.03) and mu.std() == pytest.approx(0.5, abs=0.02)
    assert tree["observed_data"]["y"].values[[1, 3]] == pytest.approx([NAN, NAN], nan_ok=True)
    if how == "parameter":
        own = tree["posterior"]["y_missing"]
        assert list(own["y_missing_dim_0"].values) == ["b", "d"]
        assert own.values.mean() == pytest.approx(4.5 / 4, abs=0.05) and own.values.std() == pytest.approx(np.sqrt(1.25), abs=0.04)


def test_the_posterior_of_a_covariate_with_gaps():
    """y = x + noise and x ~ Normal(0, 1): x | y is Normal(y / 2, 1 / sqrt(2))."""
    @ppl.model
    def m(x, y):
        full = ppl.sample("x", Normal(0, 1), obs=x, missing="parameter")
        ppl.sample("y", Normal(full, 1), obs=y)
    p = m.bind(x=[0.0, NAN], y=[0.3, 1.0])
    assert p.dim == 1
    value, slope = p.value_and_grad([0.5])
    assert slope == pytest.approx([0.0], abs=1e-12) and p.hessian([0.5])[0, 0] == pytest.approx(-2)


FORMS = {
    "a list with None": [1, None, 3], "nan": [1.0, NAN, 3.0], "masked": np.ma.array([1, -7, 3], mask=[0, 1, 0]), "pandas' NA": pd.Series([1, pd.NA, 3], dtype="Int64"),
    "objects": np.array([1, None, 3], object), "a column of floats": pd.Series([1.0, None, 3.0]),
}  # fmt: skip


@ppl.model
def counts(y, how="skip"):
    rate = ppl.sample("rate", HalfNormal(1))
    ppl.sample("y", Poisson(rate), obs=y, missing=how)


@ppl.model
def whole_counts(y: ppl.Int):
    rate = ppl.sample("rate", HalfNormal(1))
    ppl.sample("y", Poisson(rate), obs=y, missing="skip")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("model", [counts, whole_counts], ids=lambda m: m.__name__)
def test_whatever_data_come_in(form, model):
    p, plain = model.bind(y=FORMS[form]), counts.bind(y=[1, 3])
    assert p.log_density([0.2]) == pytest.approx(plain.log_density([0.2]))
    np.testing.assert_array_equal(p.observed["y"], [1, NAN, 3])


def test_tables_files_and_other_processes(tmp_path):
    @ppl.model
    def m(df):
        rate = ppl.sample("rate", HalfNormal(1))
        ppl.sample("k", Poisson(rate), obs=df["k"], missing="skip")
        ppl.sample("x", Normal(rate, 1), obs=df.x, missing="parameter")
    p = m.bind(df=pd.DataFrame({"k": pd.array([1, None, 3], dtype="Int64"), "x": [NAN, 1.0, 2.0]}))
    assert p.dim == 2 and p.log_density([0.1, 0.2]) == pytest.approx(p.interpreted_log_density([0.1, 0.2]))
    (tmp_path / "d.json").write_text(json.dumps({"y": [1, None, 3], "how": "skip"}))
    assert counts.from_json(tmp_path / "d.json").log_density([0.2]) == counts.bind(y=[1, 3]).log_density([0.2])
    again = pickle.loads(pickle.dumps(centre.bind(y=[1.0, NAN], how="parameter", coords={"row": ["a", "b"]})))
    assert list(again.coords["y_missing_dim_0"]) == ["b"]


def test_submodels_have_missing_entries():
    @ppl.model
    def outer(y):
        ppl.submodel("s", centre, y, "parameter")
    assert outer.bind(y=[1.0, NAN]).unconstrained_names == ["s.mu", "s.y_missing[0]"]


def test_nothing_missing_makes_no_parameter():
    for y in ([1.0, 2.0], [1, 2]):
        assert centre.bind(y=y, how="parameter").unconstrained_names == ["mu"]


# -- wrong uses
@ppl.model
def without_obs():
    ppl.sample("y", Normal(0, 1), missing="skip")


@ppl.model
def shares(y):
    a = ppl.sample("a", HalfNormal(1))
    ppl.sample("y", Dirichlet(a * np.ones(3)), obs=y, missing="parameter")


@ppl.model
def sometimes(y, flag):
    a = ppl.sample("a", Normal(0, 1))
    for i in range(len(y)):
        if flag[i] + a > 0:
            ppl.sample("y", Normal(a, 1), obs=y[i], missing="parameter")


@ppl.model
def raw_covariate(x, y):
    ppl.sample("x", Normal(0, 1), obs=x, missing="parameter")
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a * x, 1), obs=y)


@ppl.model
def named_twice(y):
    ppl.sample("y_missing", Normal(0, 1))
    ppl.sample("y", Normal(0, 1), obs=y, missing="parameter")


@ppl.model
def uneven(y):
    a = ppl.sample("a", Normal(0, 1))
    for i in range(1, 3):
        ppl.sample("y", Normal(a, 1), obs=y[:i], missing="parameter")


@ppl.model
def with_where(y, there):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a, 1), obs=y, where=there, missing="skip")


@ppl.model
def moving(y):
    a = ppl.sample("a", HalfNormal(1))
    for i in range(len(y)):
        ppl.sample("y", Uniform(0.0, a + 3.0), obs=y[i], missing="parameter")


@ppl.model
def some_vectors(y):
    m = ppl.sample("m", Normal(0, 1), shape=2)
    ppl.sample("y", MultivariateNormal(m, np.eye(2)), obs=y, missing="skip")


WRONG = {
    "another word": (centre, {"y": [1.0, NAN], "how": "drop"}, ['missing= must be "parameter" or "skip", not \'drop\'']),
    "a flag": (centre, {"y": [1.0, NAN], "how": True}, ["missing= must be"]),
    "no observation": (without_obs, {}, ["missing= is for observations"]),
    "counts": (counts, {"y": [1, None], "how": "parameter"}, ["cannot be parameters", "whole numbers", 'missing="skip"']),
    "shares": (shares, {"y": [[0.2, 0.3, 0.5], [NAN] * 3]}, ["cannot be parameters by themselves", "simplex"]),
    "under a condition": (sometimes, {"y": [1.0, NAN], "flag": [0, 1]}, ["only under a condition", "where="]),
    "the argument goes on": (raw_covariate, {"x": [1.0, NAN], "y": [1.0, 2.0]}, ["reaches the log density of `y`", "the value of the site"]),
    "a name that is taken": (named_twice, {"y": [1.0, NAN]}, ["`y_missing` occurs twice"]),
    "uneven passes": (uneven, {"y": [1.0, NAN]}, ["each pass observes as many", "whole array at once"]),
    "where= of another shape": (with_where, {"y": [1.0, NAN], "there": [True]}, ["where= of `y` has shape (1,), the observations (2,)"]),
    "infinity": (with_where, {"y": [1.0, np.inf], "there": [True, True]}, ["1 of 2 values are not finite", "infinite"]),
    "bounds that move in a loop": (moving, {"y": [1.0, NAN]}, ["bounds", "that other parameters move"]),
    "a part of a vector": (some_vectors, {"y": [[1.0, NAN], [1.0, 2.0]]}, ["1 of 2 observations are missing in part, the first at [0]", 'missing="parameter"']),
    "no word at all": (counts, {"y": [1, None], "how": None}, ["1 of 2 values are not finite, the first (nan) at [1]", 'missing="skip"']),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_uses(name):
    model, data, fragments = WRONG[name]
    with pytest.raises(LlbayesError) as caught:
        model.bind(**data)
    said = str(caught.value)
    assert not [f for f in fragments if f not in said], said
    assert "test_missing.py:" in said
