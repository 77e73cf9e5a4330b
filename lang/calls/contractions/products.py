"""Products and sums of products: einsum, and the functions that are one."""
from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...arrays import reductions
from ...arrays.making import array_of, from_list, lift, shape_of
from ...arrays.parts.writing import assign_item
from ...arrays.sequences import members
from ...values.dtypes import is_num
from ...values.services import Interpreter
from ...values.sizes import Size, is_dim
from ...values.values import ARRAYS, Operand, Scalar, Value, describe, holds_run_time
from ..creation import astype
from ..family import Family
from ..shaping import ravel
from .contract import contract
from .subscripts import Label, Labels, Subscripts, parsed

public = Family()


def is_number(value: Value) -> bool:
    """Is it a number, of run time or of compile time?"""
    return isinstance(value, Scalar) or is_num(value)


def finished(it: Interpreter, value: Value, dtype: Value = None, out: Value = None) -> Value:
    """The result in the type, or the memory, that is asked for."""
    result = value if dtype is None else astype(it, value, dtype)
    if out is None:
        return result
    assign_item(it, out, (Ellipsis,), result)
    return out


# -- sums of products by subscripts
@public("numpy.einsum")
def einsum(it: Interpreter, *operands: Value, out: Value = None, optimize: Value = True, dtype: Value = None, order: Value = "K",
           casting: Value = "safe") -> Value:
    """sums of products by subscripts, `np.einsum("ij,jk->ik", a, b)`; which operands meet first is chosen at compile time"""
    says, factors = parsed(it, operands)
    return finished(it, contract(it, factors, says, optimize), dtype, out)


@public("numpy.einsum_path")
def einsum_path(it: Interpreter, *operands: Value, optimize: Value = "greedy") -> Value:
    """the order in which NumPy's einsum multiplies: known at compile time"""
    return np.einsum_path(*[np.broadcast_to(0.0, shape_of(it, one)) if isinstance(one, (Scalar, *ARRAYS)) else one for one in operands],     # type: ignore[call-overload]
                          optimize=optimize)                                    # type: ignore[arg-type]  # NumPy's own error is shown


def axes_labels(rank: int, first: int = 0) -> Labels:
    """A label for each axis."""
    return tuple(f"{first + axis}" for axis in range(rank))


@public("numpy.tensordot", "numpy.linalg.tensordot")
def tensordot(it: Interpreter, a: Value, b: Value, axes: Any = 2) -> Value:
    """sums of products over some axes of both: the last ones and the first ones of a number, or lists of axes"""
    if holds_run_time(axes):
        raise it.error("the axes of `tensordot` must be known when the function is compiled")
    one, other = len(shape_of(it, a)), len(shape_of(it, b))
    if isinstance(axes, int):
        pair = [*range(one - axes, one)], [*range(axes)]
    else:
        pair = tuple([entry] if isinstance(entry, int) else [*entry] for entry in axes)
    left, right = ([reductions.normal_axes(it, axis, rank)[0] for axis in side] for side, rank in zip(pair, (one, other), strict=True))
    if len(left) != len(right):
        raise it.error(f"`tensordot` over {len(left)} axes of one array and {len(right)} of the other")
    labels, others = axes_labels(one), list(axes_labels(other, one))
    for mine, its in zip(left, right, strict=True):
        if shape_of(it, a)[mine] != shape_of(it, b)[its]:
            raise it.error(f"`tensordot` over axes of lengths {shape_of(it, a)[mine]} and {shape_of(it, b)[its]}")
        others[its] = labels[mine]                                              # type: ignore[call-overload]
    output = (*(label for axis, label in enumerate(labels) if axis not in left), *(label for axis, label in enumerate(others) if axis not in right))
    return contract(it, (a, b), Subscripts((labels, tuple(others)), output))


# -- products of vectors, matrices and stacks of them
@public("numpy.dot", methods=("dot",))
def dot(it: Interpreter, a: Value, b: Value, out: Value = None) -> Value:
    """product of vectors and matrices; of more axes: sums over the last of a and the last but one of b"""
    return finished(it, dotted(it, a, b), None, out)


def dotted(it: Interpreter, a: Value, b: Value) -> Value:
    """What NumPy's `dot` gives."""
    if is_number(a) or is_number(b):
        return it.operate("*", a, b)
    one, other = len(shape_of(it, a)), len(shape_of(it, b))
    if max(one, other) <= 2:
        return it.operate("@", a, b)
    return tensordot(it, a, b, ((one - 1,), (max(other - 2, 0),)))


