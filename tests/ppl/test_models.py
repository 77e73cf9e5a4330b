"""What sites mean, in CPython: densities, shapes, names, data checks; every error names the user's line."""

from __future__ import annotations

import gzip
import inspect
import json

import numpy as np
import pytest
import scipy.stats as st

from llbayes import ppl
from llbayes.ir.errors import CompileError, DataError, LlbayesError, ModelError, SettingsError
from llbayes.ppl import (
    Bernoulli,
    Beta,
    Cauchy,
    Dirichlet,
    Exponential,
    HalfNormal,
    Int,
    LKJCholesky,
    MultivariateNormal,
    Normal,
    Real,
    StudentT,
    interval,
    ordered,
    positive,
    real,
    simplex,
)


@ppl.model
def schools(sigma, y):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", HalfNormal(5))
    theta = ppl.sample("theta", Normal(mu, tau).noncentered(), dims="school")
    ppl.deterministic("twice", 2 * theta, dims="school")
    ppl.sample("y", Normal(theta, sigma), obs=y, dims="school")


Y, SIGMA = [28.0, 8, -3], [15.0, 10, 16]


def bound():
    return schools.bind(sigma=SIGMA, y=Y, coords={"school": ["a", "b", "c"]})


def test_density_and_names():
    p = bound()
    assert p.dim == 5
    assert p.unconstrained_names == ["mu", "tau", "theta_raw[0]", "theta_raw[1]", "theta_raw[2]"]
    z = np.array([1.0, 0.5, 0.1, -0.2, 0.3])
    tau = np.exp(0.5)
    theta = 1.0 + tau * z[2:]
    expected = (
        st.norm(0, 5).logpdf(1.0)
        + st.halfnorm(scale=5).logpdf(tau)
        + 0.5
        + st.norm.logpdf(z[2:]).sum()
        + st.norm(theta, SIGMA).logpdf(Y).sum()
    )
    run = p.interpret(z)
    assert run.log_density == pytest.approx(expected, rel=1e-13)
    np.testing.assert_allclose(run.sites["theta"].value, theta)
    np.testing.assert_allclose(run.sites["twice"].value, 2 * theta)
    assert sum(s.log_density for s in run.sites.values() if s.log_density is not None) == pytest.approx(expected)
    values = {n: run.sites[n].value for n in ("mu", "tau", "theta")}
    np.testing.assert_allclose(p.unconstrain(values), z)
    assert [v.name for v in p.variables] == ["mu", "tau", "theta", "twice"]
    assert "noncentered" in str(p) and "school" in str(p)
    np.testing.assert_array_equal(p.observed["y"], Y)


def test_partial_unconstrain_and_its_errors():
    p = bound()
    z = p.unconstrain({"tau": 2.0}, partial=True)
    assert z[1] == pytest.approx(np.log(2)) and np.isnan(z[[0, 2, 3, 4]]).all()
    with pytest.raises(DataError, match="`mu` is missing"):
        p.unconstrain({"tau": 2.0})
    with pytest.raises(DataError, match="outside of nonnegative"):
        p.unconstrain({"tau": -2.0}, partial=True)
    with pytest.raises(DataError, match="`mo` is not a parameter"):
        p.unconstrain({"mo": 1.0}, partial=True)
    with pytest.raises(SettingsError, match="vector of 5 coordinates"):
        p.interpret(np.zeros(4))


def test_a_constraint_restricts_and_a_truncation_renormalises():
    @ppl.model
    def restricted():
        ppl.sample("x", Normal(0, 1), constraint=positive)

    @ppl.model
    def truncated():
        ppl.sample("x", Normal(0, 1).truncated(0))

    a, b = restricted.bind().interpret([0.0]).log_density, truncated.bind().interpret([0.0]).log_density
    assert a == pytest.approx(st.norm.logpdf(1)) and b == pytest.approx(st.norm.logpdf(1) + np.log(2))


