"""Laws of every family of one continuous number over the registry: the functions of a distribution agree with each other, and its moments with integrals of its
density."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes.lang.library.random import Rng
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

CASES = [pytest.param(f, e, id=f"{f.name}-{f.params[-1].name}-{k}") for f in FAMILIES if not f.discrete and not f.axes for k, e in enumerate(f.examples)]
MOMENTS = [c for c in CASES if c.values[0].mean is not None and c.values[0].variance is not None]


def drawn(dist, count=40):
    return dist.draw(Rng(np.random.PCG64(11)), (count,))


@pytest.mark.parametrize(("family", "params"), CASES)
def test_functions_of_a_distribution_are_of_one_mind(family, params):
    dist = make(family, *params)
    x = np.concatenate([drawn(dist, 10), [-1e3, 0.0, 1e3]])
    np.testing.assert_allclose(dist.pdf(x), np.exp(dist.logpdf(x)))
    if family.cdf is not None:
        np.testing.assert_allclose(dist.sf(x), np.exp(dist.logsf(x)))
        np.testing.assert_allclose(dist.cdf(x) + dist.sf(x), 1.0, rtol=1e-13)
    if family.variance is not None:
        assert dist.sd() == pytest.approx(np.sqrt(dist.variance()), nan_ok=True)


# -- moments: the density over pieces between the ends, the median and parameters or their opposites, where it may have a kink
STEPS = np.arange(-90, 91) / 20.0
RATES = 0.5 * np.pi * np.sinh(STEPS)             # double-exponential quadrature (Takahasi and Mori 1974)
SPEEDS = 0.5 * np.pi * np.cosh(STEPS) / 20.0


def piece(first, last, scale):
    """Points and weights of an integral over a piece, either end of which may be infinite."""
    if np.isfinite(first) and np.isfinite(last):
        share = 1.0 / (1.0 + np.exp(-2.0 * RATES))
        return first + (last - first) * share, (last - first) * 2.0 * share * share[::-1] * SPEEDS
    away = scale * np.exp(RATES)
    return (first + away if np.isfinite(first) else last - away), away * SPEEDS


@pytest.mark.parametrize(("family", "params"), MOMENTS)
def test_moments_are_integrals_of_the_density(family, params):
    dist = make(family, *params)
    low, high = ((far if b is None else float(b)) for b, far in zip(dist.support().bounds(), (-np.inf, np.inf), strict=True))
    middle = float(np.median(drawn(dist, 400)))
    inner = sorted({s * float(p) for p in params for s in (-1, 1) if low < s * float(p) < high} | {middle})
    mean, variance = float(dist.mean()), float(dist.variance())
    total = np.zeros(5)
    with np.errstate(all="ignore"):
        for first, last in zip([low, *inner], [*inner, high], strict=True):
            x, weights = piece(first, last, np.sqrt(variance))
            mass = np.where(np.isfinite(x), dist.pdf(np.where(np.isfinite(x), x, middle)), 0.0) * np.where(np.isfinite(weights), weights, 0.0)
            total += [np.sum(np.where((mass > 0.0) & (mass < np.inf), mass * (x - mean) ** k, 0.0)) for k in range(5)]
    lost = 1e-6 if family.by_logs is not None and np.isfinite(high) else 1e-8        # what lies between an upper end and the double below it
    assert total[0] == pytest.approx(1.0, abs=lost)
    assert total[1] / np.sqrt(variance) == pytest.approx(0.0, abs=10.0 * lost)
    assert total[2] == pytest.approx(variance, rel=max(1e-6, 10.0 * lost))
    for what, found in (("skewness", total[3] / variance**1.5), ("kurtosis", total[4] / variance**2 - 3.0)):
        if getattr(family, what) is not None and not np.isnan(own := float(getattr(dist, what)())):
            assert own == pytest.approx(found, rel=1e-5, abs=1e-5), what
