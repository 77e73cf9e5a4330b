"""Inputs as a map of standard normal numbers: there and back, backwards, in the compiled language, in machine code and by SciPy."""
from __future__ import annotations

import pickle

import numpy as np
import pytest
from scipy import stats

from llbayes import ad, ppl, uq
from llbayes.ir.errors import SettingsError
from llbayes.ppl import Beta, Exponential, Gamma, LogNormal, Mixture, Normal, StudentT, Transformed, Triangular, Uniform

COMPILED = uq.Inputs(
    normal=Normal(1.0, 2.0), lognormal=LogNormal(0.3, 0.4), exponential=Exponential(2.0), gamma=Gamma(2.5, 1.5), beta=Beta(2.0, 5.0), t=StudentT(4.0, 1.0, 2.0),
    mixed=Mixture([0.3, 0.7], [Normal(0.0, 1.0), Normal(3.0, 1.0)]), cut=Normal(0.0, 1.0).truncated(0.5, None), moved=stats.gamma(2.5, loc=1.0, scale=3.0),
    made=Transformed(Normal(0.0, 0.3), np.exp), new=stats.Normal(mu=1.0, sigma=2.0), turned=stats.gumbel_l(1.0, 2.0), fixed=3.0, uniform=Uniform(1.0, 2.0),
    triangular=Triangular(0.0, 0.3, 1.0))
SCIPY = uq.Inputs(burr=stats.burr12(2.0, 3.0), load=Normal(10.0, 2.0), curved=stats.exponweib(2.0, 1.5))
GAUSSIAN = uq.GaussianInputs(("a", "b"), [1.0, 2.0], [[2.0, 0.6], [0.6, 1.0]])


@ppl.model
def loads(slope):
    wind = ppl.sample("wind", ppl.Gumbel(20.0, 4.0))
    ppl.sample("wave", Normal(slope * wind, np.array([0.3, 0.5])))
    ppl.sample("current", ppl.MultivariateNormal(np.array([wind, 1.0]), np.array([[2.0, 0.3], [0.3, 1.0]])))


JOINT = uq.inputs_of(loads.bind(slope=0.1))
KINDS = {"compiled": COMPILED, "scipy": SCIPY, "gaussian": GAUSSIAN, "joint": JOINT}


def points(inputs, n=20):
    rng = np.random.default_rng(2)
    return np.concatenate([rng.normal(size=(n, inputs.dim)), np.zeros((1, inputs.dim)), np.full((1, inputs.dim), 8.0), np.full((1, inputs.dim), -8.0)])


def slopes(inputs, u):
    """(n, d, d): d inputs / d u by differences of fourth order."""
    h = 1e-3

    def moved(k, by):
        return inputs.from_normal(u + by * h * np.eye(inputs.dim)[k])
    return np.stack([(8.0 * (moved(k, 1.0) - moved(k, -1.0)) - (moved(k, 2.0) - moved(k, -2.0))) / (12.0 * h) for k in range(inputs.dim)], axis=2)


