"""Making lazy nodes: elementwise functions, views of lazy arrays, matrix products."""
from __future__ import annotations

import ast
import weakref
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from ...ir.errors import SizeError
from ..library.functions import cost as cost_of
from ..numbers import elementwise, scalars
from ..values.code.given import is_given
from ..values.nodes import Mapped, NodeKey, Product
from ..values.services import Interpreter
from ..values.sizes import Dim, Length, Shape, small
from ..values.values import ARRAYS, VIEWS, ArrayValue, Elem, Masked, Operand, Value, View, describe, level_of
from . import columns, dense
from .elements import SHARE
from .making import axes, broadcast, lift, reads_of
from .parts.slices import common
from .storage import force, store_now

LONG = 30                                       # lazy arrays of one function, beyond which it is one of its own
COSTLY = 1000                                   # operations that its element counts as
DEEPEST = 40                                    # lazy arrays within lazy arrays; elements are computed by recursion


def elem(it: Interpreter, op: str, args: Sequence[Value], shape: Iterable[Dim] | None = None, dtype: str | None = None, cost: int | None = None,
         key: NodeKey | None = None) -> Elem:
    """A lazy node; `key` where it is not a function of elements."""
    lifted = [lift(it, arg) for arg in args]
    if shape is None:
        shapes = [axes(arg) for arg in lifted]
        shape = broadcast(it, shapes)
        if not all(given in ((), shape) for given in shapes):
            refuse_repeated(it, op, shapes)
    if dtype is None:
        dtype = elementwise.result_type(op, lifted)
    weight = (cost_of(op) if cost is None else cost) + weight_of(lifted)
    node = Elem(op, tuple(lifted), shape, dtype, reads_of(lifted), weight, max(map(level_of, lifted), default=0), key)
    node.born, node.site = it.region, (*it.site(), op)
    if node.site in it.facts.stored or node.depth > DEEPEST:
        node.forced = store_now(it, node)
    else:
        remember(it, node)
    return node


def refuse_repeated(it: Interpreter, op: str, shapes: Sequence[Shape]) -> None:
    """Arrays of as many axes and different lengths, of which NumPy repeats one, in a file that is no Python (`values/code/given.py`): that repeats none."""
    frame = it.frame
    if frame is None or not is_given(frame.src) or (op in "+-*/" and isinstance(frame.node, ast.Call)):     # `np.outer` multiplies so
        return
    refuse_stretched(it, shapes)
    known = {shape for shape in shapes if shape and not any(isinstance(length, Length) for length in shape)}
    if len(known) > 1 and len(set(map(len, known))) == 1:
        sizes = ", ".join(" × ".join(map(str, shape)) for shape in shapes if shape)
        error = it.error(f"containers of different sizes are combined element by element: {sizes}", "their sizes must be equal, or one be a number")
        raise SizeError(error.message, error.position, error.hint)


def refuse_stretched(it: Interpreter, shapes: Sequence[Shape]) -> None:
    """An axis of one element where another's length is known at run time only: that must be 1 too. Others are compared where they meet."""
    full = [shape for shape in shapes if shape]
    for axis in zip(*full, strict=True) if len(set(map(len, full))) == 1 else ():
        for length in {length for length in axis if isinstance(length, Length)} if 1 in axis else ():
            common(it, 1, length)


def mapped(it: Interpreter, function: Callable[..., Value], args: Sequence[Value]) -> Value:
    """function(*args) element by element. An expression of more than LONG lazy arrays is left to be written where it is needed, once for each loop that
    reads it: from the next pass on it is one of its own, whose elements are the function of numbers. A small one is stored by a loop."""
    if not any(isinstance(arg, ARRAYS) for arg in args):
        return it.call(function, *args)
    place = ("mapped", *it.site(), function)
    dtype = it.facts.widen.get(place)
    if dtype is None:
        result = it.call(function, *args)
        if isinstance(result, ARRAYS) and is_long(result, args):
            it.facts.learn(place, result.dtype)
        return result
    node = elem(it, "mapped", args, dtype=dtype, cost=COSTLY, key=Mapped(function))
    return force(it, node) if small(node.shape) else node


