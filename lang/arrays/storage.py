"""Storing a lazy array, and filling memory.

A lazy node is stored when it is written in place, when a buffer that it reads is about to be written, when it crosses a join or a back edge,
or when a second loop would compute more than SHARE operations of it again. If that place is deeper than the node's birth, the fact "store at
birth" is recorded and the function is staged once more.
"""
from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import TypeAlias, overload

from ..numbers import scalars
from ..values.dtypes import F64, is_num
from ..values.nodes import Part
from ..values.scalar import Index, Memo, Number
from ..values.services import Interpreter
from ..values.sizes import SMALL, Length, Shape, is_dim, product, small
from ..values.values import ARRAYS, VIEWS, ArrayValue, Buffer, Elem, Operand, Scalar, Value, View, level_of
from .elements import argument
from .making import lift, new_array, resolved, runs_forward

Body: TypeAlias = Callable[[Index, Memo], None]         # what is done for each index of an array
WRITTEN = 250              # operations of all elements that are written out one by one: more of them take longer to compile than looping costs
SHORT = 6                  # elements that are written out whatever they cost: of short rows the loop around them becomes one of vectors


@overload
def force(it: Interpreter, value: ArrayValue) -> View: ...
@overload
def force(it: Interpreter, value: Value) -> Number | View: ...
def force(it: Interpreter, value: Value) -> Number | View:
    """The View that holds an array, or a number; a lazy node is stored now."""
    array = lift(it, value)
    return stored(it, array) if isinstance(array, Elem) else array


def stored(it: Interpreter, node: Elem) -> View:
    """The View of a lazy node; where that may be a view of its argument, the argument is stored in its place."""
    if may_be_view(node):
        force(it, node.args[0])
        view = resolved(it, node)
        if isinstance(view, View):
            return view
    return _store(it, node)


def may_be_view(node: Elem) -> bool:
    """Is it worth storing what this node is a part of? New axes always; a slice that runs forward from axes known at compile time."""
    if not isinstance(node.key, Part):
        return node.op == "expand"
    return not any(isinstance(axis, Scalar) for axis in node.key.axes) and runs_forward(node.key)


def _store(it: Interpreter, node: Elem) -> View:
    if node.born != it.region:
        it.facts.store(node.site)
    node.forced = store_now(it, node)
    _hand_over(it, node, node.forced.buf)
    return node.forced


def _hand_over(it: Interpreter, node: Elem, buf: Buffer) -> None:
    """Lazy nodes that read this one read its store from now on, and must be stored before that is written."""
    for user in list(it.users.get(node, ())):
        if user.forced is None:
            if user.op in VIEWS:
                _hand_over(it, user, buf)
            else:
                buf.deps[user] = None


def store_now(it: Interpreter, array: ArrayValue, dtype: str | None = None) -> View:
    """A new array with the elements of this one."""
    out = new_array(it, array.shape, dtype or array.dtype)
    out.buf.level = array.level
    fill(it, out, array)
    return out


@overload
def copy(it: Interpreter, value: ArrayValue) -> View: ...
@overload
def copy(it: Interpreter, value: Value) -> Number | View: ...
def copy(it: Interpreter, value: Value) -> Number | View:
    """A new array with the elements of this one; a number stays itself."""
    array = lift(it, value)
    return store_now(it, array) if isinstance(array, ARRAYS) else array


def settle(it: Interpreter, buf: Buffer, keep: Value = None) -> None:
    """Before buf is written: store every lazy node that still reads it."""
    for node in list(buf.deps):
        if node.forced is None and node is not keep:
            _store(it, node)


def fill(it: Interpreter, out: View, value: Operand) -> None:
    """out[...] = value, broadcast to out's shape. Overlaps are the caller's affair."""
    if isinstance(value, Elem) and value.forced is not None:
        value = value.forced
    if 0 in out.shape:
        return
    out.buf.level = max(out.buf.level, level_of(value), it.condition_level)
    it.token += 1
    if not small(out.shape) and _block_copy(it, out, value):
        return

    def body(index: Index, memo: Memo) -> None:
        number = scalars.scalar(it, argument(it, value, index, memo), out.dtype)
        it.b.store(out.dtype, number.ref, it.b.address(out, index), volatile=out.buf.volatile)

    nest(it, out.shape, body, most_written(value))


def _block_copy(it: Interpreter, out: View, value: Operand) -> bool:
    """Fill by one memset or memmove where both are dense; false when a loop must do it."""
    count = product(out.shape)
    if not out.contiguous() or not is_dim(count) or isinstance(count, Length):
        return False
    if is_whole(out) and (byte := byte_of(value, out.dtype)) is not None:
        it.b.zero(out, byte)
        return True
    if isinstance(value, View) and is_same_block(value, out):
        origin = (0,) * len(out.shape)
        it.b.move(it.b.address(out, origin), it.b.address(value, origin), count, out.dtype)
        return True
    return False


def is_whole(view: View) -> bool:
    """Is a dense view all of its buffer?"""
    return view.off == 0 and view.dyn is None and product(view.shape) == view.buf.size


def is_same_block(view: View, out: View) -> bool:
    """Does a view lie in memory as `out` does, element after element?"""
    return view.shape == out.shape and view.contiguous() and view.dtype == out.dtype


def byte_of(value: Operand, dtype: str) -> int | None:
    """The byte that a compile-time number in an array repeats: zero has bits that are all 0, and bits that are all 1 are a nan."""
    if not is_num(value):
        return None
    if value == 0:
        return None if isinstance(value, float) and str(value)[0] == "-" else 0
    return -1 if isinstance(value, float) and math.isnan(value) and dtype == F64 else None


def most_written(value: Operand) -> int:
    """How many elements of a value are written out one by one: few where each of them takes many operations, or a loop."""
    if not isinstance(value, Elem):
        return SMALL
    return 0 if value.op == "mapped" else max(SHORT, WRITTEN // max(1, value.weight))


def nest(it: Interpreter, shape: Shape, body: Body, most: int = SMALL, index: Index = ()) -> None:
    """Run body(index, memo) for every index of shape; small shapes, and small last axes, of at most so many elements are unrolled."""
    if not shape or small(shape, most):
        memo: Memo = {}
        for rest in itertools.product(*map(range, shape)):                      # type: ignore[arg-type]  # small: numbers
            body(index + rest, memo)
    else:
        it.b.counted(shape[0], lambda at: nest(it, shape[1:], body, most, (*index, at)))
