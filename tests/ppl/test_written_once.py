"""The law of long expressions: a function of a distribution of arrays is written once, by the function of numbers, however many elements or uses there are."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes import ad, lang, ppl
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

WITH_TAILS = [f for f in FAMILIES if f.cdf is not None and not f.axes and not any(p.axes for p in f.params) and f.restates is None]


def lines(family, n):
    """Lines of IR of log P(X > x) for so many elements, or for numbers."""
    def tail(x, *params):
        return make(family, *params).logsf(x)

    args = [np.float64(v) if n is None else np.full(n, float(v)) for v in (0.4, *family.examples[0])]
    return lang.stage(tail, tuple(map(lang.spec_of, args))).text.count("\n")


@pytest.mark.parametrize("family", WITH_TAILS, ids=str)
def test_tails_of_arrays_are_no_longer_than_those_of_numbers(family):
    one = lines(family, None)
    assert max(lines(family, n) for n in (5, 100)) <= 4 * one + 800


def test_a_long_function_is_one_loop_with_its_derivatives():
    """Values and slopes of what is written as one are those of its numbers, for few and many elements, of broadcast and of lazy arguments."""
    def tail(x, mu, sigma, nu):
        return ppl.ExGaussian(mu, sigma, nu).logsf(x)

    def total(x, mu, sigma, nu):
        return np.sum(tail(2.0 * x - x, mu, sigma, nu)) + np.sum(tail(x, mu, sigma, nu) ** 2)

    one, slope = ad.evaluate(tail), ad.grad(total, argnums=(0, 1, 2, 3))
    for n in (5, 40):
        x, mu = np.linspace(-3.0, 9.0, n), np.linspace(0.0, 1.0, n)
        np.testing.assert_allclose(one(x, mu, 1.5, 0.7), tail(x, mu, 1.5, 0.7), rtol=1e-12)
        found = slope(x, mu, 1.5, 0.7)
        for k, at in enumerate((x, mu, 1.5, 0.7)):
            step = 1e-6
            args = [x, mu, 1.5, 0.7]
            args[k] = at + step
            up = total(*args)
            args[k] = at - step
            assert np.sum(found[k]) == pytest.approx((up - total(*args)) / (2 * step), rel=1e-5)
    table = ad.evaluate(lambda x, nu: ppl.ExGaussian(0.0, 1.0, nu).logcdf(x[:, None]))(np.linspace(-2.0, 2.0, 3), np.array([0.5, 1.0]))
    np.testing.assert_allclose(table, ppl.ExGaussian(0.0, 1.0, np.array([0.5, 1.0])).logcdf(np.linspace(-2.0, 2.0, 3)[:, None]), rtol=1e-12)
