"""Names that results have of their own, given to sites and dims: each is refused by name when the model is bound, or lives in all results."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl, results, samplers
from llbayes.ir.errors import ModelError
from llbayes.ppl import Normal

from ...sweeps import thinned

OWN = ("chain", "draw", "rest", "coordinate", "coordinate_", "mode", "covariance", "lp", "a_dim_0", "a_dim_1", "y_dim_0", "d_dim_0", "mu_raw", "mu_raw[0]",
       "a[0]", "a[1]", "a[2]", "a[0,0]", "mu", "i", "values", "sel", "dims", "x y", "é", "a/b", "a\x00b", "a\n", "")  # fmt: skip
REFUSED = {"chain", "draw", "a_dim_0", "y_dim_0", "d_dim_0", "mu_raw", "a[0]", "a[1]", "mu", "i", "a/b", "a\x00b", "a\n", ""}
REFUSED_DIMS = {"chain", "draw", "a_dim_0", "y_dim_0", "d_dim_0", "mu", "a/b", "a\x00b", "a\n", ""}


def with_site(name, first):
    def m(y):
        if first:
            x = ppl.sample(name, Normal(0, 1))
        a = ppl.sample("a", Normal(0, 1), shape=2)
        mu = ppl.sample("mu", Normal(0, 1).noncentered())
        b = ppl.sample("b", Normal(0, 1), shape=2, dims="i")
        ppl.deterministic("d", a + b)
        if not first:
            x = ppl.sample(name, Normal(0, 1))
        ppl.sample("y", Normal(a + b + mu + x, 1), obs=y)
    return ppl.model(m)


def with_dim(name):
    def m(y):
        b = ppl.sample("b", Normal(0, 1), shape=3, dims=name)
        a = ppl.sample("a", Normal(0, 1), shape=2)
        mu = ppl.sample("mu", Normal(0, 1).noncentered())
        ppl.deterministic("d", a + b[0])
        ppl.sample("y", Normal(a + b[1] + mu, 1), obs=y)
    return ppl.model(m)


def lives(p, names, path):
    """Every result of the posterior has all names, in memory and in a file."""
    assert len(set(p.unconstrained_names)) == p.dim
    tree = samplers.nuts(p, draws=4, tune=4, chains=1, seed=1, progress=False)
    ppl.posterior_predictive(p, tree, seed=1)
    ppl.log_prior(p, tree)
    assert set(names) <= set(results.group_of(tree, "posterior").data_vars)
    assert all(n in results.summary_text(tree) for n in names)
    results.to_netcdf(tree, path)
    found = results.group_of(samplers.laplace(p, draws=4, seed=1), "laplace")
    assert set(names) <= set(found.data_vars) and len(found.data_vars) == 2 + len(p.variables)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("name", thinned(OWN, 7))
def test_a_site_is_called_so(name, first, tmp_path):
    model = with_site(name, first)
    if name in REFUSED:
        with pytest.raises(ModelError) as e:
            model.bind(y=[1.0, 2.0])
        assert name in str(e.value) or repr(name) in str(e.value)
    elif (p := model.bind(y=[1.0, 2.0])) and first:
        lives(p, [name, "a", "mu", "b", "d"], tmp_path / "draws.nc")


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", thinned(OWN, 7))
def test_a_dim_is_called_so(name, tmp_path):
    model = with_dim(name)
    if name in REFUSED_DIMS:
        with pytest.raises(ModelError) as e:
            model.bind(y=[1.0, 2.0])
        assert name in str(e.value)
    else:
        lives(model.bind(y=[1.0, 2.0], coords={name: ["u", "v", "w"]}), ["a", "mu", "b", "d"], tmp_path / "draws.nc")


@pytest.mark.parametrize("dims", [("i", "i"), ("i", 1), (None, "i")], ids=str)
def test_dims_of_one_site(dims):
    @ppl.model
    def m():
        ppl.sample("a", Normal(0, 1), shape=(2, 2), dims=dims)
    with pytest.raises(ModelError, match="`a`"):
        m.bind()


@pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")      # draws too few to be judged
def test_interrupted_runs_have_a_dim_of_their_own(monkeypatch):
    """What is beside the rectangle of complete chains has one more axis, whatever the model calls its sites."""
    from llbayes.samplers import outcome

    p = with_site("rest", True).bind(y=[1.0, 2.0])
    kept = []
    monkeypatch.setattr(outcome, "spans_outside", lambda o: kept.append(o) or [(0, o.warmup, o.warmup + 2)])
    tree = samplers.nuts(p, draws=4, tune=4, chains=1, seed=1, progress=False)
    group = results.group_of(tree, "posterior_rest")
    assert group["rest"].dims == ("rest_",) and group["a"].dims == ("rest_", "a_dim_0") and np.shape(group["rest"]) == (2,)
