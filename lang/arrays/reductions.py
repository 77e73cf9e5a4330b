"""Reductions: sum, prod, max, min, mean, any, all, argmax, argmin over all or some axes; masked arrays are reduced through their mask."""
from __future__ import annotations

import math
from typing import Any

from ..numbers import comparison, integers, scalars
from ..values.dtypes import CODES, F32, F64, I1, I64
from ..values.services import Interpreter
from ..values.sizes import Length, Size, product
from ..values.values import ARRAYS, Elem, Masked, Scalar
from .elements import element
from .folding import KINDS, over
from .lazy import elem
from .making import lift
from .storage import force


def reduce(it: Interpreter, kind: str, v: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """np.sum and friends; with an axis the result is lazy."""
    if isinstance(v, Masked):
        return reduce_masked(it, kind, v)
    v = lift(it, v)
    if not isinstance(v, ARRAYS):
        return scalars.scalar(it, v, KINDS[kind].dtype(v.ty if isinstance(v, Scalar) else scalars.common_type(v))) if isinstance(v, Scalar) else v
    axes = normal_axes(it, axis, len(v.shape))
    if len(axes) == len(v.shape):
        r = whole(it, kind, v)
        return _keep(it, r, v.shape) if keepdims else r
    if kind in ("max", "min") and any(v.shape[a] == 0 for a in axes):
        raise it.error(f"the {kind} of no elements")
    if isinstance(v, Elem) and v.weight > 6:
        v = force(it, v)
    n = product(v.shape[a] for a in axes)
    shape = tuple(1 if a in axes else s for a, s in enumerate(v.shape)) if keepdims else tuple(s for a, s in enumerate(v.shape) if a not in axes)
    return elem(it, "reduce", [v], shape, KINDS[kind].dtype(v.dtype), cost=n if isinstance(n, int) else 100, extra=(axes, kind, keepdims))


def _keep(it: Interpreter, r: Any, shape: tuple[Any, ...]) -> Any:
    return elem(it, "cast_" + CODES[r.ty if isinstance(r, Scalar) else F64], [r], (1,) * len(shape))


def normal_axes(it: Interpreter, axis: Any, rank: int) -> tuple[int, ...]:
    """The axes in rising order; None means all."""
    if axis is None:
        return tuple(range(rank))
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    for a in axes:
        if not isinstance(a, int) or not -rank <= a < rank:
            raise it.error(f"axis {a} of an array of rank {rank}")
    return tuple(sorted({a % rank for a in axes}))


def whole(it: Interpreter, kind: str, v: Any) -> Any:
    """Over all elements, now."""
    k = KINDS[kind]
    dtype = k.dtype(v.dtype)
    if any(n == 0 for n in v.shape):
        if k.neutral is None:
            raise it.error(f"the {kind} of no elements")
        return scalars.scalar(it, k.neutral, dtype)
    it.token += 1
    return over(it, k, v.shape, lambda idx, memo: scalars.scalar(it, element(it, v, idx, memo), dtype), dtype)


def reduce_masked(it: Interpreter, kind: str, m: Masked) -> Any:
    """A reduction of an array read through a mask: what the mask hides becomes the neutral element."""
    if kind == "mean":
        return it.operate("/", reduce_masked(it, "sum", m), reduce(it, "sum", m.mask))
    v = lift(it, m.value)
    dtype = v.dtype if isinstance(v, ARRAYS) else F64
    neutral = {"sum": 0, "prod": 1, "max": -math.inf, "min": math.inf, "all": True, "any": False}[kind]
    if dtype == I64 and kind in ("max", "min"):
        neutral = -2**62 if kind == "max" else 2**62
    if dtype in (F64, F32):
        neutral = float(neutral)
    return reduce(it, kind, it.operate_on("where", m.mask, v, neutral))


def mean(it: Interpreter, v: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The sum divided by the number of elements."""
    if isinstance(v, Masked):
        return reduce_masked(it, "mean", v)
    v = lift(it, v)
    if not isinstance(v, ARRAYS):
        return v
    n = product(v.shape[a] for a in normal_axes(it, axis, len(v.shape)))
    if n == 0:
        raise it.error("the mean of no elements")
    if isinstance(n, Size):
        n = Scalar(I64, str(n))
    return it.operate("/", reduce(it, "sum", v, axis, keepdims), n)


def arg_extreme(it: Interpreter, kind: str, v: Any, axis: Any = None) -> Any:
    """np.argmax / np.argmin: the first position of the extreme value."""
    v = force(it, v)
    if axis is not None and len(v.shape) > 1:
        return it.library("argmax" if kind == "max" else "argmin", v, axis)
    n = product(v.shape)
    if n == 0:
        raise it.error(f"arg{kind} of no elements")
    if isinstance(n, Length):
        raise it.error(f"arg{kind} of a slice with run-time bounds is not part of the language", "write a loop")
    flat = v if len(v.shape) == 1 else it.reshape(v, (n,))
    op = ">" if kind == "max" else "<"
    first = element(it, flat, (0,))

    def step(i: Scalar, best: Scalar, at: Scalar) -> tuple[Any, Any]:
        x = element(it, flat, (i,), {})
        better = comparison.compare(it, op, x, best)
        if x.ty in (F64, F32):                                  # the first nan, if there is one
            new = integers.bits(it, "&", comparison.compare(it, "!=", x, x), comparison.compare(it, "==", best, best), I1, 2)
            better = integers.bits(it, "|", better, new, I1, 2)
        return comparison.select(it, better, x, best), comparison.select(it, better, i, at)
    best = it.b.counted(n, step, (scalars.scalar(it, first), scalars.scalar(it, 0, I64)))[1]
    return Scalar(I64, best.ref, (0, n - 1) if isinstance(n, int) else None, v.level)
