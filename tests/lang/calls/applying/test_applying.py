"""Functions called for each element or row, where conditions hold, in place; objects that are functions: values, gradients, Hessian products."""
import math

import numpy as np
import pytest
from expressions import check, check_values
from scipy import interpolate

from llbayes import ad
from llbayes.ir.errors import CompileError

X = np.array([0.7, -1.3, 0.4, 2.1, -0.6, 1.9, 0.3, -2.2, 1.1, 0.9, -0.4, 1.6])
KNOTS = np.linspace(-3.0, 3.0, 8)
CUBIC, MONOTONE, B = interpolate.CubicSpline(KNOTS, np.sin(KNOTS)), interpolate.PchipInterpolator(KNOTS, np.tanh(KNOTS)), interpolate.make_interp_spline(KNOTS, np.cos(KNOTS))
PERIODIC = interpolate.CubicSpline(KNOTS, np.r_[np.sin(KNOTS[:-1]), np.sin(KNOTS[0])], bc_type="periodic")
TABLE = interpolate.CubicSpline(KNOTS, np.c_[np.sin(KNOTS), KNOTS**2])
ACROSS = interpolate.CubicSpline(KNOTS, np.c_[np.sin(KNOTS), KNOTS**2].T, axis=1)
AKIMA = interpolate.Akima1DInterpolator(KNOTS, np.sin(KNOTS))
LINE = interpolate.interp1d(KNOTS, np.sin(KNOTS), fill_value="extrapolate")
HELD = interpolate.interp1d(KNOTS, np.sin(KNOTS), bounds_error=False, fill_value=(-1.0, 2.0))


@np.vectorize
def steep(t):
    """Branches on a number."""
    return math.exp(t) if t < 1.0 else t * t


def both(t, s):
    """Two results."""
    return t * s, t + s


def looped(t):
    """A loop whose length depends on nothing."""
    total = 0.0
    for k in range(3):
        if t > k:
            total += t**k
    return total


EACH = {
    "vectorize": lambda x: np.vectorize(lambda t: t * t)(x), "of branches": lambda x: steep(x.reshape(3, 4)), "of a loop": lambda x: np.vectorize(looped)(1.01 * x),
    "broadcast": lambda x: np.vectorize(lambda a, b: a * b + math.sin(a))(x[:3], x.reshape(4, 3)), "two results": lambda x: np.vectorize(both)(x, x[0]),
    "of a number": lambda x: np.vectorize(looped)(x[3]), "excluded": lambda x: np.vectorize(lambda p, t: p[0] + p[1] * t, excluded=[0])(x[:2], x),
    "keyword": lambda x: np.vectorize(lambda t, k: t * k)(x, k=x[0]), "signature": lambda x: np.vectorize(lambda v, w: v @ w, signature="(n),(n)->()")(x.reshape(4, 3), x[:3]),
    "signature of matrices": lambda x: np.vectorize(np.outer, signature="(n),(m)->(n,m)")(x.reshape(4, 3), x[:2]), "many": lambda x: np.vectorize(looped)(np.tile(1.01 * x, 3)),
    "types": lambda x: np.vectorize(lambda t: t, otypes=[float])(x), "along axis": lambda x: np.apply_along_axis(lambda v: v[0] * v[-1], 0, x.reshape(3, 4)),
    "along axis, vectors": lambda x: np.apply_along_axis(lambda v: v[:2] * 2.0, 1, x.reshape(2, 3, 2)), "along, more arguments": lambda x: np.apply_along_axis(lambda v, k: v * k, 0, x.reshape(3, 4), 3.0),
    "along, matrices": lambda x: np.apply_along_axis(np.diag, -1, x.reshape(4, 3)), "along a vector": lambda x: np.apply_along_axis(np.sum, 0, x),
    "over axes": lambda x: np.apply_over_axes(np.sum, x.reshape(2, 3, 2), [0, 2]), "fromfunction": lambda x: np.fromfunction(lambda i, j: i * x[0] + j * x[1], (2, 3)),
}
PIECES = {
    "piecewise": lambda x: np.piecewise(x, [x < 0.0, x >= 0.0], [lambda t: t, lambda t: t**2]), "else": lambda x: np.piecewise(x, [x < -1.0, x > 1.0], [-1.0, lambda t: t**3, lambda t: np.sin(t)]),
    "one condition": lambda x: np.piecewise(x, x > 0.0, [np.sqrt, 0.0]), "conditions of data": lambda x: np.piecewise(x, [KNOTS.repeat(2)[:12] < 0.0], [lambda t: 2.0 * t, np.exp]),
    "argument": lambda x: np.piecewise(x, [x < 0.0], [lambda t, k: k * t, lambda t, k: t - k], 3.0), "of a number": lambda x: np.piecewise(x[0], [x[0] < 0.0, x[0] > 0.5], [0.0, lambda t: t**2]),
    "a sum of those": lambda x: np.piecewise(x, [x < 0.0], [lambda t: t - np.sum(t), 0.0]), "matrix": lambda x: np.piecewise(x.reshape(3, 4), [x.reshape(3, 4) < 0.0], [np.cos, 1.0]),
    "overlapping": lambda x: np.piecewise(x, [x > 0.0, x > 1.0], [lambda t: t, lambda t: t * t]),
}


