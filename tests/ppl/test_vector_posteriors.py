"""NUTS on parameters that are vectors and matrices: priors of every family against their means, conjugate posteriors, a hierarchy of correlated effects."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl, samplers
from llbayes.ppl.base.member import make
from llbayes.ppl.scales import moves_alone

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


@ppl.model
def stretched(y):
    s = ppl.sample("s", ppl.HalfNormal(1.0))
    a = ppl.sample("a", ppl.Normal(0.0, s), constraint=ppl.affine(0.0, s), shape=3)
    ppl.sample("y", ppl.Normal(a, 1.0), obs=y)


def test_affine_coordinates_are_those_of_the_noncentered_form():
    """A set that leaves nothing out restricts nothing: there are prior draws, though the prior depends on a parameter."""
    posterior, z = stretched.bind(y=np.array([0.3, -1.0, 2.0])), np.array([0.4, 0.2, -1.3, 0.7])
    s = np.exp(z[0])
    a = s * z[1:]
    expected = -0.5 * s**2 + np.log(2.0) + z[0] - 0.5 * np.sum(z[1:] ** 2) - 0.5 * np.sum((posterior.observed["y"] - a) ** 2) - 3.5 * np.log(2 * np.pi)
    assert posterior.log_density(z) == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(posterior.constrain(z)["a"], a, rtol=1e-15)
    found = ppl.prior_predictive(posterior, draws=400, seed=1)["prior"]
    assert np.std(found["a"].values[..., 0] / found["s"].values) == pytest.approx(1.0, abs=0.2)


@ppl.model
def every_set():
    ppl.param("number", ppl.positive, shape=3)
    ppl.param("affine", ppl.affine(0.0, 2.0), shape=3)
    ppl.param("ordered", ppl.ordered, shape=3)
    ppl.param("positive_ordered", ppl.positive_ordered, shape=3)
    ppl.param("direction", ppl.unit_vector, shape=3)
    ppl.param("shares", ppl.simplex, shape=3)
    ppl.param("factor", ppl.cholesky_cov(2))


def test_a_coordinate_moves_one_entry_alone_where_the_set_is_of_numbers():
    """As many coordinates as entries do not make them independent."""
    sites = every_set.bind().sites
    assert [name for name, site in sites.items() if moves_alone(site, 0)] == ["number", "affine"]
