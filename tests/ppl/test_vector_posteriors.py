"""NUTS on parameters that are vectors and matrices: priors of every family against their means, conjugate posteriors, a hierarchy of correlated effects."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl, samplers
from llbayes.ppl.base.member import make

from .test_vectors import NAMED, all_sites

BATCHES = 40


def sampled(posterior, draws=1000):
    return samplers.nuts(posterior, draws=draws, seed=3, target_accept=0.95, progress=False)["posterior"]


def close(x, mean):
    """Is the mean of draws (chain, draw, …) what it should be, to five standard errors by the means of batches? Constants to rounding."""
    batches = np.asarray(x).reshape(BATCHES, -1, *np.shape(x)[2:]).mean(axis=1)
    return np.all(np.abs(batches.mean(axis=0) - mean) < 5 * batches.std(axis=0, ddof=1) / np.sqrt(BATCHES) + 1e-9)


@pytest.mark.filterwarnings("ignore:.*divergence")      # heavy tails and directions have a few: their means are looked at
def test_priors_of_every_family_have_their_means():
    found = sampled(all_sites())
    for k, (name, (family, params)) in enumerate(NAMED.items()):
        if family.mean is not None and np.all(np.isfinite(make(family, *params).variance())):
            assert close(found[f"x{k}"].values, make(family, *params).mean()), name


Y = np.array([[0.3, 1.2], [-1.0, 0.4], [2.0, 1.5], [0.1, -0.8]])
SCALE = np.array([[2.0, 0.5], [0.5, 1.0]])


@ppl.model
def conjugate(y):
    cov = ppl.sample("cov", ppl.InverseWishart(7.0, SCALE))
    precision = ppl.sample("precision", ppl.Wishart(6.0, SCALE))
    ppl.sample("y", ppl.MultivariateNormal(np.zeros(2), cov), obs=y)
    ppl.sample("x", ppl.MultivariateNormal(np.zeros(2), precision=precision), obs=y)


def test_conjugate_posteriors():
    found = sampled(conjugate.bind(y=Y))
    assert close(found["cov"].values, (SCALE + Y.T @ Y) / (7.0 + len(Y) - 3))
    assert close(found["precision"].values, (6.0 + len(Y)) * np.linalg.inv(np.linalg.inv(SCALE) + Y.T @ Y))


@ppl.model
def effects(sd, correlations):
    if correlations:
        R = ppl.sample("R", ppl.LKJ(2, 2.0))
        L = np.linalg.cholesky(R)
    else:
        L = ppl.sample("L", ppl.LKJCholesky(2, 2.0))
        R = ppl.deterministic("R", L @ L.T)
    b = ppl.sample("b", ppl.MultivariateNormal(np.zeros(2), cholesky=sd[:, None] * L).noncentered(), shape=(3, 2))
    ppl.deterministic("product", b[0, 0] * b[0, 1])
    ppl.deterministic("square", b * b)
    ppl.deterministic("R2", R * R)


@pytest.mark.parametrize("correlations", [True, False])
def test_a_hierarchy_of_correlated_effects(correlations):
    """Without data: correlations r of mean 0 and variance 1 / (2 eta + 1), effects of mean 0 and their standard deviations."""
    sd = np.array([0.5, 2.0])
    found = sampled(effects.bind(sd=sd, correlations=correlations))
    assert close(found["R"].values, np.eye(2)) and close(found["R2"].values, np.eye(2) + 0.2 * (1 - np.eye(2)))
    assert close(found["b"].values, 0.0) and close(found["square"].values, sd**2) and close(found["product"].values, 0.0)
