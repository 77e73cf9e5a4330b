"""⟨ȳ, J ẋ⟩ = ⟨Jᵀ ȳ, ẋ⟩, and adjoints are accumulated into what is already there."""
import numpy as np
import pytest

from llbayes import ad
from llbayes.ad.api.outer import Outer

Z = np.random.default_rng(5).normal(size=6)


def elementwise(z):
    return np.exp(0.3 * z) * np.sin(z) + np.where(z > 0, z * z, -z)


def recurrence(z):
    out = np.zeros(8)
    s = z[0]
    for t in range(8):
        s = 0.5 * s * z[t % 6] + np.tanh(z[1])
        out[t] = s
    return out


def products(z):
    a = z.reshape(2, 3)
    return a.T @ a


def cholesky(z):
    a = z[:4].reshape(2, 2)
    return np.linalg.cholesky(a @ a.T + np.eye(2))


def overwritten(z):
    a = z * 1.0
    for _ in range(3):
        a[1:] = a[:-1] * z[1:]
        a[0] = a[5] + z[0]
    return a


def gathered(z):
    index = np.array([0, 5, 5, 2])
    return z[index] * z[index[::-1]]


@pytest.mark.parametrize("f", [elementwise, recurrence, products, cholesky, overwritten, gathered])
@pytest.mark.parametrize("engine", ["default", "baseline"])
def test_forward_and_reverse_mode_are_adjoint(f, engine):
    rng = np.random.default_rng(1)
    direction = rng.normal(size=6)
    value, tangent = ad.jvp(f)(Z, direction)
    seed = rng.normal(size=np.shape(value))
    again, cotangent = ad.vjp(f, engine=engine)(Z, seed)
    assert value == pytest.approx(f(Z), rel=1e-12, abs=1e-12)
    assert again == pytest.approx(value, rel=1e-12, abs=1e-12)
    assert np.sum(seed * tangent) == pytest.approx(cotangent @ direction, rel=1e-11)


@pytest.mark.parametrize("f", [elementwise, recurrence, products, overwritten])
def test_batched_jacobian_is_that_of_single_columns(f):
    assert ad.jacobian(f)(Z) == pytest.approx(ad.jacobian(f, width=1)(Z), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("engine", ["default", "baseline"])
def test_adjoints_are_added_to_what_is_there(engine):
    def f(z):
        return np.sum(np.exp(z) * z[0])
    plan, call = ad.value_and_grad(f, engine=engine).plan((Z,), {})
    before = np.random.default_rng(2).normal(size=6)
    shadow = before.copy()
    plan.program(plan.reverse).run(Outer(plan, call, "grad", None).inputs() | {"%in0_d": shadow})
    assert shadow - before == pytest.approx(ad.grad(f)(Z), rel=1e-12)


def test_derivatives_of_derivatives():
    def quartic(x):
        return x**4
    third = ad.grad(lambda a: ad.grad(lambda b: ad.grad(quartic)(b))(a))
    assert third(1.5) == pytest.approx(24 * 1.5)

    def target(z):
        value, gradient = ad.value_and_grad(lambda w: np.sum(np.exp(w) * w))(z)
        return value * gradient[0]
    z = Z[:3].copy()
    h = np.eye(3) * 1e-6
    differences = [(ad.evaluate(target)(z + e) - ad.evaluate(target)(z - e)) / 2e-6 for e in h]
    assert ad.grad(target)(z) == pytest.approx(np.array(differences), rel=1e-6)
