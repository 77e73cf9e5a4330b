"""Run-time loops: blocks, counter, condition and exits. What goes round the loop is in `carried.py`."""
from __future__ import annotations

import ast
from typing import Any

from ..numbers import comparison
from ..values.dtypes import I1, I64
from ..values.services import Interpreter
from ..values.sizes import Size
from ..values.source import assigned
from ..values.values import Scalar
from .carried import Carried
from .control import Exit, departures, go_on, join


def loop(it: Interpreter, s: Any, n: Any, item: Any, cond: Any = None) -> None:
    """A for loop of n trips (int, Size or Scalar; `item(i)` is the target's value), or a while loop (n None, `cond()` its condition)."""
    if isinstance(n, int) and n <= 0:
        return
    Loop(it, s, n, item, cond).run()


def trip(it: Interpreter, body: list[ast.stmt], breaks: list[Exit], continues: list[Exit]) -> None:
    """One trip through the body of a loop; what follows may be reached on some paths only."""
    fr, outer, left = it.frame, it.region, (len(it.frame.returns), len(breaks))
    fr.loops.append((breaks, continues))
    it.run(body)
    fr.loops.pop()
    if continues:
        here = [Exit(it.b.block, fr.env)] if it.b.block is not None else []
        env, _ = join(it, continues + here)
        fr.env = env or fr.env
    it.region = outer
    if (len(fr.returns), len(breaks)) != left:
        it.push_region()


class Loop:
    """One run-time loop in the making."""

    def __init__(self, it: Interpreter, s: Any, n: Any, item: Any, cond: Any):
        self.it, self.s, self.n, self.item, self.cond, self.frame = it, s, n, item, cond, it.frame
        targets = assigned([s.target]) if hasattr(s, "target") else ()
        names = [k for k in assigned(s.body) if k in it.frame.env and k not in targets]
        self.carried = Carried(it, (it.frame.path, id(s)), names)

    def run(self) -> None:
        """Emit the loop and go on behind it."""
        it, b, carried = self.it, self.it.b, self.carried
        outer, left = it.region, departures(self.frame)
        skip = self.guard_zero_trips()
        since = b.count
        carried.prepare_all()
        pre, head = b.block, b.detached()
        b.jump(head)
        b.place(head)
        it.push_region()
        carried.enter(pre, head)
        counter = self.counter()
        carried.open_all()
        exits = self.body(counter)
        out = b.detached()
        if b.block is not None:
            carried.close_all()
            it.region = outer
            self.latch(head, counter, out, exits)
        else:
            it.region = outer
            carried.complete(None, None)
        env, _ = join(it, ([skip] if skip else []) + exits, since)
        go_on(it, outer, left)
        self.frame.env = env if env is not None else carried.env0

    def counter(self) -> Scalar | None:
        """The number of trips done; None in a while loop."""
        if self.n is None:
            return None
        i = self.carried.phi(Scalar(I64, "0", None, 0), "")
        i.level = self.n.level if isinstance(self.n, Scalar) else 0
        i.rng = (0, self.last_trip())
        i.bound = self.n if isinstance(self.n, Size) else None
        return i

    def last_trip(self) -> int:
        """The largest value that the counter can take."""
        if isinstance(self.n, int):
            return self.n - 1
        if isinstance(self.n, Scalar) and self.n.rng:
            return max(self.n.rng[1] - 1, 0)
        return 2**40

    def guard_zero_trips(self) -> Exit | None:
        """Jump around a loop that may have no trip; gives that way out."""
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
        skip = Exit(zero, dict(self.carried.env0))
        it.b.place(go)
        return skip

    def body(self, counter: Any) -> list[Exit]:
        """One trip, from the condition to the end of the body; gives the ways out of the loop."""
        it, b = self.it, self.it.b
        breaks: list[Exit] = []
        continues: list[Exit] = []
        if self.cond is not None:
            self.test(breaks)
        if b.block is not None:
            if self.item is not None:
                it.assign(self.s.target, self.item(counter))
            trip(it, self.s.body, breaks, continues)
        return breaks

    def test(self, breaks: list[Exit]) -> None:
        """The condition of a while loop."""
        b, c = self.it.b, self.cond()
        if isinstance(c, Scalar):
            body, stop = b.detached(), b.detached()
            b.jump_if(c.ref, body, stop)
            b.place(stop)
            breaks.append(Exit(stop, dict(self.frame.env)))
            b.place(body)
            self.it.push_region()
        elif not c:
            breaks.append(Exit(b.block, dict(self.frame.env)))
            b.block = None

    def latch(self, head: Any, counter: Any, out: Any, exits: list[Exit]) -> None:
        """The jump back to the head, and the way out behind the last trip."""
        b, step, latch, env = self.it.b, None, self.it.b.block, self.frame.env
        if self.n is not None:
            step = b.emit(f"add nuw nsw i64 {counter.ref}, 1")
            bound = self.n.ref if isinstance(self.n, Scalar) else self.n
            b.jump_if(b.emit(f"icmp slt i64 {step}, {bound}"), head, out)
            b.place(out)
            exits.append(Exit(out, env))
        else:
            b.jump(head)
        self.carried.complete(latch, step)
