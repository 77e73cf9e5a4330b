"""Run-time loops: what is carried, in which form, and what leaves the loop.

A carried name is one that the body assigns and that was bound before. Its form is a fact learnt by staging: a wider number type, `array` (kept
in one buffer, copied at the back edge), `offset` (a view that moves along one buffer) or `poison`.
"""
from __future__ import annotations

from typing import Any

import numpy as np

from . import comparison, scalars
from .arrays import lift, new_array
from .control import Exit, equal_static, held, inherit, join, link, offset
from .dtypes import F32, F64, I1, I64, RANK, const_type, is_num
from .sizes import Size
from .source import assigned
from .storage import copy, fill, force
from .values import ARRAYS, MISSING, Poison, Scalar, View, leaves, rebuild, same_kind

OTHER_NAME = "`{}` is rebound in this loop to an array that another name also holds, and one of them is written in place"


def loop(it: Any, s: Any, n: Any, item: Any, cond: Any = None) -> None:
    """A for loop of n trips (int, Size or Scalar; `item(i)` is the target's value), or a while loop (n None, `cond()` its condition)."""
    if isinstance(n, int) and n <= 0:
        return
    Loop(it, s, n, item, cond).run()


class Loop:
    def __init__(self, it: Any, s: Any, n: Any, item: Any, cond: Any):
        self.it, self.s, self.n, self.item, self.cond = it, s, n, item, cond
        self.key = (it.frame.path, id(s))
        self.frame = it.frame
        self.env0 = dict(it.frame.env)
        targets = assigned([s.target]) if hasattr(s, "target") else ()
        self.names = [k for k in assigned(s.body) if k in self.env0 and k not in targets]
        self.initial: dict[str, Any] = {}          # path of names -> value in the form it is carried in
        self.start: dict[str, Any] = {}            # the same inside the loop
        self.holes: list[tuple[int, Scalar, Scalar, str]] = []
        self.back: dict[str, Scalar] = {}

    def fact(self, name: str) -> Any:
        return self.it.facts.widen.get((self.key, name))

    def learn(self, name: str, what: str) -> None:
        self.it.facts.learn((self.key, name), what)

    # -- the loop as a whole
    def run(self) -> None:
        it, b = self.it, self.it.b
        skip = self.guard_zero_trips()
        since = b.count
        for k in self.names:
            self.initial[k] = self.prepare(k, self.env0[k])
        self.pre, self.head = b.block, b.detached()
        b.jump(self.head)
        b.place(self.head)
        it.push_region()
        self.inside = it.region
        counter = self.phi(Scalar(I64, "0", None, 0), "") if self.n is not None else None
        if counter:
            counter.stage = self.n.stage if isinstance(self.n, Scalar) else 0
            counter.rng = (0, self.last_trip())
            counter.bound = self.n if isinstance(self.n, Size) else None
        self.frame.env = dict(self.env0)
        for k in self.names:
            self.frame.env[k] = self.open(k)
        breaks, continues, latch_env = self.body(counter)
        out = b.detached()
        exits = list(breaks)
        if b.block is not None:
            self.close_all()
            latch_env = self.frame.env
            it.pop_region()
            self.latch(counter, out, latch_env, exits)
        else:
            it.pop_region()
            for line, p, x, _ in self.holes:
                self.head.lines[line] = f"  {p.ref} = phi {p.ty} [ {x.ref}, %{self.pre.label} ]"
        env, _ = join(it, ([skip] if skip else []) + exits, since)
        self.frame.env = env if env is not None else self.env0

    def last_trip(self) -> int:
        if isinstance(self.n, int):
            return self.n - 1
        if isinstance(self.n, Scalar) and self.n.rng:
            return max(self.n.rng[1] - 1, 0)
        return 2**40

    def guard_zero_trips(self) -> Exit | None:
        if not isinstance(self.n, Scalar):
            return None
        it = self.it
        some = comparison.compare(it, "<", 0, self.n)
        if some is True:
            return None
        if some is False:
            some = Scalar(I1, "false")
        go, zero = it.b.detached(), it.b.detached()
        it.b.jump_if(some.ref, go, zero)
        it.b.place(zero)
        skip = Exit(zero, dict(self.env0))
        it.b.place(go)
        return skip

    def body(self, counter: Any) -> tuple[list[Exit], list[Exit], Any]:
        it, b = self.it, self.it.b
        breaks: list[Exit] = []
        continues: list[Exit] = []
        if self.cond is not None:
            c = self.cond()
            if isinstance(c, Scalar):
                body, stop = b.detached(), b.detached()
                b.jump_if(c.ref, body, stop)
                b.place(stop)
                breaks.append(Exit(stop, dict(self.frame.env)))
                b.place(body)
            elif not c:
                stop = b.block
                breaks.append(Exit(stop, dict(self.frame.env)))
                b.block = None
        if b.block is not None:
            if self.item is not None:
                it.assign(self.s.target, self.item(counter))
            self.frame.loops.append((breaks, continues))
            it.run(self.s.body)
            self.frame.loops.pop()
        if continues:
            here = [Exit(b.block, self.frame.env)] if b.block is not None else []
            env, _ = join(it, continues + here)
            self.frame.env = env or self.frame.env
        return breaks, continues, self.frame.env

    def latch(self, counter: Any, out: Any, env: Any, exits: list[Exit]) -> None:
        b = self.it.b
        step = None
        if self.n is not None:
            step = b.emit(f"add nuw nsw i64 {counter.ref}, 1")
            bound = self.n.ref if isinstance(self.n, Scalar) else self.n
            c = b.emit(f"icmp slt i64 {step}, {bound}")
            latch = b.block
            b.jump_if(c, self.head, out)
            b.place(out)
            exits.append(Exit(out, env))
        else:
            latch = b.block
            b.jump(self.head)
        for line, p, x, name in self.holes:
            ref = step if name == "" else self.back[name].ref if name in self.back else p.ref
            self.head.lines[line] = (f"  {p.ref} = phi {'nsz ' if p.ty in (F64, F32) else ''}{p.ty} [ {x.ref}, %{self.pre.label} ], "
                                     f"[ {ref}, %{latch.label} ]")

    # -- carried values: form before the loop, inside it, at the back edge
    def prepare(self, k: str, v: Any) -> Any:
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
        members = leaves(v)
        if members is not None:
            for i, x in enumerate(members):
                self.initial[f"{k}.{i}"] = self.prepare(f"{k}.{i}", x)
        return v

    def phi(self, x: Scalar, name: str) -> Scalar:
        p = Scalar(x.ty, self.it.b.fresh())
        self.head.lines.append("")
        self.holes.append((len(self.head.lines) - 1, p, x, name))
        return p

    def open(self, k: str) -> Any:
        v = self.initial[k]
        if isinstance(v, Scalar):
            r: Any = self.phi(v, k)
        elif self.fact(k) == "offset":
            w, o = v
            r = View(w.buf, w.shape, w.strides, 0, self.phi(o, k).ref)
        elif not isinstance(v, (Poison, *ARRAYS)) and leaves(v):
            r = rebuild(v, [self.open(f"{k}.{i}") for i in range(len(leaves(v)))])          # type: ignore[arg-type]
        else:
            r = v
        self.start[k] = r
        return r

    def close_all(self) -> None:
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
            members = leaves(v)
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
        if not isinstance(a, ARRAYS) and leaves(a) is not None:
            if not same_kind(a, b):
                return self.learn(k, "poison")
            for i, (x, y, z) in enumerate(zip(leaves(a), leaves(b), leaves(v0), strict=True)):   # type: ignore[arg-type]
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
        t = b.ty if isinstance(b, Scalar) else const_type(b) if is_num(b) else None
        if t is None or RANK[t] > RANK[a.ty]:
            self.learn(k, t or "poison")
            self.back[k] = a
        else:
            self.back[k] = scalars.scalar(self.it, b, a.ty)

    def close_array(self, k: str, a: Any, b: Any, v0: Any, copies: list[Any]) -> None:
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
        it, fr, inside = self.it, self.frame, self.inside

        def here(r: Any) -> bool:
            return r[:len(inside)] == inside

        def written(q: Any) -> bool:
            return any(w is q and here(r) for w, r in it.writes)
        name = k.split(".")[0]
        links = []
        if isinstance(v0, View) and (v0.buf.readonly or any(held(v0.buf, name if f is fr else None, self.env0 if f is fr else f.env) for f in it.frames())):
            links.append(v0.buf)
        own = {v.buf for v in self.initial.values() if isinstance(v, View)}
        if isinstance(b, View) and b.buf not in own and not (here(b.buf.born) and not held(b.buf, name, fr.env)):
            links.append(b.buf)
        for v in (v0, b):
            if isinstance(v, View) and v.buf is not a.buf:
                inherit(it, a.buf, v.buf)
        for q in links:
            if written(a.buf) or (written(q) and not here(q.born)):
                raise it.error(OTHER_NAME.format(name), f"copy where they part: `{name} = ….copy()`")
            link(it, a.buf, q)
