"""Skewness and excess kurtosis: where series take over, where they cease to exist, and of what is moved and stretched. The laws of every family are with its other
moments (`test_univariate_laws.py`, `laws/test_scipy.py`)."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ir.errors import ModelError
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

SAYING = [f for f in FAMILIES if f.skewness is not None]


def of_exponential(h):
    return mp.loggamma(1 + h)


def of_logistic(h):
    return mp.log(mp.pi * h / mp.sin(mp.pi * h))


def exact(K, h):
    """Of (exp(h L) - 1) / h, by its raw moments."""
    with mp.workdps(80):
        h = mp.mpf(h)
        two, three, four = (mp.expm1(K(n * h) - n * K(h)) for n in (2, 3, 4))
        return float(mp.sign(h) * (three - 3 * two) / two**1.5), float((four - 4 * three + 6 * two) / two**2 - 3)


@pytest.mark.parametrize("h", [1e-9, 1e-3, 0.05, 0.1199, 0.1201, 0.2, 0.3, 1.0, 5.0])
def test_laws_of_extremes_at_every_shape(h):
    for d, sign, (skewness, kurtosis) in ((ppl.Weibull(1.0 / h, 3.0), 1, exact(of_exponential, h)), (ppl.GeneralizedExtremeValue(5.0, 2.0, -h), -1, exact(of_exponential, h)),
                                          *([(ppl.Frechet(1.0 / h, 3.0), -1, exact(of_exponential, -h)), (ppl.LogLogistic(1.0 / h, 3.0), 1, exact(of_logistic, h))] if h < 0.25 else [])):
        assert d.skewness() == pytest.approx(sign * skewness, rel=1e-12, abs=1e-12) and d.kurtosis() == pytest.approx(kurtosis, rel=1e-11, abs=1e-11)


def test_what_does_not_exist_is_nan():
    for third, fourth in ((ppl.StudentT(3.0, 0, 1), ppl.StudentT(4.0, 0, 1)), (ppl.InverseGamma(3.0, 1), ppl.InverseGamma(4.0, 1)), (ppl.Pareto(3.0, 1), ppl.Pareto(4.0, 1)),
                          (ppl.Lomax(3.0, 1), ppl.Lomax(4.0, 1)), (ppl.GeneralizedPareto(0, 1, 1 / 3), ppl.GeneralizedPareto(0, 1, 0.25)), (ppl.Frechet(3.0, 1), ppl.Frechet(4.0, 1)),
                          (ppl.LogLogistic(3.0, 1), ppl.LogLogistic(4.0, 1)), (ppl.GeneralizedExtremeValue(0, 1, 0.34), ppl.GeneralizedExtremeValue(0, 1, 0.25))):
        assert math.isnan(third.skewness()) and math.isnan(third.kurtosis()) and math.isfinite(fourth.skewness()) and math.isnan(fourth.kurtosis()), third
    for d in (ppl.Cauchy(0, 1), ppl.Normal(0, 1).truncated(0, None), ppl.Poisson(3.0), ppl.Transformed(ppl.Normal(0, 1), np.exp)):
        assert not d.has("skewness")
        with pytest.raises(ModelError, match="no skewness here"):
            d.skewness()


def test_what_is_moved_and_stretched_keeps_them_and_what_is_turned_round_is_skewed_the_other_way():
    base = ppl.Gamma(2.0, 3.0)
    moved, turned = ppl.Transformed(base, ppl.affine(-5.0, 100.0)), ppl.Transformed(base, np.negative)
    assert moved.skewness() == -turned.skewness() == base.skewness() == pytest.approx(math.sqrt(2.0)) and moved.kurtosis() == turned.kurtosis() == base.kurtosis() == 3.0


@pytest.mark.parametrize("family", SAYING, ids=lambda f: f"{f.name}-{f.params[-1].name}")
def test_there_is_one_for_each_set_of_parameters(family):
    """Of arrays of parameters an array; compiled the same."""
    columns = tuple(np.array([p, p], float) for p in family.examples[0])
    for what in ("skewness", "kurtosis"):
        one, several = float(getattr(make(family, *family.examples[0]), what)()), np.asarray(getattr(make(family, *columns), what)())
        np.testing.assert_array_equal(several, [one, one])


def test_they_are_compiled():
    def both(x):
        d = ppl.Weibull(x[0], x[1])
        return d.skewness() + 10.0 * d.kurtosis()

    for shape in (1.5, 40.0):
        d = ppl.Weibull(shape, 2.0)
        value, slopes = ad.value_and_grad(both)(at := np.array([shape, 2.0]))
        step = np.array([1e-5 * shape, 0.0])
        assert value == pytest.approx(float(d.skewness()) + 10.0 * float(d.kurtosis()), rel=1e-12)
        assert slopes == pytest.approx([(both(at + step) - both(at - step)) / (2.0 * step[0]), 0.0], rel=1e-7)
