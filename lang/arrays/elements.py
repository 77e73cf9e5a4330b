"""Reading one element of an array, whether it is stored or lazy: the table ELEMENT has the lazy nodes that are not elementwise functions.

What a lazy node does is written where its element is needed, so that `np.sum(a * b + c)` is one loop without temporaries.
"""
from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import overload

from ..numbers import arithmetic, elementwise, scalars
from ..values.nodes import Along, Gathered, Indexed, Mapped, Part, Product, Reduced, Spread
from ..values.scalar import Coordinate, Index, Memo, Number
from ..values.services import Interpreter
from ..values.sizes import SMALL, Dim
from ..values.values import ARRAYS, Elem, Operand, Scalar, View
from .folding import KINDS, over

SHARE = 6  # operations that two loops may both compute; computing all again compounds: a leapfrog step took 206 µs without this, 43 with it


@overload
def element(it: Interpreter, array: View, index: Index, memo: Memo | None = None) -> Scalar: ...
@overload
def element(it: Interpreter, array: Operand, index: Index, memo: Memo | None = None) -> Number: ...
def element(it: Interpreter, array: Operand, index: Index, memo: Memo | None = None) -> Number:
    """array[index] for a full index; a number is its own element. `memo` are the elements that this trip of a loop has computed."""
    if isinstance(array, View):
        return it.b.read(array, index)
    if not isinstance(array, Elem):
        return array
    if array.forced is not None:
        return it.b.read(array.forced, index)
    if memo is None:
        return computed(it, array, index, None)
    key = (id(array), *map(name, index))
    if key not in memo:
        memo[key] = computed(it, array, index, memo)
    return memo[key]


def name(at: Coordinate) -> Hashable:
    """What tells one place on an axis from others."""
    return at.ref if isinstance(at, Scalar) else at


def computed(it: Interpreter, node: Elem, index: Index, memo: Memo | None) -> Number:
    """The element of a lazy node that has not been stored."""
    if node.weight > SHARE:
        note_use(it, node)
    return ELEMENT.get(node.op, map_element)(it, node, node.key, index, memo)


def note_use(it: Interpreter, node: Elem) -> None:
    """A second loop that computes the node again stores it where it is born, from the next pass on."""
    if node.token != it.token:
        node.token = it.token
        node.count += 1
    if node.count > 1:
        it.facts.store(node.site)


def argument(it: Interpreter, array: Operand, index: Index, memo: Memo | None) -> Number:
    """Element of an argument that broadcasts to the node's shape."""
    if not isinstance(array, ARRAYS):
        return array
    own = index[len(index) - len(array.shape) :]
    return element(it, array, tuple(0 if length == 1 else at for length, at in zip(array.shape, own, strict=True)), memo)


def map_element(it: Interpreter, node: Elem, key: None, index: Index, memo: Memo | None) -> Number:
    """An elementwise function of the arguments' elements."""
    return elementwise.function(it, node.op, [argument(it, arg, index, memo) for arg in node.args])


def gather_element(it: Interpreter, node: Elem, key: Gathered, index: Index, memo: Memo | None) -> Number:
    """base[index arrays]"""
    base, *indices = node.args
    return element(it, base, gathered(it, key, indices, index, memo), memo)


def gathered(it: Interpreter, key: Gathered, indices: list[Operand], index: Index, memo: Memo | None) -> Index:
    """Where in the base an element of base[indices] is: index arrays are read at the axes from `at` on, the other axes are those of the base."""
    inner, free = index[key.at : key.at + key.rank], iter(index[: key.at] + index[key.at + key.rank :])
    arrays = iter(indices)
    where: list[Coordinate] = []
    for axis in key.axes:
        if axis is None:
            where.append(next(free))
        elif isinstance(axis, Indexed):
            where.append(it.check_index(argument(it, next(arrays), inner, memo), axis.length))
        else:
            where.append(axis)
    return tuple(where)