def test_params_factors_loops_and_bounds_that_are_parameters():
    @ppl.model
    def m(y):
        a = ppl.param("a", interval(0, 2))
        b = ppl.param("b", interval(0, 2 - a))
        p = ppl.param("p", simplex, shape=(2, 3))
        for k in range(2):
            ppl.sample(f"c{k}", Normal(a, 1 + b))
        for k in range(3):
            ppl.factor("f", y[k] * p[0, k], likelihood=True)
            ppl.sample("y", Normal(a, 1), obs=y[k])

    p = m.bind(y=[1.0, 2.0, 3.0])
    assert p.unconstrained_names == ["a", "b", "p[0,0]", "p[0,1]", "p[1,0]", "p[1,1]", "c0", "c1"]
    run = p.interpret(np.zeros(8))
    assert run.sites["f"].log_density == pytest.approx(2.0)
    assert run.sites["a"].log_density == pytest.approx(np.log(2 / 4))
    assert run.sites["b"].log_density == pytest.approx(np.log(1 / 4))


def test_batches_of_vectors_and_matrices():
    @ppl.model
    def m():
        L = ppl.sample("L", LKJCholesky(3, 2.0))
        w = ppl.sample("w", Dirichlet(np.ones(3)), shape=(2, 3))
        ppl.sample("v", MultivariateNormal(np.zeros(3), cholesky=L).noncentered(), shape=(4, 3))
        ppl.sample("m", Normal(np.array([0.0, 3.0]), 1), constraint=ordered)
        ppl.deterministic("s", np.sum(w))

    p = m.bind()
    assert p.dim == 3 + 4 + 12 + 2
    z = np.random.default_rng(0).normal(size=p.dim)
    sites = p.interpret(z).sites
    np.testing.assert_allclose(sites["v"].value, z[7:19].reshape(4, 3) @ sites["L"].value.T)
    np.testing.assert_allclose(p.unconstrain({n: sites[n].value for n in ("L", "w", "v", "m")}), z, atol=1e-9)


def test_where_limits_a_site():
    @ppl.model
    def m(y, mask):
        ppl.sample("y", Exponential(2.0), obs=y, where=mask)

    run = m.bind(y=[-999.0, 1.0, 2.0], mask=[False, True, True]).interpret([])
    assert run.log_density == pytest.approx(st.expon(scale=0.5).logpdf([1, 2]).sum())


def test_once_runs_once_and_index_shifts():
    calls = []

    def prepare(x):
        calls.append(1)
        return x - np.mean(x)

    @ppl.model
    def m(x, g):
        c = ppl.once(prepare, x)
        a = ppl.sample("a", Normal(0, 1), shape=2)
        ppl.sample("x", Normal(a[ppl.index(g, 2, base=1)], 1), obs=c)

    p = m.bind(x=[1.0, 2.0, 3.0], g=[1, 2, 2])
    p.interpret([0, 0])
    assert len(calls) == 1


def test_json_ignores_other_names(tmp_path):
    data = {"sigma": SIGMA, "y": Y, "J": 3}
    (tmp_path / "d.json").write_text(json.dumps(data))
    (tmp_path / "d.json.gz").write_bytes(gzip.compress(json.dumps(data).encode()))
    for name in ("d.json", "d.json.gz"):
        assert schools.from_json(tmp_path / name, coords={"school": [0, 1, 2]}).dim == 5
    with pytest.raises(DataError, match="`J` is not an argument"):
        schools.bind(**data)


def test_annotations_convert_and_name_dims():
    @ppl.model
    def m(x: Real["row"], g: Int["row"]):
        a = ppl.sample("a", Normal(0, 1), dims="row")
        ppl.sample("x", Normal(a + g, 1), obs=x, dims="row")

    p = m.bind(x=[1, 2, 3], g=[1.0, 2.0, 3.0])
    assert p.dim == 3 and p.observed["x"].dtype == float
    with pytest.raises(DataError, match="has size 2 along `row`"):
        m.bind(x=[1, 2, 3], g=[1, 2])


def test_prior_and_posterior_draws_differ_only_in_their_source():
    from llbayes.ppl.predictive.groups import simulate

    p = bound()
    values, predicted = simulate(p, np.zeros((500, p.dim)), 1, prior=True)
    assert values["theta"].shape == (500, 3) and predicted["y"].shape == (500, 3)
    assert np.std(values["mu"]) == pytest.approx(5, rel=0.15)
    values, predicted = simulate(p, np.zeros((500, p.dim)), 1, prior=False)
    assert np.all(values["mu"] == 0) and np.std(predicted["y"][:, 0]) == pytest.approx(15, rel=0.15)


def line_of(function, text):
    lines, first = inspect.getsourcelines(function)
    return first + next(k for k, line in enumerate(lines) if text in line)


