"""Reading parts of arrays with NumPy's meaning: basic keys give views, index arrays and masks give copies."""
from __future__ import annotations

from typing import Any

from ..values.dtypes import I1, I64
from ..values.services import Interpreter
from ..values.sizes import product
from ..values.values import ARRAYS, Elem, Masked, Scalar, View, describe, type_of
from .elements import element
from .keys import bounds, check_index, normal_key
from .lazy import elem
from .making import lift
from .storage import force


def index(it: Interpreter, v: Any, key: Any) -> Any:
    """v[key]"""
    if isinstance(v, Masked):
        raise it.error("an element of an array whose length depends on data is not part of the language")
    v = lift(it, v)
    if not isinstance(v, ARRAYS):
        raise it.error(f"{describe(v)} cannot be indexed")
    key = normal_key(it, v, key)
    if any(isinstance(k, ARRAYS) for k in key):
        return fancy(it, v, key)
    if any(k is None for k in key):
        return expanded(it, v, key)
    if isinstance(v, Elem):
        return lazy_part(it, v, key)
    w = window(it, v, key)
    return w if w.shape else element(it, w, ())


def window(it: Interpreter, v: View, key: tuple[Any, ...]) -> View:
    """A view for a key of numbers and slices."""
    off, dyn, shape, strides = v.off, v.dyn, [], []
    for k, n, s in zip(key, v.shape, v.strides, strict=True):
        if isinstance(k, slice):
            start, step, length = bounds(it, k, n)
            shape.append(length)
            strides.append(s * step)
        else:
            start = check_index(it, k, n)
        if isinstance(start, Scalar):
            t = start.ref if s == 1 else it.b.emit(f"mul nsw i64 {start.ref}, {s}")
            dyn = t if dyn is None else it.b.emit(f"add nsw i64 {dyn}, {t}")
        else:
            off = off + start * s
    return View(v.buf, shape, strides, off, dyn)


def expanded(it: Interpreter, v: Any, key: tuple[Any, ...]) -> Any:
    """None in a key adds an axis of length 1."""
    rest = tuple(k for k in key if k is not None)
    base = v if all(k == slice(None) for k in rest if isinstance(k, slice)) and all(isinstance(k, slice) for k in rest) else index(it, v, rest)
    kept: list[bool] = []
    for k in key:
        if k is None:
            kept.append(False)
        elif isinstance(k, slice):
            kept.append(True)
    if not isinstance(base, ARRAYS):
        return elem(it, "broadcast", [base], (1,) * len(kept), type_of(base), cost=0)
    if isinstance(base, View):
        shape, strides = iter(base.shape), iter(base.strides)
        return View(base.buf, [next(shape) if k else 1 for k in kept], [next(strides) if k else 0 for k in kept], base.off, base.dyn)
    shape = iter(base.shape)
    return elem(it, "expand", [base], [next(shape) if k else 1 for k in kept], base.dtype, cost=0, extra=(tuple(i for i, k in enumerate(kept) if k),))


def transpose(it: Interpreter, o: Any) -> Any:
    """The axes in reverse order, as a view."""
    if isinstance(o, Scalar):
        return o
    o = force(it, o)
    return View(o.buf, o.shape[::-1], o.strides[::-1], o.off, o.dyn)


def lazy_part(it: Interpreter, v: Elem, key: tuple[Any, ...]) -> Any:
    """A slice or an element of a lazy array; the array itself stays lazy where that is cheap."""
    parts: list[Any] = []
    shape: list[Any] = []
    for k, n in zip(key, v.shape, strict=True):
        if isinstance(k, slice):
            start, step, length = bounds(it, k, n)
            parts.append((start, step))
            shape.append(length)
        else:
            parts.append(check_index(it, k, n))
    if shape:
        return elem(it, "index", [v], shape, v.dtype, cost=0, extra=(tuple(parts),))
    it.token += 1
    if v.weight > 3 and v.born != it.region:
        return element(it, force(it, v), tuple(parts))
    return element(it, v, tuple(parts), {})


def fancy(it: Interpreter, v: Any, key: tuple[Any, ...]) -> Any:
    """Index arrays (broadcast together) and boolean masks."""
    masks = [k for k in key if isinstance(k, ARRAYS) and k.dtype == I1]
    if masks:
        return masked(it, v, key, masks)
    if any(k is None for k in key):
        raise it.error("None together with index arrays is not part of the language", "index first, then add the axis")
    adv = [i for i, k in enumerate(key) if not isinstance(k, slice)]
    if adv != list(range(adv[0], adv[-1] + 1)):
        raise it.error("index arrays separated by a slice are not part of the language")
    part = [i for i, k in enumerate(key) if isinstance(k, slice) and k != slice(None)]
    if part:
        v = index(it, v, tuple(k if isinstance(k, slice) else slice(None) for k in key))
        key = tuple(slice(None) if isinstance(k, slice) else k for k in key)
    arrays = [k for k in key if isinstance(k, ARRAYS)]
    for k in arrays:
        if k.dtype != I64:
            raise it.error("an index array must hold integers or booleans")
    inner = it.broadcast([k.shape for k in arrays])
    keys = tuple("array" if isinstance(k, ARRAYS) else None if isinstance(k, slice) else check_index(it, k, n) for k, n in zip(key, v.shape, strict=True))
    free = [n for k, n in zip(keys, v.shape, strict=True) if k is None]
    shape = (*[n for k, n in zip(key[:adv[0]], v.shape, strict=False)], *inner, *free[adv[0]:])
    if isinstance(v, Elem) and (v.weight > 1 or product(shape) > product(v.shape)):
        v = force(it, v)
    return elem(it, "gather", [v, *arrays], shape, v.dtype, cost=1, extra=(keys, adv[0], len(inner)))


def masked(it: Interpreter, v: Any, key: tuple[Any, ...], masks: list[Any]) -> Any:
    """`v[mask]` with a run-time mask, which has no shape."""
    if len(masks) > 1 or any(not isinstance(k, ARRAYS) and k != slice(None) for k in key):
        raise it.error("a mask together with other indices is not part of the language", "apply them one after the other")
    mask = masks[0]
    if mask.shape != v.shape[:len(mask.shape)]:
        raise it.error(f"a mask of shape {mask.shape} for an array of shape {v.shape}")
    if len(mask.shape) < len(v.shape):
        mask = expanded(it, mask, (*(slice(None),) * len(mask.shape), *(None,) * (len(v.shape) - len(mask.shape))))
    return Masked(as_now(it, v), as_now(it, mask), mask)


def as_now(it: Interpreter, v: Any) -> Any:
    """What an array holds at this point: stored before it is written."""
    return v if isinstance(v, View) and v.buf.readonly else elem(it, "broadcast", [v], v.shape, v.dtype, cost=0)