def index_element(it: Interpreter, node: Elem, key: Part, index: Index, memo: Memo | None) -> Number:
    """A slice of a lazy array."""
    rest = iter(index)
    return element(it, node.args[0], tuple(moved(it, next(rest), axis) if isinstance(axis, Along) else axis for axis in key.axes), memo)


def moved(it: Interpreter, at: Coordinate, axis: Along) -> Coordinate:
    """Where on an axis of the base the element `at` of a slice is."""
    if axis.step != 1:
        at = place(it, "*", at, axis.step)
    return at if axis.start == 0 else place(it, "+", at, axis.start)


def place(it: Interpreter, op: str, one: Coordinate, other: Coordinate) -> Coordinate:
    """Arithmetic of places on an axis: integers, known or not, and what grows with the run-time dimension."""
    return it.operate(op, one, other)                                           # type: ignore[return-value]


def expand_element(it: Interpreter, node: Elem, key: Spread, index: Index, memo: Memo | None) -> Number:
    """An array with new axes of length 1."""
    return element(it, node.args[0], tuple(index[axis] for axis in key.axes), memo)


def matmul_element(it: Interpreter, node: Elem, key: Product, index: Index, memo: Memo | None) -> Number:
    """One element of a matrix product: a sum of products."""
    left, right = node.args
    row = index[:-1] if key.rows and key.columns else index if key.rows else ()
    column = index[-1:] if key.columns else ()

    def term(at: Coordinate, memo: Memo | None) -> Number:
        return it.operate("*", element(it, left, (*row, at), memo), element(it, right, (at, *column), memo))

    return total(it, key.length, term, memo, node.dtype)


def total(it: Interpreter, count: Dim, term: Callable[[Coordinate, Memo | None], Number], memo: Memo | None, dtype: str) -> Number:
    """Sum of term(k, memo) for k < count; up to SMALL terms are written one behind the other."""
    if isinstance(count, int) and count <= SMALL:
        if count == 0:
            return 0.0
        summed = term(0, memo)
        for k in range(1, count):
            summed = arithmetic.accumulate(it, summed, term(k, memo))
        return summed

    def step(at: Scalar, summed: Scalar) -> tuple[Scalar]:
        return (scalars.scalar(it, arithmetic.accumulate(it, summed, term(at, {})), dtype),)

    return it.b.counted(count, step, (scalars.scalar(it, 0, dtype),))[0]


def broadcast_element(it: Interpreter, node: Elem, key: None, index: Index, memo: Memo | None) -> Number:
    """The argument repeated along new axes."""
    return argument(it, node.args[0], index, memo)


def reduced_element(it: Interpreter, node: Elem, key: Reduced, index: Index, memo: Memo | None) -> Number:
    """One element of a reduction over some axes."""
    base, kind = node.args[0], KINDS[key.kind]
    if 0 in key.lengths:
        return scalars.scalar(it, kind.neutral, node.dtype)
    outer = [at for axis, at in enumerate(index) if axis not in key.axes] if key.keepdims else index
    rank = len(outer) + len(key.axes)

    def read(inner: Index, memo: Memo | None) -> Scalar:
        rest, own = iter(outer), iter(inner)
        full = tuple(next(own) if axis in key.axes else next(rest) for axis in range(rank))
        return scalars.scalar(it, element(it, base, full, memo), node.dtype)

    return over(it, kind, key.lengths, read, node.dtype)


def of_numbers(function, *numbers):
    """In the language: a frame of its own, since what was learnt of the function of arrays is not true of numbers."""
    return function(*numbers)


def mapped_element(it: Interpreter, node: Elem, key: Mapped, index: Index, memo: Memo | None) -> Number:
    """The function of the arguments' elements, staged here: what it uses twice it computes once."""
    return scalars.scalar(it, it.call(of_numbers, key.function, *[argument(it, arg, index, memo) for arg in node.args]), node.dtype)


ELEMENT: dict[str, Callable[..., Number]] = {
    "broadcast": broadcast_element,
    "reduce": reduced_element,
    "gather": gather_element,
    "index": index_element,
    "expand": expand_element,
    "matmul": matmul_element,
    "mapped": mapped_element,
}
