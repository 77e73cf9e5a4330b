"""Values carried round a run-time loop: their form before it, inside it, and at the back edge.

A carried name is one that the body assigns and that was bound before. Its form is a fact learnt by staging: a wider number type, `array` (kept
in one buffer, copied at the back edge), `offset` (a view that moves along one buffer) or `poison`.
"""
from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays.aliasing import equal_static, held, inherit, link, scopes
from ..arrays.making import lift, new_array
from ..arrays.storage import copy, fill, force
from ..numbers import scalars
from ..values.dtypes import F32, F64, I64, RANK, const_type, is_num
from ..values.services import Interpreter
from ..values.values import ARRAYS, MISSING, Poison, Scalar, View, rebuild, record_members, same_kind
from .control import offset

OTHER_NAME = "`{}` is rebound in this loop to an array that another name also holds, and one of them is written in place"


class Carried:
    """What one loop carries. A path is a name, or a name and the steps to a leaf of the record it holds: `state.0.1`."""

    def __init__(self, it: Interpreter, key: Any, names: list[str]):
        self.it, self.key, self.names, self.frame = it, key, names, it.frame
        self.env0 = dict(it.frame.env)
        self.initial: dict[str, Any] = {}          # path -> value in the form it is carried in
        self.start: dict[str, Any] = {}            # the same inside the loop
        self.back: dict[str, Scalar] = {}          # path of a number -> its value at the back edge
        self.holes: list[tuple[int, Scalar, Scalar, str]] = []      # phis to be completed: line of the head, phi, initial value, path
        self.inside: tuple[int, ...] = ()

    def fact(self, path: str) -> Any:
        """What earlier passes have learnt about the value at this path."""
        return self.it.facts.widen.get((self.key, path))

    def learn(self, path: str, what: str) -> None:
        """Note for the next pass which form the value at this path needs."""
        self.it.facts.learn((self.key, path), what)

    # -- phis of the loop's head
    def enter(self, pre: Any, head: Any) -> None:
        """From here on phis are added to the block `head`, which is entered from `pre`."""
        self.pre, self.head, self.inside = pre, head, self.it.region

    def phi(self, x: Scalar, path: str) -> Scalar:
        """A number that is x in the first trip; `path` says what it is in later ones, "" is the counter."""
        p = Scalar(x.ty, self.it.b.fresh())
        self.head.lines.append("")
        self.holes.append((len(self.head.lines) - 1, p, x, path))
        return p

    def complete(self, latch: Any, step: str | None) -> None:
        """The phis, now that the back edge comes from `latch`; step is the counter's next value. There is no back edge when latch is None."""
        for line, p, x, path in self.holes:
            arms = f"[ {x.ref}, %{self.pre.label} ]"
            if latch is not None:
                ref = step if path == "" else self.back[path].ref if path in self.back else p.ref
                arms += f", [ {ref}, %{latch.label} ]"
            self.head.lines[line] = f"  {p.ref} = phi {'nsz ' if p.ty in (F64, F32) and latch is not None else ''}{p.ty} {arms}"

    # -- form before the loop, inside it, at the back edge
    def prepare_all(self) -> None:
        """Bring every carried name into its form; code is emitted before the loop."""
        for k in self.names:
            self.initial[k] = self.prepare(k, self.env0[k])

    def open_all(self) -> None:
        """Bind every carried name to its value inside the loop."""
        self.frame.env = dict(self.env0)
        for k in self.names:
            self.frame.env[k] = self.open(k)

    def prepare(self, k: str, v: Any) -> Any:
        """The value before the loop in the form it is carried in."""
        it, w = self.it, self.fact(k)
        if w == "poison":
            return Poison(f"`{k.split('.')[0]}` changes kind inside this loop; a compile-time value may not change in a run-time loop")
        if w == "array":
            source = lift(it, v)
            o = new_array(it, source.shape, self.fact(k + ":type") or source.dtype)
            o.buf.carry = True
            fill(it, o, source)
            return o
        if w == "offset":
            v = force(it, v)
            return (v, offset(it, v))
        if isinstance(v, Scalar) or is_num(v):
            t = w if w in RANK else v.ty if isinstance(v, Scalar) else const_type(v)
            return scalars.scalar(it, v, t)
        members = record_members(v)
        if members is not None:
            for i, x in enumerate(members):
                self.initial[f"{k}.{i}"] = self.prepare(f"{k}.{i}", x)
        return v

    def open(self, k: str) -> Any:
        """The value inside the loop: phis of numbers and offsets."""
        v = self.initial[k]
        if isinstance(v, Scalar):
            r: Any = self.phi(v, k)
        elif self.fact(k) == "offset":
            w, o = v
            r = View(w.buf, w.shape, w.strides, 0, self.phi(o, k).ref)
        elif not isinstance(v, (Poison, *ARRAYS)) and record_members(v):
            r = rebuild(v, [self.open(f"{k}.{i}") for i in range(len(record_members(v)))])          # type: ignore[arg-type]
        else:
            r = v
        self.start[k] = r
        return r

    def close_all(self) -> None:
        """Bring every carried name back to its form at the end of a trip; arrays are copied all at once."""
        it = self.it
        copies: list[tuple[str, View, Any]] = []
        for k in self.names:
            self.close(k, self.start[k], self.frame.env.get(k, MISSING), self.env0[k], copies)
        moved = [(k, a, copy(it, v) if isinstance(v, View) and v.buf.carry else force(it, v)) for k, a, v in copies]   # parallel copy
        for k, a, v in moved:
            it.before_write(a.buf, v)
            fill(it, a, v)
            if "." not in k:
                self.frame.env[k] = a
            else:
                self.replace(k, a)

    def replace(self, path: str, a: View) -> None:
        """Put the carried array at its place inside a record."""
        name, *steps = path.split(".")

        def put(v: Any, rest: list[str]) -> Any:
            if not rest:
                return a
            members = record_members(v)
            assert members is not None, "the path of a carried leaf leads through records"
            members[int(rest[0])] = put(members[int(rest[0])], rest[1:])
            return rebuild(v, members)
        self.frame.env[name] = put(self.frame.env[name], steps)

    def close(self, k: str, a: Any, b: Any, v0: Any, copies: list[Any]) -> None:
        """a: the value at the loop's head, b: at its end."""
        if isinstance(a, Scalar):
            return self.close_number(k, a, b)
        if isinstance(a, Poison):
            return None
        if self.fact(k) == "offset":
            same = isinstance(b, View) and b.buf is a.buf and (b.shape, b.strides) == (a.shape, a.strides)
            if not same:
                self.learn(k, "array")
            self.back[k] = offset(self.it, b) if same else Scalar(I64, "0")
            return None
        if not isinstance(a, ARRAYS) and record_members(a) is not None:
            if not same_kind(a, b):
                return self.learn(k, "poison")
            for i, (x, y, z) in enumerate(zip(record_members(a), record_members(b), record_members(v0), strict=True)):   # type: ignore[arg-type]
                self.close(f"{k}.{i}", x, y, z, copies)
            return None
        if a is b:
            return None
        if isinstance(a, (*ARRAYS, np.ndarray)) and isinstance(b, (*ARRAYS, np.ndarray)):
            return self.close_array(k, lift(self.it, a), lift(self.it, b), v0, copies)
        if not equal_static([a, b]):
            self.learn(k, "poison")
        return None

    def close_number(self, k: str, a: Scalar, b: Any) -> None:
        """The back edge of a number; a wider type is learnt."""
        t = b.ty if isinstance(b, Scalar) else const_type(b) if is_num(b) else None
        if t is None or RANK[t] > RANK[a.ty]:
            self.learn(k, t or "poison")
            self.back[k] = a
        else:
            self.back[k] = scalars.scalar(self.it, b, a.ty)

    def close_array(self, k: str, a: Any, b: Any, v0: Any, copies: list[Any]) -> None:
        """The back edge of an array: the same one, a moved view, or a copy into the carried buffer."""
        if a.shape != b.shape:
            raise self.it.error(f"`{k.split('.')[0]}` changes its shape in the loop, from {a.shape} to {b.shape}")
        if isinstance(a, View) and a.same(b):
            return
        if isinstance(a, View) and isinstance(b, View) and a.buf is b.buf and a.strides == b.strides and not a.buf.carry:
            self.learn(k, "offset")
            return
        if not (isinstance(a, View) and a.buf.carry):
            self.learn(k, "array")
            if RANK[b.dtype] > RANK[a.dtype]:
                self.learn(k + ":type", b.dtype)
            return
        if RANK[b.dtype] > RANK[a.dtype]:
            self.learn(k + ":type", b.dtype)
        self.check_alias(k, a, b, lift(self.it, v0))
        copies.append((k, a, b))

    def check_alias(self, k: str, a: View, b: Any, v0: Any) -> None:
        """a holds a copy of v0, then of b: wrong only if somebody writes one of them and looks at the other."""
        it, inside = self.it, self.inside

        def here(r: Any) -> bool:
            return r[:len(inside)] == inside

        def written(q: Any) -> bool:
            return any(w is q and here(r) for w, r in it.writes)
        name = k.split(".")[0]
        links = []
        if isinstance(v0, View) and (v0.buf.readonly or any(held(v0.buf, *scope) for scope in scopes(it, name, self.env0))):
            links.append(v0.buf)
        own = {v.buf for v in self.initial.values() if isinstance(v, View)}
        if isinstance(b, View) and b.buf not in own and not (here(b.buf.born) and not held(b.buf, name, self.frame.env)):
            links.append(b.buf)
        for v in (v0, b):
            if isinstance(v, View) and v.buf is not a.buf:
                inherit(it, a.buf, v.buf)
        for q in links:
            if written(a.buf) or (written(q) and not here(q.born)):
                raise it.error(OTHER_NAME.format(name), f"copy where they part: `{name} = ….copy()`")
            link(it, a.buf, q)
