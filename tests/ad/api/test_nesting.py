"""Derivatives of derivatives against closed forms: towers of gradients, mixed modes, loops with tapes inside, special functions."""
from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from llbayes import ad, ppl
from llbayes.ir.errors import CompileError

X = np.array([0.4, -0.7, 1.3])
V, W = np.array([1.0, 2.0, -0.5]), np.array([0.3, -1.0, 0.8])


def cubes(x):
    """Hessian diag(6 x), third derivatives 6 on the diagonal."""
    return np.sum(x * x * x)


def product(x):
    return x[0] * x[1] * x[2]


def logistic_map(x):
    """s ← r s (1 - s), a product over data-dependent steps: needs a tape."""
    s, k = x[0], 0
    while s < 2.0 and k < 5:
        s = s * x[1] + s * s
        k += 1
    return s


def logistic_map_terms(x):
    """Value, gradient, Hessian of `logistic_map` by truncated Taylor arithmetic."""
    def times(p, q):
        return (p[0] * q[0], p[0] * q[1] + q[0] * p[1], p[0] * q[2] + q[0] * p[2] + np.outer(p[1], q[1]) + np.outer(q[1], p[1]))
    n = len(x)
    s, r = ((x[k], np.eye(n)[k], np.zeros((n, n))) for k in (0, 1))
    k = 0
    while s[0] < 2.0 and k < 5:
        a, b = times(s, r), times(s, s)
        s, k = tuple(u + v for u, v in zip(a, b, strict=True)), k + 1
    return s


def test_towers_in_one_variable():
    f, x = np.sin, 0.7
    for expected in (np.cos(x), -np.sin(x), -np.cos(x), np.sin(x)):
        f = ad.grad(f)
        assert f(x) == pytest.approx(expected)


def test_third_derivative_in_many_variables():
    def second(x):
        return np.sum(ad.grad(lambda y: np.sum(ad.grad(cubes)(y) * V))(x) * W)
    assert ad.grad(second)(X) == pytest.approx(6 * V * W)
    assert ad.jvp(second)(X, X)[1] == pytest.approx(np.sum(6 * V * W * X))


def test_jvp_of_vjp_and_vjp_of_jvp():
    def pull(x):
        return ad.vjp(lambda y: y * y * y)(x, W)[1]

    def push(x):
        return ad.jvp(lambda y: y * y * y)(x, V)[1]
    assert ad.jvp(pull)(X, V)[1] == pytest.approx(6 * X * V * W)
    assert ad.vjp(push)(X, W)[1] == pytest.approx(6 * X * V * W)


def test_jacobian_of_gradient_and_gradient_of_jacobian_are_hessians():
    expected = np.array([[0, X[2], X[1]], [X[2], 0, X[0]], [X[1], X[0], 0]])
    assert ad.jacobian(ad.grad(product))(X) == pytest.approx(expected)
    assert ad.hessian(product)(X) == pytest.approx(expected)
    assert ad.jacobian(lambda x: ad.jacobian(product)(x))(X) == pytest.approx(expected)
    third = ad.jacobian(ad.hessian(product))(X)
    assert third[0, 1, 2] == pytest.approx(1.0)
    assert np.sum(np.abs(third)) == pytest.approx(6.0)


@pytest.mark.parametrize("engine", ["default", "baseline"])
def test_second_order_through_a_tape(engine):
    x = np.array([0.3, 1.1])
    value, gradient, hessian = logistic_map_terms(x)
    assert ad.value_and_grad(logistic_map, engine=engine)(x) == (pytest.approx(value), pytest.approx(gradient))
    assert ad.hessian(logistic_map)(x) == pytest.approx(hessian)
    by_reverse = ad.grad(lambda y: np.sum(ad.grad(logistic_map, engine=engine)(y) * V[:2]), engine=engine)
    assert by_reverse(x) == pytest.approx(hessian @ V[:2])


