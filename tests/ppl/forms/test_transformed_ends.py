"""Priors that are transformed, at coordinates far out, where values round to the ends of their sets: densities and slopes against mpmath, for every bijection."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest
from scipy.special import expit, logit

from llbayes import ppl
from llbayes.ppl import (
    Beta,
    Gamma,
    GeneralizedExtremeValue,
    GeneralizedPareto,
    HalfNormal,
    Mixture,
    MultivariateNormal,
    Normal,
    StudentT,
    Transformed,
    Triangular,
    Uniform,
)
from llbayes.ppl.forms.origins import ENDS


def normal(o):
    return -(((o - mp.mpf(0.3)) / mp.mpf(1.2)) ** 2) / 2 - mp.log(mp.mpf(1.2)) - mp.log(2 * mp.pi) / 2


def gamma(o):
    return -mp.loggamma(mp.mpf(0.05)) + (mp.mpf(0.05) - 1) * mp.log(o) - o


def beta(o):
    a, b = mp.mpf(0.05), mp.mpf(0.3)
    return (a - 1) * mp.log(o) + (b - 1) * mp.log(1 - o) - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b)


def share(u):
    return 1 / (1 + mp.exp(-u))


NORMAL, GAMMA, BETA = (Normal(0.3, 1.2), normal), (Gamma(0.05, 1.0), gamma), (Beta(0.05, 0.3), beta)
CASES = {  # the law, the bijection, what is at the coordinate u: the value's transform and the way back
    "real": (NORMAL, ppl.real, lambda u: u),
    "positive": (NORMAL, ppl.positive, lambda u: u),
    "exp": (NORMAL, np.exp, lambda u: u),
    "lower": (NORMAL, ppl.lower(2.0), lambda u: u),
    "upper": (NORMAL, ppl.upper(2.0), lambda u: u),
    "interval": (NORMAL, ppl.interval(-1.0, 2.0), lambda u: u),
    "unit": (NORMAL, ppl.unit, lambda u: u),
    "expit": (NORMAL, expit, lambda u: u),
    "tanh": (NORMAL, np.tanh, lambda u: u / 2),
    "expm1": (NORMAL, np.expm1, lambda u: u),
    "sinh": (NORMAL, np.sinh, mp.asinh),
    "affine": (BETA, ppl.affine(3.0, 2.0), share),
    "affine of a gamma": (GAMMA, ppl.affine(3.0, 2.0), lambda u: mp.exp(u) / 2),
    "negative": (GAMMA, np.negative, mp.exp),
    "log": (GAMMA, np.log, mp.exp),
    "logit": (BETA, logit, share),
    "arctanh": (BETA, np.arctanh, lambda u: mp.tanh(mp.exp(u))),
    "exp of a gamma": (GAMMA, np.exp, lambda u: mp.log(1 + mp.exp(u))),
    "exp of a beta": (BETA, np.exp, lambda u: mp.log(1 + (mp.e - 1) * share(u))),
    "log1p": (GAMMA, np.log1p, lambda u: mp.expm1(mp.exp(u))),
    "expm1 of a gamma": (GAMMA, np.expm1, lambda u: mp.log(1 + mp.exp(u))),
    "tanh of a gamma": (GAMMA, np.tanh, lambda u: mp.atanh(share(u))),
    "expit of a gamma": (GAMMA, expit, lambda u: mp.log((1 + share(u)) / (1 - share(u)))),
    "sinh of a gamma": (GAMMA, np.sinh, lambda u: mp.asinh(mp.exp(u))),
    "arcsinh": (GAMMA, np.arcsinh, lambda u: mp.sinh(mp.exp(u))),
}
US = (0.3, -2.0, -9.0, -20.0, 20.0, -40.0, 40.0, -400.0, 400.0)


def test_every_bijection_is_here():
    names = {k if isinstance(k, str) else k.name for k in ENDS}
    assert names <= CASES.keys()


@pytest.mark.parametrize("name", CASES)
def test_densities_and_slopes(name):
    (base, density), by, origin = CASES[name]

    @ppl.model
    def alone():
        ppl.sample("x", Transformed(base, by))

    def exact(u):
        return density(origin(u)) + mp.log(abs(mp.diff(origin, u, h=mp.mpf(10) ** -120)))

    posterior = alone.bind()
    for u in US:
        with mp.workdps(60 if abs(u) <= 40 else 600):
            if u >= 20 and name in ("log1p", "arcsinh", "arctanh", "log", "affine of a gamma", "negative"):
                continue                         # exp(exp(u)) is beyond all numbers
            if u >= 400 and name == "sinh of a gamma":
                continue                         # the slope of arcsinh is 0 where the square of its argument overflows
            v = mp.mpf(u)
            wanted = float(exact(v) if abs(u) > 40 else density(origin(v)) + mp.log(abs(mp.diff(origin, v, h=mp.mpf(10) ** -20))))
            slope = float((exact(v + mp.mpf(10) ** -12) - exact(v - mp.mpf(10) ** -12)) / (2 * mp.mpf(10) ** -12)) if abs(u) > 40 else None
        value, gradient = posterior.value_and_grad(np.array([u]))
        assert value == pytest.approx(wanted, rel=1e-9, abs=1e-9), u
        assert posterior.interpreted_log_density(np.array([u])) == pytest.approx(value, rel=1e-12, abs=1e-12)
        assert np.isfinite(gradient[0]) and (slope is None or gradient[0] == pytest.approx(slope, rel=1e-6, abs=1e-9)), u


MOVING = {
    "extreme values": (lambda a, s: GeneralizedExtremeValue(a, s, 0.2), np.negative),
    "exceedances": (lambda a, s: GeneralizedPareto(a, s, 0.1), np.exp),
    "a triangle": (lambda a, s: Triangular(a, a + 0.5 * s, a + s), np.exp),
    "between parameters": (lambda a, s: Uniform(a, a + s), np.tanh),
    "truncated": (lambda a, s: Normal(a, s).truncated(a - 1.0, a + s), ppl.lower(0.5)),
    "a mixture": (lambda a, s: Mixture([0.3, 0.7], [Gamma(2.0, s), HalfNormal(s)]), np.log),
    "a transform of one": (lambda a, s: Transformed(Normal(a, s), np.exp), np.log1p),
}


def test_laws_whose_ends_move_and_forms_of_transforms():
    @ppl.model
    def m():
        a, s = ppl.sample("a", Normal(0.0, 1.0)), ppl.sample("s", HalfNormal(1.0))
        for name, (law, by) in MOVING.items():
            ppl.sample(name, Transformed(law(a, s), by))
        ppl.sample("restricted", Transformed(Normal(0.0, s), np.exp), constraint=ppl.interval(0.0, 3.0))
        ppl.sample("cut", Transformed(Normal(0.0, s), np.exp).truncated(0.0, 3.0))
        ppl.sample("mixed", Mixture([0.3, 0.7], [Transformed(Normal(0.0, s), np.exp), Gamma(2.0, 1.0)]))
        ppl.sample("vector", Transformed(MultivariateNormal(np.zeros(2), cholesky=np.eye(2)), np.exp))
        ppl.sample("several", Transformed(StudentT(3.0, np.zeros(2), s), expit))
        ppl.sample("mixed extremes", Mixture([0.3, 0.7], [GeneralizedPareto(a, s, 0.2), GeneralizedPareto(a, s, 0.3)]))

    posterior = m.bind()
    z = np.full(posterior.dim, 0.15)
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(posterior.interpreted_log_density(z), rel=1e-12)
    steps = 1e-6 * np.eye(posterior.dim)
    wanted = [(posterior.interpreted_log_density(z + s) - posterior.interpreted_log_density(z - s)) / 2e-6 for s in steps]
    np.testing.assert_allclose(gradient, wanted, rtol=1e-5, atol=1e-4)            # differences of 3e4 lose so much