def fails(function, error, message, text=None, **data):
    """Binding fails with the message and, when `text` is given, the user's line that holds it."""
    with pytest.raises(error) as found:
        ppl.model(function).bind(**data)
    shown = str(found.value)
    assert message in shown, shown
    assert "/ppl/" not in shown.replace("/tests/ppl/", ""), shown
    assert issubclass(found.type, LlbayesError)
    if text is not None:
        assert f"{__file__}:{line_of(function, text)}" in shown, shown


def test_wrong_shapes():
    def m(y):
        a = ppl.sample("a", Normal(0, 1), shape=3)
        ppl.sample("y", Normal(a, 1), obs=y)

    fails(m, DataError, "observed `y` has shape (3, 1)", 'ppl.sample("y"', y=np.zeros((3, 1)))
    fails(m, DataError, "observed `y` has shape (4,)", 'ppl.sample("y"', y=np.zeros(4))

    def n():
        ppl.sample("a", Normal(np.zeros(3), 1), shape=2)

    fails(n, ModelError, "`a` has shape (2,), its distribution Normal(loc, scale) has (3,)", 'ppl.sample("a"')


def test_all_problems_of_data_at_once():
    def m(x, y, z):
        ppl.sample("a", Normal(0, 1))

    with pytest.raises(DataError) as found:
        ppl.model(m).bind(x=[1.0, np.nan], y=[[1.0], [1.0, 2.0]], w=3)
    shown = str(found.value)
    for part in ("`z` is missing", "`w` is not an argument", "first (nan) at [1]", "different lengths", "4 problems"):
        assert part in shown
    assert f"{__file__}:{line_of(m, 'def m')}" in shown


def test_observations_outside_of_the_support():
    def m(y, k):
        ppl.sample("y", Exponential(1.0), obs=y)
        ppl.sample("k", Bernoulli(0.5), obs=k)

    fails(m, DataError, "1 of 2 values are outside the support (nonnegative)", 'sample("y"', y=[1.0, -1.0], k=[0, 1])
    fails(m, DataError, "the first (2) at [1]", 'sample("k"', y=[1.0, 1.0], k=[0, 2])


def test_indices_out_of_range():
    def m(g):
        a = ppl.sample("a", Normal(0, 1), shape=2)
        ppl.sample("y", Normal(a[ppl.index(g, 2, base=1)], 1), obs=np.zeros(3))

    fails(m, DataError, "1 of 3 are outside 1 … 2, the first (0) at [0]", "ppl.index", g=[0, 1, 2])

    def n(g):
        a = ppl.sample("a", Normal(0, 1), shape=2)
        ppl.sample("y", Normal(a[g], 1), obs=np.zeros(3))

    fails(n, DataError, "out of bounds", "a[g]", g=[0, 1, 2])
    fails(n, DataError, "an index from data is negative (-1)", "a[g]", g=[0, 1, -1])


def test_names():
    def twice():
        ppl.sample("a", Normal(0, 1))
        ppl.sample("a", Normal(0, 2))

    fails(twice, ModelError, "the site `a` occurs twice", "Normal(0, 2)")

    def dim(y):
        ppl.sample("row", Normal(0, 1), obs=y, dims="row")

    fails(dim, ModelError, "has the name of a dim", 'sample("row"', y=[1.0], coords={"row": [1]})

    def slash():
        ppl.param("a/b", real)

    fails(slash, ModelError, "has a `/`", "a/b")

    def chain():
        ppl.param("chain", real)

    fails(chain, ModelError, "cannot be called `chain`", '"chain"')

    def unknown_dim():
        ppl.sample("a", Normal(0, 1), dims="row")

    fails(unknown_dim, ModelError, "the size of dim `row` is not known", 'sample("a"')
    fails(unknown_dim, DataError, "coords for `col`", coords={"col": [1], "row": [2]})


def test_wrong_words():
    def not_a_distribution():
        ppl.sample("a", 3.0)

    fails(not_a_distribution, ModelError, "must be a distribution", 'sample("a"')

    def discrete():
        ppl.sample("a", Bernoulli(0.5))

    fails(discrete, ModelError, "discrete parameter", 'sample("a"')

    def inner():
        schools(SIGMA, Y)

    fails(inner, ModelError, "`schools` cannot be called", "schools(SIGMA")
    with pytest.raises(ModelError, match="outside of a model"):
        ppl.sample("a", Normal(0, 1))
    with pytest.raises(ModelError, match="no non-centred form"):
        Beta(1, 1).noncentered()
    with pytest.raises(ModelError, match="takes `p` or `logits`"):
        Bernoulli()


