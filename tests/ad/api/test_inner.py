"""Derivatives inside compiled code: every kind, nested, differentiated again, over closures, in models; their failures are reported."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ir.errors import CompileError
from llbayes.lang import Array, stage

Z = np.array([0.3, 0.7, -0.2])
V = np.array([1.0, -0.5, 2.0])


class Point(NamedTuple):
    x: np.ndarray
    scale: float
    power: int = 2


def scalar(x):
    return np.sum(np.exp(x) * x) * x[0]


def vector(x):
    out = np.zeros(4)
    for i in range(3):
        out[i] = x[i] * np.sin(x[2 - i])
        out[3] += out[i] * x[0]
    return out


def table(x):
    return np.outer(x, x * x)


def differences(f, x, h=1e-5):
    return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in h * np.eye(x.size) / h])


# each is a program that uses derivatives; outside of compiled code it means the same
def uses_grad(x):
    return np.sum(ad.grad(scalar)(x) ** 2)


def uses_value_and_grad(x):
    value, gradient = ad.value_and_grad(scalar)(x * x)
    return value * gradient[1]


def uses_vjp(x):
    value, back = ad.vjp(vector)(x, np.array([1.0, x[0], 2.0, x[1]]))
    return np.sum(value) * np.sum(back * back)


def uses_vjp_of_a_float(x):
    value, back = ad.vjp(scalar)(x, x[1])
    return value + np.sum(back * x)


def uses_jvp(x):
    value, slope = ad.jvp(vector)(x, x * x)
    return np.sum(value * slope)


def uses_jvp_of_a_float(x):
    value, slope = ad.jvp(scalar)(x, V)
    return value * slope


def uses_jacobian(x):
    return np.sum(ad.jacobian(vector)(x) ** 2)


def uses_jacobian_of_a_table(x):
    j = ad.jacobian(table, width=2)(x)
    return np.sum(j[0, 1] * x) + j[2, 2, 2] * j[1, 0, 1]


def uses_jacobian_of_a_float(x):
    return np.sum(ad.jacobian(scalar)(x) * x)


def uses_hvp(x):
    return np.sum(ad.hvp(scalar)(x, x) * V)


def uses_hessian(x):
    h = ad.hessian(scalar)(x)
    return h[0, 1] * h[2, 2] + np.sum(h @ x)


def uses_evaluate(x):
    return ad.evaluate(scalar)(x) * x[1]


def in_a_loop(x):
    y = x * 1.0
    for _ in range(12):
        y = y - 0.05 * ad.grad(scalar)(y)
    return np.sum(y * y)


def in_a_branch(x):
    if x[0] > 0.1:
        return ad.grad(scalar)(x)[1]
    return ad.hessian(scalar)(x)[1, 1]


def over_a_closure(x):
    k = np.sum(x * x)
    weights = [x[0], 2.0]

    def energy(t, s=x[1]):
        return np.sum(t * t * x) * k + weights[0] * t[0] * s
    return np.sum(ad.grad(energy)(x * 2.0) ** 2)


def over_closures_that_call_closures(x):
    k = x[0] * x[1]

    def inner(t):
        return np.sum(t * k)

    def middle(t):
        k = x[2]
        return inner(t * t) * k
    return ad.jvp(middle)(x, V)[1] + ad.grad(lambda t: inner(t) ** 2)(x)[0]


def of_a_nested_closure(x):
    def outer(t):
        return np.sum(ad.grad(lambda u: np.sum(u * u * u) * t[0] * x[1])(t))
    return ad.grad(outer)(x)[0]


def of_records(x):
    p = Point(x, x[1], 3)
    g = ad.grad(lambda q: np.sum(q.x**q.power) * q.scale)(p)
    return np.sum(g.x) * g.scale


def of_several(x):
    a, b = ad.grad(lambda u, s, n: np.sum(u) * s**2 * n, argnums=(0, 1))(x, x[2], 3)
    h = ad.hessian(lambda u, s: np.sum(u * u) * s * s, argnums=(0, 1))(x, x[1])
    return np.sum(a) * b + np.sum(h[0][0]) + np.sum(h[0][1]) * h[1][1]


def of_integers_at_run_time(x):
    s = 0.0
    for i in range(3):
        s += ad.grad(lambda u, k: u[k] ** 2 * u[0])(x, i)[i]
    return s


def composed(x):
    g = ad.grad(ad.grad(lambda t: t**4 * x[0]))
    return g(x[1]) + ad.grad(lambda t: ad.jvp(lambda u: np.sin(u) * u, )(t, 2.0)[1])(x[2])


def with_whole_numbers_among_the_results(x):
    value, slope = ad.jvp(lambda u: (u * u, 3, u[0]))(x, x)
    _, back = ad.vjp(lambda u: {"a": u * u, "n": 2, "b": u[1] * u[0]})(x, {"a": x, "n": None, "b": 2.0})
    return np.sum(value[0] * slope[0]) + slope[2] + slope[1] + value[1] + np.sum(back * x)


def over_the_index_of_a_loop(x):
    a = np.zeros((3, 3))
    for i in range(3):
        a[i] = ad.grad(lambda u: np.sum(u * u) * u[i])(x)          # noqa: B023  (called at once)
    return np.sum(a * a)


def at_views_and_numbers(x):
    def cube(u):
        return np.sum(u * u * u)
    return np.sum(ad.grad(cube)(x[::2])) + np.sum(ad.grad(cube)(np.outer(x, x).T)) * ad.grad(lambda s: s * s)(2.0)


def of_functions_in_a_list(x):
    s = 0.0
    for f in [lambda u: u * u * x[0], lambda u: np.sin(u)]:
        s += ad.grad(f)(x[1])
    return s


def newton_step(x):
    return np.linalg.solve(ad.hessian(lambda u: np.sum(np.exp(u)) + u[0] * u[1])(x), ad.grad(lambda u: np.sum(u**3))(x))[1]


def with_memory_written_between(x):
    y = x * 1.0
    first = ad.grad(lambda u: np.sum(u * u * y))(x)
    y[0] = 5.0
    first[1] = 7.0
    return np.sum(first * ad.grad(lambda u: np.sum(u * u * y))(x))


def carried_around_a_loop(x):
    s, g = 0.0, x * 0.0
    for i in range(4):
        old = g
        g = ad.grad(lambda u: np.sum(u * u * x) * (i + 1.0))(x)          # noqa: B023
        s += np.sum(old * g)
    return s


def a_name_of_its_own(x):
    m = x[x > 0.0]

    def f(t):
        m = t * t
        return np.sum(m)
    return np.sum(ad.grad(f)(x)) + np.sum(m)


PROGRAMS = [uses_grad, uses_value_and_grad, uses_vjp, uses_vjp_of_a_float, uses_jvp, uses_jvp_of_a_float, uses_jacobian, uses_jacobian_of_a_table,
            uses_jacobian_of_a_float, uses_hvp, uses_hessian, uses_evaluate, in_a_loop, in_a_branch, over_a_closure, over_closures_that_call_closures,
            of_a_nested_closure, of_records, of_several, of_integers_at_run_time, composed, a_name_of_its_own,
            with_whole_numbers_among_the_results, over_the_index_of_a_loop, at_views_and_numbers, of_functions_in_a_list, newton_step,
            with_memory_written_between, carried_around_a_loop]


@pytest.mark.parametrize("f", PROGRAMS, ids=lambda f: f.__name__)
def test_inside_equals_outside_and_can_be_differentiated_again(f):
    assert ad.evaluate(f)(Z) == pytest.approx(f(Z), rel=1e-12)
    expected = differences(f, Z)
    assert ad.grad(f)(Z) == pytest.approx(expected, rel=1e-7, abs=1e-8)
    assert ad.jvp(f)(Z, V)[1] == pytest.approx(expected @ V, rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("f", [uses_grad, uses_jvp, uses_jacobian, over_a_closure], ids=lambda f: f.__name__)
def test_both_engines_outside(f):
    assert ad.grad(f, engine="baseline")(Z) == pytest.approx(ad.grad(f)(Z), rel=1e-10)


def test_many_columns():
    def f(x):
        return np.sum(ad.hessian(lambda t: np.sum(t[1:] * t[:-1] * t[1:]))(x) * np.arange(121.0).reshape(11, 11))
    x = np.linspace(-1, 1, 11)
    assert ad.evaluate(f)(x) == pytest.approx(f(x), rel=1e-12)
    assert ad.grad(f)(x) == pytest.approx(differences(f, x), rel=1e-7)


def test_f32_and_empty_arrays():
    def f(x):
        g = ad.grad(lambda t: np.sum(t * t * t))(x)
        return np.sum(g) + np.sum(ad.jacobian(lambda t: t * t)(x)) + np.sum(ad.hessian(lambda t: np.sum(t * t))(x)) + ad.jvp(lambda t: np.sum(t))(x, x)[1]
    x = np.array([0.5, 2.0], np.float32)
    assert ad.evaluate(f)(x) == pytest.approx(3 * 4.25 + 5.0 + 4.0 + 2.5)
    assert ad.grad(f)(x) == pytest.approx([3 + 2 + 1, 12 + 2 + 1])
    assert ad.grad(f)(x).dtype == np.float32
    assert ad.evaluate(f)(np.zeros(0)) == 0.0


def test_any_order():
    def quintic(x):
        return x**5
    f = quintic
    for expected in (5 * 1.5**4, 20 * 1.5**3, 60 * 1.5**2, 120 * 1.5):
        f = ad.grad(f)
        assert f(1.5) == pytest.approx(expected)


# -- failures
def test_failures_are_those_of_the_enclosing_function():
    def guarded(t):
        assert t[0] < 1.0, "too large"
        return np.sum(t * t)

    def f(x):
        return np.sum(ad.grad(guarded)(x))
    assert ad.grad(f)(Z) == pytest.approx([2.0] * 3)
    for g in (ad.evaluate(f), ad.grad(f), ad.grad(lambda x: np.sum(ad.jacobian(lambda t: ad.grad(guarded)(t))(x))), ad.hessian(f)):
        with pytest.raises(AssertionError, match=r"too large\n.*test_inner.py:\d+:\d+"):
            g(Z + 5.0)


def test_an_index_in_a_derivative_in_a_loop():
    def pick(t, k):
        return t[k] * t[0]

    def f(x, where):
        s = 0.0
        for i in range(len(where)):
            s += ad.grad(pick)(x, where[i])[0]
        return s
    assert ad.evaluate(f)(Z, np.array([1, 2])) == pytest.approx(Z[1] + Z[2])
    with pytest.raises(IndexError, match="test_inner.py"):
        ad.evaluate(f)(Z, np.array([1, 3, 2]))


# functions whose own loops keep more than fits beside the stack: in the arena, or on a tape
def steps(x):
    u, v = x[0], x[1]
    for _ in range(400):
        u, v = u + 0.01 * (u - u * v), v + 0.01 * (u * v - v)
    return u


def until(x):
    s, k = x[0], 0
    while s < 30.0 and k < 5000:
        s, k = s * 1.01 + 0.01 * x[1] * s, k + 1
    return s * x[1]


def filled(x):
    a = np.zeros(500)
    a[0] = x[0]
    for k in range(1, 500):
        a[k] = np.cos(a[k - 1]) * x[1]
    return np.sum(a * a)


DERIVATIVES = {
    "grad": lambda f: lambda x: ad.grad(f)(x),
    "jvp": lambda f: lambda x: ad.jvp(f)(x, x)[1] * x,
    "hvp": lambda f: lambda x: ad.hvp(f)(x, x),
    "jacobian": lambda f: lambda x: ad.jacobian(lambda t: ad.grad(f)(t))(x)[0],
}


@pytest.mark.parametrize("kind", DERIVATIVES)
@pytest.mark.parametrize("f", [steps, until, filled], ids=lambda f: f.__name__)
def test_a_loop_in_a_derivative_in_a_loop(f, kind):
    derivative = DERIVATIVES[kind](f)

    def of_rows(rows):
        out = np.zeros(rows.shape)
        for i in range(rows.shape[0]):
            out[i] = derivative(rows[i])
        return out
    rows = np.array([[1.0, 0.9], [0.5, 0.7]])
    np.testing.assert_allclose(ad.evaluate(of_rows)(rows), [derivative(r) for r in rows], rtol=1e-9)


def test_the_first_failure_counts():
    def f(x):
        assert x[1] < 10.0, "outer"
        return np.sum(ad.grad(inner_check)(x))
    with pytest.raises(AssertionError, match="inner"):
        ad.evaluate(f)(np.array([5.0, 1.0]))
    with pytest.raises(AssertionError, match="outer"):
        ad.evaluate(f)(np.array([5.0, 20.0]))


def inner_check(t):
    assert t[0] < 1.0, "inner"
    return np.sum(t * t)


def masked_outside(x):
    m = x[x > 0.0]
    return ad.grad(lambda t: np.sum(m) * t)(x[0])


def writes_outside(x):
    a = x * 1.0

    def f(t):
        a[0] = t
        return t * t
    return ad.grad(f)(x[0])


REFUSED = {
    "one float": lambda x: ad.grad(vector)(x)[0, 0],
    r"shape \(2,\)": lambda x: ad.jvp(vector)(x, x[:2])[0][0],
    "structure": lambda x: ad.jvp(lambda a: a[0][0] * a[1])((x, x[0]), (x,))[0],
    "direction": lambda x: ad.hvp(scalar)(x)[0],
    "the integer 3": lambda x: ad.grad(lambda t, n: t * n, argnums=1)(x[0], 3),
    "argnums=2": lambda x: ad.grad(scalar, argnums=2)(x)[0],
    "width=0": lambda x: ad.jacobian(vector, width=0)(x)[0, 0],
    "read through a mask": lambda x: ad.grad(scalar)(x[x > 0.0])[0],
    "masked array of the enclosing function": masked_outside,
    "belongs to the caller": writes_outside,
    "takes a function": lambda x: ad.grad(3)(x)[0],
}


@pytest.mark.parametrize("message", REFUSED)
def test_refused_at_the_users_line(message):
    with pytest.raises(CompileError, match=message) as e:
        ad.evaluate(REFUSED[message])(Z)
    assert "test_inner.py" in str(e.value)


def test_the_text_is_the_same_each_time():
    """Names are made from contents, so that another process finds the program in the cache."""
    first, second = (stage(uses_hessian, (Array("f8", (3,)),)).text for _ in range(2))
    assert first == second


# -- models
@ppl.model
def with_a_derivative(y):
    theta = ppl.sample("theta", ppl.Normal(0.0, 1.0), shape=2)
    slope = ad.grad(lambda t: np.sum(np.sin(t) * t * theta[0]))(theta)
    h = ad.hessian(lambda t: np.sum(t**3) * theta[1])(theta)
    ppl.sample("y", ppl.Normal(slope[0] + h[1, 1], 1.0), obs=y)


def test_in_a_model():
    posterior = with_a_derivative.bind(y=np.array([0.3, -0.4, 1.0]))
    z = np.array([0.4, -0.7])
    a, b = z
    mean = (np.cos(a) * a + np.sin(a)) * a + 6 * b * b
    expected = -0.5 * np.sum(z**2) - 0.5 * np.sum((np.array([0.3, -0.4, 1.0]) - mean) ** 2) - 2.5 * np.log(2 * np.pi)
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(expected)
    assert gradient == pytest.approx(differences(posterior.log_density, z), rel=1e-6)


def walk(t):
    s, k = t[0], 0
    while s < 2.0 and k < 7:
        s = s * (1.0 + t[1] * t[1]) + 0.1 * np.sin(s)
        k += 1
    return s


def guarded_square(u):
    assert u > -0.5, "below"
    return u * u


@ppl.model
def with_a_tape_and_a_check(y):
    theta = ppl.sample("theta", ppl.Normal(0.0, 0.3), shape=2)
    ppl.sample("y", ppl.Normal(ad.grad(walk)(theta)[0] + ad.grad(guarded_square)(theta[1]), 1.0), obs=y)


def test_a_tape_and_a_check_in_a_model():
    posterior = with_a_tape_and_a_check.bind(y=np.array([0.3, 0.4]))
    z = np.array([0.4, 0.6])
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(posterior.log_density(z))
    assert gradient == pytest.approx(differences(posterior.log_density, z), rel=1e-6)
    assert posterior.hessian(z) == pytest.approx(np.array([differences(lambda x, k=k: posterior.value_and_grad(x)[1][k], z) for k in range(2)]), rel=1e-6)
    value, gradient = posterior.value_and_grad(np.array([0.4, -0.6]))
    assert (value, list(gradient)) == (-np.inf, [0.0, 0.0])
