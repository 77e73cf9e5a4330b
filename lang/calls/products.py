"""Products of vectors and matrices."""
from __future__ import annotations

from ..arrays.indexing import transpose
from ..arrays.making import from_list, lift, shape_of
from ..values.dtypes import is_num
from ..values.services import Interpreter
from ..values.values import Masked, Operand, Scalar, Value, View
from .family import Family
from .shaping import ravel

public = Family()


def is_number(value: Value) -> bool:
    """Is it a number, of run time or of compile time?"""
    return isinstance(value, Scalar) or is_num(value)


@public("numpy.dot", "numpy.matmul", methods=("dot",))
def dot(it: Interpreter, a: Value, b: Value) -> Value:
    """product of vectors and matrices"""
    return it.operate("*" if is_number(a) or is_number(b) else "@", a, b)


@public("numpy.inner")
def inner(it: Interpreter, a: Value, b: Value) -> Value:
    """sums of products over the last axes of both"""
    if is_number(a) or is_number(b):
        return it.operate("*", a, b)
    return it.operate("@", a, transpose(it, lift(it, b)))


@public("numpy.vdot")
def vdot(it: Interpreter, a: Value, b: Value) -> Value:
    """sum of the products of all elements"""
    return it.operate("@", ravel(it, a), ravel(it, b))


@public("numpy.outer")
def outer(it: Interpreter, a: Value, b: Value) -> Value:
    """matrix of all products of the elements of two arrays"""
    return it.operate("*", it.index(ravel(it, a), (slice(None), None)), it.index(ravel(it, b), (None, slice(None))))


@public("numpy.cross")
def cross(it: Interpreter, a: Value, b: Value) -> View:
    """cross product of two vectors of length 3"""
    if any(shape_of(it, vector) != (3,) for vector in (a, b)):
        raise it.error("np.cross takes two vectors of length 3")
    left, right = ([it.index(vector, (k,)) for k in range(3)] for vector in (a, b))
    return from_list(it, [minor(it, left, right, 1, 2), minor(it, left, right, 2, 0), minor(it, left, right, 0, 1)])


def minor(it: Interpreter, left: list[Operand | Masked], right: list[Operand | Masked], i: int, j: int) -> Value:
    """left[i] right[j] - left[j] right[i]"""
    return it.operate("-", it.operate("*", left[i], right[j]), it.operate("*", left[j], right[i]))
