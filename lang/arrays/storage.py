"""Storing a lazy array, and filling memory.

A lazy node is stored when it is written in place, when a buffer that it reads is about to be written, when it crosses a join or a back edge,
or when a second loop would compute more than SHARE operations of it again. If that place is deeper than the node's birth, the fact "store at
birth" is recorded and the function is staged once more.
"""
from __future__ import annotations

import itertools
from typing import Any

from ..numbers import scalars
from ..values.dtypes import is_num
from ..values.services import Interpreter
from ..values.sizes import Length, is_dim, product, small
from ..values.values import ARRAYS, VIEWS, Buffer, Elem, Scalar, View, level_of
from .elements import argument
from .making import lift, new_array, resolved, runs_forward


def force(it: Interpreter, v: Any) -> Any:
    """The View that holds v; a lazy node is stored now."""
    v = lift(it, v)
    if not isinstance(v, Elem):
        return v
    if v.op == "expand":
        force(it, v.args[0])
        return lift(it, v)
    if v.op == "index" and not any(isinstance(k, Scalar) for k in v.args[1]) and runs_forward(v.args[1]):
        force(it, v.args[0])
        return force(it, lift(it, v)) if resolved(it, v) is not v else _store(it, v)
    return _store(it, v)


def _store(it: Interpreter, v: Elem) -> View:
    if v.born != it.region:
        it.facts.store(v.site)
    v.forced = store_now(it, v)
    _hand_over(it, v, v.forced.buf)
    return v.forced


def _hand_over(it: Interpreter, v: Elem, buf: Buffer) -> None:
    """Lazy nodes that read v read its store from now on, and must be stored before that is written."""
    for user in list(it.users.get(v, ())):
        if user.forced is None:
            if user.op in VIEWS:
                _hand_over(it, user, buf)
            else:
                buf.deps[user] = None


def store_now(it: Interpreter, v: Any, dtype: str | None = None) -> View:
    """A new array with the elements of v."""
    out = new_array(it, v.shape, dtype or v.dtype)
    out.buf.level = v.level
    fill(it, out, v)
    return out


def copy(it: Interpreter, v: Any) -> Any:
    """A new array with the elements of v; a number stays itself."""
    v = lift(it, v)
    return store_now(it, v) if isinstance(v, ARRAYS) else v


def settle(it: Interpreter, buf: Buffer, keep: Any = None) -> None:
    """Before buf is written: store every lazy node that still reads it."""
    for d in list(buf.deps):
        if d.forced is None and d is not keep:
            _store(it, d)


def fill(it: Interpreter, out: View, v: Any) -> None:
    """out[...] = v, v broadcast to out's shape. Overlaps are the caller's affair."""
    if isinstance(v, Elem) and v.forced is not None:
        v = v.forced
    if any(n == 0 for n in out.shape):
        return
    out.buf.level = max(out.buf.level, level_of(v), it.condition_level)
    it.token += 1
    if not small(out.shape) and _block_copy(it, out, v):
        return

    def body(idx: tuple[Any, ...], memo: dict[Any, Any]) -> None:
        s = scalars.scalar(it, argument(it, v, idx, memo), out.dtype)
        it.b.store(out.dtype, s.ref, it.b.address(out, idx), volatile=out.buf.volatile)

    nest(it, out.shape, body)


def _block_copy(it: Interpreter, out: View, v: Any) -> bool:
    if not out.contiguous() or not is_dim(product(out.shape)) or isinstance(product(out.shape), Length):
        return False
    if is_num(v) and v == 0 and not (isinstance(v, float) and str(v)[0] == "-") and out.off == 0 and out.dyn is None and product(out.shape) == out.buf.size:
        it.b.zero(out)
        return True
    if isinstance(v, View) and v.shape == out.shape and v.contiguous() and v.dtype == out.dtype:
        origin = (0,) * len(out.shape)
        it.b.move(it.b.address(out, origin), it.b.address(v, origin), product(out.shape), out.dtype)
        return True
    return False


def nest(it: Interpreter, shape: Any, body: Any, idx: tuple[Any, ...] = ()) -> None:
    """Run body(index, memo) for every index of shape; small shapes are unrolled."""
    if small(shape):
        memo: dict[Any, Any] = {}
        for ix in itertools.product(*(range(n) for n in shape)):
            body(idx + ix, memo)
    else:
        it.b.counted(shape[0], lambda i: nest(it, shape[1:], body, (*idx, i)))