@public("numpy.matmul", "numpy.linalg.matmul")
def matmul(it: Interpreter, x1: Value, x2: Value, dtype: Value = None, out: Value = None) -> Value:
    """product of vectors, matrices and stacks of matrices, which broadcast"""
    if is_number(x1) or is_number(x2):
        raise it.error("`matmul` of a number", "`*` multiplies by numbers")
    one, other = len(shape_of(it, x1)), len(shape_of(it, x2))
    if max(one, other) <= 2:
        return finished(it, it.operate("@", x1, x2), dtype, out)
    return finished(it, of_last(it, x1, x2, ("i", "k")[2 - min(one, 2):], ("k", "j")[:min(other, 2)]), dtype, out)


def of_last(it: Interpreter, one: Value, other: Value, left: Labels, right: Labels) -> Operand:
    """A sum of products over the label k of the last axes; the axes before broadcast."""
    free = [len(shape_of(it, value)) - len(labels) for value, labels in ((one, left), (other, right))]
    if min(free) < 0:
        raise it.error(f"arrays of shapes {shape_of(it, one)} and {shape_of(it, other)} have too few axes for this product")
    lengths = [shape_of(it, value)[rank + labels.index("k")] for value, rank, labels in zip((one, other), free, (left, right), strict=True)]
    if lengths[0] != lengths[1]:
        raise it.error(f"a product of shapes {shape_of(it, one)} and {shape_of(it, other)}: {lengths[0]} and {lengths[1]} differ")
    inputs = tuple((*range(-rank, 0), *labels) for rank, labels in zip(free, (left, right), strict=True))
    output: list[Label] = [*range(-max(free), 0), *(label for label in (*left, *right) if label != "k")]
    return contract(it, (one, other), Subscripts(inputs, tuple(output)))


def of_vectors(it: Interpreter, one: Value, other: Value, axis: int) -> Operand:
    """Sums of products along one axis of both, which stands at the same place in each."""
    first, second = (it.call(np.moveaxis, value, axis, -1) if len(shape_of(it, value)) > 1 else value for value in (one, other))
    return of_last(it, first, second, ("k",), ("k",))


@public("numpy.vecdot", "numpy.linalg.vecdot")
def vecdot(it: Interpreter, x1: Value, x2: Value, axis: int = -1) -> Value:
    """sums of products along an axis, the others broadcast"""
    return of_vectors(it, x1, x2, axis)


@public("numpy.matvec")
def matvec(it: Interpreter, x1: Value, x2: Value) -> Value:
    """products of matrices and vectors, the axes before broadcast"""
    return of_last(it, x1, x2, ("i", "k"), ("k",))


@public("numpy.vecmat")
def vecmat(it: Interpreter, x1: Value, x2: Value) -> Value:
    """products of vectors and matrices, the axes before broadcast"""
    return of_last(it, x1, x2, ("k",), ("k", "j"))


@public("numpy.inner")
def inner(it: Interpreter, a: Value, b: Value) -> Value:
    """sums of products over the last axes of both"""
    if is_number(a) or is_number(b):
        return it.operate("*", a, b)
    return tensordot(it, a, b, ((-1,), (-1,)))


@public("numpy.vdot")
def vdot(it: Interpreter, a: Value, b: Value) -> Value:
    """sum of the products of all elements"""
    return it.operate("@", ravel(it, a), ravel(it, b))


@public("numpy.outer", "numpy.linalg.outer")
def outer(it: Interpreter, a: Value, b: Value, out: Value = None) -> Value:
    """matrix of all products of the elements of two arrays"""
    return finished(it, it.operate("*", it.index(ravel(it, a), (slice(None), None)), it.index(ravel(it, b), (None, slice(None)))), None, out)


@public("numpy.kron")
def kron(it: Interpreter, a: Value, b: Value) -> Value:
    """Kronecker product of arrays of any ranks"""
    if is_number(a) or is_number(b):
        return it.operate("*", a, b)
    rank = max(len(shape_of(it, a)), len(shape_of(it, b)))
    one, other = (it.reshape(value, (1,) * (rank - len(shape_of(it, value))) + shape_of(it, value)) for value in (a, b))
    pairs = it.operate("*", it.index(one, (slice(None), None) * rank), it.index(other, (None, slice(None)) * rank))
    return it.reshape(pairs, tuple(n * m for n, m in zip(one.shape, other.shape, strict=True)))                # type: ignore[operator]  # known lengths


@public("scipy.linalg.khatri_rao")
def khatri_rao(it: Interpreter, a: Value, b: Value) -> Value:
    """Kronecker products of the columns of two matrices"""
    one, other = shape_of(it, a), shape_of(it, b)
    if len(one) != 2 or len(other) != 2 or one[1] != other[1]:
        raise it.error(f"`khatri_rao` takes matrices of as many columns, not of shapes {one} and {other}")
    return it.reshape(contract(it, (a, b), Subscripts((("i", "k"), ("j", "k")), ("i", "j", "k"))), (one[0] * other[0], one[1]))     # type: ignore[operator]


