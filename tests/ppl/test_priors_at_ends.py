"""Log densities of priors in coordinates far out, where values round to the ends of the support, against mpmath: every family, however restricted."""

from __future__ import annotations

import functools

import exact_continuous
import exact_passage
import exact_skewed
import numpy as np
import pytest

from llbayes import ppl
from llbayes.lang.library.random import Rng
from llbayes.ppl import interval, lower, positive, unit, upper
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES
from llbayes.ppl.interpret.scoring import LogPrior
from llbayes.ppl.interpret.values import Values

from .exact_transforms import ENDS, POINTS, factor, mp, number, sticks

pytestmark = pytest.mark.thinned(3)

lgamma = functools.cache(mp.loggamma)            # mpmath takes long over one of 700 digits


def lb(a, b):
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def student(x, df, loc, scale):
    r = (x - loc) / scale
    return -lb(df / 2, mp.mpf(0.5)) - mp.log(df) / 2 - mp.log(scale) - (df + 1) / 2 * mp.log1p(r * r / df)


def normal(x, loc, scale):
    return -(((x - loc) / scale) ** 2) / 2 - mp.log(scale) - mp.log(2 * mp.pi) / 2


def determinant(x, n, eta):
    norm = sum(mp.mpf(k) / 2 * mp.log(mp.pi) + lgamma(eta + mp.mpf(n - 1 - k) / 2) - lgamma(eta + mp.mpf(n - 1) / 2) for k in range(1, n))
    return sum((n - 1 - i + 2 * (eta - 1)) * mp.log(x[i * n + i]) for i in range(1, n)) - norm


DENSITIES = {                                    # log densities at x in mpmath, by the name of a family, or with that of its last parameter
    "Beta": lambda x, a, b: (a - 1) * mp.log(x) + (b - 1) * mp.log(1 - x) - lb(a, b),
    "Cauchy": lambda x, loc, scale: -mp.log1p(((x - loc) / scale) ** 2) - mp.log(scale * mp.pi),
    "Exponential": lambda x, rate: mp.log(rate) - rate * x,
    "Gamma": lambda x, a, rate: a * mp.log(rate) - lgamma(a) + (a - 1) * mp.log(x) - rate * x,
    "HalfCauchy": lambda x, scale: mp.log(2 / mp.pi / scale) - mp.log1p((x / scale) ** 2),
    "HalfNormal": lambda x, scale: mp.log(2) + normal(x, mp.mpf(0), scale),
    "HalfStudentT": lambda x, df, scale: mp.log(2) + student(x, df, mp.mpf(0), scale),
    "InverseGamma": lambda x, a, scale: a * mp.log(scale) - lgamma(a) - (a + 1) * mp.log(x) - scale / x,
    "Laplace": lambda x, loc, scale: -abs(x - loc) / scale - mp.log(2 * scale),
    "Logistic": lambda x, loc, scale: -abs(x - loc) / scale - mp.log(scale) - 2 * mp.log1p(mp.exp(-abs(x - loc) / scale)),
    "LogNormal": lambda x, mu, sigma: normal(mp.log(x), mu, sigma) - mp.log(x),
    "Normal": normal,
    "StudentT": student,
    "Uniform": lambda x, low, high: -mp.log(high - low),
    **exact_skewed.densities(mp),
    **exact_continuous.densities(mp),
    **exact_passage.densities(mp),
}  # fmt: skip
FORMS = exact_continuous.forms(mp)
SMALL = {"Beta": ((0.05, 0.3),), "Gamma": ((0.02, 1.0),), "InverseGamma": ((0.1, 1.0),), "LogNormal": ((0.0, 100.0),), **exact_skewed.SMALL,
         **exact_continuous.SMALL}
NUMBERS = [f for f in FAMILIES if not f.discrete and not f.axes]
RESTRICTIONS = (None, positive, lower(0.0), lower(-1.0), lower(0.2), upper(1.0), interval(0.0, 1.0), interval(0.2, 0.7), unit)


def small_of(family):
    """Parameters of the family itself, not of its other parametrisations."""
    return SMALL.get(family.name, ()) if family.restates is None or family.restates[0].name != family.name else ()


LAWS = {f"{f.name}-{f.params[-1].name}-{k}": make(f, *params) for f in NUMBERS
        for k, params in enumerate((f.examples[0], *small_of(f)))}  # fmt: skip


def exact_of(family):
    """Its log density in mpmath; None where there is none here."""
    key = (family.name, family.params[-1].name)
    if key in FORMS:
        (name, last), own = FORMS[key]
        density = DENSITIES.get((name, last)) or DENSITIES[name]
        return lambda x, *params: density(x, *own(*params))
    return DENSITIES.get(key) or DENSITIES.get(family.name)


