"""Reading and writing parts of arrays with NumPy's meaning: basic keys give views, index arrays and masks give copies."""
from __future__ import annotations

from typing import Any

import numpy as np

from . import scalars
from .arrays import argument, copy, elem, element, fill, force, lift, nest, reads_of, settle, shape_of
from .dtypes import I1, I64
from .sizes import Size, product
from .values import ARRAYS, Elem, Masked, Scalar, View, describe, stage_of, staged, type_of

READ_ONLY = "this array belongs to the caller (data, a parameter or an outer scope); writing to it is not part of the language"
AMBIGUOUS = "this array and another name may or may not be the same array here; writing to it is ambiguous"


def check_index(it: Any, i: Any, n: Any) -> Any:
    """An index proven to be in range, or checked at run time (then clamped to 0, so that memory stays safe)."""
    if not isinstance(i, Scalar):
        if isinstance(i, (bool, np.bool_)) or not isinstance(i, (int, np.integer)):
            raise it.error(f"an index must be an integer, not {describe(i)}")
        i = int(i)
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


def wrap(it: Any, i: Scalar, n: int) -> Scalar:
    """Python's negative indices."""
    lo, hi = i.rng or (-2**63, 2**63)
    moved = it.b.emit(f"add i64 {i.ref}, {n}")
    if hi < 0:
        return Scalar(I64, moved, (lo + n, hi + n), i.stage)
    negative = it.b.emit(f"icmp slt i64 {i.ref}, 0")
    rng = (min(lo + n, 0), max(hi, n - 1)) if lo >= -n and i.rng else None
    return Scalar(I64, it.b.emit(f"select i1 {negative}, i64 {moved}, i64 {i.ref}"), rng, i.stage)


def check_run_time(it: Any, i: Scalar, n: Any) -> Scalar:
    ok = it.b.emit(f"icmp ult i64 {i.ref}, {n}")
    it.check(ok, "index", f"index out of range for size {n}" if isinstance(n, int) else "index out of range")
    return Scalar(I64, it.b.emit(f"select i1 {ok}, i64 {i.ref}, i64 0"), (0, n - 1) if isinstance(n, int) else None, i.stage)


# -- keys
def normal_key(it: Any, v: Any, key: Any) -> tuple[Any, ...]:
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


def _plain(it: Any, k: Any) -> Any:
    if isinstance(k, Elem):
        k = lift(it, k)
    if isinstance(k, (list, range, np.ndarray)):
        a = np.asarray(k) if not staged(k) else None
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


def bounds(it: Any, k: slice, n: Any) -> tuple[Any, int, Any]:
    """(start, step, length) of a slice; start may be a Scalar when the length is known all the same."""
    if not staged(k):
        if isinstance(n, Size):
            if k == slice(None):
                return 0, 1, n
            raise it.error("a part of an array of run-time length is not part of the language")
        try:
            r = range(*k.indices(n))
        except TypeError:
            raise it.error("slice bounds must be integers") from None
        return r.start, r.step, len(r)
    if k.step not in (None, 1):
        raise it.error("a slice with run-time bounds takes no step")
    lo = scalars.scalar(it, 0 if k.start is None else k.start, I64)
    hi = scalars.scalar(it, n if k.stop is None else k.stop, I64)
    (a, ca), (c, cc) = lo.lin or (lo.ref, 0), hi.lin or (hi.ref, 0)
    if a != c or k.start is None or k.stop is None:
        raise it.error("the length of this slice depends on run-time values: the shape depends on data", "write a loop, or use np.where with a mask")
    length = max(0, cc - ca)
    first = check_index(it, lo, n - length + 1)
    return first, 1, length


def index(it: Any, v: Any, key: Any) -> Any:
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


def window(it: Any, v: View, key: tuple[Any, ...]) -> View:
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


def expanded(it: Any, v: Any, key: tuple[Any, ...]) -> Any:
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


def lazy_part(it: Any, v: Elem, key: tuple[Any, ...]) -> Any:
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


def fancy(it: Any, v: Any, key: tuple[Any, ...]) -> Any:
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


def masked(it: Any, v: Any, key: tuple[Any, ...], masks: list[Any]) -> Any:
    if len(masks) > 1 or any(not isinstance(k, ARRAYS) and k != slice(None) for k in key):
        raise it.error("a mask together with other indices is not part of the language", "apply them one after the other")
    mask = masks[0]
    if mask.shape != v.shape[:len(mask.shape)]:
        raise it.error(f"a mask of shape {mask.shape} for an array of shape {v.shape}")
    if len(mask.shape) < len(v.shape):
        mask = expanded(it, mask, (*(slice(None),) * len(mask.shape), *(None,) * (len(v.shape) - len(mask.shape))))
    return Masked(v, mask)


# -- writing
def assign_item(it: Any, v: Any, key: Any, value: Any) -> None:
    """v[key] = value"""
    v = writable(it, v)
    key = normal_key(it, v, key)
    if not isinstance(value, Masked):
        value = lift(it, value)
    arrays = [k for k in key if isinstance(k, ARRAYS)]
    if arrays:
        return scatter(it, v, key, arrays, value)
    w = window(it, v, key)
    if isinstance(value, Masked):
        raise it.error("the shape of this value depends on data and cannot be stored", "use np.where with the mask")
    if not w.shape:
        if isinstance(value, ARRAYS):
            if product(value.shape) != 1:
                raise it.error(f"an array of shape {value.shape} cannot be stored in one element")
            value = element(it, value, (0,) * len(value.shape))
        value = scalars.scalar(it, value, w.dtype)
        before_write(it, w.buf, value)
        it.b.store(w.dtype, value.ref, it.b.address(w, ()), volatile=w.buf.volatile)
        return None
    fits(it, w.shape, value)
    if isinstance(value, ARRAYS) and w.buf in reads_of([value]) and not same_place(value, w):
        value = copy(it, value)
    before_write(it, w.buf, value)
    fill(it, w, lift(it, value))
    return None


