"""Compiled gradients against central differences of the model in CPython, and what `native` code does at the borders."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.lang.library.random import Rng
from llbayes.ppl import Bernoulli, Beta, Binomial, Normal, Poisson, real
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

from .test_compiled_equals_interpreted import everything, loops

FLOATS = [pytest.param(f, e, id=f"{f.name}-{f.params[-1].name}-{k}") for f in FAMILIES for k, e in enumerate(f.examples)
          if f.name != "Categorical" and not any(p.size for p in f.params) and not (f.params[-1].name == "p" and np.all(np.isin(e[-1], (0.0, 1.0))))]


def differences(f, x, h=1e-6):
    x = np.asarray(x, float)
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        step = np.zeros(x.shape)
        step[i] = h * max(1.0, abs(x[i]))
        g[i] = (f(x + step) - f(x - step)) / (2 * step[i])
    return g


def check(posterior, scale=0.4):
    z = scale * np.random.default_rng(1).normal(size=posterior.dim)
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(posterior.interpreted_log_density(z), rel=1e-11)
    assert posterior.log_density(z) == pytest.approx(value, rel=1e-12)
    np.testing.assert_allclose(gradient, differences(posterior.interpreted_log_density, z), rtol=1e-5, atol=1e-5)


def test_every_kind_of_site():
    check(everything.bind(y=[1.0, 2.0, 30.0], k=[0, 3, 1, 1]))


def test_observations_in_a_loop():
    check(loops.bind(y=np.linspace(-1, 1, 50)))


@pytest.mark.parametrize(("family", "params"), FLOATS)
def test_gradient_of_logpdf(family, params):
    x = np.asarray(make(family, *params).draw(Rng(np.random.PCG64(5)), (3, *make(family, *params).event(np.shape))))
    if all(np.ndim(p) == 0 for p in params):
        args = [x, np.array(params, float)]
    else:
        args = [x, *[np.asarray(p, float) for p in params]]

    def f(x, *params):
        if len(params) == 1 and len(params[0].shape) == 1 and family.name != "Dirichlet":
            theta = params[0]
            params = tuple([theta[k] for k in range(theta.shape[0])])
        return np.sum(make(family, *params).logpdf(x))
    for k in range(1 if family.discrete else 0, len(args)):
        if family.name == "Uniform" or (k and family.params[k - 1].domain.kind.whole) or (family.axes and family.params[k - 1].name == "n"):
            continue
        gradient = ad.grad(f, argnums=k)(*args)
        expected = differences(lambda v, k=k: f(*args[:k], v, *args[k + 1:]), args[k])
        np.testing.assert_allclose(gradient, expected, rtol=2e-5, atol=2e-5 * max(1.0, np.max(np.abs(expected))), err_msg=str(k))


def test_a_model_that_refuses_its_parameters_has_no_density():
    @ppl.model
    def m():
        a = ppl.sample("a", Normal(0, 1))
        if a > 1.0:
            raise ValueError("a is too large")
    p = m.bind()
    assert p.value_and_grad([0.5])[1][0] == pytest.approx(-0.5)
    value, gradient = p.value_and_grad([2.0])
    assert value == -np.inf and gradient[0] == 0


@pytest.mark.parametrize(("dist", "obs"), [(lambda a: Normal(0.0, a), 0.5), (lambda a: Poisson(a), 2), (lambda a: Beta(a, 2.0), 0.5),
                                           (lambda a: Bernoulli(a), 0), (lambda a: Binomial(3, a), 0)])
def test_parameters_outside_of_their_domain(dist, obs):
    @ppl.model
    def m(obs):
        a = ppl.param("a", real)
        ppl.sample("y", dist(a), obs=obs)
    p = m.bind(obs=obs)
    value, gradient = p.value_and_grad([-1.0])
    assert value == -np.inf and np.all(np.isfinite(gradient))
    assert p.interpret([-1.0]).log_density == -np.inf


def test_hessian_products():
    p = everything.bind(y=[1.0, 2.0, 30.0], k=[0, 3, 1, 1])
    rng = np.random.default_rng(2)
    z, v = 0.3 * rng.normal(size=p.dim), rng.normal(size=p.dim)
    expected = (p.value_and_grad(z + 1e-6 * v)[1] - p.value_and_grad(z - 1e-6 * v)[1]) / 2e-6
    np.testing.assert_allclose(p.hvp(z, v), expected, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(p.hessian(z) @ v, p.hvp(z, v), rtol=1e-9, atol=1e-9)


def test_constrain_many():
    p = everything.bind(y=[1.0, 2.0, 30.0], k=[0, 3, 1, 1])
    z = 0.3 * np.random.default_rng(2).normal(size=(2, 3, p.dim))
    values = p.constrain(z)
    sites = p.interpret(z[1, 2]).sites
    assert set(values) == {v.name for v in p.variables}
    for name, value in values.items():
        assert value.shape == (2, 3, *np.shape(sites[name].value))
        np.testing.assert_allclose(value[1, 2], sites[name].value, rtol=1e-10, atol=1e-12)
    assert list(p.constrain(z, names=["cov"])) == ["cov"]
    assert p.constrain(z[0, 0], "b")["b"].shape == ()


def test_gaussian_process_with_a_covariance():
    @ppl.model
    def gp(x, y):
        rho = ppl.sample("rho", ppl.InverseGamma(5, 5))
        s = ppl.sample("s", ppl.HalfNormal(1))
        K = np.exp(-0.5 * ((x[:, None] - x) / rho) ** 2) + np.eye(len(x)) * s**2
        ppl.sample("y", ppl.MultivariateNormal(np.zeros(len(x)), K), obs=y)
    check(gp.bind(x=np.linspace(0, 1, 7), y=np.sin(np.linspace(0, 3, 7))))


def test_a_model_without_parameters():
    @ppl.model
    def m(y):
        ppl.sample("y", Normal(0, 1), obs=y)
    p = m.bind(y=[1.0, 2.0])
    value, gradient = p.value_and_grad([])
    assert value == pytest.approx(p.interpreted_log_density([])) and gradient.shape == (0,) and p.hessian([]).shape == (0, 0)
