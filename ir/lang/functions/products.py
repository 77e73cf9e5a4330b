"""Products of vectors and matrices."""
from __future__ import annotations

from typing import Any

from ..arrays import from_list, lift
from ..dtypes import is_num
from ..values import Scalar
from .family import Family

public = Family()



@public("numpy.dot", "numpy.matmul", "numpy.inner", "numpy.vdot", methods=("dot",))
def dot(it: Any, a: Any, b: Any) -> Any:
    """product of vectors and matrices"""
    if isinstance(a, Scalar) or isinstance(b, Scalar) or is_num(a) or is_num(b):
        return it.operate("*", a, b)
    return it.operate("@", a, b)


@public("numpy.outer")
def outer(it: Any, a: Any, b: Any) -> Any:
    """matrix of all products of two vectors"""
    return it.operate("*", it.index(lift(it, a), (slice(None), None)), it.index(lift(it, b), (None, slice(None))))


@public("numpy.cross")
def cross(it: Any, a: Any, b: Any) -> Any:
    """cross product of two vectors of length 3"""
    a, b = [it.index(a, (k,)) for k in range(3)], [it.index(b, (k,)) for k in range(3)]
    m = lambda i, j: it.operate("-", it.operate("*", a[i], b[j]), it.operate("*", a[j], b[i]))   # noqa: E731
    return from_list(it, [m(1, 2), m(2, 0), m(0, 1)])
