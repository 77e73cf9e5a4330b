"""Every model's own draws: they are scored and predicted from, and all groups agree in shapes, dims and labels, and with CPython in their numbers."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from llbayes import models, ppl, results, samplers
from llbayes.ppl import Bernoulli, Categorical, Dirichlet, HalfNormal, MultivariateNormal, Normal, Poisson
from llbayes.ppl.interpret.scoring import Pointwise
from llbayes.ppl.interpret.simulation import Draw
from llbayes.ppl.interpret.values import Values

from ...sweeps import thinned

T = np.array([True, False, True])
NAN = np.nan


@ppl.model
def at_once(y):
    a = ppl.sample("a", Normal(0, 1), dims="row")
    ppl.deterministic("twice", 2.0 * a, dims="row")
    ppl.sample("y", Normal(a, 1), obs=y, dims="row")


@ppl.model
def numbers(y):
    a = ppl.sample("a", Normal(0, 1))
    for i in range(len(y)):
        ppl.sample("y", Normal(a, 1), obs=y[i])
        ppl.deterministic("d", a * y[i])
        ppl.generate("g", Poisson(np.exp(a)))


@ppl.model
def rows(y):
    a = ppl.sample("a", Normal(0, 1), dims="col")
    for i in range(y.shape[0]):
        ppl.sample("y", Normal(a, 1), obs=y[i], dims="col")
        ppl.deterministic("d", a * y[i], dims="col")
        ppl.factor("f", a + y[i], likelihood=True)
    ppl.sample("other", Normal(a, 1), obs=y[0], dims="col")


@ppl.model
def vectors(y):
    a = ppl.sample("a", Normal(0, 1), shape=2)
    for i in range(2):
        ppl.sample("y", MultivariateNormal(a, np.eye(2)), obs=y[i])
    ppl.sample("all", MultivariateNormal(a, np.eye(2)), obs=y.reshape(4, 2))


@ppl.model
def growing(y):
    a = ppl.sample("a", Normal(0, 1))
    for i in range(1, 4):
        ppl.sample("y", Normal(a, 1), obs=y[:i])
        ppl.deterministic("d", a * y[:i])


@ppl.model
def parts(y, start):
    a = ppl.sample("a", Normal(0, 1), shape=len(start) - 1)
    for g in range(len(start) - 1):
        ppl.sample("y", Normal(a[g], 1), obs=y[start[g] : start[g + 1]])
        ppl.generate("g", Normal(a[g], 1), shape=2)


@ppl.model
def some(y, there):
    a = ppl.sample("a", Normal(0, 1))
    for _ in range(2):
        ppl.sample("y", Normal(a, 1), obs=y, where=there, dims="row")
    ppl.sample("k", Categorical(np.ones(3) / 3), obs=np.array([0, -7, 2]), where=there)


@ppl.model
def some_in_a_loop(y, there):
    a = ppl.sample("a", Normal(0, 1))
    for i in range(len(y)):
        ppl.sample("y", Normal(a, 1), obs=y[i], where=there[i])


@ppl.model
def some_vectors(y, there):
    a = ppl.sample("a", HalfNormal(1))
    ppl.sample("y", Dirichlet(a * np.ones(3)), obs=y, where=there)


@ppl.model
def chosen(y, flag):
    a = ppl.sample("a", Normal(0, 1))
    for i in range(len(y)):
        if flag[i] > 0:
            ppl.sample("y", Bernoulli(logits=a), obs=y[i])
        ppl.sample("z", Normal(a, 1.0), obs=1.0 * y[i])


@ppl.model
def chosen_parts(y, start, flag):
    a = ppl.sample("a", Normal(0, 1), shape=2)
    for g in range(3):
        ppl.deterministic("d", a * y[start[g] : start[g + 1]])
        ppl.factor("f", a[0] - y[start[g] : start[g + 1], 0], likelihood=True)
        if flag[g] > 0:
            ppl.sample("y", Normal(a, 1), obs=y[start[g] : start[g + 1]])
    ppl.sample("z", Normal(a, 1), obs=y[start[0] : start[2]])


TOYS = {
    "at once": lambda: at_once.bind(y=[1.0, 2.0], coords={"row": ["u", "v"]}),
    "numbers": lambda: numbers.bind(y=[1.0, 2.0, 3.0]),
    "rows": lambda: rows.bind(y=np.arange(6.0).reshape(3, 2), coords={"col": ["u", "v"]}),
    "vectors": lambda: vectors.bind(y=np.arange(8.0).reshape(2, 2, 2)),
    "growing": lambda: growing.bind(y=[1.0, 2.0, 3.0]),
    "parts": lambda: parts.bind(y=np.arange(6.0), start=np.array([0, 1, 3, 6])),
    "equal parts": lambda: parts.bind(y=np.arange(6.0), start=np.array([0, 2, 4, 6])),
    "an empty part": lambda: parts.bind(y=np.arange(6.0), start=np.array([0, 0, 2, 6])),
    "some parts": lambda: chosen_parts.bind(y=np.arange(12.0).reshape(6, 2), start=np.array([0, 1, 4, 6]), flag=[1, 0, 1]),
    "some": lambda: some.bind(y=[1.0, NAN, 3.0], there=T, coords={"row": ["u", "v", "w"]}),
    "some in a loop": lambda: some_in_a_loop.bind(y=[1.0, NAN, 3.0], there=T),
    "some vectors": lambda: some_vectors.bind(y=[[0.2, 0.3, 0.5], [NAN, NAN, NAN], [0.1, 0.1, 0.8]], there=T),
    "chosen": lambda: chosen.bind(y=[1, 0, 1], flag=[0, 1, 1]),
}
READY = [f"{m}" for m in ("arK-arK", "eight_schools-eight_schools_noncentered", "garch-garch11", "kidiq-kidscore_interaction", "sblrc-blr",
                          "radon_mn-radon_hierarchical_intercept_noncentered", "low_dim_gauss_mix-low_dim_gauss_mix", "wells_data-wells_dist")]  # fmt: skip
ALL = [*thinned(TOYS, 1), *(pytest.param(n, marks=pytest.mark.sweep) for n in READY)]


def run(name):
    p = TOYS[name]() if name in TOYS else models.posterior(name)
    z = 0.3 * np.random.default_rng(0).normal(size=(2, 3, p.dim))
    dims = {v.name: v.dims for v in p.variables} | p.observed_dims
    tree = results.build(p.constrain(z), {"lp": np.zeros((2, 3))}, coords=p.coords | {"chain": [0, 2]}, dims=dims, observed=p.observed)
    ppl.log_likelihood(p, tree)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "the model has nothing for the group `log_prior`")
        ppl.log_prior(p, tree)
    if any(s.kind == "observed" for s in p.sites.values()):
        ppl.posterior_predictive(p, tree, seed=1)
    return p, z, tree


def scored(p, name, values):
    """Those of the entries that exist."""
    return values if (mask := p.binding.mask(name)) is None else values[..., mask]


def labels(array):
    return {d: list(array[d].values) for d in array.dims if d not in ("chain", "draw")}


@pytest.mark.parametrize("name", ALL)
def test_groups_agree(name):
    p, z, tree = run(name)
    posterior, groups = results.group_of(tree, "posterior"), {n: results.group_of(tree, n) for n in results.group_names(tree)}
    for group in ("log_likelihood", "log_prior", "posterior_predictive"):
        if groups.get(group):
            assert list(groups[group]["chain"].values) == [0, 2] and groups[group].sizes["draw"] == 3
            assert all(np.isfinite(scored(p, n, a.values) if group == "log_likelihood" else a.values).all() for n, a in groups[group].data_vars.items()), group
    for v in p.variables:
        assert posterior[v.name].shape == (2, 3, *v.shape)
    for site in (s for s in p.sites.values() if s.kind == "observed"):
        data, drawn, scores = (groups[g][site.name] for g in ("observed_data", "posterior_predictive", "log_likelihood"))
        assert labels(data) == labels(drawn), site.name
        assert set(site.dims or ()) <= set(data.dims)
        mask = p.binding.mask(site.name)
        if mask is None:
            assert not np.isnan(data.values).any()
            assert dict(list(labels(data).items())[: scores.ndim - 2]) == labels(scores)
        else:
            assert dict(list(labels(data).items())[: scores.ndim - 2]) == labels(scores)
            np.testing.assert_array_equal(np.isnan(scores.values), np.broadcast_to(~mask, scores.shape))
            gone = np.broadcast_to(~mask.reshape(mask.shape + (1,) * (data.ndim - mask.ndim)), data.shape)
            np.testing.assert_array_equal(np.isnan(data.values), gone)


@pytest.mark.parametrize("name", ALL)
def test_scores_add_up_to_the_log_density_of_each_site(name):
    p, z, tree = run(name)
    group = results.group_of(tree, "log_likelihood")
    for chain, draw in ((0, 0), (1, 2)):
        sites = p.interpret(z[chain, draw]).sites
        for n in group.data_vars:
            assert float(scored(p, n, group[n].values[chain, draw]).sum()) == pytest.approx(sites[n].log_density, rel=1e-9, abs=1e-9)


LOOPS = ("numbers", "rows", "growing", "parts", "equal parts", "an empty part", "some parts", "some in a loop", "chosen")


@pytest.mark.parametrize("interpretation", [Pointwise, Values, lambda b: Draw(b, False)], ids=["scores", "values", "draws"])
@pytest.mark.parametrize("name", LOOPS)
def test_machine_code_puts_the_passes_together_as_python_does(name, interpretation):
    p = TOYS[name]()
    rows, draws = np.random.default_rng(0).normal(size=(3, p.dim)), not isinstance(interpretation, type)
    compiled = p.programs.compile(interpretation, draws)
    assert compiled is not None
    got, want = (f(*args, np.random.PCG64(1) if draws else None) for f, args in ((compiled, (rows,)), (p.programs.interpreted, (interpretation, rows))))
    assert {n: (a.shape, a.dtype) for n, a in got.items()} == {n: (a.shape, a.dtype) for n, a in want.items()}
    for name, a in want.items():
        np.testing.assert_allclose(got[name], a, rtol=1e-12, atol=1e-13)


@pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")      # draws too few to be judged
def test_a_run_has_the_dims_of_its_sites():
    p = TOYS["rows"]()
    tree = samplers.nuts(p, draws=4, tune=10, chains=1, seed=1, progress=False)
    assert tree["posterior"]["d"].dims == ("chain", "draw", "d_dim_0", "col") and tree["observed_data"]["y"].dims == ("y_dim_0", "col")
    assert list(tree["observed_data"]["other"]["col"].values) == ["u", "v"]


@ppl.model
def written_later(y):
    a = ppl.sample("a", Normal(0, 1), shape=2)
    ppl.generate("g", Normal(0, 1), shape=2)
    x = np.zeros(2)
    x[0] = a[0]
    ppl.deterministic("view", x)
    ppl.deterministic("lazy", 2.0 * x)
    for i in range(2):
        x[1] = 10.0 * i
        ppl.deterministic("row", x)
    mu = np.zeros(2)
    mu[:] = a
    ppl.factor("f", mu, likelihood=True)
    mu[:] = 7.0
    x[0] = 5.0
    ppl.sample("y", Normal(a, 1), obs=y)


def test_an_output_is_what_it_was_when_the_model_came_by():
    p = written_later.bind(y=[1.0, 2.0])
    z = np.array([0.5, 1.5])
    want = {"view": [0.5, 0.0], "lazy": [1.0, 0.0], "row": [[0.5, 0.0], [0.5, 10.0]]}
    for name, value in p.constrain(z).items():
        np.testing.assert_array_equal(value, want.get(name, z))
    np.testing.assert_array_equal(p.interpret(z).sites["view"].value, want["view"])
    tree = results.from_groups({"posterior": {"a": z[None, None]}})
    np.testing.assert_array_equal(ppl.log_likelihood(p, tree)["log_likelihood"]["f"].values[0, 0], z)
