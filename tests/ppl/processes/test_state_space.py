"""State space models against the normal law of all observations together, with matrices that change, gaps, and the means of states given them."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st

from llbayes import ppl, results
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import LinearGaussianStateSpace

T = 4
rng = np.random.default_rng(5)
F, H, Q = np.array([[0.9, 0.3], [0.0, 0.7]]), np.array([[1.0, 0.0], [0.5, -1.0], [0.2, 0.3]]), np.array([[0.5, 0.1], [0.1, 0.3]])
R, M, C = np.array([[0.4, 0.1, 0.0], [0.1, 0.6, 0.2], [0.0, 0.2, 0.5]]), np.array([0.5, -1.0]), np.array([[1.0, 0.2], [0.2, 2.0]])
Y = rng.normal(size=(T, 3))
GAPS = Y.copy()
GAPS[1, 0] = GAPS[2] = np.nan
CASES = {
    "vectors": (LinearGaussianStateSpace(F, H, Q, R, M, C), Y),
    "gaps": (LinearGaussianStateSpace(F, H, Q, R, M, C), GAPS),
    "numbers": (LinearGaussianStateSpace(F, H[1], Q, 0.4, M, C), Y[:, 0]),
    "numbers with gaps": (LinearGaussianStateSpace(F, H[1], Q, 0.4, M, C), np.array([np.nan, 1.0, np.nan, 0.3])),
    "matrices that change": (LinearGaussianStateSpace(np.stack([F, 0.5 * F, F.T]), np.stack([H, H, 2 * H, -H]), Q, R, M, C), GAPS),
    "a state without noise": (LinearGaussianStateSpace(F, H, np.diag([0.5, 0.0]), R, M, C), Y),
}


def by_hand(d, x):
    """(log density, means of the states given x) from the joint normal law of states and observations."""
    n, m = 2, np.size(d.noise[0]) if np.ndim(d.noise) else 1
    f, h = np.broadcast_to(d.transition, (T - 1, n, n)), np.broadcast_to(d.design.reshape(-1, n)[None] if d.numbers else d.design, (T, m, n))
    mean, cov = np.zeros(T * n), np.zeros((T * n, T * n))
    mean[:n], cov[:n, :n] = d.mean0, d.cov
    for t in range(1, T):
        old, new = slice(0, t * n), slice(t * n, (t + 1) * n)
        mean[new] = f[t - 1] @ mean[new.start - n : new.start]
        cov[new, old] = f[t - 1] @ cov[new.start - n : new.start, old]
        cov[old, new] = cov[new, old].T
        cov[new, new] = f[t - 1] @ cov[new.start - n : new.start, new.start - n : new.start] @ f[t - 1].T + d.process
    design, noise = np.zeros((T * m, T * n)), np.zeros((T * m, T * m))
    for t in range(T):
        design[t * m : (t + 1) * m, t * n : (t + 1) * n] = h[t]
        noise[t * m : (t + 1) * m, t * m : (t + 1) * m] = d.noise
    y = x.ravel()
    seen = np.isfinite(y)
    design, noise, y = design[seen], noise[np.ix_(seen, seen)], y[seen]
    total = design @ cov @ design.T + noise
    states = mean + cov @ design.T @ np.linalg.solve(total, y - design @ mean)
    return st.multivariate_normal(design @ mean, total).logpdf(y), states.reshape(T, n)


@pytest.mark.parametrize("name", CASES)
def test_states_are_integrated_out(name):
    d, x = CASES[name]
    value, states = by_hand(d, x)
    assert d.logpdf(x) == pytest.approx(value, rel=1e-10)
    np.testing.assert_allclose(d.smoothed(x), states, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(d.logpdf(np.stack([x, x])), [value, value], rtol=1e-10)


@pytest.mark.parametrize("name", ["gaps", "numbers"])
def test_draws_have_the_law_of_the_density(name):
    d, x = CASES[name]
    draws = np.asarray(d.sized(x.shape).sample(3000, seed=1)).reshape(3000, -1)
    n = draws.shape[1]
    full = np.where(np.isfinite(x), x, 0.0)
    zero, units = by_hand(d, 0.0 * full)[0], np.eye(n)
    second = np.array([[by_hand(d, (a + b).reshape(x.shape))[0] - by_hand(d, a.reshape(x.shape))[0] - by_hand(d, b.reshape(x.shape))[0] + zero for a in units] for b in units])
    whitened = np.linalg.cholesky(-second).T @ (draws - draws.mean(axis=0)).T
    assert np.abs(np.cov(whitened) - np.eye(n)).max() < 6 * np.sqrt(2 / 3000)


@ppl.model
def level(y):
    s, r = ppl.sample("s", ppl.HalfNormal(1)), ppl.sample("r", ppl.HalfNormal(1))
    d = LinearGaussianStateSpace(np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([1.0, 0.0]), np.array([[1.0, 0.0], [0.0, 0.1]]) * s**2, r**2, np.zeros(2), np.eye(2) * 4)
    ppl.sample("y", d, obs=y)
    ppl.deterministic("states", lambda: d.smoothed(y))


def test_in_a_model():
    y = np.cumsum(rng.normal(size=12))
    y[3:5] = np.nan
    p = level.bind(y=y)
    z = np.array([0.2, -0.3])
    value, gradient = p.value_and_grad(z)
    assert value == pytest.approx(p.interpreted_log_density(z), rel=1e-10)
    expected = [(p.interpreted_log_density(z + 1e-6 * e) - p.interpreted_log_density(z - 1e-6 * e)) / 2e-6 for e in np.eye(2)]
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-5)
    assert p.constrain(z)["states"].shape == (12, 2) and np.isfinite(p.constrain(z)["states"]).all()
    tree = results.from_groups({"posterior": {"s": np.ones((1, 5)), "r": np.ones((1, 5))}})
    drawn = ppl.posterior_predictive(p, tree, seed=1)["posterior_predictive"]["y"].values
    assert drawn.shape == (1, 5, 12) and np.isfinite(drawn).all()


WRONG = {
    "a number for a matrix": (lambda: LinearGaussianStateSpace(0.9, H, Q, R, M, C), "takes matrices"),
    "shapes that do not fit": (lambda: LinearGaussianStateSpace(F, H.T, Q, R, M, C, length=4).sample(), "for n states and m entries"),
    "no length": (lambda: LinearGaussianStateSpace(F, H, Q, R, M, C).sample(), "how long a draw of"),
    "steps that do not fit": (lambda: LinearGaussianStateSpace(np.stack([F, F]), H, Q, R, M, C, length=9).sample(), "2 steps"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_said(name):
    run, text = WRONG[name]
    with pytest.raises(LlbayesError, match=text):
        run()