@pytest.mark.parametrize("kind", KINDS)
def test_there_and_back(kind):
    """To what rounding of the inputs changes: beside 2 a uniform number has no more digits."""
    inputs, u = KINDS[kind], points(KINDS[kind])
    u = u[:-1] if kind == "scipy" else u         # SciPy's own quantiles of burr12 lose digits at 1e-16
    x = inputs.from_normal(u)
    found = inputs.to_normal(x)
    rounding = np.abs(inputs.to_normal(np.nextafter(x, -np.inf)) - found) + np.abs(inputs.to_normal(np.nextafter(x, np.inf)) - found)
    varies = [name != "fixed" for name in inputs.names]
    right = np.abs(found - u) <= 1e-12 * (1.0 + np.abs(u)) + 4.0 * np.where(np.isfinite(rounding), rounding, np.inf)
    assert right[:, varies].all(), np.array(inputs.names)[~right.all(axis=0)]


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_go_back_through_the_map(kind):
    inputs, u = KINDS[kind], points(KINDS[kind])[:21]
    g = np.random.default_rng(3).normal(size=u.shape)
    expected = np.einsum("nij,ni->nj", slopes(inputs, u), g)
    np.testing.assert_allclose(inputs.pullback(u, g), expected, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("kind", ["compiled", "gaussian", "joint"])
def test_the_map_in_the_language_is_the_same(kind):
    inputs, u = KINDS[kind], points(KINDS[kind])
    for space, of_rows, at in (("normal", inputs.from_normal, u), ("unit", inputs.from_unit, stats.norm.cdf(u[:20]))):
        to_x = inputs.in_language(space)
        found = ad.batch(lambda p, to_x=to_x: 1.0 * to_x(p))(at)
        np.testing.assert_allclose(found, of_rows(at), rtol=1e-14, atol=1e-14)
    assert SCIPY.in_language("normal") is None


def test_the_map_in_the_language_has_second_derivatives():
    inputs = uq.Inputs(a=Gamma(2.5, 1.5), b=Beta(2.0, 5.0), c=StudentT(4.0, 1.0, 2.0), d=LogNormal(0.0, 0.4))
    to_x, u, h = inputs.in_language("normal"), np.array([0.3, -0.7, 1.2, 0.5]), 1e-4

    def f(u):
        return np.sum(to_x(u) ** 2)
    gradient = ad.grad(f)
    differences = np.array([(gradient(u + h * e) - gradient(u - h * e)) / (2.0 * h) for e in np.eye(4)])
    np.testing.assert_allclose(ad.hessian(f)(u), differences, rtol=1e-6, atol=1e-6)


def test_points_of_the_cube_are_quantiles():
    for inputs in (COMPILED, SCIPY):
        p = np.linspace(0.01, 0.99, 23)[:, None] * np.ones(inputs.dim)
        expected = np.stack([inputs.marginal(name).ppf(p[:, 0]) for name in inputs.names], axis=1)
        np.testing.assert_allclose(inputs.from_unit(p), expected, rtol=1e-9, atol=1e-9)


def test_densities():
    for inputs in (COMPILED, SCIPY, GAUSSIAN):
        x = inputs.from_normal(points(inputs)[:20])
        expected = sum(np.asarray(inputs.marginal(name).logpdf(x[:, k])) for k, name in enumerate(inputs.names)) if inputs.independent else \
            stats.multivariate_normal(inputs.mean, inputs.covariance).logpdf(x)
        np.testing.assert_allclose(inputs.logpdf(x), expected, rtol=1e-10, atol=1e-10)


def test_density_of_a_model():
    x = JOINT.from_normal(points(JOINT))
    expected = stats.gumbel_r(20.0, 4.0).logpdf(x[:, 0]) + stats.norm(0.1 * x[:, 0], 0.3).logpdf(x[:, 1]) + stats.norm(0.1 * x[:, 0], 0.5).logpdf(x[:, 2])
    away = x[:, 3:] - np.stack([x[:, 0], np.ones(len(x))], axis=1)
    expected += stats.multivariate_normal([0.0, 0.0], [[2.0, 0.3], [0.3, 1.0]]).logpdf(away)
    np.testing.assert_allclose(JOINT.logpdf(x), expected, rtol=1e-12)
    assert JOINT.marginal("wind").ppf(0.5) == pytest.approx(stats.gumbel_r(20.0, 4.0).median(), rel=1e-3)


def test_slopes_in_the_parameters():
    inputs = uq.Inputs(load=Normal(10.0, 2.0), wear=Gamma(2.5, 1.5), cut=Normal(0.0, 1.0).truncated(0.5, None), burr=stats.burr12(2.0, 3.0), fixed=1.0)
    u, h = np.array([0.3, -0.7, 1.2, 0.5, 0.1]), 1e-5
    assert inputs.parameters == [("load", "loc", 10.0), ("load", "scale", 2.0), ("wear", "shape", 2.5), ("wear", "rate", 1.5), ("cut", "loc", 0.0), ("cut", "scale", 1.0)]
    slopes = inputs.parameter_slopes(u)
    assert slopes.shape == (6, 5) and slopes[0].tolist() == [1.0, 0.0, 0.0, 0.0, 0.0] and slopes[1, 0] == pytest.approx(0.3)
    expected = (Gamma(2.5 + h, 1.5).from_normal(u[1]) - Gamma(2.5 - h, 1.5).from_normal(u[1])) / (2.0 * h)
    assert slopes[2, 1] == pytest.approx(expected, rel=1e-6)
    expected = (Normal(0.0, 1.0 + h).truncated(0.5, None).from_normal(u[2]) - Normal(0.0, 1.0 - h).truncated(0.5, None).from_normal(u[2])) / (2.0 * h)
    assert slopes[5, 2] == pytest.approx(expected, rel=1e-6)
    assert GAUSSIAN.parameters[1] == ("a", "sd", pytest.approx(np.sqrt(2.0))) and GAUSSIAN.parameter_slopes(np.zeros(2))[0].tolist() == [1.0, 0.0]


def test_a_number_is_an_input_that_does_not_vary():
    inputs = uq.Inputs(load=Normal(10.0, 2.0), width=3.0)
    assert inputs.mean[1] == 3.0 and inputs.covariance[1, 1] == 0.0 and inputs.cumulants[:, 1].tolist() == [0.0, 0.0]
    found = uq.propagate(lambda x: x[0] * x[1], inputs, n=64, seed=1)
    assert found.mean == pytest.approx(30.0, abs=0.1) and uq.sobol(lambda x: x[0] * x[1], inputs, n=64, seed=1).ST[1] == 0.0


def test_inputs_travel():
    u = points(COMPILED)
    assert np.array_equal(pickle.loads(pickle.dumps(COMPILED)).from_normal(u), COMPILED.from_normal(u))


@pytest.mark.parametrize("make, message", [
    (lambda: uq.Inputs(n=ppl.Poisson(3.0)), "`n` has the law `Poisson.* single values"),
    (lambda: uq.Inputs(n=stats.poisson(3.0)), "`n` has the law `poisson`, which has .* single values"),
    (lambda: uq.Inputs(v=ppl.Dirichlet(np.ones(3))), "of a vector"),
    (lambda: uq.Inputs(v=np.nan), "`v` is nan"),
    (lambda: uq.Inputs(t=ppl.Wiener(1.0, 0.1, 0.5, 0.0)), "no cdf"),
    (lambda: uq.Inputs(x=Normal), "input `x` has the law `Normal`"),
    (lambda: COMPILED.marginal("lod"), "`name` must be one of"),
    (lambda: COMPILED.in_language("cube"), "`space`"),
    (lambda: GAUSSIAN.from_normal(np.zeros(2)), "`u` must be an array of shape"),
    (lambda: GAUSSIAN.pullback(np.zeros((3, 2)), np.zeros((2, 2))), "`g` must be gradients at 3 points"),
    (lambda: uq.GaussianInputs(("a", "b"), [0.0, 0.0], [[1.0, 1.0], [1.0, 1.0]]).logpdf(np.zeros((1, 2))), "singular"),
])
def test_what_is_refused(make, message):
    with pytest.raises(SettingsError, match=f"(?s){message}"):
        make()
