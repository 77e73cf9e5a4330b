"""First passage between two boundaries: one boundary has the mass that Stan's density has, both together 1; slopes to second order; where the series change."""
from __future__ import annotations

import itertools
import math

import exact_passage
import mpmath
import numpy as np
import pytest
from scipy import integrate

from llbayes import ad, ppl, samplers
from llbayes.ir.errors import UnsupportedError
from llbayes.lang.library.special import passage

LAWS = [(1.0, 0.1, 0.5, 0.0), (2.0, 0.3, 0.4, 1.0), (0.7, 1.0, 0.97, -4.0), (1.5, 0.0, 0.02, 3.0)]


@pytest.mark.parametrize("params", LAWS)
def test_each_boundary_has_the_mass_of_those_that_reach_it(params):
    """(1 - exp(-2 delta alpha beta)) / (1 - exp(-2 delta alpha)) at the upper one, beta without drift."""
    alpha, tau, beta, delta = params
    z = 2.0 * alpha * delta
    upper = beta if z == 0.0 else math.expm1(-z * beta) / math.expm1(-z)
    d = ppl.Wiener(*params)
    cuts = np.array([0.0, 1e-3, 0.03, 0.2, 1.0, 3.0, 60.0]) * alpha**2
    for side, want in ((1.0, upper), (-1.0, 1.0 - upper)):
        mass = sum(integrate.quad(lambda t, side=side: d.pdf(side * (tau + t)), a, b, epsabs=1e-13)[0] for a, b in itertools.pairwise(cuts))
        assert mass == pytest.approx(want, rel=1e-9, abs=1e-12)


def test_the_lower_boundary_is_the_upper_of_the_mirrored_process():
    t = np.linspace(0.31, 4.0, 50)
    np.testing.assert_allclose(ppl.Wiener(2.0, 0.3, 0.4, 1.0).logpdf(-t), ppl.Wiener(2.0, 0.3, 0.6, -1.0).logpdf(t), rtol=1e-13)


def test_series_meet_where_they_change():
    """Images and modes agree to rounding at the point where one takes over from the other, in value and both derivatives."""
    for w in (1e-9, 0.2, 0.5, 0.8, 1.0 - 1e-9):
        s = w if w <= 0.5 else w - 1.0
        for seed in ((1.0, 0.0), (0.0, 1.0)):
            u, at = (passage.SWITCH, seed[0], seed[0], 0.0), (s, seed[1], seed[1], 0.0)
            start = at if s > 0.0 else passage.shifted(1.0, at)
            near = w <= 0.5
            v = at if near else passage.scaled(-1.0, at)
            np.testing.assert_allclose(passage.by_images(u, v, near), passage.by_modes(u, start, v, near), rtol=1e-11, atol=1e-13)


@pytest.fixture(scope="module")
def programs():
    def density(v):
        return ppl.Wiener(v[1], v[2], v[3], v[4]).logpdf(v[0])

    return ad.grad(density), ad.hessian(density)


@pytest.mark.parametrize("at", [(0.9, 2.0, 0.3, 0.4, 1.0), (-0.31, 2.0, 0.3, 0.4, 1.0), (4.0, 1.0, 0.2, 0.7, -0.5), (0.2001, 1.0, 0.2, 1e-3, 2.0),
                                (-30.0, 1.0, 0.2, 0.9, 0.0), (1e-4, 1e-2, 0.0, 0.5, 50.0)])
def test_slopes_to_second_order_in_all_arguments(programs, at):
    mp = mpmath.mp.clone()
    mp.dps = 50
    got, bends = programs[0](np.array(at)), programs[1](np.array(at))

    def slope(order):
        steps = [mp.mpf(v) for v in at]
        return float(mp.diff(lambda *v: exact_passage.wiener(mp, *v), steps, tuple(order), h=mp.mpf(10) ** -20))

    unit = np.eye(5, dtype=int)
    keep = range(5) if at[2] > 0.0 else [0, 1, 3, 4]
    for j in keep:
        assert got[j] == pytest.approx(slope(unit[j]), rel=1e-10, abs=1e-10)
        for k in keep:
            assert bends[j, k] == pytest.approx(slope(unit[j] + unit[k]), rel=1e-8, abs=1e-8), (j, k)
    np.testing.assert_allclose(bends, bends.T, rtol=1e-9, atol=1e-9)


def test_nothing_is_reached_before_the_non_decision_time():
    """The bound moves with tau: -inf, and slopes that are numbers, for both signs."""
    def total(tau, x):
        return ppl.Wiener(1.0, tau, 0.5, 0.3).logpdf(x)

    for x in (0.0, 0.2, -0.2, 0.1, -0.1):
        assert ad.evaluate(total)(0.2, x) == -math.inf and math.isfinite(ad.grad(total)(0.2, x))
    assert np.all(np.abs(ppl.Wiener(1.0, 5.0, 0.5, 0.3).sample(50, seed=1)) > 5.0)
    far = ppl.Wiener(1e-9, 1e9, 0.5, 0.3).sample(20, seed=1)
    assert np.all(np.isfinite(ppl.Wiener(1e-9, 1e9, 0.5, 0.3).logpdf(far)))


def test_a_third_derivative_is_refused_by_name():
    with pytest.raises(UnsupportedError, match="third derivative of the density of `Wiener`"):
        ad.hessian(lambda v: ad.grad(lambda t: ppl.Wiener(v[0], 0.1, 0.5, 0.3).logpdf(t))(v[1]))(np.array([1.0, 0.7]))


@ppl.model
def choices(times, n):
    alpha = ppl.sample("alpha", ppl.HalfNormal(2.0))
    tau = ppl.sample("tau", ppl.Uniform(0.0, np.min(np.abs(times))))
    beta = ppl.sample("beta", ppl.Beta(2.0, 2.0))
    delta = ppl.sample("delta", ppl.Normal(0.0, 2.0))
    ppl.sample("times", ppl.Wiener(alpha, tau, beta, delta), obs=times, shape=n)


def test_a_model_of_choices_finds_its_parameters():
    true = {"alpha": 1.6, "tau": 0.25, "beta": 0.45, "delta": 0.8}
    times = ppl.Wiener(*true.values()).sample(400, seed=3)
    tree = samplers.nuts(choices.bind(times=times, n=len(times)), seed=1, chains=2, tune=400, draws=700, progress=False)
    for name, value in true.items():
        draws = np.asarray(tree.posterior[name])
        assert abs(np.mean(draws) - value) < 4.0 * np.std(draws), name