def written(f):
    """What a function has written."""
    def result(x):
        y = x * 1.0
        f(y, x)
        return y
    return result


IN_PLACE = {
    "copyto": written(lambda y, x: np.copyto(y, x * x)), "copyto where": written(lambda y, x: np.copyto(y, x[0], where=x > 0.0)), "copyto row": written(lambda y, x: np.copyto(y.reshape(3, 4), x[:4])),
    "putmask": written(lambda y, x: np.putmask(y, x > 0.0, x * x)), "putmask in turn": written(lambda y, x: np.putmask(y, x > 0.0, x[:5])), "place": written(lambda y, x: np.place(y, x > 0.0, x[:3])),
    "place number": written(lambda y, x: np.place(y.reshape(3, 4), x.reshape(3, 4) > 0.0, 2.0)), "put": written(lambda y, x: np.put(y, [0, 5, -1], x[3:6])), "put in turn": written(lambda y, x: np.put(y, [1, 2, 3], x[:2])),
    "put wrapped": written(lambda y, x: np.put(y, [13, -2], 1.0, mode="wrap")), "fill_diagonal": written(lambda y, x: np.fill_diagonal(y.reshape(3, 4), x[0])),
    "fill_diagonal in turn": written(lambda y, x: np.fill_diagonal(y.reshape(6, 2), x[:3], wrap=True)), "fill_diagonal of more": written(lambda y, x: np.fill_diagonal(y[:8].reshape(2, 2, 2), x[:2])),
    "ndenumerate": lambda x: sum(v * (i + 2 * j) for (i, j), v in np.ndenumerate(x.reshape(3, 4))), "ndindex": lambda x: sum(x[i] * j for i, j in np.ndindex(3, 4)),
    "nditer": lambda x: sum(v * v for v in np.nditer(x)), "nditer of two": lambda x: sum(a * b for a, b in np.nditer([x.reshape(3, 4), x[:4]])),
    "places": lambda x: x[np.ravel_multi_index(([0, 2], [1, 3]), (3, 4))], "places of numbers": lambda x: x[np.ravel_multi_index((int(x[3]), int(x[5])), (3, 4))],
    "back": lambda x: x[np.unravel_index(int(x[3]) + 5, (3, 4))[1]], "triangle": lambda x: x.reshape(3, 4)[np.tril_indices_from(x.reshape(3, 4))],
}
OBJECTS = {
    "cubic": lambda x: CUBIC(x.reshape(3, 4)), "of a number": lambda x: CUBIC(x[0]), "slope": lambda x: CUBIC(x, 1), "derivative": lambda x: CUBIC.derivative()(x), "beyond": lambda x: CUBIC(2.0 * x),
    "monotone": lambda x: MONOTONE(x), "b-spline": lambda x: B(x), "several": lambda x: TABLE(x), "several of a number": lambda x: TABLE(x[1]), "periodic": lambda x: PERIODIC(3.1 * x),
    "akima": lambda x: AKIMA(x), "across": lambda x: ACROSS(x), "not beyond": lambda x: CUBIC(x, extrapolate=False), "integral": lambda x: CUBIC.antiderivative()(x),
    "line": lambda x: LINE(2.0 * x), "held": lambda x: HELD(2.03 * x), "poly1d": lambda x: np.poly1d([1.0, 2.0, 3.0])(x), "Polynomial": lambda x: np.polynomial.Polynomial([1.0, 2.0, 3.0], domain=[0.0, 2.0])(x),
    "Chebyshev": lambda x: np.polynomial.Chebyshev([1.0, 2.0, 3.0])(0.2 * x),
}
TABLES = {"each": EACH, "pieces": PIECES, "in place": IN_PLACE, "objects": OBJECTS}


@pytest.mark.parametrize("table", TABLES)
def test_values_and_derivatives(table):
    check(TABLES[table], X)


def test_whole_numbers_stay_whole():
    f = lambda k: np.vectorize(lambda i: i // 2 if i > 3 else i)(k)                                                                      # noqa: E731
    check_values({"whole": f}, np.arange(8))
    assert ad.evaluate(f)(np.arange(8)).dtype == np.int64


def test_a_number_beyond_the_points_of_a_line_is_an_error():
    strict = interpolate.interp1d(KNOTS, np.sin(KNOTS))
    assert ad.evaluate(lambda x: strict(x))(0.3) == pytest.approx(float(strict(0.3)), rel=1e-14)
    with pytest.raises(AssertionError, match="interp1d"):
        ad.evaluate(lambda x: strict(x))(4.0)


@pytest.mark.parametrize(("f", "says"), [
    (lambda x: np.vectorize(lambda a, b: a)(x), "misses"), (lambda x: np.vectorize(np.sum, signature="(n),(n)->()")(x), "signature"),
    (lambda x: np.piecewise(x, [x < 0.0], [1.0, 2.0, 3.0]), "3 functions"), (lambda x: np.put(np.zeros(3), [3], x[0]), "out of range"),
    (lambda x: interpolate.CubicSpline(x[:4], x[:4])(0.5), "not in the language"), (lambda x: np.frompyfunc(lambda t: t, 1, 1)(x), "not in the language"),
])
def test_what_does_not_fit_is_refused(f, says):
    with pytest.raises((CompileError, IndexError), match=says):
        ad.evaluate(f)(X)
