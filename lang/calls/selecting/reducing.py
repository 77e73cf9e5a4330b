"""Reductions with all keywords of NumPy's: sums, products, extremes, moments. What `where=` leaves out becomes what changes nothing."""
from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...arrays import reductions
from ...arrays.making import from_list, lift, shape_of
from ...arrays.storage import force
from ...numbers import scalars
from ...values.dtypes import F32, F64
from ...values.services import Interpreter
from ...values.sizes import Unsized, product
from ...values.values import ARRAYS, Elem, Masked, Operand, Value, holds_run_time, type_of
from ..contents import known
from ..creation import astype
from ..family import Family
from ..shaping import broadcast_to

public = Family()

COMBINES = {"sum": "+", "prod": "*", "max": "maximum", "min": "minimum"}        # a reduction and where it starts
OF_BOUNDS = {"max": (-math.inf, -(2**63)), "min": (math.inf, 2**63 - 1)}          # what changes no extreme, of floats and of integers


def reduced(it: Interpreter, kind: str, a: Value, axis: Value, keepdims: bool = False, initial: Value = None, where: Value = True) -> Operand:
    """The reduction of the elements that `where` lets through, beginning with `initial`."""
    if isinstance(a, Masked):
        if where is not True:
            raise it.error(f"`{kind}` of elements that a mask selects takes no `where=`", "combine the masks: x[mask & other]")
        return begun(it, kind, reductions.reduce(it, kind, masked_once(it, a, axis)), initial)
    array = let_through(it, kind, lift(it, a), where, initial)
    if kind in OF_BOUNDS and initial is not None and nothing_in(it, array, axis):
        shape = shape_of(it, array)
        return it.call(filled_like, initial, reductions.remaining(shape, reductions.normal_axes(it, axis, len(shape)), keepdims))     # type: ignore
    return begun(it, kind, reductions.reduce(it, kind, array, axis, keepdims), initial)


def masked_once(it: Interpreter, array: Masked, axis: Value) -> Masked:
    """Elements that a mask selects have one axis; over another one they are no array that the language has."""
    if axis not in (None, 0, -1) or (axis is not None and len(shape_of(it, array.value)) > 1):
        raise it.error("elements that a mask selects are reduced all together", "np.where(mask, x, neutral) keeps the shape, and `where=` takes masks")
    return array


def let_through(it: Interpreter, kind: str, array: Operand, where: Value, initial: Value) -> Operand:
    """The array with what changes nothing in the place of what is left out."""
    if where is True:
        return array
    if kind in OF_BOUNDS and initial is None:
        raise it.error(f"`{kind}` with `where=` may have no elements", "say where it starts: `initial=`")
    return chosen(it, where, array, neutral(it, kind, array))


def chosen(it: Interpreter, where: Value, array: Operand, otherwise: Value) -> Operand:
    """np.where with the mask as booleans, in the shape of the array."""
    return it.operate_on("where", booleans(it, where), array, otherwise)                        # type: ignore[return-value]  # of no masked array


def booleans(it: Interpreter, mask: Value) -> Operand:
    """What is true of its elements."""
    return it.operate_on("cast_b1", from_list(it, mask) if isinstance(mask, (list, tuple)) else mask)       # type: ignore[return-value]


def neutral(it: Interpreter, kind: str, array: Operand) -> Any:
    """What changes no such reduction of elements of this type."""
    is_float = type_of(array) in (F64, F32)
    if kind in OF_BOUNDS:
        return OF_BOUNDS[kind][not is_float]
    return {"sum": 0, "prod": 1, "all": True, "any": False}[kind]


def nothing_in(it: Interpreter, array: Operand, axis: Value) -> bool:
    """Is it known that there are no elements along these axes?"""
    shape = shape_of(it, array)
    return 0 in [shape[k] for k in reductions.normal_axes(it, axis, len(shape))]


def begun(it: Interpreter, kind: str, result: Operand, initial: Value) -> Operand:
    """The result combined with where the reduction starts."""
    if initial is None or (not holds_run_time(initial) and not isinstance(initial, (list, tuple)) and initial == {"sum": 0, "prod": 1}.get(kind)):
        return result
    if kind in OF_BOUNDS:
        return it.operate_on(COMBINES[kind], result, initial)                   # type: ignore[return-value]
    return it.operate(COMBINES[kind], result, initial)                          # type: ignore[return-value]


