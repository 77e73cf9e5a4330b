"""Control flow is one thing: every way out of a piece of code is an `Exit(block, env, value)`, and `join` merges exits.

Numbers become phis with promotion, equal objects stay, views of one buffer become a phi of the offset, different arrays of one shape are
copied into one new buffer on each path, records are merged leaf by leaf, unequal compile-time values are Poison.
"""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..arrays.aliasing import equal_static, fresh, inherit, is_held, link, scopes, viewed
from ..arrays.making import lift, new_array
from ..arrays.storage import fill
from ..numbers import scalars
from ..values.dtypes import F32, F64, I64, RANK, const_type, is_num
from ..values.services import Interpreter
from ..values.values import ARRAYS, MISSING, Elem, Masked, Poison, Scalar, View, describe, rebuild, record_members, same_kind


class Exit(NamedTuple):
    """One way out of a piece of code: where it ends, what the names mean there, and the value of the code as an expression."""

    block: Any
    env: dict[str, Any]
    value: Any = None


def join(it: Interpreter, exits: list[Exit], since: int = 0, frame: Any = None) -> tuple[Any, Any]:
    """Merge exits into a new current block; (None, None) and no block when there are none. `since` is the age of the fork."""
    exits = [e for e in exits if e is not None]
    if not exits:
        it.b.block = None
        return None, None
    if len(exits) == 1:
        it.b.block = exits[0].block
        return exits[0].env, exits[0].value
    m = Merge(it, exits, since)
    env = {}
    for k in dict.fromkeys(k for e in exits for k in e.env):
        values = [e.env.get(k, MISSING) for e in exits]
        env[k] = values[0] if all(v is values[0] for v in values) else m.merge(k, values)
    values = [e.value for e in exits]
    value = values[0] if all(v is values[0] for v in values) else m.merge("the result", values)
    return env, m.finish(value)


class Merge:
    """One join in the making. `blocks` are where each path ends now (copies may move it)."""

    def __init__(self, it: Interpreter, exits: list[Exit], since: int):
        self.it, self.exits, self.since = it, exits, since
        self.blocks = [e.block for e in exits]
        self.tail = it.b.detached()
        self.phis: list[tuple[str, str, list[str]]] = []

    def finish(self, value: Any) -> Any:
        """Join the paths in one block; `value` goes through."""
        b = self.it.b
        for block in self.blocks:
            b.block = block
            b.jump(self.tail)
        b.place(self.tail)
        for ref, ty, refs in self.phis:
            arms = ", ".join(f"[ {r}, %{block.label} ]" for r, block in zip(refs, self.blocks, strict=True))
            self.tail.lines.append(f"  {ref} = phi {'nsz ' if ty in (F64, F32) else ''}{ty} {arms}")
        return value

    def on(self, k: int, action: Any) -> Any:
        """Run action at the end of path k."""
        self.it.b.block = self.blocks[k]
        r = action()
        self.blocks[k] = self.it.b.block
        return r

    def merge(self, name: str, vs: list[Any]) -> Any:
        """One value that stands for `vs`, the values on each path; Poison when there is none."""
        if any(v is MISSING for v in vs):
            return Poison(f"`{name}` may be undefined here: it is not set on every path")
        poison = next((v for v in vs if isinstance(v, Poison)), None)
        if poison:
            return poison
        if all(isinstance(v, Scalar) or is_num(v) for v in vs):
            return self.numbers(vs)
        if any(isinstance(v, ARRAYS) for v in vs):
            vs = [lift(self.it, v) if isinstance(v, (np.ndarray, Elem)) else v for v in vs]
        if all(isinstance(v, ARRAYS) for v in vs) and all(v.shape == vs[0].shape for v in vs):
            return self.arrays(name, vs)
        if all(same_kind(v, vs[0]) for v in vs):
            return rebuild(vs[0], [c[0] if all(x is c[0] for x in c) else self.merge(name, list(c)) for c in zip(*map(record_members, vs), strict=True)])  # type: ignore[arg-type]
        if equal_static(vs):
            return vs[0]
        other = next((v for v in vs[1:] if type(v) is not type(vs[0])), vs[1])
        return Poison(f"`{name}` is {describe(vs[0])} on one path and {describe(other)} on another; a compile-time value may not depend on run-time data")

    def numbers(self, vs: list[Any]) -> Any:
        """A phi with NumPy's promotion; equal compile-time numbers stay."""
        if not any(isinstance(v, Scalar) for v in vs) and all(type(v) is type(vs[0]) and (v == vs[0] or (v != v and vs[0] != vs[0])) for v in vs):
            return vs[0]
        t = max((v.ty if isinstance(v, Scalar) else const_type(v) for v in vs), key=RANK.__getitem__)
        parts = [self.on(k, lambda v=v: scalars.scalar(self.it, v, t)) for k, v in enumerate(vs)]
        rng = (min(p.rng[0] for p in parts), max(p.rng[1] for p in parts)) if all(p.rng for p in parts) else None
        ref = self.it.b.fresh()
        self.phis.append((ref, t, [p.ref for p in parts]))
        return Scalar(t, ref, rng, max(self.it.condition_level, *(p.level for p in parts)))

    def arrays(self, name: str, vs: list[Any]) -> Any:
        """One view that is right on each path: the same, a moved one, or a copy."""
        first = vs[0]
        if all(isinstance(v, View) and v.same(first) for v in vs):
            return first
        if all(isinstance(v, View) and v.buf is first.buf and v.strides == first.strides for v in vs):
            offsets = [self.on(k, lambda v=v: offset(self.it, v)) for k, v in enumerate(vs)]
            return View(first.buf, first.shape, first.strides, 0, self.numbers(offsets).ref)
        out = new_array(self.it, first.shape, max((v.dtype for v in vs), key=RANK.__getitem__))
        for k, v in enumerate(vs):
            self.remember(out, v, name, k)
            self.on(k, lambda v=v: fill(self.it, out, lift(self.it, v)))
        return out

    def remember(self, out: View, v: Any, name: str, k: int) -> None:
        """A merged buffer knows what it copied, unless nobody else can see that."""
        it, env = self.it, self.exits[k].env
        v = viewed(v)
        if isinstance(v, Elem) and v.forced is None:
            if any(is_held(v, *scope) for scope in scopes(it, name, env)):
                link(it, out.buf, v)
        else:
            buf = lift(it, v).buf
            inherit(it, out.buf, buf)
            if not fresh(it, buf, name, env, self.since):
                link(it, out.buf, buf)


