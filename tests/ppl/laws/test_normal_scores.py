"""`from_normal` and `to_normal` of every law of one number with a density and a cdf: the quantile of Φ(z) with all digits in both tails, and back; in machine code
as in CPython; slopes and second derivatives in z and in all parameters are those of the implicit function theorem, by the tails that other tests hold to mpmath."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from form_examples import EXAMPLES
from sweeps import thinned

from llbayes import ad
from llbayes.lang.library.functions import UFUNCS
from llbayes.ppl import Beta, Censored, Exponential, Gamma, LogNormal, Normal, Poisson, StudentT, Transformed, Uniform, Weibull
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

from .rows import all_derivatives, applied

pytestmark = pytest.mark.thinned(3)

Z = np.array([-37.0, -30.0, -12.0, -8.0, -3.0, -0.7, -1e-3, 0.0, 0.4, 1.7, 6.0, 8.5, 20.0, 37.0])
SCALAR = [f for f in FAMILIES if make(f, *f.examples[0]).has("from_normal")]
FAMILY = {f"{f.name}-{f.params[-1].name}": f for f in SCALAR}
LAWS = {f"{name}-{k}": make(f, *e) for name, f in FAMILY.items() if f.restates is None for k, e in enumerate(f.examples)}
LAWS |= {name: e.make(np.array(e.t)) for name, e in EXAMPLES.items() if "cdf alone" not in name}
LAWS = {name: d for name, d in LAWS.items() if d.has("from_normal")}
OWN = [name for name in LAWS if "custom" in name]             # of their upper tail 1 - cdf alone is known


def smaller_tails(z):
    """log Φ(-|z|), and whether it is the lower one."""
    with np.errstate(all="ignore"):
        return UFUNCS["log_ndtr"](-np.abs(z)), z < 0.0


def usual(name):
    return Z[Z <= 6.0] if name in OWN else Z


@pytest.mark.parametrize("name", LAWS)
def test_tails_are_those_of_z(name):
    """By the smaller tail, to 1e-10 or what rounding of the value changes; from end to end, and back."""
    d, z = LAWS[name], usual(name)
    x = d.from_normal(z)
    wanted, low = smaller_tails(z)
    with np.errstate(all="ignore"):
        tail = np.where(low, d.logcdf(x), d.logsf(x))
        ends = [b for b in d.support().bounds() if b is not None]
        gap = np.spacing(np.max(np.abs([x, *(np.full(len(x), b) for b in ends)]), axis=0))
        rounding = np.exp(np.minimum(d.logpdf(x) - tail, 700.0)) * gap
        at_end = np.any([np.isinf(x), *(np.abs(x - b) <= 2.0 * gap for b in ends)], axis=0)
        back = d.to_normal(x)
    assert np.all(x[1:] >= x[:-1])
    near = np.abs(tail - wanted) <= 1e-10 * (1.0 if name not in OWN else 1e4) * np.maximum(np.abs(wanted), 1.0) + 8.0 * rounding
    assert np.all(near | at_end), list(zip(z, x, tail, wanted))
    slack = 1e-9 * (1.0 if name not in OWN else 1e4) * np.abs(z) + 1e-14 + 20.0 * rounding * np.exp(wanted + 0.5 * z * z) * np.sqrt(2.0 * np.pi)
    assert np.all((np.abs(back - z) <= slack) | at_end), list(zip(z, back))


@pytest.mark.parametrize("name", thinned(LAWS, 3))
def test_machine_code_is_cpython(name):
    d, z = LAWS[name], usual(name)
    x = d.from_normal(z)
    got = ad.evaluate(lambda z: d.from_normal(z))(z)
    np.testing.assert_allclose(got, x, rtol=1e-11, atol=1e-15)
    inner = np.abs(z) < 3.5
    np.testing.assert_allclose(ad.evaluate(lambda x: d.to_normal(x))(x[inner]), d.to_normal(x[inner]), rtol=1e-11, atol=1e-13)


def test_closed_forms_to_all_digits():
    with mpmath.workdps(60):
        for z in (-37.0, -8.0, -0.3, 0.9, 8.0, 37.0):
            below, above = (mpmath.log(mpmath.ncdf(s)) for s in (mpmath.mpf(z), -mpmath.mpf(z)))
            exact = {
                Normal(1.0, 2.0): 1 + 2 * mpmath.mpf(z),
                LogNormal(0.5, 0.25): mpmath.exp(mpmath.mpf(0.5) + mpmath.mpf(z) / 4),
                Exponential(2.0): -above / 2,
                Weibull(1.5, 2.0): 2 * (-above) ** (1 / mpmath.mpf(1.5)),
                Uniform(0.0, 4.0): 4 * mpmath.exp(below),
                Uniform(-4.0, 0.0): -4 * mpmath.exp(above),
            }
            if z > 0.0:
                exact[Normal(0.0, 1.0).truncated(0.0)] = -exact_score(above - mpmath.log(2))
            for d, want in exact.items():
                assert float(d.from_normal(z)) == pytest.approx(float(want), rel=1e-13), (d, z)
    assert Normal(1.0, 2.0).from_normal(8.0) == 17.0 and Normal(1.0, 2.0).to_normal(17.0) == 8.0
    assert Exponential(1.0).from_normal([-np.inf, np.inf]).tolist() == [0.0, np.inf] and np.isnan(Gamma(2.0, 1.0).from_normal(np.nan))


def exact_score(y):
    """The normal quantile of exp(y), y ≤ 0, by mpmath."""
    if y > -0.69:
        return -exact_score(mpmath.log(-mpmath.expm1(y)))
    return mpmath.findroot(lambda x: mpmath.log(mpmath.ncdf(x)) - y, float(UFUNCS["ndtri_exp"](float(y))))


def test_beyond_the_support():
    assert Uniform(0.0, 1.0).to_normal(np.array([-1.0, 0.0, 1.0, 2.0])).tolist() == [-np.inf, -np.inf, np.inf, np.inf]
    assert LogNormal(0.0, 1.0).to_normal(np.array([-1.0, 0.0, np.inf])).tolist() == [-np.inf, -np.inf, np.inf]


@pytest.mark.parametrize("d", [Poisson(3.0), Censored(Normal(0.0, 1.0), 0.0)])
def test_what_has_probabilities_of_values_says_so(d):
    from llbayes.ir.errors import ModelError

    for call in (d.from_normal, d.to_normal):
        with pytest.raises(ModelError, match="has no normal scores"):
            call(0.3)


# -- derivatives
AT = np.array([-3.0, -0.4, 0.8, 2.5])


def implied(slopes, second):
    """Derivatives of x(z, θ) from those of s(x, θ), the normal score: s(x(z, θ), θ) = z. Arguments z, then θ."""
    n = len(slopes)
    first = np.concatenate([[1.0], -slopes[1:]]) / slopes[0]
    found = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            a, b = (np.concatenate([[first[k]], np.eye(n)[k][1:]]) for k in (i, j))           # how (x, θ) move
            found[i, j] = -(a @ second @ b) / slopes[0]
    return first, found


@pytest.mark.parametrize("name", thinned([name for name, f in FAMILY.items() if f.restates is None or f.from_tails is not None], 6))
def test_derivatives(name):
    family = FAMILY[name]
    n, free = len(family.params), list(range(len(family.params) + 1))
    rows = [(z, *params) for params in family.examples for z in AT]
    columns = [np.array(c, float) for c in zip(*rows, strict=True)]
    x = make(family, *columns[1:]).from_normal(columns[0])
    got, got_second = all_derivatives(applied(lambda z, *p: make(family, *p).from_normal(z), n), columns, free)
    slopes, second = all_derivatives(applied(lambda x, *p: make(family, *p).to_normal(x), n), [x, *columns[1:]], free)
    for k, row in enumerate(rows):
        want, want_second = implied(slopes[k], second[k])
        scale = 1.0 + np.abs(want)
        assert np.all(np.abs(got[k] - want) <= 1e-7 * scale), (row, got[k], want)
        assert np.all(np.abs(got_second[k] - want_second) <= 1e-5 * (np.abs(want_second) + np.outer(scale, scale))), (row, got_second[k], want_second)


SMOOTH = {
    "truncated": (lambda z, a, b: Normal(a, b).truncated(-1.0, 2.5).from_normal(z), (0.3, 1.2)),
    "truncated by search": (lambda z, a, b: Gamma(a, b).truncated(0.4, None).from_normal(z), (2.0, 1.5)),
    "turned round": (lambda z, a, b: Transformed(Gamma(a, b), np.negative).from_normal(z), (2.0, 1.5)),
    "t": (lambda z, a, b: StudentT(a, 0.0, b).from_normal(z), (5.0, 2.0)),
    "beta": (lambda z, a, b: Beta(a, b).from_normal(z), (2.0, 5.0)),
}


@pytest.mark.parametrize("name", SMOOTH)
def test_derivatives_are_those_of_differences(name):
    f, params = SMOOTH[name]
    for z in (-5.0, -0.3, 1.1, 6.0):
        at, h = np.array([z, *params]), 1e-4
        gradient, hessian = ad.grad(lambda t: f(t[0], t[1], t[2]))(at), ad.hessian(lambda t: f(t[0], t[1], t[2]))(at)
        for i, e in enumerate(np.eye(3)):
            sides = [f(*(at + s * h * e)) for s in (-2, -1, 1, 2)]
            assert gradient[i] == pytest.approx((sides[0] - 8.0 * sides[1] + 8.0 * sides[2] - sides[3]) / (12.0 * h), rel=1e-8, abs=1e-9)
            near = [ad.grad(lambda t: f(t[0], t[1], t[2]))(at + s * h * e) for s in (-1, 1)]
            np.testing.assert_allclose(hessian[i], (near[1] - near[0]) / (2.0 * h), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", [name for name, f in FAMILY.items() if f.from_tails is not None and f.restates is None])
def test_closed_forms_have_slopes_far_out(name):
    """Numbers, to second order, wherever the value is one."""
    family = FAMILY[name]
    rows = [(z, *family.examples[0]) for z in (-36.0, -25.0, -8.3, 0.0, 8.3, 25.0, 36.0)]
    columns = [np.array(c, float) for c in zip(*rows, strict=True)]
    slopes, second = all_derivatives(applied(lambda z, *p: make(family, *p).from_normal(z), len(family.params)), columns, list(range(len(columns))))
    assert np.all(np.isfinite(slopes)) and np.all(np.isfinite(second)), (slopes, second)
    assert np.all(slopes[:, 0] >= 0.0)