def filled_like(value, shape):
    """In the language: a number or an array of this value."""
    return np.full(shape, value) if len(shape) > 0 else value


def in_type(it: Interpreter, a: Value, dtype: Value) -> Value:
    """The elements in the type in which they are reduced."""
    return a if dtype is None else astype(it, a, dtype)


# -- sums and products
def add_total(kind: str, doc: str) -> None:
    """Add `sum` or `prod`."""
    def emit(it: Interpreter, a: Value, axis: Value = None, dtype: Value = None, out: None = None, keepdims: bool = False, initial: Value = None,
             where: Value = True) -> Operand:
        return reduced(it, kind, in_type(it, a, dtype), axis, keepdims, initial, where)
    emit.__doc__ = doc
    public(f"numpy.{kind}", methods=(kind,))(emit)


add_total("sum", "sum of all elements or along axes")
add_total("prod", "product of all elements or along axes")


# -- extremes
def add_extreme(kind: str, doc: str) -> None:
    """Add `max` or `min`."""
    def emit(it: Interpreter, a: Value, axis: Value = None, out: None = None, keepdims: bool = False, initial: Value = None, where: Value = True) -> Operand:
        return reduced(it, kind, a, axis, keepdims, initial, where)
    emit.__doc__ = doc
    public(f"numpy.{kind}", f"numpy.a{kind}", methods=(kind,))(emit)


add_extreme("max", "largest element, or along axes; nan if there is one")
add_extreme("min", "smallest element, or along axes; nan if there is one")


@public("numpy.ptp", methods=("ptp",))
def ptp(it: Interpreter, a: Value, axis: Value = None, out: None = None, keepdims: bool = False) -> Value:
    """largest less smallest element, of all or along axes"""
    return it.operate("-", reduced(it, "max", a, axis, keepdims), reduced(it, "min", a, axis, keepdims))


# -- truths
def add_truth(kind: str, doc: str) -> None:
    """Add `all` or `any`."""
    def emit(it: Interpreter, a: Value, axis: Value = None, out: None = None, keepdims: bool = False, *, where: Value = True) -> Operand:
        truths = it.operate_on("cast_b1", from_list(it, a) if isinstance(a, (list, tuple)) and holds_run_time(a) else a)
        return reduced(it, kind, truths, axis, keepdims, None, where)
    emit.__doc__ = doc
    public(f"numpy.{kind}", methods=(kind,))(emit)


add_truth("all", "are all true?")
add_truth("any", "is any true?")


@public("numpy.count_nonzero")
def count_nonzero(it: Interpreter, a: Value, axis: Value = None, *, keepdims: bool = False) -> Operand:
    """how many elements are not zero"""
    return reduced(it, "sum", it.operate_on("cast_b1", from_list(it, a) if isinstance(a, (list, tuple)) else a), axis, keepdims)


# -- moments
@public("numpy.mean", methods=("mean",))
def mean(it: Interpreter, a: Value, axis: Value = None, dtype: Value = None, out: None = None, keepdims: bool = False, *, where: Value = True) -> Value:
    """arithmetic mean, of all elements or along axes"""
    values = in_type(it, a, dtype)
    if where is True:
        return reductions.mean(it, masked_once(it, values, axis) if isinstance(values, Masked) else values, axis, keepdims)
    total = reduced(it, "sum", values, axis, keepdims, None, where)
    return it.operate("/", total, count(it, lift(it, values), axis, keepdims, where))


def count(it: Interpreter, array: Operand, axis: Value, keepdims: bool, where: Value) -> Operand:
    """How many elements there are, of all or along axes; those that `where` lets through."""
    shape = shape_of(it, array)
    if where is not True:
        return reduced(it, "sum", broadcast_to(it, booleans(it, where), shape), axis, keepdims)
    total: Any = product([shape[k] for k in reductions.normal_axes(it, axis, len(shape))])
    if isinstance(total, Unsized):
        raise it.error("the variance over two axes of run-time length is not part of the language", "divide the sum by the product of the lengths")
    return scalars.length(total)                                                                                # type: ignore[return-value]


