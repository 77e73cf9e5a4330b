"""Rules of one's own: values and first and second derivatives, in every mode and place, are those of the function that is differentiated without a rule."""
from typing import NamedTuple

import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ir.errors import CompileError, SettingsError


def product(x, y):
    return np.sin(x * y) * y


ruled_product = ad.custom_rule(gradient=lambda x, y: (y * y * np.cos(x * y), np.sin(x * y) + x * y * np.cos(x * y)))(product)


def product_hessian(x, y):
    c, s = np.cos(x * y), np.sin(x * y)
    cross = 2.0 * y * c - x * y * y * s
    return (-y**3 * s, cross), (cross, 2.0 * x * c - x * x * y * s)


second_product = ad.custom_rule(gradient=lambda x, y: (y * y * np.cos(x * y), np.sin(x * y) + x * y * np.cos(x * y)), hessian=product_hessian)(product)


def energy(x, a):
    return np.sum(a * x**3) + x[0] * x[-1]


def energy_slopes(x, a):
    g = 3.0 * a * x**2
    g[0] += x[-1]
    g[-1] += x[0]
    return g, x**3


ruled_energy = ad.custom_rule(gradient=energy_slopes)(energy)


def outer(x, y):
    return x * x * y


ruled_outer = ad.custom_rule(gradient=lambda x, y: (2.0 * x * y, x * x))(outer)                  # element by element, one of them perhaps a number


def mixed(x, y):
    return np.array([x[0] * y, x[1] * x[2], np.exp(y) * x[2], x[0]])


def mixed_jacobian(x, y):
    return np.array([[y, 0.0, 0.0], [0.0, x[2], x[1]], [0.0, 0.0, np.exp(y)], [1.0, 0.0, 0.0]]), np.array([x[0], 0.0, np.exp(y) * x[2], 0.0])


ruled_mixed = ad.custom_rule(gradient=mixed_jacobian)(mixed)


class Pair(NamedTuple):
    level: float
    slope: np.ndarray


def both(p, k, x):
    return p.level * p.slope[k] * x, np.sum(p.slope**2) * p.level


def both_vjp(args, adjoint):
    p, k, x = args
    a, b = adjoint
    slope = 2.0 * p.slope * p.level * b
    slope[k] += a * p.level * x
    return Pair(a * p.slope[k] * x + b * np.sum(p.slope**2), slope), None, a * p.level * p.slope[k]


def both_jvp(args, tangents):
    (p, k, x), (t, _, u) = args, tangents
    return (t.level * p.slope[k] * x + p.level * t.slope[k] * x + p.level * p.slope[k] * u,
            2.0 * np.sum(p.slope * t.slope) * p.level + np.sum(p.slope**2) * t.level)


by_vjp, by_jvp = ad.custom_rule(vjp=both_vjp)(both), ad.custom_rule(jvp=both_jvp)(both)
by_both = ad.custom_rule(jvp=both_jvp, vjp=both_vjp)(both)


def of_pair(f):
    def total(v):
        one, other = f(Pair(v[0], v[1:3]), 1, v[3])
        return one * other + one
    return total


def in_a_loop(f):
    def total(v):
        s, x = 0.0, v[0]
        for k in range(7):
            x = f(x, v[1]) + 0.1 * k
            s += x * f(v[2], x)
        return s
    return total


def in_a_while(f):
    def total(v):
        x, s = v[0], 0.0
        while x < 3.0:
            s += f(x, v[1])
            x += 0.5 + v[2] * v[2]
        return s
    return total


def under_if(f):
    def total(v):
        return f(v[0], v[1]) if v[2] > 0.0 else f(v[1], v[0]) * v[2]
    return total


def along(f):
    """In a loop over data, which becomes vectors."""
    t = np.linspace(0.1, 2.0, 40)

    def total(v):
        s = 0.0
        for k in range(40):
            s += f(v[0] * t[k], v[1]) * v[2]
        return s
    return total


def itself(f):
    return lambda v: f(f(v[0], v[1]), f(v[1], v[2]))


