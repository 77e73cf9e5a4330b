"""What only one kind of series has: explicit numbers, domains, first values, and errors of lengths."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st

from llbayes import ppl
from llbayes.ir.errors import LlbayesError, ModelError, SettingsError


def test_a_random_walk_is_a_sum_of_normal_steps():
    x = np.array([0.3, 1.0, -0.4])
    steps = st.norm(0.1, 0.5).logpdf(np.diff(x)).sum()
    assert ppl.RandomWalk(0.5, 0.1).logpdf(x) == pytest.approx(steps + st.norm(0.1, 0.5).logpdf(0.3))
    assert ppl.RandomWalk(0.5, 0.1, init_loc=2.0, init_scale=3.0).logpdf(x) == pytest.approx(steps + st.norm(2, 3).logpdf(0.3))


def test_a_stationary_autoregression_has_its_autocovariance():
    """AR(1): scale² phi^|i - j| / (1 - phi²)."""
    phi, scale, constant, t = 0.7, 1.3, 0.6, np.arange(5)
    cov = scale**2 * phi ** np.abs(t[:, None] - t) / (1 - phi**2)
    x = np.random.default_rng(1).normal(size=5)
    assert ppl.AR(phi, scale, constant).logpdf(x) == pytest.approx(st.multivariate_normal(np.full(5, constant / (1 - phi)), cov).logpdf(x))


@pytest.mark.parametrize("phi", [1.0, -1.2, [0.6, 0.5], [0.0, -1.0], [2.0, 0.1]])
def test_coefficients_without_a_stationary_law_have_no_density(phi):
    d = ppl.AR(np.asarray(phi), 1.0, length=4)
    assert d.logpdf(np.ones(4)) == -np.inf and np.isnan(d.mean()).all()
    with pytest.raises(SettingsError, match="outside of its domain"):
        d.sample(seed=1)
    assert np.isfinite(ppl.AR(np.asarray(phi), 1.0, initial=np.ones(np.size(phi))).logpdf(np.ones(4)))


def test_a_short_series_is_a_part_of_a_long_one():
    """The first value of AR(3) has the stationary variance, whatever follows."""
    d, one = ppl.AR(np.array([0.4, 0.1, 0.3]), 1.0, length=3), ppl.AR(np.array([0.4, 0.1, 0.3]), 1.0, length=1)
    assert one.logpdf(np.array([0.7])) == pytest.approx(st.norm(0, np.sqrt(d.variance()[0])).logpdf(0.7))


def test_the_conditional_likelihood_is_a_regression_on_the_past():
    y, phi = np.random.default_rng(2).normal(size=8), np.array([0.5, -0.2])
    expected = st.norm(0.3 + 0.5 * y[1:-1] - 0.2 * y[:-2], 0.9).logpdf(y[2:]).sum()
    assert ppl.AR(phi, 0.9, 0.3, initial=y[:2]).logpdf(y[2:]) == pytest.approx(expected)


WRONG = {
    "no length": (lambda: ppl.RandomWalk(1.0).sample(3), "give it `length="),
    "no length for moments": (lambda: ppl.AR(0.5, 1.0).mean(), "give it `length="),
    "a length that is none": (lambda: ppl.RandomWalk(1.0, length=2.5), "length must be"),
    "a negative length": (lambda: ppl.AR(0.5, 1.0, length=-2), "length must be"),
    "a negative scale": (lambda: ppl.RandomWalk(-1.0), "scale must be positive"),
    "steps that do not fit": (lambda: ppl.RandomWalk(np.ones(4), length=5).sample(), r"`scale\[:, None\]`"),
    "initial values that do not fit": (lambda: ppl.AR(np.ones(2), 1.0, initial=np.ones(3), length=4).sample(), "one value before the series"),
    "a location alone": (lambda: ppl.AR(0.5, 1.0, init_loc=1.0), "together"),
    "two kinds of first values": (lambda: ppl.AR(0.5, 1.0, init_scale=1.0, initial=1.0), "without `initial`"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_said(name):
    run, text = WRONG[name]
    with pytest.raises(LlbayesError, match=text):
        run()


def test_a_site_without_a_length_asks_for_one():
    with pytest.raises(ModelError, match="how long RandomWalk") as caught:
        ppl.model(lambda: ppl.sample("x", ppl.RandomWalk(1.0))).bind()
    assert "shape=" in caught.value.hint and caught.value.position is not None


def test_dims_give_the_length():
    p = ppl.model(lambda: ppl.sample("x", ppl.RandomWalk(1.0), dims=("g", "t"))).bind(coords={"g": ["a", "b"], "t": range(5)})
    assert p.dim == 10


def test_a_moving_average_has_its_bands():
    """Covariances of values k apart: scale² Σ theta[j] theta[j + k] with theta[0] = 1."""
    theta, scale, n = np.array([1.0, 0.5, -0.8]), 1.5, 6
    bands = np.concatenate([np.correlate(theta, theta, "full")[2:], np.zeros(n - 3)]) * scale**2
    cov = bands[np.abs(np.arange(n)[:, None] - np.arange(n))]
    x = np.random.default_rng(1).normal(size=n)
    assert ppl.MA(theta[1:], scale, 0.4).logpdf(x) == pytest.approx(st.multivariate_normal(np.full(n, 0.4), cov).logpdf(x))


@pytest.mark.parametrize(("alpha", "beta", "initial"), [([0.3], [0.5], None), ([0.1, 0.2], [0.3, 0.2], None), ([0.1, 0.9], [0.4], 0.8)])
def test_garch_is_a_recursion_of_variances(alpha, beta, initial):
    x, loc, omega = np.random.default_rng(1).normal(size=7), 0.2, 0.4
    first = omega / (1 - sum(alpha) - sum(beta)) if initial is None else initial
    h, squares = [first], (x - loc) ** 2
    for t in range(1, 7):
        past = [squares[t - 1 - k] if t - 1 - k >= 0 else first for k in range(len(alpha))]
        h.append(omega + np.dot(alpha, past) + np.dot(beta, [h[t - 1 - k] if t - 1 - k >= 0 else first for k in range(len(beta))]))
    d = ppl.GARCH(omega, np.array(alpha), np.array(beta), loc, initial=initial, length=7)
    assert d.logpdf(x) == pytest.approx(st.norm(loc, np.sqrt(h)).logpdf(x).sum())
    draws = d.sample(4000, seed=1)
    assert np.var(draws[:, 0]) == pytest.approx(first, rel=0.2) and np.isfinite(draws).all()


def test_garch_without_a_stationary_variance_has_no_density():
    d = ppl.GARCH(0.1, 0.6, 0.4, length=3)
    assert d.logpdf(np.ones(3)) == -np.inf and np.isnan(d.variance()).all()
    with pytest.raises(SettingsError, match="outside of its domain"):
        d.sample(seed=1)


def test_log_volatilities_are_an_autoregression_about_their_mean():
    x = np.random.default_rng(1).normal(size=5)
    assert ppl.StochasticVolatility(0.9, 0.3, -1.0).logpdf(x) == pytest.approx(ppl.AR(0.9, 0.3, -1.0 * (1 - 0.9)).logpdf(x))
    assert ppl.StochasticVolatility(np.float64(1.0), 0.3).logpdf(x) == -np.inf
