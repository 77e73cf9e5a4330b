"""Arrays put together by NumPy's index objects and by blocks."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...arrays.sequences import members
from ...values.services import Interpreter
from ...values.values import Value
from ..family import Family
from .numbering import copied

public = Family()


@public("numpy.block")
def block(it: Interpreter, arrays: Any) -> Value:
    """an array of nested lists of blocks"""
    if isinstance(arrays, tuple):
        raise it.error("`np.block` takes nested lists, no tuples")
    found: list[Value] = []
    tree = noted(arrays, found)
    return copied(it, lambda *numbers: np.block(numbered_again(tree, numbers)), *found)


def noted(tree: Any, found: list[Value]) -> Any:
    """Nested lists with the places of their members."""
    if isinstance(tree, list):
        return [noted(one, found) for one in tree]
    found.append(tree)
    return len(found) - 1


def numbered_again(tree: Any, numbers: Sequence[Any]) -> Any:
    """The same nested lists, of the numbers at these places."""
    return [numbered_again(one, numbers) for one in tree] if isinstance(tree, list) else numbers[tree]


def of_sequence(function: Callable[..., Any], doc: str) -> None:
    """A function of a sequence of arrays."""
    def emit(it: Interpreter, tup: Any) -> Value:
        return copied(it, lambda *numbers: function(numbers), *members(it, tup))
    emit.__doc__ = doc
    public(f"numpy.{function.__name__}")(emit)


@public("numpy.row_stack")
def row_stack(it: Interpreter, tup: Any, **how: Value) -> Value:
    """vectors as rows of a matrix: an old name of `vstack`"""
    return it.library("vstack", tup, **how)


of_sequence(np.dstack, "arrays one behind the other, along a third axis")


# -- np.r_, np.c_, np.mgrid, np.ogrid
def by_index(it: Interpreter, owner: Any, key: Any) -> Value:
    """`np.r_[a, b, 0:1:5j]`: arrays, numbers and ranges one after the other; a text first says along which axis. `np.mgrid[0:a:5j, 0:b:3j]`: a grid."""
    entries = key if isinstance(key, tuple) else (key,)
    if owner is np.mgrid or owner is np.ogrid:
        return grid(it, entries, owner is np.ogrid) if isinstance(key, tuple) else ranged(it, key)
    words = [entry for entry in entries if isinstance(entry, str)]
    parts = [ranged(it, entry) if isinstance(entry, slice) else entry for entry in entries if not isinstance(entry, str)]
    return copied(it, lambda *numbers: owner[(*words, *numbers)], *parts)


def ranged(it: Interpreter, key: slice) -> Value:
    """A range: by its step, or by a number of places where the step is imaginary."""
    start = 0 if key.start is None else key.start
    if isinstance(key.step, complex):
        return it.call(np.linspace, start, key.stop, int(abs(key.step)))
    return it.call(np.arange, start, key.stop, 1 if key.step is None else key.step)


def grid(it: Interpreter, keys: Sequence[slice], sparse: bool) -> Value:
    """The coordinates of a grid: an array of arrays, or with `sparse` a tuple of arrays that broadcast."""
    found = it.call(np.meshgrid, *(ranged(it, key) for key in keys), indexing="ij", sparse=sparse)
    return found if sparse else it.call(np.stack, found)