# -- cross products
@public("numpy.cross", "numpy.linalg.cross")
def cross(it: Interpreter, a: Value, b: Value, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None) -> Value:
    """cross products of vectors of length 3, along an axis"""
    axisa, axisb, axisc = (axisa, axisb, axisc) if axis is None else (axis, axis, axis)
    left, right = components(it, a, axisa), components(it, b, axisb)
    parts = [minor(it, left, right, 1, 2), minor(it, left, right, 2, 0), minor(it, left, right, 0, 1)]
    if not isinstance(parts[0], ARRAYS):
        return from_list(it, parts)
    return it.call(np.stack, parts, axis=axisc)


def components(it: Interpreter, value: Value, axis: int) -> list[Value]:
    """The three components of vectors along an axis."""
    array = array_of(it, value)
    place, = reductions.normal_axes(it, axis, len(array.shape))
    if array.shape[place] != 3:
        raise it.error(f"`cross` takes vectors of length 3, not {describe(array)}", "with a third component 0 a vector of the plane is one")
    return [it.index(array, (*(slice(None),) * place, k)) for k in range(3)]


def minor(it: Interpreter, left: Sequence[Value], right: Sequence[Value], i: int, j: int) -> Value:
    """left[i] right[j] - left[j] right[i]"""
    return it.operate("-", it.operate("*", left[i], right[j]), it.operate("*", left[j], right[i]))


# -- chains of matrices
@public("numpy.linalg.multi_dot")
def multi_dot(it: Interpreter, arrays: Any, *, out: Value = None) -> Value:
    """product of a chain of matrices, of which the first and the last may be vectors; the cheapest order is chosen at compile time"""
    chain = [lift(it, array) for array in members(it, arrays)]
    if len(chain) < 2:
        raise it.error("`multi_dot` takes two arrays or more")
    if wrong := [array for array in chain if not isinstance(array, ARRAYS) or len(array.shape) not in (1, 2)]:
        raise it.error(f"`multi_dot` takes matrices, and vectors at its ends, not {describe(wrong[0])}")
    shapes: list[Any] = [array.shape for array in chain]                                   # type: ignore[union-attr]
    ends: list[Any] = [shapes[0][0] if len(shapes[0]) == 2 else 1, *(shape[0] for shape in shapes[1:]), shapes[-1][-1] if len(shapes[-1]) == 2 else 1]
    return finished(it, chained(it, chain, cheapest(tuple(ends), 0, len(chain))[1]), None, out)                # type: ignore[arg-type]


@functools.cache
def cheapest(ends: tuple[int, ...], first: int, last: int) -> tuple[int, Any]:
    """The multiplications that the product of factors first … last - 1 takes, and where it is cut: a number, or a pair of such."""
    if last - first == 1:
        return 0, first
    ways = []
    for cut in range(first + 1, last):
        (left, one), (right, other) = cheapest(ends, first, cut), cheapest(ends, cut, last)
        ways.append((left + right + ends[first] * ends[cut] * ends[last], cut, (one, other)))
    cost, _, tree = min(ways)
    return cost, tree


def chained(it: Interpreter, chain: Sequence[Value], tree: Any) -> Value:
    """The product in this order."""
    return chain[tree] if isinstance(tree, int) else it.operate("@", chained(it, chain, tree[0]), chained(it, chain, tree[1]))


@public("numpy.linalg.matrix_power")
def matrix_power(it: Interpreter, a: Value, n: int) -> Value:
    """a square matrix times itself; a negative power is that of its inverse"""
    if not is_dim(n) or isinstance(n, Size):
        raise it.error("`matrix_power` takes a whole number that is known at compile time")
    array = array_of(it, a)
    if len(array.shape) < 2 or array.shape[-1] != array.shape[-2]:
        raise it.error(f"`matrix_power` takes square matrices, not {describe(array)}")
    if n == 0:
        return it.call(np.broadcast_to, it.call(np.eye, array.shape[-1]), array.shape)
    base = it.call(np.linalg.inv, array) if n < 0 else array
    power: Value = base
    for bit in bin(abs(n))[3:]:                     # after the first factor: square for each bit, one factor more where it is set
        power = matmul(it, power, power)
        if bit == "1":
            power = matmul(it, power, base)
    return it.operate("*", power, 1.0) if abs(n) == 1 else power


# -- sums of diagonals
@public("numpy.trace", methods=("trace",))
def trace(it: Interpreter, a: Value, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Value = None, out: Value = None) -> Value:
    """sum of a diagonal, of the first two axes or of others"""
    return finished(it, it.reduce("sum", it.call(np.diagonal, a, offset, axis1, axis2), -1), dtype, out)


@public("numpy.linalg.trace")
def trace_of_matrices(it: Interpreter, x: Value, offset: int = 0, dtype: Value = None) -> Value:
    """sum of a diagonal of the last two axes"""
    return trace(it, x, offset, -2, -1, dtype)
