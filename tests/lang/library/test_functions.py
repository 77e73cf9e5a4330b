"""Laws of the scalar functions, for every row of the table: a body matches mpmath on its domains and has its values at the edges, and compiled
code gives what the body and the twin give in CPython. A new row brings its own points (`Ufunc.domains`, `Ufunc.edges`)."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest
from scalars import exact, points

from llbayes import lang
from llbayes.ad import evaluate
from llbayes.lang.library.functions import UFUNCS

RNG = np.random.default_rng(1)
CODES = {"f8": np.dtype(np.float64), "f4": np.dtype(np.float32), "i8": np.dtype(np.int64), "b1": np.dtype(np.bool_)}
BODIES = {name: row for name, row in UFUNCS.items() if row.called}
COMPOSED = {name: row for name, row in UFUNCS.items() if row.composed}
SMALLEST = 1e-290                           # below, numbers lose digits


def shapes(n):
    return np.exp(RNG.uniform(math.log(1e-3), math.log(2e3), n))


def about_the_mean(n=150):
    a = shapes(n)
    x = a + np.sqrt(a) * RNG.normal(size=n) * 2
    return [(float(p), float(q)) for p, q in zip(a, x, strict=True) if q > 0]


def beta_points(n=60):
    a, b = np.exp(RNG.uniform(-3, 6, n)), np.exp(RNG.uniform(-3, 6, n))
    return [(float(p), float(q), float(r)) for p, q, r in zip(a, b, RNG.beta(a + 0.5, b + 0.5), strict=True)]


# points that are harder than those of the domains: roots, between poles, about a mean
BELOW_ZERO = [(-1e-20,), (-1e-17,), (-1e-10,), (-1e-3,)]
BETWEEN_POLES = [(-float(x),) for x in np.linspace(0.03, 25.2, 101)]
HARDER = {
    "digamma": [*BETWEEN_POLES, *BELOW_ZERO, (1.4616321449683622,), (1.4616321449683624,)],
    "trigamma": [*BETWEEN_POLES, *BELOW_ZERO],
    "below_peak": [(a, a * (1.0 + k / math.sqrt(a)), 0.0) for a in (1e4, 1e12, 1e16) for k in (-3.0, 0.5, 2.0)],
    "peak_slope": [(a, a * (1.0 + k / math.sqrt(a)), 0.0) for a in (1e4, 1e12, 1e16) for k in (-3.0, 0.5, 2.0)],
    "polygamma": [(n, x) for n in (0.0, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0) for x in (-0.5, -2.3)],
    "gammainc": about_the_mean(),
    "gammaincc": about_the_mean(),
    "betainc": beta_points(),
}


@pytest.fixture(autouse=True)
def many_digits():
    with mp.workdps(50):
        yield


def tried(row):
    """Points of its domains, and harder ones."""
    return [*points(row), *HARDER.get(row.name, [])]


@pytest.mark.parametrize("name", sorted(BODIES))
def test_body_matches_mpmath(name):
    row, f = BODIES[name], exact(BODIES[name])
    relative, absolute = row.within
    for operands in tried(row):
        want = f(*map(mp.mpf, operands))
        if abs(want) > SMALLEST:
            got = row.body(*operands)
            assert abs(got - want) <= max(relative * abs(want), absolute), (operands, got, float(want))


@pytest.mark.parametrize(("name", "operands"), [(name, operands) for name, row in BODIES.items() for operands in row.edges])
def test_body_at_the_edges(name, operands):
    want, got = BODIES[name].edges[operands], BODIES[name].body(*operands)
    assert got == want or (math.isnan(got) and math.isnan(want))


def program(f, arity):
    """A program of the language that calls f."""
    def one(x):
        return f(x)

    def two(x, y):
        return f(x, y)

    def three(x, y, z):
        return f(x, y, z)

    def four(x, y, z, w):
        return f(x, y, z, w)
    return (one, two, three, four)[arity - 1]


def compiled(row, columns):
    """The function of the columns, in machine code."""
    return evaluate(program(row, row.arity))(*columns)


@pytest.mark.parametrize("name", sorted(BODIES))
def test_compiled_body_is_the_body(name):
    row = BODIES[name]
    operands = [*tried(row), *row.edges]
    got, want = compiled(row, [np.array(c) for c in zip(*operands, strict=True)]), np.array([row.body(*p) for p in operands])
    np.testing.assert_allclose(got, want, rtol=max(5e-14, 3 * row.within[0]), atol=2e-15)


@pytest.mark.parametrize("name", sorted(COMPOSED))
def test_composed_function_matches_mpmath(name):
    """A function that is staged in place is looked at compiled: in CPython it is made of twins."""
    row, f = COMPOSED[name], exact(COMPOSED[name])
    operands, edges = tried(row), list(row.edges)
    got = compiled(row, [np.array(c) for c in zip(*operands, *edges, strict=True)])
    for p, value in zip(operands, got, strict=False):
        want = f(*map(mp.mpf, p))
        assert abs(want) <= SMALLEST or abs(value - want) <= max(row.within[0] * abs(want), row.within[1]), (p, value, float(want))
    np.testing.assert_array_equal(got[len(operands):], [row.edges[p] for p in edges])


@pytest.mark.parametrize("name", sorted(UFUNCS))
def test_compiled_function_is_its_twin(name):
    row = UFUNCS[name]
    columns = [np.array(c) for c in zip(*points(row), strict=True)]
    want, got = row(*columns), compiled(row, columns)
    assert got.dtype == want.dtype and np.shape(row(*[c[0] for c in columns])) == ()
    np.testing.assert_allclose(got, want, rtol=1e-10, atol=max(1e-300, row.within[1]))


@pytest.mark.parametrize("name", sorted(UFUNCS))
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int64])
def test_type_of_the_result(name, dtype):
    row = UFUNCS[name]
    want = {"float": np.float64 if dtype is np.int64 else dtype, "truth": np.bool_}.get(row.result, dtype)
    staged = lang.stage(program(row, row.arity), (lang.spec_of(np.array([1, 2], dtype)),) * row.arity)
    assert CODES[staged.outputs[0].dtype] == np.dtype(want)


def test_rows_say_how_they_are_computed():
    for row in UFUNCS.values():
        assert sum(map(bool, (row.symbol, row.operator))) <= 1 and (row.body is None or row.symbol in ("", f"llb.{row.name}")), row.name
        assert row.doc and "\n" not in row.doc, f"`{row.name}` has no line of documentation"
