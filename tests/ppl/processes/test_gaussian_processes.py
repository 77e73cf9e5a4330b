"""Gaussian processes against normal vectors of the kernel's covariance, their conditionals by hand, and spectra by integration."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st
from scipy import integrate

from llbayes import ad, ppl
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import GaussianProcess, HilbertSpaceGP, kernels
from llbayes.ppl.kernels import Constant, ExpQuad, Linear, Matern32, Matern52, Periodic

X = np.array([0.0, 0.4, 1.1, 1.5, 2.7])
Y = np.sin(X)
STATIONARY = {"ExpQuad": ExpQuad(0.7, 1.3), "Matern32": Matern32(0.7, 1.3), "Matern52": Matern52(0.7, 1.3), "a sum": 0.5 * ExpQuad(0.7) + Matern32(1.2, 0.4)}
KERNELS = {**STATIONARY, "Periodic": Periodic(1.0, 2.0, 0.8), "Linear": Linear(0.5, 1.0), "Constant": Constant(2.0), "a product": ExpQuad(2.0) * Periodic(1.0, 1.2)}


def by_name(z, name):
    """A kernel of every kind, with numbers of z."""
    made = {"ExpQuad": lambda: ExpQuad(z[0], z[1]), "Matern32": lambda: Matern32(z[0], z[1]), "Matern52": lambda: Matern52(z[0], z[1]),
            "a sum": lambda: z[1] * ExpQuad(z[0]) + Matern32(1.2, z[1]), "Periodic": lambda: Periodic(z[0], 2.0, z[1]), "Linear": lambda: Linear(z[0], z[1]),
            "Constant": lambda: Constant(z[0]) + ExpQuad(z[1]), "a product": lambda: ExpQuad(z[0]) * Periodic(z[1], 1.2)}  # fmt: skip
    return made[name]()


@pytest.mark.parametrize("name", KERNELS)
def test_a_kernel_gives_covariances(name):
    k = KERNELS[name]
    matrix = k(X, X)
    np.testing.assert_allclose(matrix, matrix.T)
    assert np.linalg.eigvalsh(matrix).min() > -1e-10
    np.testing.assert_allclose(k.diagonal(X), np.diagonal(matrix))
    np.testing.assert_allclose(k(X, X[:2]), matrix[:, :2])


@pytest.mark.parametrize("name", STATIONARY)
def test_a_spectral_density_is_that_of_the_kernel(name):
    k = STATIONARY[name]
    for d in (0.0, 0.6):
        value = integrate.quad(lambda w, d=d: float(k.spectral(w)) * np.cos(w * d), 0, 600, limit=4000)[0] / np.pi
        assert value == pytest.approx(k(np.zeros(1), np.array([d]))[0, 0], rel=1e-5)


@pytest.mark.parametrize("name", KERNELS)
def test_density_and_gradient(name):
    def density(z):
        return GaussianProcess(by_name(z, name), X, noise=z[2], mean=z[3]).logpdf(Y)

    z = np.array([0.8, 1.2, 0.3, 0.1])
    d = GaussianProcess(by_name(z, name), X, noise=0.3, mean=0.1)
    cov = by_name(z, name)(X, X) * (1 + 1e-8 * np.eye(5)) + 0.09 * np.eye(5)
    np.testing.assert_allclose(d.cov(), cov)
    value, gradient = ad.value_and_grad(density)(z)
    assert value == pytest.approx(st.multivariate_normal(np.full(5, 0.1), cov).logpdf(Y), rel=1e-10)
    np.testing.assert_allclose(gradient, [(density(z + 1e-6 * e) - density(z - 1e-6 * e)) / 2e-6 for e in np.eye(4)], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(d.variance(), np.diagonal(cov))


def test_rows_have_a_length_scale_for_each_column():
    rows, scales = np.random.default_rng(1).normal(size=(4, 2)), np.array([0.5, 2.0])
    d = np.sum(((rows[:, None] - rows) / scales) ** 2, axis=-1)
    np.testing.assert_allclose(ExpQuad(scales, 1.5)(rows, rows), 2.25 * np.exp(-0.5 * d))
    np.testing.assert_allclose(Linear(2.0)(rows, rows), 4 * rows @ rows.T)


def test_a_function_of_the_user_is_a_kernel_and_means_may_be_several():
    @ppl.model
    def m(x, y):
        ell = ppl.sample("ell", ppl.InverseGamma(5, 5))

        def k(a, b):
            return np.exp(-np.abs(a[:, None] - b) / ell)

        ppl.sample("y", GaussianProcess(k, x, noise=0.3, mean=np.array([[0.0], [1.0]])), obs=y)

    p = m.bind(x=X, y=np.stack([Y, Y + 1.0]))
    z = np.zeros(1)
    cov = np.exp(-np.abs(X[:, None] - X)) + (0.09 + 1e-8) * np.eye(5)
    assert p.interpret(z).sites["y"].log_density == pytest.approx(2 * st.multivariate_normal(np.zeros(5), cov).logpdf(Y))
    assert p.log_density(z) == pytest.approx(p.interpreted_log_density(z))


def test_values_at_new_points_are_conditional():
    k, new = Matern52(0.7, 1.3), np.array([0.2, 5.0])
    given = GaussianProcess(k, X, noise=0.2, mean=0.5).given(Y, new)
    inner = np.linalg.inv(k(X, X) + 0.04 * np.eye(5))
    mean, cov = 0.5 + k(new, X) @ inner @ (Y - 0.5), k(new, new) - k(new, X) @ inner @ k(X, new)
    at = np.array([0.3, -0.4])
    assert given.logpdf(at) == pytest.approx(st.multivariate_normal(mean, cov).logpdf(at), rel=1e-6)


@ppl.model
def latent(x, y, new):
    ell = ppl.sample("ell", ppl.InverseGamma(5, 5))
    gp = GaussianProcess(kernels.ExpQuad(ell, 1.5) + 0.1 * kernels.Matern32(2.0), x)
    f = ppl.sample("f", gp.noncentered())
    ppl.sample("y", ppl.Poisson(log_rate=f), obs=y)
    ppl.generate("f_new", gp.given(f, new))


def test_a_latent_process():
    p = latent.bind(x=X, y=np.arange(5), new=np.array([0.2, 5.0, 6.0]))
    z = 0.4 * np.random.default_rng(1).normal(size=p.dim)
    value, gradient = p.value_and_grad(z)
    assert value == pytest.approx(p.interpreted_log_density(z), rel=1e-10)
    expected = [(p.interpreted_log_density(z + 1e-6 * e) - p.interpreted_log_density(z - 1e-6 * e)) / 2e-6 for e in np.eye(p.dim)]
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-5)
    values = {name: v for name, v in p.constrain(z).items() if name in ("ell", "f")}
    np.testing.assert_allclose(p.unconstrain(values), z, rtol=1e-6, atol=1e-6)
    assert ppl.prior_predictive(p, draws=3, seed=1)["prior_predictive"]["f_new"].values.shape == (1, 3, 3)


def test_draws_have_the_covariance():
    d, n = GaussianProcess(ExpQuad(1.0, 2.0), X, noise=0.5), 4000
    u = d.unshift(d.sample(n, seed=1))
    assert np.abs(np.cov(u.T) - np.eye(5)).max() < 5 * np.sqrt(2 / n)


@pytest.mark.parametrize("name", STATIONARY)
def test_a_basis_approximates_the_kernel(name):
    k, x = STATIONARY[name], np.linspace(0, 3, 7)
    gp = HilbertSpaceGP(k, 60 if name == "ExpQuad" else 400, 0.0, 3.0, boundary=3.0)
    basis = gp.basis(x)
    np.testing.assert_allclose(basis * gp.variance() @ basis.T, k(x, x), atol=2e-3)
    w = gp.sample(seed=1)
    assert gp.logpdf(w) == pytest.approx(st.norm(0, np.sqrt(gp.variance())).logpdf(w).sum())


def test_a_basis_in_a_model():
    @ppl.model
    def m(x, y):
        gp = HilbertSpaceGP(kernels.Matern52(ppl.sample("ell", ppl.InverseGamma(5, 5)), ppl.sample("a", ppl.HalfNormal(1))), 6, 0.0, 3.0)
        w = ppl.sample("w", gp.noncentered())
        ppl.sample("y", ppl.Normal(gp.basis(x) @ w, 0.3), obs=y)
        ppl.sample("v", gp)

    p = m.bind(x=X, y=Y)
    z = 0.4 * np.random.default_rng(1).normal(size=p.dim)
    value, gradient = p.value_and_grad(z)
    expected = [(p.interpreted_log_density(z + 1e-6 * e) - p.interpreted_log_density(z - 1e-6 * e)) / 2e-6 for e in np.eye(p.dim)]
    assert value == pytest.approx(p.interpreted_log_density(z), rel=1e-10)
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-5)


WRONG = {
    "a maker of kernels": (lambda: GaussianProcess(ExpQuad, X), "makes a kernel, and is none itself"),
    "a function of one array": (lambda: GaussianProcess(lambda x: x, X), "takes a kernel first"),
    "a function that gives no matrix": (lambda: GaussianProcess(lambda x, y: x, X).sample(), "no matrix of covariances"),
    "a set": (lambda: GaussianProcess(ppl.positive, X), "takes a kernel first"),
    "a length scale of 0": (lambda: Matern32(0.0), "lengthscale must be positive"),
    "a length scale for each point": (lambda: ExpQuad(np.ones(5))(X, X), "a length scale of shape"),
    "length scales of other columns": (lambda: ExpQuad(np.ones(3))(np.ones((4, 2)), np.ones((4, 2))), "a length scale of shape"),
    "points of other columns": (lambda: GaussianProcess(ExpQuad(1.0), X).given(Y, np.ones((4, 2))), "rows of one length"),
    "periods of rows": (lambda: Periodic(1.0, 1.0)(np.ones((4, 2)), np.ones((4, 2))), "of points that are numbers"),
    "a negative noise": (lambda: GaussianProcess(ExpQuad(1.0), X, noise=-0.1), "noise must be"),
    "noise of other points": (lambda: GaussianProcess(ExpQuad(1.0), X, noise=np.ones(3)), "5 points, a noise of shape"),
    "a narrow boundary": (lambda: HilbertSpaceGP(ExpQuad(1.0), 5, 0, 1, boundary=0.9), "by a factor from 1 on"),
    "points outside": (lambda: HilbertSpaceGP(ExpQuad(1.0), 5, 0, 1).basis(X), "interval from 0 to 1"),
    "rows of a basis": (lambda: HilbertSpaceGP(ExpQuad(1.0), 5, 0, 1).basis(np.ones((3, 2))), "numbers; here are rows"),
    "a kernel elsewhere": (lambda: kernels.RBF(1.0), "no `RBF`"),
    "a text as a kernel": (lambda: ExpQuad(1.0) + "Matern", "and no number"),
    "a negative share": (lambda: -1.0 * ExpQuad(1.0), "variance must be"),
    "no kernel": (lambda: GaussianProcess(1.0, X), "takes a kernel first"),
    "no points": (lambda: GaussianProcess(ExpQuad(1.0), 3.0), "takes its points second"),
    "a negative length scale": (lambda: ExpQuad(-1.0), "lengthscale must be positive"),
    "a mean of another length": (lambda: GaussianProcess(ExpQuad(1.0), X, mean=np.zeros(3)).sample(), "5 points, a noise of shape .* and a mean of shape"),
    "a vector of means elsewhere": (lambda: GaussianProcess(ExpQuad(1.0), X, mean=np.zeros(5)).given(Y, X), "one number"),
    "no spectrum": (lambda: HilbertSpaceGP(Periodic(1.0, 1.0), 5, 0, 1).variance(), "no spectral density"),
    "no number of sines": (lambda: HilbertSpaceGP(ExpQuad(1.0), 2.5, 0, 1), "number of sines"),
    "no room": (lambda: HilbertSpaceGP(ExpQuad(1.0), 5, 1, 0), "lower bound"),
    "a user's function": (lambda: HilbertSpaceGP(lambda a, b: a, 5, 0, 1), "takes a kernel of"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_said(name):
    run, text = WRONG[name]
    with pytest.raises(LlbayesError, match=text):
        run()
    assert GaussianProcess(ExpQuad(np.float64(-1.0)), X, noise=0.1).logpdf(Y) == -np.inf
