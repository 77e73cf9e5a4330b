"""Hidden Markov models against the sum over all sequences of states, for every kind of values, matrices and gaps."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from llbayes import ppl, results
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import HiddenMarkov, MultivariateNormal, Normal, Poisson
from llbayes.ppl.interpret.simulation import Draw

P0, P = np.array([0.3, 0.7]), np.array([[0.8, 0.2], [0.1, 0.9]])
EACH = np.stack([P, [[0.5, 0.5], [0.3, 0.7]], [[1.0, 0.0], [0.2, 0.8]]])
T = 4
rng = np.random.default_rng(3)
CASES = {
    "numbers": (HiddenMarkov(P0, P, Normal(np.array([0.0, 2.0]), 1.0)), rng.normal(size=T)),
    "counts": (HiddenMarkov(P0, P, Poisson(np.array([1.0, 5.0]))), rng.poisson(3, size=T)),
    "vectors": (HiddenMarkov(P0, P, MultivariateNormal(np.array([[0.0, 1.0], [2.0, -1.0]]), cholesky=np.eye(2))), rng.normal(size=(T, 2))),
    "a matrix a step": (HiddenMarkov(P0, EACH, Normal(np.array([0.0, 2.0]), 1.0)), rng.normal(size=T)),
    "values that change with the step": (HiddenMarkov(P0, P, Normal(np.arange(T)[:, None] + np.array([0.0, 2.0]), 1.0)), rng.normal(size=T)),
    "gaps": (HiddenMarkov(P0, P, Normal(np.array([0.0, 2.0]), 1.0)), np.array([np.nan, 1.0, np.nan, 2.0])),
    "counts with gaps": (HiddenMarkov(P0, P, Poisson(np.array([1.0, 5.0]))), np.array([2.0, np.nan, 7.0, 0.0])),
    "a certain start": (HiddenMarkov(np.array([1.0, 0.0]), EACH, Normal(np.array([0.0, 2.0]), 1.0)), rng.normal(size=T)),
}


def by_hand(d, x):
    """(log density, probabilities of states at each step, the best sequence) by enumeration."""
    k, matrices = len(d.initial), np.broadcast_to(d.transition, (T - 1, *d.transition.shape[-2:]))
    known = np.isfinite(x.reshape(T, -1)).all(axis=1)
    with np.errstate(all="ignore"):
        each = np.stack([np.broadcast_to(d.emission.logpdf(np.where(known[t], x[t], 1)), (T, k))[t] if known[t] else np.zeros(k) for t in range(T)])
        ways = list(itertools.product(range(k), repeat=T))
        logs = np.array([np.log(d.initial[s[0]]) + sum(np.log(matrices[t, s[t], s[t + 1]]) for t in range(T - 1)) + sum(each[t, s[t]] for t in range(T)) for s in ways])
    weights = np.exp(logs) / np.exp(logs).sum()
    smoothed = np.array([[sum(w for w, s in zip(weights, ways, strict=True) if s[t] == j) for j in range(k)] for t in range(T)])
    return np.log(np.exp(logs).sum()), smoothed, ways[int(np.argmax(logs))]


@pytest.mark.parametrize("name", CASES)
def test_states_are_summed_out(name):
    d, x = CASES[name]
    value, smoothed, path = by_hand(d, x)
    assert d.logpdf(x) == pytest.approx(value, rel=1e-12)
    np.testing.assert_allclose(d.smoothed(x), smoothed, rtol=1e-10, atol=1e-14)
    assert tuple(d.viterbi(x)) == path


def observed(name):
    """(The posterior of two sequences that are observed, beside a parameter that has no part in them; the distribution; one sequence)."""
    d, x = CASES[name]

    @ppl.model
    def m(x):
        ppl.param("a", ppl.real)
        ppl.sample("x", d, obs=x)
        ppl.deterministic("state", lambda: d.viterbi(x))
        ppl.deterministic("share", lambda: d.smoothed(x))

    return m.bind(x=np.stack([x, x])), d, x


@pytest.mark.parametrize("name", CASES)
def test_as_an_observation(name):
    p, d, x = observed(name)
    assert p.log_density([0.0]) == pytest.approx(2 * d.logpdf(x), rel=1e-11)
    y = p.programs.interpreted(lambda b: Draw(b, False), np.zeros((20, 1)), np.random.PCG64(1))["x"]
    assert y.shape == (20, 2, *x.shape) and np.isfinite(y).all()


@pytest.mark.parametrize("name", ["counts with gaps", "vectors"])
def test_predictions_and_states_in_machine_code(name):
    p, d, x = observed(name)
    tree = results.from_groups({"posterior": {"a": np.zeros((1, 200))}})
    y = ppl.posterior_predictive(p, tree, seed=1)["posterior_predictive"]["x"].values
    assert y.shape == (1, 200, 2, *x.shape) and np.isfinite(y).all()
    assert ppl.log_likelihood(p, tree)["log_likelihood"]["x"].values.shape == (1, 200, 2)
    found = p.constrain(np.zeros(1))
    np.testing.assert_array_equal(found["state"], [d.viterbi(x)] * 2)
    np.testing.assert_allclose(found["share"], [d.smoothed(x)] * 2, rtol=1e-10)


def test_draws_follow_the_chain():
    d, n = HiddenMarkov(P0, EACH, Normal(np.array([0.0, 50.0]), 1.0)), 4000
    states = (HiddenMarkov(P0, EACH, Normal(np.array([0.0, 50.0]), 1.0), length=T).sample(n, seed=1) > 25).astype(int)
    share = P0
    for t in range(T):
        assert np.mean(states[:, t]) == pytest.approx(share[1], abs=5 * np.sqrt(0.25 / n))
        share = share @ EACH[t] if t < T - 1 else share
    assert d.event(np.shape) == (T,)


@ppl.model
def fitted(y):
    k = 2
    p0 = ppl.sample("p0", ppl.Dirichlet(np.ones(k)))
    P = ppl.sample("P", ppl.Dirichlet(np.ones(k)), shape=(k, k))
    mu = ppl.sample("mu", Normal(0, 3), shape=k, constraint=ppl.ordered)
    ppl.sample("y", HiddenMarkov(p0, P, Normal(mu, ppl.sample("s", ppl.HalfNormal(1)))), obs=y)


def test_gradients_of_all_parameters():
    y = rng.normal(size=30)
    y[4:6] = np.nan
    p = fitted.bind(y=y)
    z = 0.3 * rng.normal(size=p.dim)
    value, gradient = p.value_and_grad(z)
    assert value == pytest.approx(p.interpreted_log_density(z), rel=1e-11)
    expected = [(p.interpreted_log_density(z + 1e-6 * e) - p.interpreted_log_density(z - 1e-6 * e)) / 2e-6 for e in np.eye(p.dim)]
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-5)
    assert np.isnan(p.observed["y"][4:6]).all()


def test_what_are_no_probabilities_has_no_density():
    assert HiddenMarkov(P0, 2 * P, Normal(np.zeros(2), 1.0)).logpdf(np.zeros(3)) == -np.inf
    assert HiddenMarkov(np.array([-0.5, 1.5]), P, Normal(np.zeros(2), 1.0)).logpdf(np.zeros(3)) == -np.inf
    with pytest.raises(LlbayesError, match="outside of its domain"):
        HiddenMarkov(P0, 2 * P, Normal(np.zeros(2), 1.0), length=3).sample(seed=1)


WRONG = {
    "no vector": (lambda: HiddenMarkov(0.5, P, Normal(np.zeros(2), 1.0)), "vector of initial probabilities"),
    "no distribution": (lambda: HiddenMarkov(P0, P, 3.0), "distribution of values third"),
    "three states": (lambda: HiddenMarkov(P0, P, Normal(np.zeros(3), 1.0), length=3).sample(), "one number of states everywhere"),
    "too many steps": (lambda: HiddenMarkov(P0, EACH, Normal(np.zeros(2), 1.0), length=9).sample(), "`transition` of HiddenMarkov has 3 steps"),
    "no length": (lambda: HiddenMarkov(P0, P, Normal(np.zeros(2), 1.0)).sample(), "give it `length="),
    "no mean": (lambda: HiddenMarkov(P0, P, Normal(np.zeros(2), 1.0)).mean(), "no mean"),
    "infinite data": (lambda: fitted.bind(y=np.array([0.0, np.inf])), "not finite"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_said(name):
    run, text = WRONG[name]
    with pytest.raises(LlbayesError, match=text):
        run()
