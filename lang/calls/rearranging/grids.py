"""Arrays that meet: grids of coordinates, arrays broadcast to one shape, and with more axes than they have."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...values.services import Interpreter
from ...values.values import Value
from ..family import Family
from .numbering import OWN, rearranged, static, viewed

public = Family()


@public("numpy.meshgrid")
def meshgrid(it: Interpreter, *xi: Value, copy: bool = True, sparse: bool = False, indexing: Any = "xy") -> Value:
    """a grid of the coordinates in vectors, an array for each"""
    copy, sparse, indexing = static(it, "meshgrid", copy, sparse, indexing)
    return rearranged(it, lambda *numbers: np.meshgrid(*numbers, sparse=sparse, indexing=indexing), xi, OWN, copy)


@public("numpy.ix_")
def ix_(it: Interpreter, *args: Value) -> Value:
    """vectors as the axes of a grid: an index that takes rows and columns"""
    return rearranged(it, np.ix_, args, OWN, False)


@public("numpy.broadcast_arrays")
def broadcast_arrays(it: Interpreter, *args: Value) -> Value:
    """arrays repeated along new axes to one shape (read only)"""
    return rearranged(it, np.broadcast_arrays, args, OWN, False)


def at_least(function: Callable[..., Any], doc: str) -> None:
    """A function that gives axes to numbers and short arrays: of several arrays a tuple."""
    def emit(it: Interpreter, *arys: Value) -> Value:
        found = [viewed(it, function, array) for array in arys]
        return found[0] if len(found) == 1 else tuple(found)
    emit.__doc__ = doc
    public(f"numpy.{function.__name__}")(emit)


at_least(np.atleast_1d, "an array of one axis at least (a view)")
at_least(np.atleast_2d, "an array of two axes at least (a view)")
at_least(np.atleast_3d, "an array of three axes at least (a view)")
