"""Reductions: sum, prod, max, min, mean, any, all, argmax, argmin over all or some axes; masked arrays are reduced through their mask."""
from __future__ import annotations

import math

from ..numbers import comparison, integers, scalars
from ..values.dtypes import CODES, F32, F64, I1, I64
from ..values.nodes import Reduced
from ..values.scalar import Number
from ..values.services import Interpreter
from ..values.sizes import Length, Shape, Unsized, product
from ..values.values import ARRAYS, ArrayValue, Elem, Masked, Operand, Scalar, Value, View
from .elements import SHARE, element
from .folding import KINDS, over
from .lazy import elem
from .making import from_list, lift
from .storage import force

HIDDEN = {"sum": 0, "prod": 1, "max": -math.inf, "min": math.inf, "all": True, "any": False}     # what the elements that a mask hides become
HIDDEN_INTEGERS = {"max": -2**62, "min": 2**62}


def reduce(it: Interpreter, kind: str, value: Value, axis: Value = None, keepdims: bool = False) -> Operand:
    """np.sum and friends; with an axis the result is lazy."""
    if isinstance(value, Masked):
        return reduce_masked(it, kind, value)
    array = lift(it, value)
    if not isinstance(array, ARRAYS):
        return scalars.scalar(it, array, KINDS[kind].dtype(array.ty)) if isinstance(array, Scalar) else array
    axes = normal_axes(it, axis, len(array.shape))
    if len(axes) < len(array.shape):
        return over_axes(it, kind, array, axes, keepdims)
    number = whole(it, kind, array)
    return elem(it, "cast_" + CODES[number.ty], [number], (1,) * len(array.shape)) if keepdims else number


def over_axes(it: Interpreter, kind: str, array: ArrayValue, axes: tuple[int, ...], keepdims: bool) -> Elem:
    """The lazy reduction over some axes. What is costly to compute is stored first: its elements may be asked for more than once."""
    lengths = tuple(array.shape[axis] for axis in axes)
    if kind in ("max", "min") and 0 in lengths:
        raise it.error(f"the {kind} of no elements")
    if isinstance(array, Elem) and array.weight > SHARE:
        array = force(it, array)
    count = product(lengths)
    return elem(it, "reduce", [array], remaining(array.shape, axes, keepdims), KINDS[kind].dtype(array.dtype), cost=count if isinstance(count, int) else 100,
                key=Reduced(axes, lengths, kind, keepdims))


def remaining(shape: Shape, axes: tuple[int, ...], keepdims: bool) -> Shape:
    """The shape of a reduction over these axes."""
    if keepdims:
        return tuple(1 if axis in axes else length for axis, length in enumerate(shape))
    return tuple(length for axis, length in enumerate(shape) if axis not in axes)


def normal_axes(it: Interpreter, axis: Value, rank: int) -> tuple[int, ...]:
    """The axes in rising order; None means all."""
    if axis is None:
        return tuple(range(rank))
    axes: set[int] = set()
    for given in axis if isinstance(axis, (tuple, list)) else (axis,):
        if not isinstance(given, int) or not -rank <= given < rank:
            raise it.error(f"axis {given} of an array of rank {rank}")
        axes.add(given % rank)
    return tuple(sorted(axes))


def whole(it: Interpreter, kind: str, array: ArrayValue) -> Scalar:
    """Over all elements, now."""
    folding = KINDS[kind]
    dtype = folding.dtype(array.dtype)
    if 0 in array.shape:
        if folding.neutral is None:
            raise it.error(f"the {kind} of no elements")
        return scalars.scalar(it, folding.neutral, dtype)
    it.token += 1
    return over(it, folding, array.shape, lambda index, memo: scalars.scalar(it, element(it, array, index, memo), dtype), dtype)


def reduce_masked(it: Interpreter, kind: str, array: Masked) -> Operand:
    """A reduction of an array read through a mask: what the mask hides becomes the neutral element."""
    if kind == "mean":
        return it.operate("/", reduce_masked(it, "sum", array), reduce(it, "sum", array.mask))
    value = lift(it, array.value)
    return reduce(it, kind, it.operate_on("where", array.mask, value, hidden(kind, value.dtype if isinstance(value, ARRAYS) else F64)))


def hidden(kind: str, dtype: str) -> float:
    """What the elements that a mask hides become, in the type of the others."""
    if dtype == I64 and kind in HIDDEN_INTEGERS:
        return HIDDEN_INTEGERS[kind]
    return float(HIDDEN[kind]) if dtype in (F64, F32) else HIDDEN[kind]


def mean(it: Interpreter, value: Value, axis: Value = None, keepdims: bool = False) -> Operand:
    """The sum divided by the number of elements."""
    if isinstance(value, Masked):
        return reduce_masked(it, "mean", value)
    array = lift(it, value)
    if not isinstance(array, ARRAYS):
        return array
    count = product(array.shape[axis] for axis in normal_axes(it, axis, len(array.shape)))
    if count == 0:
        raise it.error("the mean of no elements")
    if isinstance(count, Unsized):
        raise it.error("the mean over two axes of run-time length is not part of the language", "divide the sum by the product of the lengths")
    return it.operate("/", reduce(it, "sum", array, axis, keepdims), count if isinstance(count, int) else Scalar(I64, str(count)))


def arg_extreme(it: Interpreter, kind: str, value: Value, axis: Value = None) -> Value:
    """np.argmax / np.argmin: the first position of the extreme value."""
    view = force(it, value)
    if not isinstance(view, View):
        view = from_list(it, [view])
    if axis is not None and len(view.shape) > 1:
        return it.library("argmax" if kind == "max" else "argmin", view, axis)
    count = product(view.shape)
    if count == 0:
        raise it.error(f"arg{kind} of no elements")
    if isinstance(count, (Length, Unsized)):
        raise it.error(f"arg{kind} of a slice with run-time bounds is not part of the language", "write a loop")
    flat = view if len(view.shape) == 1 else it.reshape(view, (count,))
    first = scalars.scalar(it, element(it, flat, (0,)))

    def step(at: Scalar, best: Scalar, best_at: Scalar) -> tuple[Scalar, Scalar]:
        number = scalars.scalar(it, element(it, flat, (at,), {}))
        better = improves(it, kind, number, best)
        return scalars.scalar(it, comparison.select(it, better, number, best)), scalars.scalar(it, comparison.select(it, better, at, best_at))

    best_at = it.b.counted(count, step, (first, scalars.scalar(it, 0, I64)))[1]
    return Scalar(I64, best_at.ref, (0, count - 1) if isinstance(count, int) else None, view.level)


def improves(it: Interpreter, kind: str, number: Scalar, best: Scalar) -> Number:
    """Does the number take the place of the best so far? Of floats the first nan does, if there is one, and stays."""
    better = comparison.compare(it, ">" if kind == "max" else "<", number, best)
    if number.ty not in (F64, F32):
        return better
    first_nan = integers.bits(it, "&", comparison.compare(it, "!=", number, number), comparison.compare(it, "==", best, best), I1, 2)
    return integers.bits(it, "|", better, first_nan, I1, 2)
