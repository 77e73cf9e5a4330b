"""Every function of every family of one number that SciPy has equals SciPy's, to 1e-12 at each example; where SciPy itself is off, mpmath's instead."""

from __future__ import annotations

import exact_tails
import mpmath
import numpy as np
import pytest

from llbayes.lang.library.random import Rng
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

from ..exact_counts import TAILS as OF_COUNTS

CASES = [pytest.param(f, e, id=f"{f.name}-{f.params[-1].name}-{k}") for f in FAMILIES if not f.axes and f.scipy is not None for k, e in enumerate(f.examples)]
PROBABILITIES = np.array([1e-10, 1e-3, 0.1, 0.5, 0.9, 0.999])
OF_TAILS = ("cdf", "sf", "logcdf", "logsf")
OFF = {  # of SciPy's functions: what they lose
    ("HalfNormal", "quantile"): "digits of small probabilities",
    ("SkewNormal", "quantile"): "digits below 1e-9",
    ("VonMises", "cdf"): "whole turns: it counts them from the mean direction",
    ("VonMises", "sf"): "as its cdf", ("VonMises", "logcdf"): "as its cdf", ("VonMises", "logsf"): "as its cdf", ("VonMises", "quantile"): "as its cdf",
    ("Zipf", "sf"): "digits, 1 less the cdf", ("Zipf", "logsf"): "as its sf",
    ("Geometric", "quantile"): "the value 1 of a certain success: it gives 0",
}  # fmt: skip


def near(got, want, what):
    """To 1e-12; a logarithm near 0 has the digits of 1, and so has a quantile at a median of 0."""
    with np.errstate(invalid="ignore"):
        return (got == want) | (np.abs(got - want) <= 1e-12 * np.abs(want) + (1e-12 if what.startswith("log") else 1e-15 if what == "quantile" else 0.0))


@pytest.mark.parametrize(("family", "params"), CASES)
def test_functions(family, params):
    d, other = make(family, *params), family.in_scipy(*params)
    x = np.unique(np.asarray(d.draw(Rng(np.random.PCG64(11)), (60,)), float))
    with np.errstate(all="ignore"):
        density = other.logpmf(x) if family.discrete else other.logpdf(x)
        assert np.all(near(d.logpdf(x.astype(int) if family.discrete else x), density, "log"))
        for what in OF_TAILS if family.cdf is not None else ():
            got, want = getattr(d, what)(x), getattr(other, what)(x)
            if (family.name, what) not in OFF:
                assert np.all(near(got, want, what)), what
        if family.cdf is not None and (family.name, "quantile") not in OFF:
            got, want = d.quantile(PROBABILITIES), other.ppf(PROBABILITIES)
            assert np.all(near(got, want, "quantile")), (got, want)


@pytest.mark.parametrize(("family", "params"), CASES)
def test_moments(family, params):
    d, other = make(family, *params), family.in_scipy(*params)
    for what, word in (("skewness", "s"), ("kurtosis", "k")):
        if getattr(family, what) is not None and np.isfinite(own := float(getattr(d, what)())):                # where they do not exist SciPy says 0, inf or -inf too
            assert own == pytest.approx(float(other.stats(word)), rel=1e-11, abs=1e-12), what
    for what, word in (("mean", "mean"), ("variance", "var"), ("sd", "std")):
        if getattr(family, "variance" if what == "sd" else what) is not None:
            with np.errstate(all="ignore"):
                assert float(getattr(d, what)()) == pytest.approx(float(getattr(other, word)()), rel=1e-12, abs=1e-15, nan_ok=True), what


def tails_of(family, x, params):
    """(log P(X ≤ x), log P(X > x)) by mpmath."""
    law = OF_COUNTS[family.name, family.params[-1].name] if family.discrete else exact_tails.TAILS[family.name]
    return law(mpmath.mpf(float(x)), *map(mpmath.mpf, params))


FIRST = [c for c in CASES if any(c.values[0].name == name for name, _ in OFF) and c.values[0].restates is None and c.values[0].name != "VonMises"]      # whose tests are its own


@pytest.mark.parametrize(("family", "params"), FIRST)
def test_where_scipy_is_off(family, params):
    d = make(family, *params)
    with mpmath.workdps(40):
        if (family.name, "quantile") in OFF and not family.discrete:
            for p in PROBABILITIES:
                assert float(mpmath.exp(tails_of(family, d.quantile(p), params)[0])) == pytest.approx(p, rel=1e-12)
        if (family.name, "sf") in OFF:
            x = np.arange(1.0, 5.0)
            want = [tails_of(family, v, params)[1] for v in x]
            np.testing.assert_allclose(d.sf(x), np.array([mpmath.exp(w) for w in want], float), rtol=1e-12)
            np.testing.assert_allclose(d.logsf(x), np.array(want, float), rtol=1e-12)
        if family.name == "Geometric" and params == (1.0,):
            np.testing.assert_array_equal(d.quantile(PROBABILITIES), 1.0)
