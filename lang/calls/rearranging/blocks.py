"""An array of numbered elements put together: of the blocks in which they lie evenly spaced, or one by one where there are many.

A roll by 1 of a vector of 5, places [4, 0, 1, 2, 3], is two blocks: the last element, and a view of the first four. Loops over blocks become vectors and
have no index to look up; so have their derivatives.
"""
from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...arrays.making import new_array
from ...arrays.parts.writing import assign_item
from ...values.services import Interpreter
from ...values.sizes import product, row_major
from ...values.values import Operand, View

MOST = 64                                       # blocks; of more the elements are gathered


class Lying(NamedTuple):
    """For each place, in which operand its element lies, and where in that one's memory."""

    whose: np.ndarray
    where: np.ndarray


def lying(places: np.ndarray, operands: Sequence[Operand]) -> Lying:
    """Where the numbered elements are; a number lies at 0."""
    counts = [int(product(operand.shape)) if isinstance(operand, View) else 1 for operand in operands]          # type: ignore[arg-type]  # known lengths
    starts = np.cumsum([0, *counts])
    whose = np.searchsorted(starts, places, "right") - 1
    where = np.zeros(places.shape, np.int64)
    for k, operand in enumerate(operands):
        if isinstance(operand, View) and operand.shape:
            inside = whose == k
            at = np.unravel_index(places[inside] - starts[k], operand.shape)                                     # type: ignore[arg-type]
            where[inside] = operand.off + sum(np.asarray(i) * stride for i, stride in zip(at, operand.strides, strict=True))     # type: ignore[call-overload]
    return Lying(whose, where)


def lies(places: np.ndarray, operands: Sequence[Operand]) -> View | None:
    """The view that all elements are, if they are one."""
    if not places.size:
        return None
    found = lying(places, operands)
    first = operands[found.whose.flat[0]]
    if not isinstance(first, View) or (found.whose != found.whose.flat[0]).any():
        return None
    return evenly(first, found.where)


def evenly(view: View, where: np.ndarray) -> View | None:
    """The view of the same memory that has these places, if they are evenly spaced along each axis."""
    strides = [int(np.take(where, 1, axis).flat[0] - where.flat[0]) if length > 1 else 0 for axis, length in enumerate(where.shape)]
    expected = where.flat[0] + sum((stride * i for stride, i in zip(strides, np.indices(where.shape, sparse=True), strict=True)), np.int64(0))
    if not (expected == where).all():
        return None
    dense = row_major(where.shape)
    return View(view.buf, where.shape, [own if length == 1 else stride for own, length, stride in zip(dense, where.shape, strides, strict=True)],
                int(where.flat[0]), view.dyn)


# -- several blocks
def assembled(it: Interpreter, places: np.ndarray, operands: Sequence[Operand], dtype: str) -> Operand:
    """A new array with the numbered elements."""
    if not places.ndim:
        return taken(operands, lying(places, operands), ())                     # type: ignore[return-value]
    out = new_array(it, places.shape, dtype)
    if not places.size:
        return out
    found = lying(places, operands)
    blocks = [tuple(cuts) for cuts in itertools.product(*(pieces(found, axis) for axis in range(places.ndim)))] if few(found) else []
    parts = [taken(operands, found, block) for block in blocks]
    if not parts or any(part is None for part in parts):
        return gathered(it, places, operands, dtype)
    for block, part in zip(blocks, parts, strict=True):
        assign_item(it, out, block, part)
    return out


def few(found: Lying) -> bool:
    """Are there few blocks?"""
    total = 1
    for axis in range(found.where.ndim):
        total *= len(pieces(found, axis))
        if total > MOST:
            return False
    return True


def pieces(found: Lying, axis: int) -> list[slice]:
    """An axis cut where the elements change arrays, or their distance changes."""
    length = found.where.shape[axis]
    others = tuple(k for k in range(found.where.ndim) if k != axis)
    change = (np.diff(found.whose, axis=axis) != 0).any(others)
    step = np.diff(found.where, axis=axis)
    same = (np.diff(step, axis=axis) == 0).all(others)
    cuts, inside = [0], False                       # `inside`: has this piece a distance already?
    for at in range(length - 1):
        if change[at] or (inside and not same[at - 1]):
            cuts.append(at + 1)
            inside = False
        else:
            inside = True
    return [slice(start, stop) for start, stop in itertools.pairwise([*cuts, length])]


def taken(operands: Sequence[Operand], found: Lying, block: tuple[slice, ...]) -> Operand | None:
    """What one block holds: a number, or a view; None where it is neither."""
    whose, where = found.whose[block], found.where[block]
    first = operands[whose.flat[0]]
    if (whose != whose.flat[0]).any():
        return None
    return evenly(first, where) if isinstance(first, View) else first


def gathered(it: Interpreter, places: np.ndarray, operands: Sequence[Operand], dtype: str) -> Operand:
    """The elements one by one, of all operands in one row."""
    row = new_array(it, (sum(int(product(operand.shape)) if isinstance(operand, View) else 1 for operand in operands),), dtype)     # type: ignore[arg-type]
    at = 0
    for operand in operands:
        count = int(product(operand.shape)) if isinstance(operand, View) else 1                                  # type: ignore[arg-type]
        assign_item(it, row, slice(at, at + count), it.reshape(operand, (count,)) if isinstance(operand, View) else operand)
        at += count
    return it.index(row, it.constant(np.ascontiguousarray(it.keep(places))))    # type: ignore[return-value]
