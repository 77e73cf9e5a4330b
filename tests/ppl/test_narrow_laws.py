"""Laws that are very narrow or very skew against mpmath: right to what a few units in the last place of a value change, however small a standard deviation is."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest

from llbayes.ppl import PERT, SkewNormal
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

from .test_priors_at_ends import exact_of

BY_MOMENTS = [f for f in FAMILIES if [p.name for p in f.params] == ["mean", "sd"] and exact_of(f) is not None]
ULP = 2.0**-52


@pytest.mark.parametrize("family", BY_MOMENTS, ids=lambda f: f.name)
@pytest.mark.parametrize("share", [1e-4, 1e-6, 1e-8, 1e-12])
def test_narrow_laws_by_mean_and_sd(family, share):
    """A step of one unit in the last place of the mean is ULP / share standard deviations, by whose square root and number of these the density changes."""
    mean = 0.3
    sd, exact = mean * share, exact_of(family)
    d = make(family, mean, sd)
    assert d.mean() == pytest.approx(mean, rel=1e-12) and d.sd() == pytest.approx(sd, rel=1e-9)
    for far in (-3.0, -0.5, 0.0, 1.0, 5.0):
        x = mean + far * sd
        with mp.workdps(60):
            wanted = float(exact(mp.mpf(x), mp.mpf(mean), mp.mpf(sd)))
        steps = 4.0 * ULP / share
        assert d.logpdf(x) == pytest.approx(wanted, rel=1e-11, abs=1e-9 + steps * (abs(far) + steps)), far


def pert(x, mode, shape):
    a, b = 1 + mp.mpf(shape) * mp.mpf(mode), 1 + mp.mpf(shape) * (1 - mp.mpf(mode))
    return (a - 1) * mp.log(x) + (b - 1) * mp.log(1 - x) - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b)


@pytest.mark.parametrize("shape", [1e8, 1e10, 1e12, 1e15])
def test_pert_laws_of_large_shapes(shape):
    for mode in (1e-6, 0.3, 0.5):
        sd = np.sqrt(mode * (1.0 - mode) / shape)
        for far in (-3.0, 0.0, 0.5, 4.0):
            x = mode + far * sd
            if 0.0 < x < 1.0:
                with mp.workdps(60):
                    wanted = float(pert(mp.mpf(x), mode, shape))
                steps = 4.0 * ULP * mode / sd
                assert PERT(0.0, mode, 1.0, shape).logpdf(x) == pytest.approx(wanted, rel=1e-11, abs=1e-9 + steps * (abs(far) + steps))


@pytest.mark.parametrize("alpha", [1e4, 1e6, -1e8, 1e12, 1e300])
def test_skew_normals_that_are_half_normals(alpha):
    d, side = SkewNormal(0.0, 1.0, alpha), np.sign(alpha)
    for x in (-1e-9, -1e-4, 0.0, 1e-9, 1e-4, 1.0, 5.0):
        with mp.workdps(40):
            wanted = mp.log(2) + mp.log(mp.npdf(mp.mpf(x))) + mp.log(mp.ncdf(mp.mpf(alpha) * x)) if abs(alpha * x) < 1e10 or alpha * x > 0 else -mp.inf
        got = d.logpdf(x)
        assert got == pytest.approx(float(wanted), rel=1e-10) or (wanted == -mp.inf and got < -1e18)
    x = side * np.array([-0.1, 0.1, 1.0, 5.0])
    half = 2.0 * np.array([0.0, *(float(mp.ncdf(v)) - 0.5 for v in (0.1, 1.0, 5.0))])
    np.testing.assert_allclose(d.cdf(x) if side > 0 else d.sf(x), half, rtol=1e-9, atol=1e-200)
    assert d.mean() == pytest.approx(side * np.sqrt(2.0 / np.pi), rel=1e-8)
    assert 0.0 < d.cdf(0.0) < 1.0 or abs(alpha) > 1e16
