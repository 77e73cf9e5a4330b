"""Reductions: sums, extremes, moments, positions."""
from __future__ import annotations

from typing import Any

from ..arrays import reductions
from ..arrays.making import from_list, lift, shape_of
from ..arrays.storage import force
from ..numbers import scalars
from ..values.services import Interpreter
from ..values.sizes import Unsized, product
from ..values.values import Elem, Operand, Value, holds_run_time
from .family import Family

public = Family()


def add_reduction(kind: str, doc: str, *names: str) -> None:
    """Add a function of NumPy's, under its names there and as a method, that reduces all elements or those along axes."""
    def emit(it: Interpreter, a: Value, axis: Value = None, keepdims: bool = False) -> Operand:
        if kind in ("any", "all"):
            a = it.operate_on("cast_b1", from_list(it, a) if isinstance(a, (list, tuple)) else a)
        return reductions.reduce(it, kind, a, axis, keepdims)
    emit.__doc__ = doc
    public(*[f"numpy.{name}" for name in names], methods=(kind,))(emit)


add_reduction("sum", "sum of all elements or along axes", "sum")
add_reduction("prod", "product of all elements or along axes", "prod")
add_reduction("max", "largest element, or along axes; nan if there is one", "max", "amax")
add_reduction("min", "smallest element, or along axes; nan if there is one", "min", "amin")
add_reduction("all", "are all true?", "all")
add_reduction("any", "is any true?", "any")


@public("numpy.mean", "numpy.average", methods=("mean",))
def mean(it: Interpreter, a: Value, axis: Value = None, keepdims: bool = False) -> Operand:
    """arithmetic mean"""
    return reductions.mean(it, a, axis, keepdims)


@public("numpy.var", methods=("var",))
def var(it: Interpreter, a: Value, axis: Value = None, ddof: int = 0) -> Value:
    """variance, the divisor is n - ddof"""
    array = lift(it, a)
    if isinstance(array, Elem):                     # it is gone through twice
        array = force(it, array)
    deviation = it.operate("-", array, reductions.mean(it, array, axis, axis is not None))
    shape = shape_of(it, array)
    count: Any = product([shape[k] for k in reductions.normal_axes(it, axis, len(shape))])
    if isinstance(count, Unsized):
        raise it.error("the variance over two axes of run-time length is not part of the language", "divide the sum by the product of the lengths")
    return it.operate("/", reductions.reduce(it, "sum", it.operate("*", deviation, deviation), axis), it.operate("-", scalars.length(count), ddof))


@public("numpy.std", methods=("std",))
def std(it: Interpreter, a: Value, axis: Value = None, ddof: int = 0) -> Value:
    """standard deviation, the divisor is n - ddof"""
    return it.operate_on("sqrt", var(it, a, axis, ddof))


@public("numpy.argmax", methods=("argmax",))
def argmax(it: Interpreter, a: Value, axis: Value = None) -> Value:
    """position of the first largest element"""
    return reductions.arg_extreme(it, "max", a, axis)


@public("numpy.argmin", methods=("argmin",))
def argmin(it: Interpreter, a: Value, axis: Value = None) -> Value:
    """position of the first smallest element"""
    return reductions.arg_extreme(it, "min", a, axis)


@public("numpy.count_nonzero")
def count_nonzero(it: Interpreter, a: Value) -> Operand:
    """how many elements are not zero"""
    return it.reduce("sum", it.operate_on("cast_b1", a))


@public("numpy.bincount")
def bincount(it: Interpreter, x: Value, weights: Value = None, minlength: int = 0) -> Value:
    """how often each of `minlength` whole numbers occurs, or the sums of their weights"""
    if holds_run_time(minlength) or minlength < 1:
        raise it.error("the length of np.bincount depends on its data", "say how many numbers there are: minlength=")
    return it.library("bincount", x, weights, minlength)
