"""Places of elements: flat and by axes, of triangles, and one after the other."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...arrays.making import lift, shape_of
from ...values.services import Interpreter
from ...values.values import Value
from ..family import Family
from .numbering import called, static

public = Family()
MOST = 512                                      # elements that are written out


@public("numpy.ravel_multi_index")
def ravel_multi_index(it: Interpreter, multi_index: Any, dims: Any, mode: Any = "raise", order: Any = "C") -> Value:
    """the place in the flat array of a place by axes"""
    dims, mode, order = static(it, "ravel_multi_index", dims, mode, order)
    if not isinstance(multi_index, (tuple, list)) or len(multi_index) != len(dims):
        raise it.error(f"`ravel_multi_index` takes a tuple of {len(dims)} places, one for each axis")
    modes = (mode,) * len(dims) if isinstance(mode, str) else mode
    rows = [moved(it, at, length, how) for at, length, how in zip(multi_index, dims, modes, strict=True)]
    return it.index(lift(it, np.arange(int(np.prod(dims))).reshape(dims, order=order)), tuple(rows))


def moved(it: Interpreter, at: Value, length: int, mode: str) -> Value:
    """A place on an axis, where the mode says what happens beyond its ends."""
    if mode == "raise":
        return at
    return it.operate("%", at, length) if mode == "wrap" else it.call(np.clip, at, 0, length - 1)


@public("numpy.unravel_index")
def unravel_index(it: Interpreter, indices: Value, shape: Any, order: Any = "C") -> Value:
    """the place by axes of a place in the flat array"""
    shape, order = static(it, "unravel_index", shape, order)
    lengths = (shape,) if isinstance(shape, int) else tuple(shape)
    table = called(it, lambda: np.unravel_index(np.arange(int(np.prod(lengths))), lengths, order), ())
    return tuple(it.index(lift(it, it.keep(np.ascontiguousarray(axis))), (indices,)) for axis in table)


def of_shape(function: Callable[..., Any], doc: str) -> None:
    """A function that asks an array for its shape alone."""
    def emit(it: Interpreter, arr: Value, k: int = 0) -> Value:
        k = static(it, function.__name__, k)
        return called(it, function, [np.broadcast_to(0, shape_of(it, arr)), *([k] if k else [])])     # type: ignore[arg-type]  # known lengths
    emit.__doc__ = doc
    public(f"numpy.{function.__name__}")(emit)


of_shape(np.tril_indices_from, "places of the lower triangle of a matrix")
of_shape(np.triu_indices_from, "places of the upper triangle of a matrix")
of_shape(np.diag_indices_from, "places of the diagonal of an array")


# -- one after the other
def written_out(it: Interpreter, name: str, array: Value) -> list[tuple[tuple[int, ...], Value]]:
    """All places with their elements."""
    lengths: Any = shape_of(it, array)
    if not all(isinstance(length, int) for length in lengths) or np.prod(lengths, dtype=int) > MOST:
        raise it.error(f"`{name}` writes the elements of an array out one by one, {MOST} at most", "loops over `range` of each axis")
    value = lift(it, array)
    return [(at, it.index(value, at) if at else value) for at in np.ndindex(*lengths)]


@public("numpy.ndenumerate")
def ndenumerate(it: Interpreter, arr: Value) -> Value:
    """places and elements of an array, written out"""
    return written_out(it, "ndenumerate", arr)


@public("numpy.nditer")
def nditer(it: Interpreter, op: Value, flags: Any = (), op_flags: Any = (), **how: Any) -> Value:
    """the elements of an array, or of arrays that broadcast, written out, to be read"""
    if any("write" in str(flag) for flag in np.ravel(np.asarray(op_flags, object))) or "multi_index" in flags or "external_loop" in flags:
        raise it.error("`nditer` with places, for writing or in pieces is not part of the language", "loops over `range` of each axis")
    if not isinstance(op, (list, tuple)):
        return [element for _, element in written_out(it, "nditer", op)]
    rows = [written_out(it, "nditer", array) for array in it.call(np.broadcast_arrays, *op)]                 # type: ignore[union-attr]
    return [tuple(element for _, element in row) for row in zip(*rows, strict=True)]