@public("numpy.var", methods=("var",))
def var(it: Interpreter, a: Value, axis: Value = None, dtype: Value = None, out: None = None, ddof: Value = 0, keepdims: bool = False, *,
        where: Value = True, mean: Value = None, correction: Value = None) -> Value:
    """variance, of all elements or along axes; the divisor is n - ddof"""
    if isinstance(a, Masked):
        return of_masked(it, masked_once(it, a, axis), ddof if correction is None else correction)
    array = lift(it, in_type(it, a, dtype))
    if where is not True:
        array = chosen(it, where, array, 0)
    if isinstance(array, Elem):                     # it is gone through twice
        array = force(it, array)
    n = count(it, array, axis, keepdims, where)
    middle = mean if mean is not None else it.operate("/", reduced(it, "sum", array, axis, True), count(it, array, axis, True, where))
    deviation = it.operate("-", array, middle if isinstance(array, ARRAYS) and axis is not None or mean is not None else number_in(it, middle))
    squares: Value = it.operate("*", deviation, deviation)
    return it.operate("/", reduced(it, "sum", squares, axis, keepdims, None, where), it.operate("-", n, ddof if correction is None else correction))


def number_in(it: Interpreter, value: Value) -> Value:
    """The only element of an array, or the number."""
    return it.element(value, (0,) * len(value.shape)) if isinstance(value, ARRAYS) else value


def of_masked(it: Interpreter, a: Masked, ddof: Value) -> Value:
    """The variance of the elements that a mask selects."""
    total = reductions.reduce(it, "sum", Masked(it.operate_on("where", a.mask, 1, 0), a.mask, a.of))            # type: ignore[arg-type]
    deviation = it.operate("-", a, it.operate("/", reductions.reduce(it, "sum", a), total))
    return it.operate("/", reductions.reduce(it, "sum", it.operate("*", deviation, deviation)), it.operate("-", total, ddof))


@public("numpy.std", methods=("std",))
def std(it: Interpreter, a: Value, axis: Value = None, dtype: Value = None, out: None = None, ddof: Value = 0, keepdims: bool = False, *,
        where: Value = True, mean: Value = None, correction: Value = None) -> Value:
    """standard deviation, of all elements or along axes; the divisor is n - ddof"""
    return it.operate_on("sqrt", var(it, a, axis, dtype, None, ddof, keepdims, where=where, mean=mean, correction=correction))


# -- positions
@public("numpy.argmax", methods=("argmax",))
def argmax(it: Interpreter, a: Value, axis: Value = None, out: None = None, *, keepdims: bool = False) -> Value:
    """position of the first largest element, of the flat array or along an axis"""
    return position(it, "max", a, axis, keepdims)


@public("numpy.argmin", methods=("argmin",))
def argmin(it: Interpreter, a: Value, axis: Value = None, out: None = None, *, keepdims: bool = False) -> Value:
    """position of the first smallest element, of the flat array or along an axis"""
    return position(it, "min", a, axis, keepdims)


def position(it: Interpreter, kind: str, a: Value, axis: Value, keepdims: bool) -> Value:
    """Where the first extreme stands."""
    found = reductions.arg_extreme(it, kind, a, axis)
    if not keepdims:
        return found
    shape = shape_of(it, lift(it, a))
    return it.reshape(found, reductions.remaining(shape, reductions.normal_axes(it, axis, len(shape)), True))


@public("numpy.bincount")
def bincount(it: Interpreter, x: Value, weights: Value = None, minlength: int = 0) -> Value:
    """how often each whole number occurs, or the sums of their weights; of run-time numbers `minlength` says how many there are"""
    places = known(it, x)
    if holds_run_time(minlength) or (holds_run_time(places) and minlength < 1):
        raise it.error("the length of np.bincount depends on its data", "say how many numbers there are: minlength=")
    most = minlength if holds_run_time(places) else max(minlength, 1 + int(it.numpy(places).max(initial=-1)))
    return it.library("bincount", lift(it, x), weights, most)
