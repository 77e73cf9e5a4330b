"""Functions that write into an array: where a mask says so, along its diagonal, at places of the flat array."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...arrays.making import lift, shape_of
from ...arrays.parts.writing import writable
from ...values.services import Interpreter
from ...values.sizes import product
from ...values.values import Value, View, type_of
from ..family import Family
from .numbering import static, viewed

public = Family()


@public("numpy.copyto", always=True)
def copyto(it: Interpreter, dst: Value, src: Value, casting: Any = "same_kind", where: Value = True) -> None:
    """writes the elements of one array into another, everywhere or where a mask holds"""
    target = writable(it, dst)
    chosen = src if where is True else it.operate_on("where", where, src, target)
    it.assign_item(target, (Ellipsis,), chosen)


def masked(it: Interpreter, target: View, mask: Value, values: Value) -> None:
    """target[mask] = values, of the target's shape or a number."""
    truths = mask if type_of(lift(it, mask)) == "i1" else it.operate_on("cast_b1", mask)
    it.assign_item(target, (Ellipsis,), it.operate_on("where", truths, values, target))


@public("numpy.putmask", always=True)
def putmask(it: Interpreter, a: Value, mask: Value, values: Value) -> None:
    """writes where a mask holds; of fewer values each place of the flat array has its own, again and again"""
    target = writable(it, a)
    given = shape_of(it, values)
    masked(it, target, mask, values if given in ((), target.shape) else it.call(np.resize, values, target.shape))


@public("numpy.place", always=True)
def place(it: Interpreter, arr: Value, mask: Value, vals: Value) -> None:
    """writes where a mask holds: one value after the other, again and again"""
    target = writable(it, arr)
    it.call(place_in_turn, it.reshape(target, (-1,)) if target.contiguous() else target, it.call(np.ravel, mask), it.call(np.atleast_1d, vals))


def place_in_turn(flat, mask, values):
    """In the language."""
    k = 0
    for i in range(flat.shape[0]):
        if mask[i]:
            flat[i] = values[k % values.shape[0]]
            k += 1


@public("numpy.put", always=True)
def put(it: Interpreter, a: Value, ind: Value, v: Value, mode: Any = "raise") -> None:
    """writes at places of the flat array; of fewer values one after the other, again and again"""
    mode = static(it, "put", mode)
    target = writable(it, a)
    count: Any = product(target.shape)
    at = it.call(np.ravel, it.call(np.atleast_1d, ind))
    if mode in ("wrap", "clip"):
        at = it.operate("%", at, count) if mode == "wrap" else it.call(np.clip, at, 0, count - 1)
    values = v if shape_of(it, v) == () else it.call(np.resize, v, shape_of(it, at))
    it.assign_item(it.reshape(target, (-1,)), (at,), values)


@public("numpy.fill_diagonal", always=True)
def fill_diagonal(it: Interpreter, a: Value, val: Value, wrap: bool = False) -> None:
    """writes along the main diagonal; of fewer values one after the other, again and again"""
    wrap = static(it, "fill_diagonal", wrap)
    target = writable(it, a)

    def diagonal(numbers: np.ndarray) -> np.ndarray:
        marks = np.zeros(numbers.shape, int)
        np.fill_diagonal(marks, 1, wrap)
        return numbers[marks != 0]
    part = viewed(it, diagonal, target)
    it.assign_item(part, (Ellipsis,), val if shape_of(it, val) == () else it.call(np.resize, it.call(np.ravel, val), part.shape))
