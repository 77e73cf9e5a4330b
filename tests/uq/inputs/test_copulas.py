"""Copulas: exact both ways, in the language, densities, ranks, margins and correlations."""
from __future__ import annotations

import mpmath
import numpy as np
import pytest
from scipy import stats

from llbayes import ad, uq
from llbayes.ir.errors import SettingsError
from llbayes.ppl import Exponential, Gumbel, LogNormal, Normal, Uniform

R = np.array([[1.0, 0.5, -0.2], [0.5, 1.0, 0.3], [-0.2, 0.3, 1.0]])
THREE = {"a": Normal(1.0, 2.0), "b": Gumbel(2.0, 0.5), "c": Exponential(2.0)}
TWO = {"a": Normal(1.0, 2.0), "b": Gumbel(2.0, 0.5)}
COPULAS = {
    "gaussian": (uq.GaussianCopula(R, of="normal"), THREE), "student": (uq.StudentCopula(R, 4.0), THREE), "clayton": (uq.ClaytonCopula(2.0), THREE),
    "frank": (uq.FrankCopula(5.0), TWO), "turned": (uq.FrankCopula(-5.0), TWO), "gumbel": (uq.GumbelCopula(2.5), TWO),
}
INPUTS = {name: uq.Inputs(laws, copula=copula) for name, (copula, laws) in COPULAS.items()}


def points(inputs, n=15):
    u = np.random.default_rng(4).normal(size=(n, inputs.dim))
    corners = 8.0 * np.array(np.meshgrid(*[[-1.0, 1.0]] * inputs.dim)).reshape(inputs.dim, -1).T
    return np.concatenate([u, np.zeros((1, inputs.dim)), corners])


