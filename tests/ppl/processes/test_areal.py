"""Fields on areas against normal vectors of the written-out precision, in models and outside; graphs that are refused."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st

from llbayes import ppl
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import CAR, ICAR, graph

NODE1, NODE2 = np.array([0, 1, 2, 0, 3]), np.array([1, 2, 3, 2, 4])
N = 5
W = np.zeros((N, N))
W[NODE1, NODE2] = W[NODE2, NODE1] = 1
D = np.diag(W.sum(axis=1))
Q = {"icar": (D - W) / 0.49 + 1 / (0.01 * N) ** 2, "car": 2.0 * (D - 0.9 * W)}
LOC = np.array([0.1, -0.4, 0.2, 1.0, 0.0])
LAWS = {"icar": st.multivariate_normal(np.zeros(N), np.linalg.inv(Q["icar"])), "car": st.multivariate_normal(LOC, np.linalg.inv(Q["car"]))}


def field(name, g):
    return ICAR(g, 0.7, centring=0.01) if name == "icar" else CAR(g, 0.9, 2.0, LOC)


@pytest.mark.parametrize("name", LAWS)
def test_density_and_draws(name):
    d = field(name, graph(NODE1, NODE2, N))
    x = np.random.default_rng(1).normal(size=(3, N)) * 0.3
    np.testing.assert_allclose(d.logpdf(x), LAWS[name].logpdf(x), rtol=1e-9)
    draws, factor = d.sample(3000, seed=1), np.linalg.cholesky(Q[name])
    assert np.abs(np.cov((draws @ factor).T) - np.eye(N)).max() < 5 * np.sqrt(2 / 3000)


@ppl.model
def areas(node1, node2, y):
    g = graph(node1, node2, 5)
    s, alpha = ppl.sample("s", ppl.HalfNormal(1)), ppl.sample("alpha", ppl.Uniform(0, 1))
    u = ppl.sample("u", ICAR(g, s))
    v = ppl.sample("v", CAR(g, alpha, 1 / s**2, u))
    ppl.sample("y", ppl.Poisson(log_rate=v), obs=y)


def test_in_a_model():
    p = areas.bind(node1=NODE1, node2=NODE2, y=np.array([1, 0, 3, 2, 2]))
    z = 0.2 * np.random.default_rng(1).normal(size=p.dim)
    value, gradient = p.value_and_grad(z)
    assert value == pytest.approx(p.interpreted_log_density(z), rel=1e-10)
    expected = [(p.interpreted_log_density(z + 1e-6 * e) - p.interpreted_log_density(z - 1e-6 * e)) / 2e-6 for e in np.eye(p.dim)]
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-4)
    prior = ppl.prior_predictive(p, draws=50, seed=1)
    assert np.abs(prior["prior"]["u"].values.sum(axis=-1)).max() < 5 * 0.001 * N


WRONG = {
    "two parts": (lambda: graph(np.array([0, 2]), np.array([1, 3])), "not connected"),
    "a loop": (lambda: graph(np.array([0, 1]), np.array([1, 1])), "its own neighbour"),
    "twice": (lambda: graph(np.array([0, 1]), np.array([1, 0])), "twice"),
    "counted from 1": (lambda: graph(NODE1 + 1, NODE2 + 1, N), "counted from 0"),
    "no whole numbers": (lambda: graph(NODE1 + 0.5, NODE2), "whole numbers"),
    "no graph": (lambda: ICAR(W), "takes a graph first"),
    "alpha beyond 1": (lambda: CAR(graph(NODE1, NODE2), 1.5, 1.0), "alpha must be"),
    "another number of areas": (lambda: ppl.model(lambda: ppl.sample("x", ICAR(graph(NODE1, NODE2)), shape=7)).bind(), "has shape"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_said(name):
    run, text = WRONG[name]
    with pytest.raises(LlbayesError, match=text):
        run()
