"""Quantiles invert distribution functions, from probabilities of 1e-300 up to the last double below 1, of every family and form; those of counts in few steps."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from form_examples import EXAMPLES

from llbayes import ad
from llbayes.ppl import BetaBinomial, Binomial, DiscreteUniform, Geometric, HyperGeometric, Mixture, NegativeBinomial, Normal, Poisson, VonMises, ZeroInflated
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES
from llbayes.ppl.forms import between

P = np.array([1e-300, 1e-17, 1e-3, 0.5, 0.999, 1.0 - 1e-13, 1.0 - 2.0**-53])
LAWS = {f"{f.name}-{f.params[-1].name}": make(f, *f.examples[0]) for f in FAMILIES if not f.axes and f.restates is None}
LAWS |= {name: e.make(np.array(e.t)) for name, e in EXAMPLES.items() if "custom" not in name}       # of those a cdf alone is known
LAWS = {name: d for name, d in LAWS.items() if d.has("quantile") and d.has("cdf")}


LOST = 1e-9 + 2.0**-52 / (1.0 - P)               # of logarithms, by rounding cdf(x): the quantile of cdf(k) is k


def tails(d, x):
    with np.errstate(all="ignore"):
        return d.logcdf(x), d.logsf(x)


@pytest.mark.parametrize("name", [name for name, d in LAWS.items() if not d.discrete and not d.atoms])
def test_quantiles_of_numbers(name):
    """By the smaller tail, to what rounding of the quantile changes; at an end of the support where nothing lies between."""
    d = LAWS[name]
    with np.errstate(all="ignore"):
        p = P.reshape(-1, *(1 for _ in d.batch(np.shape)))
        x = d.quantile(p)
        below, above = tails(d, x)
        tail, wanted = np.where(p <= 0.5, below, above), np.where(p <= 0.5, np.log(p), np.log1p(-p))
        rounding = np.exp(np.minimum(d.logpdf(x) - tail, 700.0)) * np.spacing(np.abs(x))
        low, high = d.support().bounds()
        beside = np.where(p <= 0.5, x if low is None else x - low, x if high is None else x - high)
    right = np.abs(tail - wanted) <= 1e-9 + 8.0 * rounding
    assert np.all(right | (np.abs(beside) <= 2.0 * np.spacing(np.abs(x)))) and np.all(np.diff(x, axis=0) >= 0.0)


@pytest.mark.parametrize("name", [name for name, d in LAWS.items() if d.discrete or d.atoms])
def test_quantiles_of_counts(name):
    """The least x with P(X ≤ x) ≥ p."""
    d = LAWS[name]
    with np.errstate(all="ignore"):
        x = d.quantile(P)
        before = x - 1.0 if d.discrete else np.nextafter(x - 1e-9 * np.abs(x), -np.inf)
    for at, side in ((x, 1.0), (before, -1.0)):
        below, above = tails(d, at)
        assert np.all(np.where(P <= 0.5, side * (below - np.log(P)), side * (np.log1p(-P) - above)) >= -LOST)
    assert np.all(np.isfinite(x) | (x == d.quantile(1.0)))


HUGE = {
    "Poisson": Poisson(1e9),
    "Binomial": Binomial(10**9, 0.3),
    "NegativeBinomial": NegativeBinomial(1e6, 0.5),
    "Geometric": Geometric(1e-9),
    "BetaBinomial": BetaBinomial(10**9, 2.0, 5.0),
    "HyperGeometric": HyperGeometric(10**9, 3 * 10**8, 10**8),
    "DiscreteUniform": DiscreteUniform(-(10**9), 10**9),
    "ZeroInflated": ZeroInflated(0.3, Poisson(1e6)),
    "Mixture": Mixture([0.5, 0.5], [Poisson(1.0), Poisson(1e9)]),
    "truncated": Poisson(1e9).truncated(10**9 + 10**6),
}


@pytest.mark.parametrize("name", HUGE)
def test_quantiles_of_huge_counts_take_few_steps(name, monkeypatch):
    d, taken, floor = HUGE[name], [], between.floor
    p = np.array([1e-100, 1e-6, 0.3, 0.9, 1.0 - 1e-12])
    monkeypatch.setattr(between, "floor", lambda x: (taken.append(1), floor(x))[1])
    x = d.quantile(p)
    assert len(taken) <= 60
    for at, side in ((x, 1.0), (x - 1.0, -1.0)):
        below, above = tails(d, at)
        assert np.all(np.where(p <= 0.5, side * (below - np.log(p)), side * (np.log1p(-p) - above)) >= -1e-9 - 2.0**-52 / (1.0 - p))


def test_an_angle_beside_minus_pi():
    x = np.nextafter(-np.pi, 0.0)
    for mu in (0.0, 0.3, -2.0, 3.1):
        d = VonMises(mu, 1.3)
        assert d.logcdf(x) == pytest.approx(np.log(x + np.pi) + d.logpdf(-np.pi), rel=1e-12)


def test_quantiles_at_the_ends_and_of_what_is_no_probability():
    for d in LAWS.values():
        if d.batch(np.shape) == () and d.name != "SkewNormal":
            with np.errstate(all="ignore"):
                x = d.quantile(np.array([0.0, 1.0, -0.1, 1.1, np.nan]))
            assert x[0] <= x[1] and np.isnan(x[2:]).all(), d
    assert Normal(0.0, 1.0).quantile(1.0) == np.inf


def exact_by_one(n, a, x):
    """log P(X ≤ x) of a beta-binomial law whose b is 1."""
    lgamma = mpmath.loggamma
    return lgamma(x + 1 + mpmath.mpf(a)) + lgamma(mpmath.mpf(n) + 1) - lgamma(mpmath.mpf(x) + 1) - lgamma(n + 1 + mpmath.mpf(a))


@pytest.mark.parametrize("n", [10**3, 10**6, 10**9, 10**15])
def test_tails_of_beta_binomials_of_huge_counts(n):
    mpmath.mp.dps = 50
    for a in (0.01, 1.0, 3.5, 1e4):
        x = np.array([int(n * share) for share in (1e-9, 1e-3, 0.2, 0.9, 0.99)])
        wanted = [exact_by_one(n, a, int(k)) for k in x]
        np.testing.assert_allclose(BetaBinomial(n, a, 1.0).logcdf(x), [float(w) for w in wanted], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(BetaBinomial(n, a, 1.0).logsf(x), [float(mpmath.log(1 - mpmath.exp(w))) for w in wanted], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(BetaBinomial(n, 1.0, a).logsf(n - x - 1), [float(w) for w in wanted], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("d", [BetaBinomial(200_000, 2.0, 5.0), BetaBinomial(200_000, 0.4, 0.7), BetaBinomial(100_000, 300.0, 3e3), BetaBinomial(100_000, 5.0, 1e-3),
                               HyperGeometric(1_000_000, 300_000, 200_000), HyperGeometric(400_000, 300_000, 200_000), HyperGeometric(10_000_000, 5_000_000, 5000)])  # fmt: skip
def test_distribution_functions_are_sums_of_probabilities(d):
    """Added up one by one, which loses some 1e-13."""
    low, high = (int(b) for b in d.support().bounds())
    k = np.arange(low, high + 1)
    p = np.exp(d.logpdf(k))
    centre, spread = float(d.mean()), float(d.sd())
    x = np.unique(np.clip((centre + spread * np.array([-25, -8, -3, -1, -0.1, 0, 0.1, 1, 3, 8, 25])).astype(int), low, high - 1))
    for got, summed in ((d.logcdf(x), np.cumsum(p)[x - low]), (d.logsf(x), np.cumsum(p[::-1])[::-1][x - low + 1])):
        there = summed > 1e-280
        np.testing.assert_allclose(np.exp(got[there]), summed[there], rtol=2e-12)


def test_tails_of_huge_counts_have_slopes_and_are_the_same_in_machine_code():
    def total(t, x):
        return np.sum(BetaBinomial(10**9, t[0], t[1]).logcdf(x))

    t, x = np.array([2.0, 5.0]), np.array([10**4, 10**8, 5 * 10**8])
    value, gradient = ad.value_and_grad(total)(t, x)
    assert value == pytest.approx(total(t, x), rel=1e-12)
    np.testing.assert_allclose(gradient, [(total(t + s, x) - total(t - s, x)) / 2e-5 for s in 1e-5 * np.eye(2)], rtol=1e-7)