@pytest.mark.parametrize("law", LAWS)
def test_priors_of_numbers(law):
    """Right at each point, or -inf where the value, or its square, leaves the doubles; never nan nor +inf; whatever the site is restricted to."""
    dist = LAWS[law]
    exact, params = exact_of(dist.family), [mp.mpf(p) for p in dist.params]

    @ppl.model
    def alone():
        for k, constraint in enumerate(RESTRICTIONS):
            if constraint is not None:
                ppl.sample(f"x{k}", dist, constraint=constraint)
            else:
                ppl.sample(f"x{k}", dist)

    posterior, us = alone.bind(), [0.3, *ENDS]
    rows, programs = np.array([np.full(posterior.dim, u) for u in us]), posterior.programs
    found = programs.interpreted(LogPrior, rows) if dist.family.by_logs is None else programs.outputs("prior", LogPrior, rows)
    low, high = dist.support().bounds()
    for k, constraint in enumerate(RESTRICTIONS):
        chosen = constraint or dist.support()
        for u, got in zip(us, found[f"x{k}"], strict=True):
            x, jacobian = number(chosen, mp.mpf(u))
            inside = (low is None or x > low) and (high is None or x < high)
            assert got < np.inf, f"{chosen} at {u}"
            if not inside:
                assert got == -np.inf, f"{chosen} at {u}"
            if exact is None or got == -np.inf and (not inside or x == 0 or float(x) == 0 or abs(x) > 1e150):
                continue
            right = exact(x, *params)
            assert got + float(jacobian) == pytest.approx(float(right + jacobian), rel=1e-9, abs=1e-9), f"{chosen} at {u}"


@pytest.mark.parametrize("law", [name for name in LAWS if LAWS[name].family.by_logs is not None])
def test_gradients_of_priors(law):
    dist = LAWS[law]
    exact, params = exact_of(dist.family), [mp.mpf(p) for p in dist.params]

    @ppl.model
    def alone():
        ppl.sample("x", dist)

    def density(u):
        x, jacobian = number(dist.support(), u)
        return exact(x, *params) + jacobian

    posterior = alone.bind()
    for u in (0.3, *ENDS):
        value, gradient = posterior.value_and_grad(np.array([u]))
        assert not np.isnan(gradient[0])
        if value > -np.inf:
            slope = mp.diff(density, mp.mpf(u), h=mp.mpf(10) ** -60)
            assert gradient[0] == pytest.approx(float(slope), rel=1e-9, abs=1e-12), str(u)


VECTORS = {
    "Dirichlet": (ppl.Dirichlet(np.array([0.01, 0.5, 1.0, 3.0])), sticks, 3,
                  lambda x: lgamma(mp.mpf(0.01) + mp.mpf(4.5)) - sum(lgamma(mp.mpf(a)) for a in (0.01, 0.5, 1.0, 3.0))
                  + sum((mp.mpf(a) - 1) * mp.log(v) for a, v in zip((0.01, 0.5, 1.0, 3.0), x, strict=True))),
    "StickBreaking": (ppl.StickBreaking(0.05, 4), sticks, 3,
                      lambda x: 3 * mp.log(mp.mpf(0.05)) + (mp.mpf(0.05) - 1) * mp.log(x[3]) - mp.log(x[1] + x[2] + x[3]) - mp.log(x[2] + x[3])),
    "LKJCholesky": (ppl.LKJCholesky(4, 0.1), factor, 6, lambda x: determinant(x, 4, mp.mpf(0.1))),
}  # fmt: skip


@pytest.mark.parametrize("law", VECTORS)
def test_priors_of_vectors(law):
    dist, transform, free, density = VECTORS[law]

    @ppl.model
    def alone():
        ppl.sample("x", dist)

    posterior = alone.bind()
    for point in POINTS:
        x, jacobian = transform([mp.mpf(v) for v in point[:free]])
        value, gradient = posterior.value_and_grad(point[:free])
        assert value == pytest.approx(float(density(x) + jacobian), rel=1e-11, abs=1e-10) and np.all(np.isfinite(gradient))


def test_families_that_are_infinite_at_an_end_are_written_in_logs():
    for f in NUMBERS:
        laws = [(params, f.support(*params).bounds()) for params in (*f.examples, *small_of(f))]
        with np.errstate(all="ignore"):
            sizes = [make(f, *params).density(np.float64(end)) for params, ends in laws for end in ends if end is not None]
        assert f.by_logs is not None or np.all(np.isfinite(sizes)), f.name