PLACES = {
    "straight": lambda f: lambda v: f(v[0], v[1]) * v[2], "loop": in_a_loop, "while": in_a_while, "if": under_if, "vectors": along, "nested": itself,
    "ad.grad": lambda f: lambda v: ad.grad(lambda x: f(x, v[1]) ** 2)(v[0]) * v[2],
}
V = np.array([0.6, 0.8, 0.5])
ROWS = {
    **{place: (make(ruled_product), make(product), V) for place, make in PLACES.items()},
    **{f"{place}, with a Hessian": (PLACES[place](second_product), PLACES[place](product), V) for place in ("straight", "loop")},
    "array arguments": (lambda v: ruled_energy(v[:4], v[4:]), lambda v: energy(v[:4], v[4:]), np.linspace(0.3, 1.2, 8)),
    "overwritten": (lambda v: overwritten(ruled_energy, v), lambda v: overwritten(energy, v), np.linspace(0.3, 1.2, 8)),
    "element by element": (lambda v: np.sum(np.sin(ruled_outer(v[:3], v[3]))), lambda v: np.sum(np.sin(outer(v[:3], v[3]))), np.linspace(0.3, 1.2, 4)),
    "array and array": (lambda v: np.sum(ruled_outer(v[:2], v[2:]) ** 2), lambda v: np.sum(outer(v[:2], v[2:]) ** 2), np.linspace(0.3, 1.2, 4)),
    "array results": (lambda v: np.sum(ruled_mixed(v[:3], v[3]) ** 2), lambda v: np.sum(mixed(v[:3], v[3]) ** 2), np.linspace(0.3, 1.2, 4)),
    "vjp": (of_pair(by_vjp), of_pair(both), np.linspace(0.3, 1.2, 4)),
    "jvp": (of_pair(by_jvp), of_pair(both), np.linspace(0.3, 1.2, 4)),
    "jvp and vjp": (of_pair(by_both), of_pair(both), np.linspace(0.3, 1.2, 4)),
}


def overwritten(f, v):
    """The array that the function was called with is another one when the reverse comes by."""
    x, s = v[:4].copy(), 0.0
    for k in range(3):
        s += f(x, v[4:])
        x[k] = s * 0.1
        x *= 0.9
    return s


