"""Attributes of values: those of an array in ATTRIBUTES, its methods in METHODS, everything else by Python."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...ir.errors import LlbayesError
from ...ir.ours import is_ours
from ..arrays.masks.picking import shape_of_masked
from ..arrays.parts.indexing import transpose
from ..numbers import scalars
from ..python.texts import is_saying, unusable
from ..values.dtypes import CODES
from ..values.services import Interpreter
from ..values.values import ArrayValue, Elem, Grown, Masked, Method, Poison, Scalar, Text, Value, View, describe, holds_run_time, type_of
from .recognition import METHODS


def size(it: Interpreter, array: Scalar | ArrayValue) -> Value:
    """The number of elements."""
    total: Value = 1
    for length in array.shape:
        total = it.operate("*", total, scalars.length(length))
    return total


ATTRIBUTES: dict[str, Callable[[Interpreter, Any], Value]] = {
    "shape": lambda it, array: tuple(map(scalars.length, array.shape)),
    "ndim": lambda it, array: len(array.shape),
    "size": size,
    "T": transpose,
    "real": lambda it, array: array,
    "imag": lambda it, array: it.operate("*", array, 0.0),
    "dtype": lambda it, array: np.dtype(CODES[type_of(array)]),
}


def attribute(it: Interpreter, owner: Value, name: str) -> Value:
    """`owner.name`"""
    read = OWNERS.get(type(owner), of_python)
    return read(it, owner, name)


def of_array(it: Interpreter, array: Scalar | ArrayValue, name: str) -> Value:
    """An attribute of a run-time number or an array."""
    if name in ATTRIBUTES:
        return ATTRIBUTES[name](it, array)
    if name not in METHODS and not is_saying(it):
        raise it.error(f"`.{name}` of {describe(array)} is not part of the language")
    return Method(array, name)


def of_masked(it: Interpreter, array: Masked, name: str) -> Value:
    """An attribute of an array that is read through a run-time mask."""
    if name in ("shape", "size", "ndim", "dtype"):
        return OF_MASKED[name](it, array)
    return Method(array, name)


def size_of_masked(it: Interpreter, array: Masked) -> Value:
    """How many elements a mask selects, and of each a row perhaps."""
    total: Value = 1
    for length in shape_of_masked(it, array):
        total = it.operate("*", total, length)
    return total


OF_MASKED: dict[str, Callable[[Interpreter, Masked], Value]] = {
    "shape": shape_of_masked,
    "size": size_of_masked,
    "ndim": lambda it, array: len(shape_of_masked(it, array)),
    "dtype": lambda it, array: np.dtype(CODES[type_of(array.value)]),
}


def of_list(it: Interpreter, grown: Grown, name: str) -> Value:
    """A method of a list that grows."""
    return Method(grown, name)


def of_text(it: Interpreter, text: Text, name: str) -> Value:
    """What is made of a text of run-time values is one, where it is said."""
    if is_saying(it):
        return Method(text, name)
    raise unusable(it, text)


def of_poison(it: Interpreter, poison: Poison, name: str) -> Value:
    """A name without a usable value has no attributes."""
    raise it.error(poison.why)


def of_python(it: Interpreter, owner: Value, name: str) -> Value:
    """An attribute of a compile-time object; a property of a record that holds run-time values is staged."""
    found = getattr(type(owner), name, None) if not isinstance(owner, type) else None
    if isinstance(found, property) and holds_run_time(owner):
        return it.call(found.fget, owner)
    try:
        value = getattr(owner, name)
    except LlbayesError as failure:
        raise it.error(failure.message, failure.hint) from None
    except AttributeError as failure:
        raise it.error(f"{failure}") from None
    except Exception as failure:                                # a property or __getattr__ of the user's own may raise anything
        raise it.error(f"{type(failure).__name__} at compile time: {failure}") from None
    if not is_ours(it.frame.src):
        it.facts.outside.attribute(owner, name, value)
    return value


OWNERS: dict[type, Callable[[Interpreter, Any, str], Value]] = {
    Scalar: of_array, View: of_array, Elem: of_array, Masked: of_masked, Grown: of_list, Poison: of_poison, Text: of_text,
}
