"""What the public calls take: several arguments, records, keywords, all number types, empty and odd arrays; what they refuse, by name."""
from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest

from llbayes import ad
from llbayes.ad import ActivityError
from llbayes.ir.errors import CompileError

Z = np.array([0.3, 0.7, -0.2])


class State(NamedTuple):
    x: np.ndarray
    rate: float
    power: int = 2


@dataclass(frozen=True)
class Data:
    y: np.ndarray
    count: np.ndarray
    label: str = "none"


def energy(s, data, k=1.0, *, scale=1.0):
    return np.sum((s.x**s.power - data.y) * data.count) * s.rate * k * scale


DATA = Data(np.array([1.0, 2.0, 3.0]), np.array([1, 2, 3]))


def test_records_and_keywords():
    g = ad.grad(energy)(State(Z, 1.5, 3), DATA, scale=2.0)
    assert g.x == pytest.approx(3 * Z**2 * DATA.count * 3.0)
    assert (g.rate, g.power) == (pytest.approx(np.sum((Z**3 - DATA.y) * DATA.count) * 2.0), 3)
    assert ad.grad(energy)(data=DATA, s=State(Z, 1.5)).x == pytest.approx(2 * Z * DATA.count * 1.5)
    by_data = ad.grad(energy, argnums=1)(State(Z, 1.5), DATA)
    assert by_data.y == pytest.approx(-1.5 * DATA.count)
    assert (by_data.count == 0.0).all()
    both = ad.value_and_grad(energy, argnums=(0, 2))(State(Z, 1.5), DATA, 2.0)
    assert both[1][1] == pytest.approx(both[0] / 2.0)


def test_dicts_lists_and_what_is_no_number():
    def f(d):
        return np.sum(d["x"]) * d["y"] ** 2 + d["parts"][0] * d["parts"][1] if d["kind"] == "a" else 0.0
    g = ad.grad(f)({"x": Z, "y": 2.0, "parts": [1.0, 3.0], "kind": "a"})
    assert (g["y"], g["parts"], g["kind"]) == (pytest.approx(4 * Z.sum()), [3.0, 1.0], "a")
    assert (g["x"] == 4.0).all()
    assert ad.grad(f)({"x": Z, "y": 2.0, "parts": [1.0, 3.0], "kind": "b"})["y"] == 0.0


def test_negative_and_repeated_argnums():
    def f(a, b):
        return a * a * b
    assert ad.grad(f, argnums=-1)(3.0, 2.0) == 9.0
    assert ad.grad(f, argnums=(1, 0))(3.0, 2.0) == (9.0, 12.0)


def several(x, n):
    return {"square": x * x, "count": n, "sum": (np.sum(x), x[:2])}


def test_several_outputs():
    value, slope = ad.jvp(several)(Z, 3, (np.ones(3), None))
    assert (value["count"], slope["count"]) == (3, 0.0)
    assert slope["square"] == pytest.approx(2 * Z)
    assert slope["sum"] == (pytest.approx(3.0), pytest.approx([1.0, 1.0]))
    value, back = ad.vjp(several)(Z, 3, {"square": np.ones(3), "count": None, "sum": (1.0, np.array([0.5, 0.0]))})
    assert back == pytest.approx(2 * Z + 1.0 + np.array([0.5, 0.0, 0.0]))
    j = ad.jacobian(several)(Z, 3)
    assert j["square"] == pytest.approx(np.diag(2 * Z))
    assert j["sum"][1] == pytest.approx(np.eye(3)[:2])
    assert (j["count"] == 0.0).all()


def test_blocks_of_hessians_and_jacobians():
    def f(x, s):
        return np.sum(x * x * x) * s * s
    h = ad.hessian(f, argnums=(0, 1))(Z, 2.0)
    assert h[0][0] == pytest.approx(np.diag(24 * Z))
    assert h[0][1] == pytest.approx(12 * Z**2)
    assert (h[1][0] == pytest.approx(h[0][1]), h[1][1]) == (True, pytest.approx(2 * np.sum(Z**3)))
    assert ad.hvp(f, argnums=(0, 1))(Z, 2.0, (np.ones(3), 1.0))[0] == pytest.approx(24 * Z + 12 * Z**2)
    j = ad.jacobian(lambda x, s: (np.outer(x, x) * s, x[0] * s), argnums=(0, 1))(Z, 2.0)
    assert j[0][0].shape == (3, 3, 3)
    assert j[1] == (pytest.approx([2.0, 0.0, 0.0]), 0.3)


# -- number types and memory
def square(x):
    return np.sum(x * x * np.arange(1.0, 1.0 + x.size).reshape(x.shape))


def weights(x):
    return 2 * x * np.arange(1.0, 1.0 + x.size).reshape(x.shape)