def test_too_many_unrolled_sites():
    def m():
        for k in range(100):
            ppl.sample(f"a{k}", Normal(0, 1))

    fails(m, ModelError, "more than 64 times", "ppl.sample(f")


def test_what_the_language_refuses():
    def m(y):
        a = ppl.sample("a", Normal(0, 1), shape=3)
        b = [v * 2 for v in a if v < 1e9]
        ppl.sample("y", Normal(b[0], 1), obs=y)

    fails(m, CompileError, "filtered", "for v in a", y=np.zeros(2))


def test_a_model_that_refuses_its_parameters():
    @ppl.model
    def m():
        a = ppl.sample("a", Normal(0, 1))
        if a > 1.0:
            raise ValueError("a is too large")
        ppl.deterministic("b", a)

    p = m.bind()
    assert p.interpret([0.0]).log_density == pytest.approx(st.norm.logpdf(0))
    assert p.interpret([2.0]).log_density == -np.inf
    assert "a is too large" in p.diagnose([2.0]) and f"{__file__}:" in p.diagnose([2.0])


def test_priors_that_cannot_be_drawn():
    @ppl.model
    def flat():
        ppl.param("a", real)

    with pytest.raises(ModelError, match="`a` has no prior to draw from"):
        ppl.prior_predictive(flat.bind(), 3)

    @ppl.model
    def restricted():
        s = ppl.sample("s", HalfNormal(1))
        ppl.sample("k", Normal(0, s), constraint=positive)

    with pytest.raises(ModelError, match="`k` has no prior draw"):
        ppl.prior_predictive(restricted.bind(), 3)


def test_import_is_fast_and_light():
    import subprocess
    import sys

    code = (
        "import sys, llbayes.ppl; print([m for m in ('scipy.special', 'scipy.stats', 'arviz', 'xarray', 'matplotlib') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


_ = (Cauchy, StudentT)


def test_many_draws_back_to_coordinates():
    @ppl.model
    def m():
        ppl.param("p", simplex, shape=4)
        ppl.param("s", positive)
        ppl.param("o", ordered, shape=(2, 3))
        ppl.param("L", ppl.cholesky_corr(3))
    for p in (m.bind(), bound()):
        z = np.random.default_rng(0).normal(size=(5, p.dim))
        sites = [p.interpret(row).sites for row in z]
        values = {s.name: np.array([r[s.name].value for r in sites]) for s in p.parameters}
        np.testing.assert_allclose(p.unconstrain_many(values, 5), z, atol=1e-8)


def test_dims_that_do_not_fit():
    def m(y):
        ppl.sample("y", Normal(0, 1), obs=y, dims="row")
    fails(m, ModelError, "dim `row` has size 2 here; its coords have 3 labels", 'sample("y"', y=[1.0, 2.0], coords={"row": [1, 2, 3]})
    fails(m, DataError, "coords of `row` hold a label twice", y=[1.0, 2.0], coords={"row": [1, 1]})

    def n(y):
        ppl.sample("y", Normal(0, 1), obs=y, dims=("row", "column"))
    fails(n, ModelError, "has 2 dims ('row', 'column') for an array of shape (2,)", 'sample("y"', y=[1.0, 2.0])


def test_more_wrong_words():
    def no_constraint():
        ppl.param("a", 3.0)
    fails(no_constraint, ModelError, "must be a constraint", 'param("a"')


    def parameters():
        ppl.sample("a", Normal(np.zeros(2), np.ones(3)))
    fails(parameters, ModelError, "have shapes that do not fit each other", 'sample("a"')

    def rank():
        ppl.param("a", simplex)
    fails(rank, ModelError, "needs an array of rank 1", 'param("a"')

    def event():
        ppl.sample("a", Dirichlet(np.ones(3)), shape=2)
    fails(event, ModelError, "`a` has shape (2,)", 'sample("a"')

    def domain():
        ppl.sample("a", Beta(-1, 2))
    with pytest.raises(ModelError, match="a must be positive"):
        ppl.model(domain).bind()

    def words(y):
        ppl.sample("y", Normal(0, 1), obs=y)
    fails(words, DataError, "are not numbers", "def words", y=["a", "b"])
    fails(words, DataError, "values are not finite", "def words", y=np.ma.masked_array([1.0, 2.0], [True, False]))