def fits(it: Any, shape: tuple[Any, ...], value: Any) -> None:
    own = shape_of(it, value)
    lead = own[:max(0, len(own) - len(shape))]
    if any(n != 1 for n in lead) or any(a != b and a != 1 for a, b in zip(reversed(own), reversed(shape), strict=False)):
        raise it.error(f"an array of shape {own} does not fit into shape {shape}")
    if lead:
        raise it.error(f"an array of shape {own} does not fit into shape {shape}", "drop the leading axes of length 1")


def same_place(value: Any, w: View) -> bool:
    """Does value read w's buffer only at the element that is being written?"""
    if isinstance(value, Elem):
        if value.forced is not None:
            return same_place(value.forced, w)
        if value.op in ("gather", "index", "matmul", "reduce", "expand"):
            return w.buf not in reads_of([value])
        return all(same_place(a, w) for a in value.args if isinstance(a, ARRAYS))
    if isinstance(value, View) and value.buf is w.buf:
        return (value.shape, value.strides, value.off, value.dyn) == (w.shape, w.strides, w.off, w.dyn) or (
            it_rows(value, w) and value.dyn != w.dyn)
    return True


def it_rows(a: View, b: View) -> bool:
    """Rows of one array with run-time numbers: the same or disjoint (sampler code carries row numbers)."""
    return len(a.shape) == len(b.shape) == 1 and isinstance(a.shape[0], Size) and a.shape == b.shape and a.strides == b.strides and a.off == b.off == 0


def writable(it: Any, v: Any) -> View:
    if isinstance(v, np.ndarray):
        raise it.error(READ_ONLY, "copy it first: `x = x.copy()`")
    v = lift(it, v)
    if isinstance(v, Elem):
        base, key = v, []
        while isinstance(base, Elem) and base.op == "index" and base.forced is None:
            key.append(base.args[1])
            base = base.args[0]
        if key and isinstance(base, Elem):
            it.facts.store(base.site)                        # stored at birth from the next pass on: then this is a view
        if it.copied.get(v):
            raise it.error(AMBIGUOUS, "make a copy where the names part: `w = a.copy()`")
        v = force(it, v)
    if not isinstance(v, View):
        raise it.error(f"{describe(v)} cannot be written to")
    if v.buf.readonly:
        raise it.error(READ_ONLY, "copy it first: `x = x.copy()`")
    if v.buf.copy_of or it.copied.get(v.buf):
        raise it.error(AMBIGUOUS, "make a copy where the names part: `w = a.copy()`")
    if any(s == 0 for s, n in zip(v.strides, v.shape, strict=True) if n != 1):
        raise it.error("a broadcast view cannot be written to", "copy it first: `x = x.copy()`")
    return v


def before_write(it: Any, buf: Any, value: Any) -> None:
    it.writes.append((buf, it.region))
    buf.stage = max(buf.stage, stage_of(value), it.condition_stage)
    if buf.rng is not None and buf.dtype == I64:
        it.facts.note("written", buf.site)
    settle(it, buf, value if isinstance(value, Elem) and not it.holds(value) else None)


def scatter(it: Any, v: View, key: tuple[Any, ...], arrays: list[Any], value: Any) -> None:
    if arrays[0].dtype == I1:
        return masked_store(it, v, key, arrays, value)
    if isinstance(value, Masked):
        raise it.error("the shape of this value depends on data and cannot be stored", "use np.where with the mask")
    target = fancy(it, v, key)
    fits(it, target.shape, value)
    if isinstance(value, ARRAYS) and v.buf in reads_of([value]):
        value = copy(it, value)
    arrays = [copy(it, k) if isinstance(k, View) and k.buf is v.buf else k for k in arrays]
    before_write(it, v.buf, value)
    *_, keys, at, rank = target.args

    def body(idx: tuple[Any, ...], memo: Any) -> None:
        inner, free, own = idx[at:at + rank], iter(idx[:at] + idx[at + rank:]), iter(arrays)
        full = tuple(next(free) if k is None else check_index(it, argument(it, next(own), inner, memo), n) if k == "array" else k
                     for k, n in zip(keys, v.shape, strict=True))
        s = scalars.scalar(it, argument(it, value, idx, memo), v.dtype)
        it.b.store(v.dtype, s.ref, it.b.address(v, full))
    it.token += 1
    nest_in_order(it, target.shape, body)
    return None


def nest_in_order(it: Any, shape: Any, body: Any) -> None:
    nest(it, shape, lambda idx, memo: body(idx, {}))


def masked_store(it: Any, v: View, key: tuple[Any, ...], arrays: list[Any], value: Any) -> None:
    m = masked(it, v, key, arrays)
    if isinstance(value, Masked):
        if lift(it, value.mask) is not lift(it, m.mask) and not _same_mask(value.mask, m.mask):
            raise it.error("the two masks of this assignment are not the same array", "give the mask a name and use it on both sides")
        value = value.value
    elif isinstance(value, ARRAYS) and value.shape != () and len(value.shape) >= len(v.shape) and value.shape[0] != 1:
        raise it.error("the number of elements that a mask selects depends on data; an array of fixed length cannot be stored there",
                       "use np.where(mask, new, old)")
    value = it.operate_on("where", m.mask, value, v)
    if isinstance(value, ARRAYS) and not same_place(value, v):
        value = copy(it, value)
    before_write(it, v.buf, value)
    fill(it, v, value)


def _same_mask(a: Any, b: Any) -> bool:
    return isinstance(a, View) and a.same(b)