def offset(it: Interpreter, v: View) -> Scalar:
    """The offset of a view as a run-time integer."""
    if v.dyn is None:
        return Scalar(I64, str(v.off), (v.off, v.off) if isinstance(v.off, int) else None, 0)
    return Scalar(I64, v.dyn if v.off == 0 else it.b.emit(f"add nsw i64 {v.dyn}, {v.off}"))


# -- branches
def branch(it: Interpreter, cond: Scalar, then: Any, other: Any) -> Any:
    """if/else on a run-time condition; the value is that of the expression forms."""
    fr, env0 = it.frame, it.frame.env
    a, b, since = it.b.detached(), it.b.detached(), it.b.count
    outer, left = it.region, departures(fr)
    it.b.jump_if(cond.ref, a, b)
    exits, before = [], it.condition_level
    it.condition_level = max(before, cond.level)
    for block, run in ((a, then), (b, other)):
        it.push_region()
        it.b.place(block)
        fr.env = dict(env0)
        value = run()
        if it.b.block is not None:
            exits.append(Exit(it.b.block, fr.env, value))
        it.region = outer
    env, value = join(it, exits, since)
    it.condition_level = before
    fr.env = env if env is not None else env0
    go_on(it, outer, left)
    return value


def departures(frame: Any) -> tuple[int, int]:
    """How many times this frame has been left by `return`, and the loops that it is in by `break` or `continue`."""
    return len(frame.returns), sum(len(b) + len(c) for b, c in frame.loops)


def go_on(it: Interpreter, outer: tuple[int, ...], left: tuple[int, int]) -> None:
    """Back in the region `outer`; if paths have left since `left` was taken, what follows runs on some paths only: a region of its own."""
    now, it.region = departures(it.frame), outer
    if now != left:
        it.push_region()
        if now[1] == left[1]:
            it.guarded.add(it.region[-1])


def truth(it: Interpreter, v: Any) -> Any:
    """A bool or an i1 Scalar."""
    if isinstance(v, Scalar):
        return scalars.cast(it, v, "i1")
    if isinstance(v, ARRAYS):
        if all(n == 1 for n in v.shape):
            return scalars.scalar(it, it.element(v, (0,) * len(v.shape)), "i1")
        raise it.error("the truth of an array is ambiguous", "use np.where, or np.any/np.all")
    if isinstance(v, Masked):
        raise it.error("the truth of an array is ambiguous", "use np.any/np.all")
    if isinstance(v, Poison):
        raise it.error(v.why)
    return bool(v)