@pytest.mark.parametrize("row", ROWS)
def test_derivatives_are_those_of_the_function(row):
    ruled, plain, v = ROWS[row]
    direction = np.cos(np.arange(len(v)))
    value, slope = ad.value_and_grad(ruled)(v)
    assert value == pytest.approx(plain(v), rel=1e-13)
    wanted, hessian = ad.grad(plain)(v), ad.hessian(plain)(v)
    np.testing.assert_allclose(slope, wanted, rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(ad.jacobian(ruled)(v), wanted, rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(ad.hessian(ruled)(v), hessian, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(ad.hvp(ruled)(v, direction), hessian @ direction, rtol=1e-11, atol=1e-12)


def test_the_rule_is_what_is_differentiated():
    """Slopes that are not those of the function show that they are asked, and which of them."""
    f = ad.custom_rule(gradient=lambda x, y: (2.0 * x, 3.0), hessian=lambda x, y: ((10.0, 20.0), (20.0, 40.0)))(lambda x, y: x + y)
    assert ad.grad(f, (0, 1))(5.0, 7.0) == (10.0, 3.0)
    assert ad.hessian(f, argnums=(0, 1))(5.0, 7.0) == ((10.0, 20.0), (20.0, 40.0))
    g = ad.custom_rule(gradient=lambda x, y: (2.0 * x, None))(lambda x, y: x + y)
    assert ad.hessian(g, argnums=(0, 1))(5.0, 7.0) == ((2.0, 0.0), (0.0, 0.0))


@ad.custom_rule(gradient=lambda x, n=2, *, scale=1.0: (n * x**(n - 1) * scale, None, x**n))
def power(x, n=2, *, scale=1.0):
    return x**n * scale


class Wave:
    def __init__(self, rate):
        self.rate = rate

    @ad.custom_rule(gradient=lambda self, x: self.rate * np.cos(self.rate * x))
    def at(self, x):
        return np.sin(self.rate * x)


WAVE = Wave(2.0)
by_dict = ad.custom_rule(gradient=lambda p: {"a": p["b"], "b": p["a"]})(lambda p: p["a"] * p["b"])
by_grad = ad.custom_rule(gradient=ad.grad(lambda x: np.sum(x**3)))(lambda x: np.sum(x**3))
masked = ad.custom_rule(gradient=lambda x, at, where: (np.where(where, 2.0 * x, 0.0) * len(at), None, None))(
    lambda x, at, where: np.sum(np.where(where, x * x, 0.0)) * len(at))


def test_forms_of_arguments():
    """Defaults, keywords, methods, dicts, arrays that are no floats, f32, what `ad` gives as a gradient."""
    v = np.array([2.0, 5.0])
    np.testing.assert_allclose(ad.hessian(lambda v: power(v[0], 3, scale=v[1]))(v), [[60.0, 12.0], [12.0, 0.0]])
    assert ad.grad(power)(3.0) == 6.0 and ad.hessian(WAVE.at)(0.3) == pytest.approx(-4.0 * np.sin(0.6))
    assert ad.hessian(by_dict)({"a": 2.0, "b": 3.0}) == {"a": {"a": 0.0, "b": 1.0}, "b": {"a": 1.0, "b": 0.0}}
    np.testing.assert_allclose(ad.hessian(by_grad)(v), np.diag([12.0, 30.0]))
    np.testing.assert_allclose(ad.hessian(masked)(v, np.array([0, 1, 2]), np.array([False, True])), np.diag([0.0, 6.0]))
    square = ad.custom_rule(gradient=lambda x: 2.0 * x)(lambda x: np.sum(x * x))
    assert ad.grad(square)(v.astype(np.float32)).dtype == np.float32 and ad.grad(square)(np.zeros(0)).shape == (0,)
    np.testing.assert_allclose(ad.hessian(square)(v.astype(np.float32)), 2.0 * np.eye(2))


def test_what_fails_in_a_rule_is_reported_at_its_line():
    def slope(x):
        assert x < 5.0, "too far for a slope"
        return 2.0 * x
    f = ad.custom_rule(gradient=slope)(lambda x: x * x)
    assert ad.evaluate(f)(6.0) == 36.0 and ad.grad(f)(3.0) == 6.0
    for call in (ad.grad(f), ad.hessian(f), ad.jacobian(f), ad.grad(lambda x: ad.grad(f)(x) * x)):
        with pytest.raises(AssertionError, match="too far for a slope"):
            call(6.0)


def test_values_around_that_have_no_slope():
    with pytest.raises(CompileError, match="reads a run-time value of the function around it"):
        ad.grad(lambda v: ad.custom_rule(gradient=lambda x: v[1])(lambda x: x * v[1])(v[0]))(np.array([1.0, 2.0]))


def test_rules_beside_differences():
    for f, args in ((second_product, (0.3, 0.4)), (ruled_mixed, (np.array([0.1, 0.2, 0.3]), 0.4)), (by_dict, ({"a": 2.0, "b": 3.0},))):
        assert ad.check_rule(f, *args).largest < 1e-11
    wrong = ad.check_rule(ad.custom_rule(gradient=lambda x: 2.1 * x, hessian=lambda x: 2.0)(lambda x: x * x), 3.0)
    np.testing.assert_allclose(wrong, [0.1 / 2.1] * 3, rtol=1e-9)


def test_infinite_slopes_where_nobody_looks():
    root = ad.custom_rule(gradient=lambda x: 0.5 / np.sqrt(x))(lambda x: np.sqrt(x))
    assert ad.grad(lambda x: np.where(x > 0.0, root(x), 2.0 * x))(0.0) == 2.0


def test_in_a_model():
    @ppl.model
    def m(y):
        a = ppl.sample("a", ppl.Normal(0.0, 1.0))
        b = ppl.sample("b", ppl.Normal(a, 2.0))
        rate = ruled_product(np.exp(a), b)
        ppl.sample("y", ppl.Normal(rate + ruled_energy(y, y), 1.0), obs=y)

    @ppl.model
    def plain(y):
        a = ppl.sample("a", ppl.Normal(0.0, 1.0))
        b = ppl.sample("b", ppl.Normal(a, 2.0))
        ppl.sample("y", ppl.Normal(product(np.exp(a), b) + energy(y, y), 1.0), obs=y)
    y = np.array([0.3, 1.0, 0.2])
    one, other = m.bind(y=y), plain.bind(y=y)
    z = np.array([0.2, 0.7])
    value, slope = one.value_and_grad(z)
    wanted, slopes = other.value_and_grad(z)
    assert value == pytest.approx(wanted, rel=1e-13) and value == pytest.approx(one.interpreted_log_density(z), rel=1e-13)
    np.testing.assert_allclose(slope, slopes, rtol=1e-12)
    np.testing.assert_allclose(one.hessian(z), other.hessian(z), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("make, said", [
    (lambda: ad.custom_rule(), "nothing"),
    (lambda: ad.custom_rule(hessian=lambda x: x), "`hessian=`"),
    (lambda: ad.custom_rule(gradient=lambda x: x, jvp=lambda x: x), "`gradient=` and `jvp=`"),
    (lambda: ad.custom_rule(gradient=3), "gradient"),
])
def test_wrong_rules(make, said):
    with pytest.raises(SettingsError, match=said):
        make()


WRONG = {
    "one too few": (lambda x, y: (x,), "has 1 entry, the function has 2 arguments"),
    "a shape": (lambda x, y: (np.ones(3), y), "a partial derivative of `product` has shape"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_gradients(name):
    gradient, said = WRONG[name]
    f = ad.custom_rule(gradient=gradient)(product)
    with pytest.raises(CompileError, match=said) as e:
        ad.grad(f, (0, 1))(0.3, 0.4)
    assert e.value.position is not None and e.value.position.file == __file__
