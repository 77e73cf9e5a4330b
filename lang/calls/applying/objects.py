"""Objects of other libraries that are functions of known numbers: splines of data, polynomials, functions that NumPy calls for each element.

What they are made of is read when the function is compiled; where they are evaluated may be run-time numbers, and is differentiated.
"""
from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from ...arrays.making import lift, shape_of
from ...library.named import functions
from ...numbers import scalars
from ...values.services import Interpreter
from ...values.values import Value
from .each import of_numpys

INTERPOLATION = functions("shaping", {"": {"interpolation": "piecewise"}})
OBJECTS: dict[str, Callable[..., Value]] = {"numpy.vectorize": of_numpys}


def of_class(*names: str) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """What a call of an object of these classes, by their dotted public names, means."""
    def add(emit: Callable[..., Value]) -> Callable[..., Value]:
        OBJECTS.update(dict.fromkeys(names, emit))
        return emit
    return add


def called_object(f: Any) -> Callable[..., Value] | None:
    """How a call of the object is staged; None for any other."""
    for name, emit in OBJECTS.items():
        module, _, short = name.rpartition(".")
        kind = getattr(sys.modules.get(module), short, None)
        if isinstance(kind, type) and isinstance(f, kind):
            return functools.partial(call_of, emit, f)
    return None


def call_of(emit: Callable[..., Value], f: Any, it: Interpreter, *args: Value, **kw: Value) -> Value:
    """A call of the object, of arguments that it takes."""
    try:
        inspect.signature(emit).bind(it, f, *args, **kw)
    except TypeError as failure:
        raise it.error(f"`{type(f).__name__}`: {failure}") from None
    return emit(it, f, *args, **kw)


def numbers(it: Interpreter, owner: Any, name: str) -> np.ndarray:
    """An array that the object is made of."""
    return it.keep(np.ascontiguousarray(np.asarray(it.attribute(owner, name), float)))


# -- SciPy's splines
@of_class("scipy.interpolate.PPoly")
def piecewise_polynomial(it: Interpreter, spline: Any, x: Value, nu: int = 0, extrapolate: Any = None) -> Value:
    """CubicSpline, PchipInterpolator, Akima1DInterpolator, PPoly, and what `.derivative()` gives of them."""
    c, ends, axis = numbers(it, spline, "c"), numbers(it, spline, "x"), getattr(spline, "axis", 0)
    how = spline.extrapolate if extrapolate is None else extrapolate
    where = lift(it, x)
    if ends[0] > ends[-1]:
        raise it.error("a spline whose points fall is not part of the language", "give its points in rising order")
    if how == "periodic":
        where = it.operate("+", it.operate("%", it.operate("-", where, float(ends[0])), float(ends[-1] - ends[0])), float(ends[0]))
    found = it.call(INTERPOLATION["piecewise"], c, ends, where, max(int(nu), 0), not how)
    rank = len(shape_of(it, where))
    result = found if c.ndim > 2 or rank else it.index(it.reshape(found, (1,)), (0,))
    if axis and c.ndim > 2:
        result = it.call(np.moveaxis, result, tuple(range(rank)), tuple(range(axis, axis + rank)))
    return result


@of_class("scipy.interpolate.BSpline")
def b_spline(it: Interpreter, spline: Any, x: Value, nu: int = 0, extrapolate: Any = None) -> Value:
    """BSpline and what `make_interp_spline` gives, by the polynomials of its pieces."""
    from scipy.interpolate import PPoly
    return piecewise_polynomial(it, PPoly.from_spline(spline, extrapolate=spline.extrapolate), x, nu, extrapolate)


@of_class("scipy.interpolate.interp1d")
def lines(it: Interpreter, made: Any, x: Value) -> Value:
    """interp1d by lines; a number beyond its points is what SciPy makes of it: an error, a number, or the first or last line."""
    ends, values = numbers(it, made, "x"), np.asarray(it.attribute(made, "y"), float)
    if made._kind != "linear" or values.ndim > 1:
        raise it.error(f"`interp1d` of kind `{made._kind}`, or of several series, is not part of the language", "scipy.interpolate.CubicSpline and its like")
    coefficients = it.keep(np.stack([np.diff(values) / np.diff(ends), values[:-1]]))
    where = lift(it, x)
    found = it.call(INTERPOLATION["piecewise"], coefficients, ends, where, 0, False)
    found = found if shape_of(it, where) else it.index(it.reshape(found, (1,)), (0,))
    if made._extrapolate:
        return found
    below, above = it.operate("<", where, float(ends[0])), it.operate(">", where, float(ends[-1]))
    if it.attribute(made, "bounds_error"):
        inside = scalars.scalar(it, it.operate_on("logical_not", it.reduce("any", it.operate("|", below, above))))
        it.check(inside.ref, "assert", "a number beyond the points of `interp1d`")
    ends_of = [np.ravel(fill)[0].item() for fill in (made._fill_value_below, made._fill_value_above)]
    return it.operate_on("where", below, ends_of[0], it.operate_on("where", above, ends_of[1], found))


# -- NumPy's polynomials
@of_class("numpy.poly1d")
def poly1d(it: Interpreter, made: Any, x: Value) -> Value:
    """poly1d: its highest power first."""
    return it.call(np.polyval, numbers(it, made, "coeffs"), x)


@of_class(*(f"numpy.polynomial.{name}" for name in ("Polynomial", "Chebyshev", "Legendre", "Hermite", "HermiteE", "Laguerre")))
def polynomial(it: Interpreter, made: Any, x: Value) -> Value:
    """A series on its domain."""
    domain, window = numbers(it, made, "domain"), numbers(it, made, "window")
    scale = float((window[1] - window[0]) / (domain[1] - domain[0]))
    moved = it.operate("+", it.operate("*", x, scale), float(window[0] - scale * domain[0]))
    return it.call(made._val, moved, numbers(it, made, "coef"))