def is_long(node: ArrayValue, args: Sequence[Value]) -> bool:
    """Are there more than LONG lazy arrays between it and the arguments, or arrays that loops of the function stored?"""
    given = reads_of([arg for arg in args if isinstance(arg, ARRAYS)])
    seen: set[int] = {id(arg) for arg in args}
    waiting: list[Operand] = [node]
    while waiting and len(seen) <= LONG + len(args):
        one = waiting.pop()
        if isinstance(one, View) and not one.buf.readonly and one.buf not in given:
            return True
        if id(one) not in seen and isinstance(one, Elem):
            seen.add(id(one))
            waiting += one.args
    return len(seen) > LONG + len(args)


def weight_of(args: list[Operand]) -> int:
    """How many operations an element of these arguments costs."""
    return sum(arg.weight for arg in args if isinstance(arg, Elem))


def remember(it: Interpreter, node: Elem) -> None:
    """What a lazy node reads knows of it: it is stored before that is written."""
    for arg in node.args:
        if isinstance(arg, Elem):
            it.users.setdefault(arg, weakref.WeakKeyDictionary())[node] = None
    if node.op not in VIEWS:
        for buf in node.reads:
            if not buf.readonly:
                buf.deps[node] = None


def matmul(it: Interpreter, left: Value, right: Value) -> Operand:
    """left @ right for vectors and matrices; the result is lazy, a vector times a vector a number."""
    if isinstance(left, Masked) or isinstance(right, Masked):
        return it.reduce("sum", it.operate("*", left, right))
    factors = lift(it, left), lift(it, right)
    if any(isinstance(value, ARRAYS) and len(value.shape) > 2 for value in factors):
        return it.call(np.matmul, *factors)                                      # type: ignore[return-value]
    one, other = [factor(it, value) for value in factors]
    if one.shape[-1] != other.shape[0] and not slices_of_two_vectors(one, other):
        raise it.error(f"`@` of shapes {one.shape} and {other.shape}: {one.shape[-1]} and {other.shape[0]} differ")
    if len(one.shape) == len(other.shape) == 1:
        return it.reduce("sum", elem(it, "*", [one, other]))
    if isinstance(one, View) and columns.pays(it, one, other):
        return columns.product(it, one, other)
    return dense.product(it, one, other) if dense.pays_product(it, one, other) else lazy_product(it, one, other)


def factor(it: Interpreter, value: Operand) -> ArrayValue:
    """A factor of a matrix product; an error for what cannot be one."""
    if not isinstance(value, ARRAYS) or not value.shape:
        raise it.error(f"`@` takes vectors, matrices and stacks of matrices, not {describe(value)}", "`*` multiplies by numbers")
    return value


def lazy_product(it: Interpreter, left: ArrayValue, right: ArrayValue) -> Elem:
    """The product of a matrix and a vector or another matrix. A factor whose elements are read more than once is stored, unless it is cheap."""
    rows, columns = len(left.shape) == 2, len(right.shape) == 2
    if isinstance(left, Elem) and (columns or left.weight > SHARE):
        left = force(it, left)
    right = force(it, right)
    length = left.shape[-1]
    return elem(it, "matmul", [left, right], (*left.shape[:-1], *right.shape[1:]), scalars.common_type(left, right),
                cost=2 * length if isinstance(length, int) else 100, key=Product(rows, columns, length))


def slices_of_two_vectors(left: ArrayValue, right: ArrayValue) -> bool:
    """Two vectors whose lengths are compared at run time."""
    lengths = (*left.shape, *right.shape)
    return len(lengths) == 2 and 1 not in lengths and any(isinstance(length, Length) for length in lengths)