def test_third_order_through_a_tape():
    x, h = np.array([0.3, 1.1]), 1e-5

    def curvature(y):
        return np.sum(ad.hessian(logistic_map)(y) * np.array([[1.0, 0.5], [0.5, -2.0]]))

    def exact(y):
        return np.sum(logistic_map_terms(y)[2] * np.array([[1.0, 0.5], [0.5, -2.0]]))
    expected = [(exact(x + h * e) - exact(x - h * e)) / (2 * h) for e in np.eye(2)]
    assert ad.grad(curvature)(x) == pytest.approx(expected, rel=1e-7)
    assert ad.jvp(curvature)(x, np.array([1.0, -1.0]))[1] == pytest.approx(expected[0] - expected[1], rel=1e-7)


def test_incomplete_functions_to_second_order_in_all_arguments():
    def f(z):
        a, b, x = np.exp(z[0]), np.exp(z[1]), special.expit(z[2])
        return special.gammainc(a, b) + special.betainc(a, b, x) + np.log(special.gammaincc(b, a * x))
    z, h = np.array([0.3, 0.7, 0.2]), 1e-6
    gradient = ad.grad(f)
    assert gradient(z) == pytest.approx([(f(z + h * e) - f(z - h * e)) / (2 * h) for e in np.eye(3)], rel=1e-7)
    assert ad.hessian(f)(z) == pytest.approx(np.array([(gradient(z + h * e) - gradient(z - h * e)) / (2 * h) for e in np.eye(3)]), rel=1e-6)


def test_gradient_descent_inside_a_function():
    """d/db of argmin_x (x - b)² + x⁴ / 4 by differentiating 60 steps of descent; the implicit function theorem gives 2 / (2 + 3 x²)."""
    def minimum(b):
        x = 0.0 * b
        for _ in range(60):
            x = x - 0.2 * ad.grad(lambda t: (t - b) ** 2 + t**4 / 4)(x)
        return x
    x, slope = ad.value_and_grad(minimum)(0.8)
    assert 2 * (x - 0.8) + x**3 == pytest.approx(0.0, abs=1e-12)
    assert slope == pytest.approx(2 / (2 + 3 * x**2), rel=1e-10)


@ppl.model
def truncated_with_random_shapes(y, p):
    a = ppl.sample("a", ppl.HalfNormal(3.0))
    b = ppl.sample("b", ppl.HalfNormal(3.0))
    ppl.sample("y", ppl.Gamma(a, b).truncated(0.5, 4.0), obs=y)
    ppl.sample("p", ppl.Beta(a, b).truncated(0.2, 0.9), obs=p)


def test_truncated_distributions_with_random_shapes():
    posterior = truncated_with_random_shapes.bind(y=np.array([0.7, 1.5, 2.2]), p=np.array([0.3, 0.5, 0.8]))
    z, h = np.array([0.4, 0.6]), 1e-6
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(posterior.interpret(z).log_density, rel=1e-12)
    assert gradient == pytest.approx([(posterior.log_density(z + h * e) - posterior.log_density(z - h * e)) / (2 * h) for e in np.eye(2)], rel=1e-6)
    expected = [(posterior.value_and_grad(z + h * e)[1] - posterior.value_and_grad(z - h * e)[1]) / (2 * h) for e in np.eye(2)]
    assert posterior.hessian(z) == pytest.approx(np.array(expected), rel=1e-6)


def test_third_derivatives_in_a_shape_are_refused_where_they_are_asked_for():
    def f(a):
        return special.gammainc(a, 1.5)
    assert ad.grad(ad.grad(f))(2.0) == pytest.approx((special.gammainc(2.001, 1.5) - 2 * f(2.0) + special.gammainc(1.999, 1.5)) / 1e-6, rel=1e-4)
    with pytest.raises(CompileError, match=r"third derivative of `gammainc`(.|\n)*test_nesting.py"):
        ad.grad(lambda x: ad.grad(lambda y: ad.grad(f)(y))(x))(2.0)
    with pytest.raises(CompileError, match=r"third derivative of `gammainc`(.|\n)*test_nesting.py"):
        ad.hvp(lambda x: ad.grad(f)(x))(2.0, 1.0)
