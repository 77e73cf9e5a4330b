"""Writing parts of arrays with NumPy's meaning. What still reads the buffer is stored first; overlapping values are copied."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..numbers import scalars
from ..values.dtypes import I1, I64
from ..values.services import Interpreter
from ..values.sizes import Length, Size, product
from ..values.values import ARRAYS, VIEWS, Elem, Masked, View, describe, level_of
from .elements import argument, element
from .indexing import fancy, masked, window
from .keys import check_index, normal_key
from .making import lift, reads_of, shape_of
from .ownership import about_to_write
from .slices import common
from .storage import copy, fill, force, nest, settle

READ_ONLY = "this array belongs to the caller (data, a parameter or an outer scope); writing to it is not part of the language"
AMBIGUOUS = "this array and another name may or may not be the same array here; writing to it is ambiguous"


def assign_item(it: Interpreter, v: Any, key: Any, value: Any) -> None:
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
        return store_element(it, w, value)
    w = View(w.buf, fits(it, w.shape, value), w.strides, w.off, w.dyn)
    if isinstance(value, ARRAYS) and w.buf in reads_of([value]) and not same_place(value, w):
        value = copy(it, value)
    before_write(it, w.buf, value)
    fill(it, w, lift(it, value))
    return None


def store_element(it: Interpreter, w: View, value: Any) -> None:
    """One element, from a number or an array of one element."""
    if isinstance(value, ARRAYS):
        if product(value.shape) != 1:
            raise it.error(f"an array of shape {value.shape} cannot be stored in one element")
        value = element(it, value, (0,) * len(value.shape))
    value = scalars.scalar(it, value, w.dtype)
    before_write(it, w.buf, value)
    it.b.store(w.dtype, value.ref, it.b.address(w, ()), volatile=w.buf.volatile)


def fits(it: Interpreter, shape: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    """The shape that is written: that of the target, once the value is known to fit."""
    own = shape_of(it, value)
    lead = own[:max(0, len(own) - len(shape))]
    pairs = list(zip(reversed(shape), reversed(own), strict=False))
    if any(n != 1 for n in lead) or any(n not in (m, 1) and not isinstance(m, Length) and not isinstance(n, Length) for m, n in pairs):
        raise it.error(f"an array of shape {own} does not fit into shape {shape}")
    if lead:
        raise it.error(f"an array of shape {own} does not fit into shape {shape}", "drop the leading axes of length 1")
    met = [m if n in (m, 1) else common(it, m, n) for m, n in pairs]
    return (*shape[:len(shape) - len(met)], *reversed(met))


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
            same_rows(value, w) and value.dyn != w.dyn)
    return True


def same_rows(a: View, b: View) -> bool:
    """Rows of one array with run-time numbers: the same or disjoint (sampler code carries row numbers)."""
    return len(a.shape) == len(b.shape) == 1 and type(a.shape[0]) is Size and a.shape == b.shape and a.strides == b.strides and a.off == b.off == 0


def writable(it: Interpreter, v: Any) -> View:
    """The view behind v that may be written; an error says whose array it is."""
    if isinstance(v, np.ndarray):
        about_to_write(it, v)
        raise it.error(READ_ONLY, "copy it first: `x = x.copy()`")
    v = lift(it, v)
    if isinstance(v, Elem):
        base, key = v, []
        while isinstance(base, Elem) and base.op in VIEWS and base.forced is None:
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


def before_write(it: Interpreter, buf: Any, value: Any) -> None:
    """What must happen before buf is written: lazy arrays that read it are stored."""
    it.writes.append((buf, it.region))
    buf.level = max(buf.level, level_of(value), it.condition_level)
    if buf.rng is not None and buf.dtype == I64:
        it.facts.note("written", buf.site)
    settle(it, buf, value if isinstance(value, Elem) and not it.holds(value) else None)


def scatter(it: Interpreter, v: View, key: tuple[Any, ...], arrays: list[Any], value: Any) -> None:
    """`v[index arrays] = value`, in order: the last write to an element stays."""
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


def nest_in_order(it: Interpreter, shape: Any, body: Any) -> None:
    """Run body for every index of shape, nothing shared between them."""
    nest(it, shape, lambda idx, memo: body(idx, {}))


def masked_store(it: Interpreter, v: View, key: tuple[Any, ...], arrays: list[Any], value: Any) -> None:
    """`v[mask] = value`"""
    m = masked(it, v, key, arrays)
    if isinstance(value, Masked):
        if lift(it, value.of) is not lift(it, m.of) and not _same_mask(value.of, m.of):
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
