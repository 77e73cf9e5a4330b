"""Reading by a subscript: arrays by `arrays/parts/indexing.py`, compile-time containers by Python, which takes run-time numbers for no index."""
from __future__ import annotations

import ast
from typing import Any

import numpy as np

from ..arrays.making import from_list, lift
from ..arrays.ownership import listed, made
from ..arrays.parts.keys import check_places, counts_from_one
from ..arrays.sequences import numbers_of_one_type
from ..lists import items
from ..values.dtypes import is_num
from ..values.services import Interpreter
from ..values.unrolling import ask
from ..values.values import ARRAYS, Grown, Masked, Poison, Scalar, Text, Value, describe, holds_run_time
from .texts import unusable

INDEXED = (*ARRAYS, Masked)
INDEX_OBJECTS = (np.r_, np.c_, np.mgrid, np.ogrid)
FAILURES = (IndexError, KeyError, TypeError, ValueError)        # of Python's own subscripts


def slice_(it: Interpreter, node: ast.Slice) -> slice:
    """`a:b:c` as a slice, its parts may be run-time numbers; an imaginary step is a count, for `np.r_` and `np.mgrid`."""
    if isinstance(node.step, ast.Constant) and isinstance(node.step.value, complex):
        low, high = (it.eval(bound) if bound is not None else None for bound in (node.lower, node.upper))
        return slice(low, high, node.step.value)
    return slice(*[it.eval(bound) if bound is not None else None for bound in (node.lower, node.upper, node.step)])


def subscript(it: Interpreter, node: ast.Subscript) -> Value:
    """`container[key]`"""
    container, key = it.eval(node.value), it.eval(node.slice)
    it.frame.node = node
    return item(it, container, key)


def item(it: Interpreter, container: Value, key: Value) -> Value:
    """container[key], read."""
    if isinstance(container, Grown):
        return items.part(it, container, key) if isinstance(key, slice) else items.item(it, container, key)
    if isinstance(container, INDEXED) or (isinstance(container, np.ndarray) and holds_run_time(key)):
        return it.index(container, key)
    if isinstance(container, (list, tuple, range)) and isinstance(key, Scalar):
        return numbered(it, container, key)
    if any(container is one for one in INDEX_OBJECTS) and holds_run_time(key):
        return it.concatenated(container, key)
    refuse(it, container, key)
    if isinstance(container, (np.ndarray, list)) and counts_from_one(it):
        check_places(it, np.shape(container) if isinstance(container, np.ndarray) else (len(container),), key)
    try:
        return by_python(it, container, key)
    except FAILURES as failure:
        raise it.error(f"{type(failure).__name__}: {failure}") from None


def numbered(it: Interpreter, sequence: list[Any] | tuple[Any, ...] | range, number: Scalar) -> Value:
    """A member of a compile-time sequence by a run-time number: the sequence as an array if it holds numbers, else loops around are unrolled."""
    if isinstance(sequence, range) or numbers_of_one_type(sequence):
        return it.index(lift(it, sequence), number)
    if not all(isinstance(member, Scalar) or is_num(member) for member in sequence):
        ask(it)
        raise it.error("a compile-time list or tuple is indexed by a run-time number", "make it an array: np.array(…)")
    return it.index(from_list(it, sequence), number)


def refuse(it: Interpreter, container: Value, key: Value) -> None:
    """What has no members, and a dict with a run-time key, are errors here."""
    if isinstance(container, Poison):
        raise it.error(container.why)
    if isinstance(key, Text):
        raise unusable(it, key)
    if isinstance(container, Scalar) or is_num(container):
        raise it.error(f"{describe(container)} cannot be indexed")
    if isinstance(container, dict) and holds_run_time(key):
        ask(it)
        raise it.error("a dict is indexed by a run-time value", "use an array")


def by_python(it: Interpreter, container: Any, key: Value) -> Value:
    """Python's own subscript. A part of a list is a new list, and what is computed of a compile-time array may become an ordinary one."""
    it.facts.outside.instance(container)
    found = container[key]
    if isinstance(container, list) and isinstance(key, slice):
        return listed(it, found)
    return made(it, found) if isinstance(container, np.ndarray) else found