@pytest.mark.parametrize("law", [name for name in LAWS if LAWS[name].family.by_logs is not None])
def test_truncated_laws_differ_by_their_mass(law):
    dist = LAWS[law]

    @ppl.model
    def alone(low, high):
        ppl.sample("restricted", dist, constraint=interval(0.2, 0.7))
        ppl.sample("truncated", dist.truncated(0.2, 0.7))
        ppl.sample("from_data", dist.truncated(low, high))
        ppl.sample("from_zero", dist, constraint=interval(low - low, high))
        ppl.sample("to_zero", dist, constraint=interval(0.0, 0.7))

    posterior = alone.bind(low=0.2, high=0.7)
    found = posterior.programs.outputs("prior", LogPrior, np.array([np.full(posterior.dim, u) for u in ENDS]))
    for name in ("truncated", "from_data"):
        np.testing.assert_allclose(found["restricted"] - found[name], dist.truncated(0.2, 0.7).log_mass(), rtol=1e-6)
    np.testing.assert_allclose(found["from_zero"], found["to_zero"], rtol=1e-12, atol=1e-12)


DRAWN = LAWS | {name: dist for name, (dist, *_) in VECTORS.items()} | {"Dirichlet-0": ppl.Dirichlet(np.full(4, 0.01))}


@pytest.mark.parametrize("law", DRAWN)
def test_own_draws_go_back_to_coordinates(law):
    """Those that were rounded to an end too: what is finite of them is the density of the nearest value inside."""
    dist = DRAWN[law]

    @ppl.model
    def alone():
        ppl.sample("x", dist)

    posterior = alone.bind()
    x = np.asarray(dist.draw(Rng(np.random.PCG64(3)), (100, *dist.event(np.shape))))
    z = posterior.unconstrain_many({"x": x}, 100)
    assert np.all(np.isfinite(z))
    found = posterior.programs.interpreted(LogPrior, z)["x"]
    with np.errstate(all="ignore"):
        direct = np.asarray(dist.logpdf(x))
    assert not np.any(np.isnan(found)) and np.all(found < np.inf)
    np.testing.assert_allclose(found[np.isfinite(direct)], direct[np.isfinite(direct)], rtol=1e-9, atol=1e-9)


@ppl.model
def noncentered():
    factor = ppl.sample("factor", ppl.LKJCholesky(3, 0.1))
    ppl.sample("vector", ppl.MultivariateNormal(np.ones(3), cholesky=factor).noncentered(), shape=(2, 3))
    scale = ppl.sample("scale", ppl.HalfCauchy(1.0))
    ppl.sample("number", ppl.Normal(1.0, scale).noncentered(), shape=2)
    ppl.sample("heavy", ppl.StudentT(3.0, 0.0, scale).noncentered())


@pytest.mark.parametrize("far", [1.0, 8.0, 17.0, 20.0, 40.0, 400.0, 800.0])
def test_non_centred_values_go_back(far):
    """Where the scale is below the rounding of the value, no draw of it is left; the value is."""
    posterior = noncentered.bind()
    for side in (1.0, -1.0):
        z = np.concatenate([[0.3, -0.4, side * far], np.linspace(-1.0, 1.0, 6), [-far, 0.4, -1.3, 0.7]])
        with np.errstate(all="ignore"):
            stored = {name: x[0] for name, x in posterior.programs.interpreted(Values, z[None]).items()}
            back = posterior.unconstrain(stored)
        assert np.all(np.isfinite(back))
        again = posterior.programs.interpreted(Values, back[None])
        for name, x in stored.items():
            np.testing.assert_allclose(again[name][0], x, rtol=1e-9, atol=1e-11, err_msg=name)


def test_standard_draws_of_nearly_singular_factors():
    rng, family = np.random.default_rng(0), ppl.MultivariateNormal(np.zeros(4), cholesky=np.eye(4)).family
    for _ in range(50):
        factor = np.tril(rng.normal(size=(4, 4)), -1) + np.diag([1.0, *10.0 ** rng.uniform(-300, 0, 3)])
        factor *= 10.0 ** rng.uniform(-5, 5, (4, 1))
        x = family.shift(rng.normal(size=(3, 4)), np.ones(4), factor)
        u = family.unshift(x, np.ones(4), factor)
        assert np.max(np.abs(u)) < 20
        np.testing.assert_allclose(family.shift(u, np.ones(4), factor), x, rtol=1e-8, atol=1e-9 * np.max(np.abs(x)))
