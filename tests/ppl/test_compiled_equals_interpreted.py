"""Dual execution: every distribution, transform and interpretation gives the same compiled as in CPython."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import models, ppl
from llbayes.lang import Array, stage
from llbayes.lang.library.random import Rng
from llbayes.ppl import LKJCholesky, MultivariateNormal, Normal, StudentT, cholesky_corr, interval, ordered, positive, positive_ordered, simplex
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES
from llbayes.ppl.interpret.host import Host
from llbayes.ppl.interpret.scoring import LogDensity, LogPrior, Pointwise
from llbayes.ppl.interpret.values import Values
from llbayes.ppl.outputs import Outputs
from llbayes.ppl.staged_model import run_time, staged

from .primal import run

CASES = [pytest.param(f, e, id=f"{f.name}-{f.params[-1].name}-{k}") for f in FAMILIES for k, e in enumerate(f.examples)]


def spec(v):
    a = np.asarray(v)
    return Array("f8", a.shape) if a.dtype.kind == "f" else Array("i8", a.shape, (int(a.min()), int(a.max())))


@pytest.mark.parametrize(("family", "params"), CASES)
def test_logpdf(family, params):
    d = make(family, *params)
    own = [k for k, parameter in enumerate(family.params) if parameter.size]
    shape = (6, *d.event(np.shape))
    x = np.asarray(d.draw(Rng(np.random.PCG64(5)), shape))

    def f(x, *params):
        return make(family, *params).logpdf(x)

    expected = d.logpdf(x)
    types = tuple(p if k in own else spec(p) for k, p in enumerate(params))
    s = stage(f, (spec(x), *types))
    got, status = run(s, [x, *[p for k, p in enumerate(params) if k not in own]])
    got = got if s.by_value else got["out0"]
    assert status == 0
    np.testing.assert_allclose(got, expected, rtol=1e-11, atol=1e-12)


def agree(posterior, seed=0, scale=0.5):
    z = scale * np.random.default_rng(seed).normal(size=posterior.dim)
    data = run_time(posterior.binding.data)
    value, status = run(staged(posterior.model, posterior.binding, LogDensity), [z, *data])
    assert status == 0
    assert value == pytest.approx(posterior.interpreted_log_density(z), rel=1e-11, abs=1e-11)
    for interpretation in (Values, Pointwise, LogPrior):
        s = staged(posterior.model, posterior.binding, interpretation)
        host = Host(z)
        posterior.run(interpretation(posterior.binding), host)
        assert [leaf.name for leaf in s.outputs] == list(host.outputs)
        if s.outputs:
            got, status = run(s, [z, *data])
            for name, values in host.outputs.items():
                np.testing.assert_allclose(got[name], values[0], rtol=1e-10, atol=1e-11)


SMALL = [
    "arK-arK",
    "arma-arma11",
    "sblrc-blr",
    "earnings-earn_height",
    "eight_schools-eight_schools_noncentered",
    "garch-garch11",
    "kidiq-kidscore_interaction",
    "kilpisjarvi_mod-kilpisjarvi",
    "low_dim_gauss_mix-low_dim_gauss_mix",
    "mesquite-logmesquite_logvash",
    "nes1972-nes",
    "radon_mn-radon_hierarchical_intercept_noncentered",
    "wells_data-wells_dist",
]


@pytest.mark.parametrize("name", SMALL)
def test_ready_models(name):
    agree(models.posterior(name))


@ppl.model
def everything(y, k):
    a = ppl.param("a", interval(0, 2), shape=2)
    b = ppl.param("b", interval(0, 3 - a[0]))
    p = ppl.param("p", simplex, shape=(2, 3))
    q = ppl.param("q", simplex, shape=4)
    o = ppl.sample("o", Normal(np.array([0.0, 3.0]), 1), constraint=ordered)
    r = ppl.sample("r", Normal(0, 1), shape=(2, 3), constraint=positive_ordered)
    ppl.param("C", cholesky_corr(3))
    L = ppl.sample("L", LKJCholesky(4, 2.0))
    v = ppl.sample("v", MultivariateNormal(np.zeros(4), cholesky=L).noncentered(), shape=(5, 4))
    w = ppl.sample("w", MultivariateNormal(np.zeros(4), cholesky=L))
    t = ppl.sample("t", StudentT(4.0, 0.0, b).noncentered(), shape=3)
    s = ppl.sample("s", Normal(0, 1).truncated(-1.0, b + 0.5))
    n = ppl.sample("n", Normal(b, 2.0), constraint=positive)
    for j in range(6):
        ppl.sample(f"x{j}", Normal(t[j % 3], n))
    ppl.sample("k", ppl.Categorical(q), obs=k)
    ppl.sample("y", Normal(np.sum(v) + w[0] + s + a[1] + o[0], r[0, 1] + p[0, 0]), obs=y, where=np.abs(y) < 5.0)
    ppl.deterministic("cov", L @ L.T)
    ppl.deterministic("late", lambda: 2.0 * v)


def test_every_kind_of_site():
    agree(everything.bind(y=[1.0, 2.0, 30.0], k=[0, 3, 1, 1]))


@ppl.model
def loops(y):
    a = ppl.sample("a", Normal(0, 1))
    for i in range(len(y)):
        ppl.sample("y", Normal(a, 1), obs=y[i])
        ppl.factor("f", a * y[i], likelihood=True)
    if a > 100.0:
        raise ValueError("too large")


def test_observations_in_a_run_time_loop():
    p = loops.bind(y=np.linspace(-1, 1, 50))
    value, _ = run(staged(p.model, p.binding, LogDensity), [np.array([0.3]), *run_time(p.binding.data)])
    assert value == pytest.approx(p.interpreted_log_density([0.3]), rel=1e-12)
    pointwise = p.programs.interpreted(Pointwise, np.array([[0.3], [0.4]]))
    assert pointwise["y"].shape == (2, 50) and pointwise["f"].shape == (2, 50)


@ppl.model
def visits(y, group, start):
    a = ppl.sample("a", Normal(0, 1), shape=3)
    for i in range(len(group)):
        if group[i] > 0:
            ppl.factor("kept", a[group[i]] * a, likelihood=True)
        for j in range(2):
            ppl.sample("both", Normal(a[j], 1), obs=y[i, j])
        if i == start:
            ppl.sample("once", Normal(a[0], 2), obs=y[i, 0])
        if i > 100:
            ppl.factor("never", a[0], likelihood=True)
        ppl.deterministic("slope", a[:2] * y[i])
        ppl.factor("prior", -a[0] * a[0])


def interpreted(posterior, interpretation, rows):
    found = {}
    for z in rows:
        host = Host(z)
        posterior.run(interpretation(posterior.binding), host)
        for name, values in host.outputs.items():
            found.setdefault(name, []).append(values[0] if len(values) == 1 else np.stack(values))
    return {name: np.array(values) for name, values in found.items()}


def test_outputs_in_loops_and_branches_are_stacked_in_the_order_of_their_visits():
    n = 30
    p = visits.bind(y=np.random.default_rng(1).normal(size=(n, 2)), group=np.arange(n) % 3, start=7)
    rows = np.random.default_rng(2).normal(size=(4, 3))
    for interpretation, shapes in (
        (Pointwise, {"kept": (20, 3), "both": (2 * n,), "once": ()}),
        (Values, {"a": (3,), "slope": (n, 2)}),
        (LogPrior, {"a": (3,), "prior": (n,)}),
    ):
        got, want = Outputs(p.model, p.binding, interpretation)(rows), interpreted(p, interpretation, rows)
        assert {k: v.shape[1:] for k, v in got.items()} == shapes
        assert {k: v.shape for k, v in got.items()} == {k: v.shape for k, v in want.items()}
        for name, values in want.items():
            np.testing.assert_allclose(got[name], values, rtol=1e-12, atol=1e-13)


def split(x, k):
    return x[:k] - np.mean(x), np.arange(k), k


@ppl.model
def prepared(x):
    part, order, k = ppl.once(split, x, 3)
    a = ppl.sample("a", Normal(0, 1), shape=k)
    ppl.sample("x", Normal(a[order], 1), obs=part)


def test_what_once_returns():
    agree(prepared.bind(x=[1.0, 2.0, 4.0, 5.0]))
