"""Laws that every distribution obeys, walked over the table of families and their examples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.stats as st
from scipy import integrate

from llbayes import ppl
from llbayes.ir.errors import ModelError
from llbayes.lang.library.random import Rng
from llbayes.ppl import Bernoulli, Beta, Gamma, HalfCauchy, LKJCholesky, Normal, Poisson, StudentT, Uniform
from llbayes.ppl.base.family import families_of
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

pytestmark = pytest.mark.thinned(3)

CASES = [pytest.param(f, e, id=f"{f.name}-{f.params[-1].name}-{k}") for f in FAMILIES for k, e in enumerate(f.examples)]
UNIVARIATE = [c for c in CASES if not c.values[0].axes]
CONTINUOUS = [c for c in UNIVARIATE if not c.values[0].discrete]


def rng():
    return Rng(np.random.PCG64(20250301))


def integral(f, a, b, points):
    edges = np.concatenate([[a], np.sort(points), [b]])
    return sum(integrate.quad(f, lo, hi, limit=200)[0] for lo, hi in zip(edges[:-1], edges[1:], strict=True) if hi > lo)


def bounds(family, params):
    low, high = family.support(*params).bounds()
    return -np.inf if low is None else low, np.inf if high is None else high


def test_every_family_is_made_by_a_public_name():
    made = [family for name in ppl.distributions.__all__ for family in families_of(getattr(ppl, name))]
    assert made == list(FAMILIES)
    assert set(ppl.distributions.__all__) == {family.name for family in FAMILIES} <= set(ppl.__all__)


def test_every_file_of_a_family_is_in_the_table():
    files = {p.stem for p in Path(ppl.distributions.__file__).parent.glob("*.py")} - {"__init__"}
    assert files == {getattr(ppl, name).__module__.rpartition(".")[2] for name in ppl.distributions.__all__}


@pytest.mark.parametrize(("family", "params"), CONTINUOUS)
def test_density_integrates_to_one(family, params):
    d = make(family, *params)
    points = np.quantile(d.draw(rng(), (2000,)), [0.01, 0.1, 0.5, 0.9, 0.99])
    assert integral(lambda x: np.exp(d.logpdf(x)), *bounds(family, params), points) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("family", "params"), [c for c in CONTINUOUS if c.values[0].cdf is not None])
def test_cdf_is_the_integral_and_quantile_its_inverse(family, params):
    d = make(family, *params)
    x = np.sort(d.draw(rng(), (50,)))[5:45]
    h = 1e-5 * np.maximum(np.abs(x), 1e-3)
    slope = (d.cdf(x + h) - d.cdf(x - h)) / (2 * h)
    np.testing.assert_allclose(slope, np.exp(d.logpdf(x)), rtol=2e-4, atol=1e-7)
    np.testing.assert_allclose(np.exp(d.logcdf(x)), d.cdf(x), rtol=1e-9)
    np.testing.assert_allclose(np.exp(d.logsf(x)), 1 - d.cdf(x), rtol=1e-6, atol=1e-12)
    if family.quantile is not None:
        np.testing.assert_allclose(d.quantile(d.cdf(x)), x, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize(("family", "params"), list(CONTINUOUS))
def test_draws_follow_the_cdf(family, params):
    d = make(family, *params)
    assert st.kstest(d.draw(rng(), (4000,)), d.cdf if family.cdf is not None else summed(d)).pvalue > 1e-3


def summed(d):
    """The cdf, where there is none: sums of its density over an interval, or over what holds nearly all of it."""
    low, high = d.support().bounds()
    x = np.linspace(low, high, 10_001) if low is not None else np.linspace(d.mean() - 15.0 * d.sd(), d.mean() + 15.0 * d.sd(), 100_001)
    return lambda at: np.interp(at, x, integrate.cumulative_trapezoid(np.exp(d.logpdf(x)), x, initial=0.0))


@pytest.mark.sweep
@pytest.mark.parametrize(("family", "params"), [c for c in UNIVARIATE if c.values[0].mean is not None])
def test_moments(family, params):
    d = make(family, *params)
    x, variance = d.draw(rng(), (40_000,)), d.variance()
    assert np.mean(x) == pytest.approx(d.mean(), abs=5 * np.sqrt(variance / 40_000) + 1e-12)
    if family.name not in ("StudentT", "InverseGamma", "LogNormal"):
        assert np.var(x) == pytest.approx(variance, rel=0.1, abs=1e-12)


@pytest.mark.parametrize(("family", "params"), [c for c in UNIVARIATE if c.values[0].support(*c.values[1]).restricts()])
def test_nothing_outside_of_the_support(family, params):
    low, high = bounds(family, params)
    assert make(family, *params).logpdf(high + 1.0 if np.isfinite(high) and low == -np.inf else -4.5 if family.name != "Categorical" else -1) == -np.inf


def test_bad_parameters_give_no_density():
    assert Normal(0.0, np.float64(-1.0)).logpdf(0.3) == -np.inf
    assert Beta(np.float64(-1.0), 2.0).logpdf(0.3) == -np.inf
    assert Poisson(np.float64(-1.0)).logpdf(0) == -np.inf
    with pytest.raises(ModelError, match="scale must be positive"):
        Normal(0, 0)


def test_bernoulli_is_finite_at_certainty():
    assert Bernoulli(np.float64(1.0)).logpdf(1) == 0 and Bernoulli(np.float64(0.0)).logpdf(0) == 0
    assert Bernoulli(np.float64(1.0)).logpdf(0) == -np.inf


@pytest.mark.parametrize(
    "d",
    [
        Normal(0.0, 1.0).truncated(8.0, 9.0),
        Normal(1.0, 2.0).truncated(0.0),
        Gamma(2.0, 1.0).truncated(None, 1.5),
        HalfCauchy(2.0).truncated(high=4.0),
        StudentT(4.0, 0.0, 1.0).truncated(-1.0, 0.5),
        Uniform(0.0, 3.0).truncated(1.0),
    ],
)
def test_truncation_renormalises(d):
    low = 0.0 if d.low is None else d.low
    high = np.inf if d.high is None else d.high
    assert integrate.quad(lambda x: np.exp(d.logpdf(x)), low, min(high, 200.0), limit=200)[0] == pytest.approx(1, abs=1e-5)
    x = d.draw(rng(), (2000,))
    assert np.all((x >= low) & (x <= high))
    assert st.kstest(x, d.cdf).pvalue > 1e-3
    assert d.logpdf(low - 1.0) == -np.inf


def test_truncation_far_in_the_tail():
    assert np.exp(Normal(0.0, 1.0).truncated(30.0).logpdf(30.0)) == pytest.approx(30.0331, rel=1e-4)


def test_lkj_is_normalised():
    """For n = 2 the correlation has density ∝ (1 - r²)^(eta - 1); dL/dr = 1."""
    for eta in (1.0, 2.5):

        def f(r, eta=eta):
            return np.exp(LKJCholesky(2, eta).logpdf(np.array([[1.0, 0.0], [r, np.sqrt(1 - r * r)]])))

        assert integrate.quad(f, -1, 1)[0] == pytest.approx(1, abs=1e-6)


@pytest.mark.sweep
def test_lkj_three_by_three():
    """The density over L integrates to 1 over the two rows: r21 in (-1, 1), (r31, l32) in the unit disc."""

    def f(u, radius, angle):
        l21, l31, l32 = u, radius * np.cos(angle), radius * np.sin(angle)
        x = np.array([[1.0, 0, 0], [l21, np.sqrt(1 - u * u), 0], [l31, l32, np.sqrt(1 - radius**2)]])
        return np.exp(LKJCholesky(3, 1.5).logpdf(x)) * radius

    total = integrate.tplquad(f, 0, 2 * np.pi, 0, 1, -1, 1, epsabs=1e-4)[0]
    assert total == pytest.approx(1, abs=1e-3)


def test_multivariate():
    from llbayes.ppl import Dirichlet, MultivariateNormal

    chol = np.array([[1.2, 0.0], [-0.4, 0.7]])
    x = np.random.default_rng(3).normal(size=(5, 2))
    expected = st.multivariate_normal([1.0, -2.0], chol @ chol.T).logpdf(x)
    mean = np.array([1.0, -2.0])
    np.testing.assert_allclose(MultivariateNormal(mean, cholesky=chol).logpdf(x), expected)
    np.testing.assert_allclose(MultivariateNormal(mean, chol @ chol.T).logpdf(x), expected)
    p = np.array([0.2, 0.5, 0.3])
    np.testing.assert_allclose(Dirichlet(np.array([0.7, 2.0, 5.0])).logpdf(p), st.dirichlet([0.7, 2.0, 5.0]).logpdf(p))