@pytest.mark.parametrize("name", INPUTS)
def test_there_and_back(name):
    """As far as the values of the inputs have digits."""
    depends, u = INPUTS[name].dependence, points(INPUTS[name])
    z = ad.batch(depends.place)(u)
    lost = np.abs(ad.batch(depends.score)(np.nextafter(z, np.inf)) - ad.batch(depends.score)(z)) + \
        np.abs(ad.batch(depends.score)(np.nextafter(z, -np.inf)) - ad.batch(depends.score)(z))
    assert np.isfinite(z).all()
    found = ad.batch(depends.score)(z)
    assert (np.abs(found - u) <= 1e-9 * (1.0 + np.abs(u)) + 100.0 * lost).all(), np.abs(found - u).max(axis=1)
    x = INPUTS[name].from_normal(u[:15])
    np.testing.assert_allclose(INPUTS[name].to_normal(x), u[:15], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", INPUTS)
def test_density_is_that_of_the_map(name):
    """log density of inputs = that of the normal numbers less the log of the Jacobian's determinant, which is triangular."""
    inputs, u = INPUTS[name], points(INPUTS[name])[:16]
    to_x = inputs.in_language("normal")
    jacobians = ad.batch(ad.jacobian(lambda u: to_x(u)))(u)
    expected = stats.norm.logpdf(u).sum(axis=1) - np.linalg.slogdet(jacobians)[1]
    np.testing.assert_allclose(inputs.logpdf(inputs.from_normal(u)), expected, rtol=1e-9, atol=1e-9)


def test_densities_are_those_of_scipy_and_mpmath():
    z = np.random.default_rng(5).normal(size=(6, 3))
    found = ad.batch(INPUTS["gaussian"].dependence.log_density)(z)
    np.testing.assert_allclose(found, stats.multivariate_normal(cov=R).logpdf(z) - stats.norm.logpdf(z).sum(axis=1), rtol=1e-12, atol=1e-12)
    t = stats.t(4.0).ppf(stats.norm.cdf(z))
    found = ad.batch(INPUTS["student"].dependence.log_density)(z)
    np.testing.assert_allclose(found, stats.multivariate_t(shape=R, df=4.0).logpdf(t) - stats.t(4.0).logpdf(t).sum(axis=1), rtol=1e-9, atol=1e-10)
    mpmath.mp.dps = 30
    joint = {"clayton": lambda u, v: (u**-2 + v**-2 - 1) ** mpmath.mpf(-0.5),
             "frank": lambda u, v: -mpmath.log(1 + mpmath.expm1(-5 * u) * mpmath.expm1(-5 * v) / mpmath.expm1(-5)) / 5,
             "turned": lambda u, v: mpmath.log(1 + mpmath.expm1(5 * u) * mpmath.expm1(5 * v) / mpmath.expm1(5)) / 5,
             "gumbel": lambda u, v: mpmath.exp(-(((-mpmath.log(u)) ** 2.5 + (-mpmath.log(v)) ** 2.5) ** mpmath.mpf(0.4)))}
    for name, cdf in joint.items():
        inputs = uq.Inputs(a=Uniform(0, 1), b=Uniform(0, 1), copula=COPULAS[name][0])
        for u, v in ((0.3, 0.6), (0.9, 0.2), (0.05, 0.04)):
            expected = float(mpmath.log(mpmath.diff(cdf, (mpmath.mpf(u), mpmath.mpf(v)), (1, 1))))
            assert inputs.logpdf(np.array([[u, v]]))[0] == pytest.approx(expected, rel=1e-8, abs=1e-8), name


def debye(theta):
    return float(mpmath.quad(lambda t: t / mpmath.expm1(t), [0, theta]) / theta)


TAU = {"gaussian": 2.0 / np.pi * np.arcsin(0.5), "student": 2.0 / np.pi * np.arcsin(0.5), "clayton": 0.5, "frank": 1.0 - 4.0 / 5.0 * (1.0 - debye(5.0)),
       "turned": -1.0 + 4.0 / 5.0 * (1.0 - debye(5.0)), "gumbel": 0.6}


@pytest.mark.parametrize("name", INPUTS)
def test_ranks_and_margins(name):
    x = INPUTS[name].sample(4000, seed=6)
    assert stats.kendalltau(x[:, 0], x[:, 1]).statistic == pytest.approx(TAU[name], abs=0.04)
    for k, law in enumerate(INPUTS[name].laws.values()):
        assert stats.kstest(x[:, k], law.cdf).pvalue > 1e-4
    if x.shape[1] == 3 and name == "clayton":
        assert stats.kendalltau(x[:, 1], x[:, 2]).statistic == pytest.approx(0.5, abs=0.04)


@pytest.mark.parametrize("name", INPUTS)
def test_covariance(name):
    inputs = INPUTS[name]
    x = inputs.sample(20_000 if name == "student" else 100_000, seed=7)
    sd = x.std(axis=0)
    np.testing.assert_allclose(inputs.covariance / sd / sd[:, None], np.cov(x.T) / sd / sd[:, None], atol=0.04)


@pytest.mark.parametrize("name", INPUTS)
def test_derivatives_in_the_language(name):
    inputs, h = INPUTS[name], 1e-5
    to_x, u = inputs.in_language("normal"), np.array([0.4, -0.8, 1.1])[:inputs.dim]

    def f(u):
        return np.sum(to_x(u) ** 2)
    gradient, moves = ad.grad(f), np.eye(inputs.dim) * h
    np.testing.assert_allclose(gradient(u), [(f(u + e) - f(u - e)) / (2.0 * h) for e in moves], rtol=1e-7)
    np.testing.assert_allclose(ad.hessian(f)(u), [(gradient(u + e) - gradient(u - e)) / (2.0 * h) for e in moves], rtol=1e-5, atol=1e-6)


def test_correlations_are_those_of_the_inputs():
    """Closed forms of Liu & Der Kiureghian (1986) and of the lognormal pair."""
    def normal(laws, r):
        return float(uq.Inputs(laws, copula=uq.GaussianCopula({("a", "b"): r})).dependence.place(np.array([1.0, 0.0]))[1])
    assert normal({"a": Uniform(0, 1), "b": Uniform(3, 5)}, 0.5) == pytest.approx(2.0 * np.sin(np.pi / 12.0), rel=1e-9)
    assert normal({"a": Normal(0, 1), "b": Uniform(0, 1)}, 0.5) == pytest.approx(0.5 * np.sqrt(np.pi / 3.0), rel=1e-9)
    d = np.sqrt(np.log1p(0.3**2)), np.sqrt(np.log1p(0.5**2))
    assert normal({"a": LogNormal(0.0, d[0]), "b": LogNormal(1.0, d[1])}, 0.4) == pytest.approx(np.log1p(0.4 * 0.3 * 0.5) / d[0] / d[1], rel=1e-9)
    assert normal({"a": Normal(0, 1), "b": LogNormal(0.0, d[1])}, -0.4) == pytest.approx(-0.4 * 0.5 / d[1], rel=1e-9)
    assert normal({"a": Exponential(1.0), "b": Normal(0, 1)}, 0.3) == pytest.approx(0.3 * 1.107, rel=1e-3)
    inputs = uq.Inputs(a=Exponential(1.0), b=LogNormal(0.0, 0.5), copula=uq.GaussianCopula({("b", "a"): 0.4}))
    correlation = inputs.covariance[0, 1] / np.sqrt(inputs.covariance[0, 0] * inputs.covariance[1, 1])
    assert correlation == pytest.approx(0.4, rel=1e-8)
    ranks = uq.Inputs(a=Exponential(1.0), b=stats.burr12(2.0, 3.0), copula=uq.GaussianCopula({("a", "b"): 0.4}, of="spearman"))
    assert stats.spearmanr(ranks.sample(20_000, seed=1)).statistic == pytest.approx(0.4, abs=0.02)
    assert ranks.in_language("normal") is None and np.allclose(ranks.to_normal(ranks.from_normal(np.array([[0.3, -0.4]]))), [[0.3, -0.4]])


def test_columns_of_scipy_depend_too():
    inputs = uq.Inputs(a=Exponential(1.0), b=stats.burr12(2.0, 3.0), copula=uq.GaussianCopula({("a", "b"): 0.4}, of="normal"))
    u, h = np.array([[0.3, -0.4], [1.0, 0.5]]), 1e-5
    g = np.array([[1.0, 2.0], [-1.0, 0.5]])
    slopes = np.stack([(inputs.from_normal(u + h * e) - inputs.from_normal(u - h * e)) / (2.0 * h) for e in np.eye(2)], axis=2)
    np.testing.assert_allclose(inputs.pullback(u, g), np.einsum("nij,ni->nj", slopes, g), rtol=1e-7)
    np.testing.assert_allclose(inputs.logpdf(inputs.from_normal(u)), stats.norm.logpdf(u).sum(axis=1) - np.linalg.slogdet(slopes)[1], rtol=1e-7)


@pytest.mark.parametrize("make, message", [
    (lambda: uq.Inputs(THREE, copula=R), "`copula` must be one of"),
    (lambda: uq.Inputs(TWO, copula=uq.GaussianCopula(R)), r"shape \(3, 3\), and there are 2 inputs"),
    (lambda: uq.Inputs(TWO, copula=uq.GaussianCopula({("a", "x"): 0.5})), "no pair of inputs"),
    (lambda: uq.Inputs(TWO, copula=uq.GaussianCopula({("a", "b"): 1.5})), "between -1 and 1"),
    (lambda: uq.Inputs(TWO, copula=uq.GaussianCopula([[1.0, 0.5], [0.4, 1.0]])), "no symmetric matrix"),
    (lambda: uq.Inputs(THREE, copula=uq.GaussianCopula(np.array([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]]), of="normal")), "not positive definite"),
    (lambda: uq.Inputs(a=LogNormal(0.0, 1.0), b=Normal(0, 1), copula=uq.GaussianCopula({("a", "b"): 0.9})), "`a` and `b` .* 0.9 .* between -0.76.* and 0.76"),
    (lambda: uq.Inputs(a=stats.cauchy(), b=Normal(0, 1), copula=uq.GaussianCopula({("a", "b"): 0.3})), "no correlation"),
    (lambda: uq.GaussianCopula(R, of="ranks"), "`of` must be one of"),
    (lambda: uq.StudentCopula(R, -1.0), "`df`"),
    (lambda: uq.ClaytonCopula(-1.0), "`theta` is -1.0"),
    (lambda: uq.FrankCopula(0.0), "`theta` is 0.0"),
    (lambda: uq.GumbelCopula(0.5), "from 1 on"),
    (lambda: uq.Inputs(THREE, copula=uq.GumbelCopula(2.0)), "of two inputs"),
    (lambda: INPUTS["clayton"].cumulants, "independent"),
])
def test_what_is_refused(make, message):
    with pytest.raises(SettingsError, match=f"(?s){message}"):
        make()
