"""Functions that are other functions put together."""
from __future__ import annotations

from typing import Any

from ..arrays.making import lift, shape_of
from ..values.services import Interpreter
from ..values.sizes import Size, is_dim
from ..values.values import describe
from .family import Family
from .shaping import diagonal

public = Family()


@public(methods=("trace",))
def trace_method(it: Interpreter, a: Any) -> Any:
    """sum of the diagonal of a matrix"""
    return it.reduce("sum", diagonal(it, a))


@public("numpy.ptp")
def ptp(it: Interpreter, a: Any) -> Any:
    """largest less smallest element"""
    return it.operate("-", it.reduce("max", a), it.reduce("min", a))


@public("numpy.select")
def select(it: Interpreter, condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    """elements of the first choice whose condition holds, else the default"""
    if len(condlist) != len(choicelist):
        raise it.error(f"{len(condlist)} conditions and {len(choicelist)} choices")
    r = default
    for c, x in reversed(list(zip(condlist, choicelist, strict=True))):
        r = it.operate_on("where", c, x, r)
    return r


@public("numpy.kron")
def kron(it: Interpreter, a: Any, b: Any) -> Any:
    """Kronecker product of two vectors or of two matrices"""
    a, b = lift(it, a), lift(it, b)
    rank = len(shape_of(it, a))
    if len(shape_of(it, b)) != rank or rank not in (1, 2):
        raise it.error(f"`kron` takes two vectors or two matrices, not {describe(a)} and {describe(b)}")
    outer = tuple(k for _ in range(rank) for k in (slice(None), None))
    inner = tuple(k for _ in range(rank) for k in (None, slice(None)))
    r = it.operate("*", it.index(a, outer), it.index(b, inner))
    return it.reshape(r, tuple(n * m for n, m in zip(a.shape, b.shape, strict=True)))


@public("numpy.linalg.matrix_power")
def matrix_power(it: Interpreter, a: Any, n: int) -> Any:
    """a matrix times itself, n ≥ 1 factors"""
    if not is_dim(n) or isinstance(n, Size) or n < 1:
        raise it.error("`matrix_power` takes a whole number ≥ 1 that is known at compile time", "np.eye(n) is the power 0, np.linalg.inv(a) the power -1")
    r: Any = None
    for bit in bin(n)[2:]:
        r = it.operate("@", r, r) if r is not None else None
        if bit == "1":
            r = it.operate("@", r, a) if r is not None else lift(it, a)
    return it.operate("*", r, 1.0) if n == 1 else r
