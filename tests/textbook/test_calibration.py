"""Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari and Gelman 2018): data from the prior, and where the values that made them stand among
posterior draws; ranks are uniform if log density, gradient, sampler and draws from the prior all mean the same model."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import stats

from llbayes import ppl, samplers
from llbayes.ppl import (
    Beta,
    Censored,
    Dirichlet,
    Exponential,
    Gamma,
    HalfNormal,
    Hurdle,
    LKJCholesky,
    Mixture,
    MultivariateNormal,
    NegativeBinomial,
    Normal,
    Poisson,
    Real,
    StudentT,
    Weibull,
    ZeroInflated,
    ordered,
)  # fmt: skip

REPLICATES, BINS = 96, 8                         # data sets of a model, and bins of ranks
THIN = 8                                         # draws between those that are counted
LEVEL = 1e-4                                     # of false alarm, over all quantities of a model (Bonferroni)
X = np.linspace(-1.0, 1.0, 12)
GROUP = np.repeat(np.arange(4), 3)


@ppl.model
def line(y):
    a, b = ppl.sample("a", Normal(0, 1)), ppl.sample("b", Normal(0, 1))
    s = ppl.sample("s", HalfNormal(1))
    ppl.sample("y", StudentT(4, a + b * X, s), obs=y)


@ppl.model
def hierarchy(y):
    mu, tau = ppl.sample("mu", Normal(0, 1)), ppl.sample("tau", HalfNormal(1))
    u = ppl.sample("u", Normal(mu, tau).noncentered(weight=0.6), shape=4)
    ppl.sample("y", Normal(u[GROUP], 0.7), obs=y)


@ppl.model
def slopes(y):
    sd = ppl.sample("sd", HalfNormal(1), shape=2)
    L = ppl.sample("L", LKJCholesky(2, 1.5))
    u = ppl.sample("u", MultivariateNormal(np.zeros(2), cholesky=sd[:, None] * L).noncentered(), shape=(4, 2))
    ppl.deterministic("rho", L[1, 0])
    ppl.sample("y", Normal(u[GROUP, 0] + u[GROUP, 1] * X, 0.5), obs=y)


@ppl.model
def clusters(y):
    w = ppl.sample("w", Dirichlet(np.full(2, 2.0)))
    mu = ppl.sample("mu", Normal(0, 2), shape=2, constraint=ordered)
    ppl.sample("y", Mixture(w, Normal(mu, 0.8)), obs=y)


@ppl.model
def zeros(y: Real):
    p, rate = ppl.sample("p", Beta(2, 2)), ppl.sample("rate", Gamma(3, 1))
    ppl.sample("y", ZeroInflated(p, Poisson(rate)), obs=y)


@ppl.model
def rain(y):
    p, k, m = ppl.sample("p", Beta(2, 2)), ppl.sample("k", Gamma(4, 2)), ppl.sample("m", Gamma(4, 1))
    ppl.sample("y", Hurdle(p, Gamma(k, k / m)), obs=y)


@ppl.model
def lifetimes(y):
    k, scale = ppl.sample("k", Gamma(8, 5)), ppl.sample("scale", Gamma(4, 2))
    ppl.sample("y", Censored(Weibull(k, scale), None, 2.0), obs=y)


@ppl.model
def counts(y: Real):
    a, size = ppl.sample("a", Normal(1, 0.7)), ppl.sample("size", Exponential(0.3))
    ppl.sample("y", NegativeBinomial(mean=np.exp(a + 0.5 * X), size=size), obs=y)


SHAPES = {line: 12, hierarchy: 12, slopes: 12, clusters: 30, zeros: 20, rain: 20, lifetimes: 20, counts: 12}


def ranks(model, n, seed):
    """By quantity, the ranks of the values that made the data among thinned draws."""
    blank = model.bind(y=np.full(n, 1.0))
    prior = ppl.prior_predictive(blank, REPLICATES, seed=seed)
    found: dict[str, list[np.ndarray]] = {}
    for r in range(REPLICATES):
        data = np.asarray(prior.prior_predictive["y"].values[0, r], float)
        tree = samplers.nuts(model.bind(y=data), draws=(4 * BINS - 1) * THIN, tune=300, chains=1, seed=[seed, r], progress=False)
        for name in tree.posterior.data_vars:
            truth = prior.prior[name].values[0, r]
            if model is clusters and name == "mu":
                truth = np.sort(truth)
            found.setdefault(name, []).append((tree.posterior[name].values[0, ::THIN] < truth).sum(axis=0).ravel())
    return {name: np.array(rows) for name, rows in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize("model", SHAPES, ids=lambda m: m.__name__)
def test_ranks_are_uniform(model):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", samplers.SamplingWarning)
        found = ranks(model, SHAPES[model], 1)
    columns = {f"{name}[{k}]": rows[:, k] for name, rows in found.items() for k in range(rows.shape[1]) if rows[:, k].std() > 0}
    for name, column in columns.items():
        seen = np.bincount(column * BINS // (4 * BINS), minlength=BINS)
        p = stats.chisquare(seen).pvalue
        assert p > LEVEL / len(columns), (name, seen, p)
