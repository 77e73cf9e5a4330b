"""Products of vectors and matrices."""
from __future__ import annotations

from typing import Any

from ..arrays.indexing import transpose
from ..arrays.making import from_list, lift, shape_of
from ..values.dtypes import is_num
from ..values.services import Interpreter
from ..values.values import Scalar
from .family import Family
from .shaping import ravel

public = Family()



@public("numpy.dot", "numpy.matmul", methods=("dot",))
def dot(it: Interpreter, a: Any, b: Any) -> Any:
    """product of vectors and matrices"""
    if isinstance(a, Scalar) or isinstance(b, Scalar) or is_num(a) or is_num(b):
        return it.operate("*", a, b)
    return it.operate("@", a, b)


@public("numpy.inner")
def inner(it: Interpreter, a: Any, b: Any) -> Any:
    """sums of products over the last axes of both"""
    if isinstance(a, Scalar) or isinstance(b, Scalar) or is_num(a) or is_num(b):
        return it.operate("*", a, b)
    return it.operate("@", a, transpose(it, lift(it, b)))


@public("numpy.vdot")
def vdot(it: Interpreter, a: Any, b: Any) -> Any:
    """sum of the products of all elements"""
    return it.operate("@", ravel(it, a), ravel(it, b))


@public("numpy.outer")
def outer(it: Interpreter, a: Any, b: Any) -> Any:
    """matrix of all products of the elements of two arrays"""
    return it.operate("*", it.index(ravel(it, a), (slice(None), None)), it.index(ravel(it, b), (None, slice(None))))


@public("numpy.cross")
def cross(it: Interpreter, a: Any, b: Any) -> Any:
    """cross product of two vectors of length 3"""
    if any(shape_of(it, v) != (3,) for v in (a, b)):
        raise it.error("np.cross takes two vectors of length 3")
    a, b = [it.index(a, (k,)) for k in range(3)], [it.index(b, (k,)) for k in range(3)]
    m = lambda i, j: it.operate("-", it.operate("*", a[i], b[j]), it.operate("*", a[j], b[i]))   # noqa: E731
    return from_list(it, [m(1, 2), m(2, 0), m(0, 1)])
