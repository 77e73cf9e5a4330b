"""Arrays from anything array-like: numbers, lists, compile-time arrays, lazy nodes; their shapes, and what they read."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..numbers import scalars
from ..values.dtypes import F64, is_num, numpy_type, wraps
from ..values.services import Interpreter
from ..values.sizes import Length, Size, product, row_major, storage
from ..values.values import ARRAYS, SHAPE_OF_DATA, Buffer, Elem, Masked, Poison, Scalar, View, describe, holds_run_time
from .slices import common


def lift(it: Interpreter, v: Any) -> Any:
    """A number, Scalar, View or Elem for anything array-like; compile-time arrays become hidden read-only inputs."""
    if isinstance(v, (Scalar, View)) or is_num(v):
        return v
    if isinstance(v, Elem):
        return resolved(it, v)
    if isinstance(v, np.ndarray):
        if wraps(v.dtype):
            raise it.error(f"an array of {v.dtype} is not part of the language: NumPy lets it wrap, compiled integers have 64 bits and a sign",
                           "`.astype(np.int64)`")
        return v.item() if v.shape == () else it.constant(v)
    if isinstance(v, (list, tuple)):
        return from_list(it, v) if holds_run_time(v) else lift(it, it.numpy(v))
    if isinstance(v, range):
        return lift(it, np.array(v))
    if isinstance(v, Poison):
        raise it.error(v.why)
    if isinstance(v, Masked):
        raise it.error(*SHAPE_OF_DATA)
    raise it.error(f"{describe(v)} is not a number or an array")


def resolved(it: Interpreter, v: Elem) -> Any:
    """The View of a lazy node that has been stored; a slice of a stored node is a view of the store."""
    if v.forced is not None:
        return v.forced
    if v.op == "index":
        base, key = v.args
        base = resolved(it, base)
        if isinstance(base, View) and not any(isinstance(start, Scalar) for start, _ in map(start_and_step, key)):
            v.forced = part(base, key, v.shape)
            return v.forced
    if v.op == "expand":
        base, kept = v.args
        base = resolved(it, base)
        if isinstance(base, View):
            strides = dict(zip(kept, base.strides, strict=True))
            v.forced = View(base.buf, v.shape, [strides.get(k, 0) for k in range(len(v.shape))], base.off, base.dyn)
            return v.forced
    return v


def start_and_step(k: Any) -> tuple[Any, Any]:
    """Of one axis in the key of an `index` node: a fixed axis has no step."""
    return k if isinstance(k, tuple) else (k, None)


def part(base: View, key: Any, shape: Any) -> View:
    """The view of base that an `index` node with compile-time starts stands for."""
    axes = [(*start_and_step(k), s) for k, s in zip(key, base.strides, strict=True)]
    off = base.off + sum(start * s for start, _, s in axes)
    return View(base.buf, shape, [s * step for _, step, s in axes if step is not None], off, base.dyn)


def runs_forward(key: Any) -> bool:
    """Does no axis of this key go backwards?"""
    return all(not isinstance(k, tuple) or k[1] > 0 for k in key)


def shape_of(it: Interpreter, v: Any) -> tuple[Any, ...]:
    """The shape that NumPy would give v; () for numbers."""
    if isinstance(v, (Scalar, *ARRAYS)):
        return v.shape
    if isinstance(v, (list, tuple)):
        return (len(v), *shape_of(it, v[0])) if v else (0,)
    if isinstance(v, Masked):
        raise it.error("the shape of this value depends on data", "reduce it, or use np.where with the mask")
    return np.shape(v)


def new_array(it: Interpreter, shape: Any, dtype: str = F64) -> View:
    """An array in new memory of this function, not yet filled."""
    room = storage(shape)
    buf = it.b.new_buffer(dtype, product(room), it.region)
    buf.site, buf.level = it.site(), 0
    return View(buf, shape, row_major(room))


def from_list(it: Interpreter, v: Any) -> View:
    """`np.array([...])` of run-time values."""
    if not v:
        return new_array(it, (0,))
    parts = [lift(it, x) for x in v]
    shapes = {shape_of(it, p) for p in parts}
    if len(shapes) > 1:
        raise it.error(f"the rows of this array have different shapes: {', '.join(map(str, sorted(shapes, key=str)))}")
    out = new_array(it, (len(v), *shapes.pop()), scalars.common_type(*parts) if any(not is_num(p) for p in parts) else F64)
    for k, p in enumerate(parts):
        it.assign_item(out, (k,), p)
    return out


def broadcast(it: Interpreter, shapes: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The shape that arrays of these shapes broadcast to."""
    out: list[Any] = []
    for k in range(max(map(len, shapes), default=0)):
        d: Any = 1
        for s in shapes:
            n = s[len(s) - 1 - k] if k < len(s) else 1
            if (not isinstance(n, Size) and n == 1) or n == d:
                continue
            if not isinstance(d, Size) and d == 1:
                d = n
            elif isinstance(n, Length) or isinstance(d, Length):
                d = common(it, d, n)
            else:
                raise it.error("shapes do not broadcast: " + ", ".join(map(str, shapes)))
        out.append(d)
    return tuple(reversed(out))


def reads_of(args: Any) -> set[Buffer]:
    """Buffers that arrays read as things stand now: what has been stored since is read from its store."""
    found: set[Buffer] = set()
    seen: set[int] = set()
    stack = [a for a in args if isinstance(a, ARRAYS)]
    while stack:
        a = stack.pop()
        if isinstance(a, Elem) and a.forced is not None:
            a = a.forced
        if isinstance(a, View):
            found.add(a.buf)
        elif id(a) not in seen:
            seen.add(id(a))
            stack += [x for x in a.args if isinstance(x, ARRAYS)]
    return found


def numpy_value(it: Interpreter, v: Any) -> np.ndarray:
    """A compile-time list as a NumPy array of a type the language has."""
    try:
        a = np.asarray(v)
    except ValueError as e:
        raise it.error(f"this is not an array: {e}") from None
    if numpy_type(a.dtype) is None:
        raise it.error(f"arrays of {a.dtype} are not part of the language", "use floats, integers or booleans")
    return a