ARRAYS = {
    "big endian": Z.astype(">f8"), "every other": np.arange(12.0)[::2], "backwards": Z[::-1], "column": np.arange(12.0).reshape(3, 4)[:, 1],
    "Fortran order": np.asfortranarray(np.arange(6.0).reshape(2, 3)), "transposed": np.arange(6.0).reshape(2, 3).T, "no axes": np.array(2.0),
    "broadcast": np.broadcast_to(np.array(3.0), (2, 2)), "rank 3": np.arange(8.0).reshape(2, 2, 2), "half": Z.astype(np.float16), "empty": np.zeros((0, 2)),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_any_memory_layout(name):
    a = ARRAYS[name]
    before = a.copy()
    a.setflags(write=False)
    g = ad.grad(square)(a)
    assert np.shape(g) == a.shape
    assert g == pytest.approx(weights(a.astype(float)), rel=1e-12)
    assert ad.jvp(square)(a, np.ones(a.shape))[1] == pytest.approx(np.sum(weights(a.astype(float))))
    assert (a == before).all()


def test_single_precision():
    x = Z.astype(np.float32)
    g = ad.grad(lambda x: np.sum(x * x * x))(x)
    assert (g.dtype, g == pytest.approx(3 * x * x)) == (np.float32, True)
    value, slope = ad.value_and_grad(lambda s: s * s * s)(np.float32(1.5))
    assert (value, slope) == (pytest.approx(3.375), pytest.approx(6.75))
    assert ad.hessian(lambda x: np.sum(x * x * x))(x) == pytest.approx(np.diag(6 * x), rel=1e-6)
    assert ad.jacobian(lambda x: x * x)(x).dtype == np.float32
    mixed = ad.grad(lambda x, y: np.sum(x * y), argnums=(0, 1))(x, Z)
    assert (mixed[0].dtype, mixed[1].dtype) == (np.float32, np.float64)


def test_integers_and_booleans_are_data():
    def f(x, index, mask, n, big):
        return np.sum(np.where(mask, x[index] * n, 0.0)) * big[0]
    g = ad.grad(f)(Z, np.array([0, 0, 2], np.int32), np.array([True, True, False]), 3, np.array([2], np.int32))
    assert g == pytest.approx([12.0, 0.0, 0.0])


def test_the_same_array_twice():
    def f(x, y):
        return np.sum(x * y * y)
    a, b = ad.grad(f, argnums=(0, 1))(Z, Z)
    assert (a == pytest.approx(Z * Z), b == pytest.approx(2 * Z * Z)) == (True, True)


def test_empty_arrays():
    e = np.zeros((0, 2))
    assert ad.hessian(square)(e).shape == (0, 2, 0, 2)
    assert ad.jacobian(lambda x: x * 2.0)(e).shape == (0, 2, 0, 2)
    assert ad.jacobian(lambda x: x[:0])(Z).shape == (0, 3)
    assert ad.hvp(square)(e, e).shape == (0, 2)
    assert ad.vjp(lambda x: x * 2.0)(e, e)[1].shape == (0, 2)


def test_compile_time_values_are_told_apart():
    def f(x, flag):
        return x * 2.0 if flag is True else x * 3.0 if flag == 1 else x * 5.0
    g = ad.grad(f)
    assert [g(1.0, flag) for flag in (True, 1, "a", 1)] == [2.0, 3.0, 5.0, 3.0]

    def h(x, options):
        return x * options["n"] * options["list"][0]
    g = ad.grad(h)
    assert [g(1.0, {"n": n, "list": [k]}) for n, k in ((1, 2), (2, 2), (1, 3))] == [2.0, 4.0, 3.0]


class Scaled:
    def __init__(self, c):
        self.c = c

    def total(self, x):
        return np.sum(x * x) * self.c


def test_methods_partials_and_functions_of_numpy():
    assert ad.grad(Scaled(2.0).total)(Z) == pytest.approx(4 * Z)
    assert ad.grad(functools.partial(lambda c, x: c * np.sum(x * x), 3.0))(Z) == pytest.approx(6 * Z)
    assert ad.grad(np.sin)(0.5) == pytest.approx(np.cos(0.5))
    assert ad.grad(lambda *x: x[0] * x[1], argnums=(0, 1))(2.0, 3.0) == (3.0, 2.0)


SHAPES = [((), ()), ((1,), ()), ((3,), (2,)), ((7,), (3, 2)), ((2, 3), (2, 2)), ((9,), (5,)), ((2, 2, 2), (3,)), ((17,), (1,))]


@pytest.mark.parametrize("width", [None, 1, 2, 3, 8, 20])
@pytest.mark.parametrize("shapes", SHAPES)
def test_jacobian_of_any_width_is_that_of_single_columns(shapes, width):
    into, out = shapes
    n, m = int(np.prod(into)), int(np.prod(out))
    mix = np.random.default_rng(1).normal(size=(m, n))

    def f(x):
        y = np.sin(mix @ np.reshape(x, (n,))) * np.sum(x * x)
        return np.reshape(y, out) if out else y[0]
    x = np.random.default_rng(2).normal(size=into)
    x = x if into else float(x)
    j = ad.jacobian(f, width=width)(x)
    columns = [np.asarray(ad.jvp(f)(x, e.reshape(into) if into else float(e[0]))[1]) for e in np.eye(n)]
    expected = np.stack(columns, axis=-1).reshape((*out, *into))
    assert np.shape(j) == (*out, *into)
    assert j == pytest.approx(expected, rel=1e-12, abs=1e-12)


# -- refusals
def two(x, y):
    return np.sum(x) * y


REFUSED = [
    (lambda: ad.grad(two, argnums=1)(Z, 3), ActivityError, "`y` is the integer 3.*\nhint: write it as a float: 3.0"),
    (lambda: ad.grad(two)(np.array([1, 2]), 1.0), ActivityError, "`x` is an array of int64"),
    (lambda: ad.grad(two)("a", 1.0), ActivityError, "`x` is a str"),
    (lambda: ad.grad(two)(np.array([1j]), 1.0), ActivityError, "`x` is an array of complex128"),
    (lambda: ad.grad(two)(Z, np.array(["a"])), ActivityError, "`y` is an array of <U1"),
    (lambda: ad.grad(two)(Z, {1, 2}), ActivityError, "`y` is a set"),
    (lambda: ad.grad(two, argnums=2)(Z, 1.0), ActivityError, "argnums=2"),
    (lambda: ad.grad(lambda x: x * x)(Z), TypeError, r"an array of shape \(3,\)\nhint: use `vjp` or `jacobian`"),
    (lambda: ad.grad(lambda x: (x[0], x[1]))(Z), TypeError, "several values"),
    (lambda: ad.grad(lambda x: (x[0],))(Z), TypeError, "inside a container"),
    (lambda: ad.grad(lambda x: 3)(Z), TypeError, "no float"),
    (lambda: ad.hessian(lambda x: x)(Z), TypeError, "one float"),
    (lambda: ad.hvp(lambda x: x)(Z, Z), TypeError, "one float"),
    (lambda: ad.jvp(two)(Z, 1.0, (Z[:2], 1.0)), ActivityError, r"tangent of `x` has shape \(2,\), `x` has shape \(3,\)"),
    (lambda: ad.jvp(two)(Z, 1.0, Z), ActivityError, "as a tuple"),
    (lambda: ad.jvp(two)(Z, 1.0, (Z * 1j, 1.0)), ActivityError, "tangent of `x` is an array of complex128"),
    (lambda: ad.jvp(lambda x: x)(Z), ActivityError, "direction"),
    (lambda: ad.jvp(lambda s: s.x * s.rate)(State(Z, 1.0), (Z,)), ActivityError, "structure, 3 parts in a State"),
    (lambda: ad.jvp(lambda s: s.x * s.rate)(State(Z, 1.0), State(Z[:1], 1.0)), ActivityError, "`s.x` has shape"),
    (lambda: ad.vjp(lambda x: x)(Z, Z[:2]), ActivityError, r"cotangent of `the result` has shape \(2,\)"),
    (lambda: ad.vjp(lambda x: x[0])(Z, Z), ActivityError, "cotangent"),
    (lambda: ad.vjp(lambda x: (x, x[0]))(Z, Z), ActivityError, "structure"),
    (lambda: ad.hvp(square)(Z, Z[:1]), ActivityError, "tangent of `x`"),
    (lambda: ad.jacobian(lambda x: x, width=0)(Z), ValueError, "`width` must be a whole number, 1 or more, not 0"),
    (lambda: ad.evaluate(lambda n: n[0] * 1.0)(np.array([1], np.uint8)), ad.ActivityError, "`n` is an array of uint8"),
    (lambda: ad.grad(3), TypeError, "`ad.grad` takes a function, not a int"),
    (lambda: ad.grad(two)(Z), CompileError, "misses the arguments `y`"),
    (lambda: ad.grad(two)(Z, w=1.0), TypeError, "w|y"),
]


@pytest.mark.parametrize("case", range(len(REFUSED)))
def test_refused_by_name(case):
    call, error, message = REFUSED[case]
    with pytest.raises(error, match=message):
        call()


def test_writing_to_an_input_is_refused():
    def f(x):
        x[0] = 1.0
        return np.sum(x)
    with pytest.raises(CompileError, match="test_arguments.py"):
        ad.grad(f)(Z)


def test_repr():
    assert [repr(g) for g in (ad.grad(two), ad.jacobian(two, argnums=(0, 1)), ad.grad(ad.grad(two)))] == [
        "<grad of two>", "<jacobian of two, argnums=(0, 1)>", "<grad of <grad of two>>"]


# -- threads
def test_one_callable_in_many_threads():
    def f(x):
        s, k = 0.0, 0
        while s < 5.0 and k < 200:
            s += np.sum(np.sin(x) * x) * 0.3 + 0.1
            k += 1
        return s * s
    points = [np.full(size, 0.3 + 0.01 * k) for k in range(12) for size in (3, 4)]
    g, products, columns = ad.grad(f), ad.hvp(f), ad.jacobian(lambda x: np.sin(x) * x[0])
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda x: (g(x), products(x, x), columns(x)), points))
    for x, (gradient, product, jacobian) in zip(points, found, strict=True):
        assert (gradient == ad.grad(f)(x)).all()
        assert (product == ad.hvp(f)(x, x)).all()
        assert jacobian == pytest.approx(ad.jacobian(lambda x: np.sin(x) * x[0])(x))
