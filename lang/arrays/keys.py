"""Keys of arrays: one entry for each axis, indices proven to be in range or checked at run time, slices of known length."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..numbers import scalars
from ..values.dtypes import I1, I64
from ..values.services import Interpreter
from ..values.sizes import Length, Size
from ..values.values import ARRAYS, Elem, Masked, Scalar, describe, holds_run_time
from .elements import element
from .making import lift
from .slices import run_time_slice


def check_index(it: Interpreter, i: Any, n: Any) -> Any:
    """An index proven to be in range, or checked at run time (then clamped to 0, so that memory stays safe)."""
    if not isinstance(i, Scalar):
        if isinstance(i, (bool, np.bool_)) or not isinstance(i, (int, np.integer)):
            raise it.error(f"an index must be an integer, not {describe(i)}")
        i = int(i)
        if isinstance(n, Length):
            return check_run_time(it, scalars.scalar(it, i) if i >= 0 else it.operate("+", scalars.scalar(it, n), i), n)
        if isinstance(n, Size):
            return i if 0 <= i < n else n + i if i < 0 else check_run_time(it, scalars.scalar(it, i), n)
        if not -n <= i < n:
            raise it.error(f"index {i} is out of range for size {n}")
        return i % n
    if i.ty != I64:
        raise it.error("an index must be an integer, not a float" if i.ty != I1 else "a single boolean is not an index")
    lo, hi = i.rng or (-2**63, 2**63)
    if lo >= 0 and (hi < n or (i.bound is not None and i.bound <= n)):
        return i
    if isinstance(n, int) and lo < 0:
        i = wrap(it, i, n)
        lo, hi = i.rng or (-2**63, 2**63)
        if lo >= 0 and hi < n:
            return i
    return check_run_time(it, i, n)


def wrap(it: Interpreter, i: Scalar, n: int) -> Scalar:
    """Python's negative indices."""
    lo, hi = i.rng or (-2**63, 2**63)
    moved = it.b.emit(f"add i64 {i.ref}, {n}")
    if hi < 0:
        return Scalar(I64, moved, (lo + n, hi + n), i.level)
    negative = it.b.emit(f"icmp slt i64 {i.ref}, 0")
    rng = (min(lo + n, 0), max(hi, n - 1)) if lo >= -n and i.rng else None
    return Scalar(I64, it.b.emit(f"select i1 {negative}, i64 {moved}, i64 {i.ref}"), rng, i.level)


def check_run_time(it: Interpreter, i: Scalar, n: Any) -> Scalar:
    """An index in [0, n), checked at run time."""
    ok = it.b.emit(f"icmp ult i64 {i.ref}, {n}")
    it.check(ok, "index", f"index out of range for size {n}" if isinstance(n, int) else "index out of range")
    rng = (0, n - 1) if isinstance(n, int) else (0, n.most - 1) if isinstance(n, Length) else None
    return Scalar(I64, it.b.emit(f"select i1 {ok}, i64 {i.ref}, i64 0"), rng, i.level)


def normal_key(it: Interpreter, v: Any, key: Any) -> tuple[Any, ...]:
    """A tuple with one entry for each axis plus the None's; 0-d arrays unwrapped, lists made arrays."""
    key = key if isinstance(key, tuple) else (key,)
    key = tuple(_plain(it, k) for k in key)
    used = sum(_axes(k) for k in key)
    if any(k is Ellipsis for k in key):
        p = next(i for i, k in enumerate(key) if k is Ellipsis)
        key = key[:p] + (slice(None),) * (len(v.shape) - used) + tuple(k for k in key[p + 1:])
    elif used > len(v.shape):
        raise it.error(f"{used} indices for an array of rank {len(v.shape)}")
    else:
        key = key + (slice(None),) * (len(v.shape) - used)
    return key


def _axes(k: Any) -> int:
    if k is None or k is Ellipsis:
        return 0
    return len(k.shape) if isinstance(k, ARRAYS) and k.dtype == I1 else 1


def _plain(it: Interpreter, k: Any) -> Any:
    if isinstance(k, Elem):
        k = lift(it, k)
    if isinstance(k, (list, range, np.ndarray)):
        a = np.asarray(k) if not holds_run_time(k) else None
        if a is not None and a.dtype.kind == "b":
            if a.ndim != 1:
                return lift(it, a)
            a = np.flatnonzero(a)
        if a is not None and a.size == 0:
            a = a.astype(np.int64)
        return lift(it, a if a is not None else k)
    if isinstance(k, ARRAYS) and k.shape == ():
        return element(it, k, ())
    if isinstance(k, Masked):
        raise it.error("an index whose length depends on data is not part of the language", "use a mask in np.where, or index arrays of fixed length")
    if isinstance(k, (float, np.floating)):
        raise it.error(f"an index must be an integer, not {describe(k)}")
    return k


def bounds(it: Interpreter, k: slice, n: Any) -> tuple[Any, int, Any]:
    """(start, step, length) of a slice of an axis of length n."""
    if k == slice(None) and not holds_run_time(k):
        return 0, 1, n
    if holds_run_time(k) or isinstance(n, Length):
        return run_time_slice(it, k, n)
    if isinstance(n, Size):
        raise it.error("a part of an array of run-time length is not part of the language")
    try:
        r = range(*k.indices(n))
    except TypeError:
        raise it.error("slice bounds must be integers") from None
    return r.start, r.step, len(r)
