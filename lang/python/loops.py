"""Run-time loops: blocks, counter, condition and exits. What goes round the loop is in `carried.py`."""
from __future__ import annotations

import ast
from collections.abc import Callable

from ..lists.growth import Growth
from ..numbers import comparison
from ..values import unrolling
from ..values.builder import Block
from ..values.code.source import assigned
from ..values.dtypes import I64
from ..values.services import Interpreter
from ..values.sizes import Length, Size
from ..values.values import Scalar, Value
from .carried import COUNTER, Carried
from .control import departures, go_on
from .merging import Exit, join

Trips = int | Size | Scalar                         # how many, where that is known before the loop runs
Item = Callable[[Scalar], Value]                    # from the number of trips done to the value of the loop's target
Condition = Callable[[], bool | Scalar]             # of a while loop, staged where it is called

MOST_TRIPS = 2**40                                  # more than any array has elements


def for_loop(it: Interpreter, node: ast.For, trips: Trips, item: Item) -> None:
    """A for loop as a run-time loop; `item` gives the target's value."""
    if not (isinstance(trips, int) and trips <= 0):
        ForLoop(it, node, trips, item).run()


def while_loop(it: Interpreter, node: ast.While, condition: Condition) -> None:
    """A while loop as a run-time loop."""
    WhileLoop(it, node, condition).run()


def trip(it: Interpreter, body: list[ast.stmt], breaks: list[Exit], continues: list[Exit]) -> None:
    """One trip through the body of a loop; what follows may be reached on some paths only."""
    frame, outer, left = it.frame, it.region, (len(it.frame.returns), len(breaks))
    frame.loops.append((breaks, continues))
    it.run(body)
    frame.loops.pop()
    if it.rejected:                                 # a failure leaves the loop
        breaks.append(Exit(it.b.block, dict(frame.env), it.lengths, rejected=True))
        it.b.leave()
        it.rejected = False
    if continues:
        rejoin(it, continues)
    it.region = outer
    if (len(frame.returns), len(breaks)) != left:
        it.push_region()


def rejoin(it: Interpreter, exits: list[Exit]) -> None:
    """Paths that have left come back and meet the one that has not, if there is one."""
    here = [Exit(it.b.block, it.frame.env, it.lengths, rejected=it.rejected)] if it.b.block is not None else []
    env, _ = join(it, exits + here)
    it.frame.env = env or it.frame.env


class Loop:
    """One run-time loop in the making: what `for` and `while` have in common."""

    def __init__(self, it: Interpreter, node: ast.For | ast.While, targets: tuple[str, ...]):
        self.it, self.node, self.frame = it, node, it.frame
        names = [name for name in assigned(node.body) if name in it.frame.env and name not in targets]
        self.carried = Carried(it, (it.frame.path, id(node)), names)
        self.growth = Growth(it, unrolling.loop_key(it, node))

    def run(self) -> None:
        """Emit the loop and go on behind it."""
        it, builder, carried = self.it, self.it.b, self.carried
        outer, left = it.region, departures(self.frame)
        skipped = self.skip()
        since = builder.count
        carried.prepare_all()
        entry, head = builder.block, builder.detached()
        builder.jump(head)
        builder.place(head)
        it.push_region()
        carried.enter(entry, head)
        self.enter()
        self.growth.open(*self.counted())
        carried.open_all()
        exits = self.body()
        out = builder.detached()
        if builder.block is not None:
            carried.close_all()
            self.growth.close(isinstance(self.counted()[1], int))
        it.region, latch = outer, builder.block
        if latch is not None:
            self.repeat(head, out, exits)
        carried.complete(latch)
        env, _ = join(it, skipped + exits, since)
        go_on(it, outer, left)
        self.frame.env = env if env is not None else carried.before

    def skip(self) -> list[Exit]:
        """The way around a loop that may have no trip, where that is asked before the first."""
        return []

    def enter(self) -> None:
        """What the head of the loop has before the carried values."""

    def counted(self) -> tuple[Scalar | None, Trips | None]:
        """The counter of trips and how many there are, where the loop has that."""
        return None, None

    def body(self) -> list[Exit]:
        """One trip, from the condition to the end of the body; gives the ways out of the loop."""
        raise NotImplementedError

    def repeat(self, head: Block, out: Block, exits: list[Exit]) -> None:
        """The jump back to the head; what leads to `out` instead is one more way out."""
        raise NotImplementedError


class ForLoop(Loop):
    """So many trips, counted from 0; the condition stands behind the body."""

    def __init__(self, it: Interpreter, node: ast.For, trips: Trips, item: Item):
        super().__init__(it, node, assigned([node.target]))      # type: ignore[list-item]  # an expression stores names as statements do
        self.target, self.trips, self.item = node.target, trips, item

    def skip(self) -> list[Exit]:
        trips = Scalar(I64, self.trips.ref, (0, self.trips.most)) if isinstance(self.trips, Length) else self.trips
        if not isinstance(trips, Scalar):
            return []
        some = comparison.compare(self.it, "<", 0, trips)
        if some is True:
            return []
        builder = self.it.b
        go, around = builder.detached(), builder.detached()
        builder.jump_if("false" if some is False else some.ref, go, around)
        builder.place(around)
        skipped = Exit(around, dict(self.carried.before), self.it.lengths)
        builder.place(go)
        return [skipped]

    def enter(self) -> None:
        trips = self.trips
        self.counter = self.carried.phi(Scalar(I64, "0", None, 0), COUNTER)
        self.counter.level = trips.level if isinstance(trips, Scalar) else 0
        self.counter.rng = (0, last_trip(trips))
        self.counter.bound = trips if isinstance(trips, Size) else None

    def counted(self) -> tuple[Scalar | None, Trips | None]:
        return self.counter, self.trips

    def body(self) -> list[Exit]:
        breaks: list[Exit] = []
        self.it.assign(self.target, self.item(self.counter))
        trip(self.it, self.node.body, breaks, [])
        return breaks

    def repeat(self, head: Block, out: Block, exits: list[Exit]) -> None:
        builder, env = self.it.b, self.frame.env
        done = builder.emit(f"add nuw nsw i64 {self.counter.ref}, 1")
        bound = self.trips.ref if isinstance(self.trips, Scalar) else self.trips
        builder.jump_if(builder.emit(f"icmp slt i64 {done}, {bound}"), head, out)
        builder.place(out)
        exits.append(Exit(out, env, self.growth.behind(self.trips)))
        self.carried.back[COUNTER] = done


class WhileLoop(Loop):
    """As long as a condition holds, which stands in front of the body."""

    def __init__(self, it: Interpreter, node: ast.While, condition: Condition):
        super().__init__(it, node, ())
        self.condition = condition
        self.write_test: Callable[[], None] = lambda: None

    def body(self) -> list[Exit]:
        breaks: list[Exit] = []
        self.test(breaks)
        if self.it.b.block is not None:
            trip(self.it, self.node.body, breaks, [])
        self.write_test()
        return breaks

    def test(self, breaks: list[Exit]) -> None:
        """Leave the loop where the condition does not hold."""
        builder, condition = self.it.b, self.condition()
        if isinstance(condition, Scalar):
            body, stop = builder.detached(), builder.detached()
            going, self.write_test = builder.unfailed(condition.ref)
            builder.jump_if(going, body, stop)
            builder.place(stop)
            breaks.append(Exit(stop, dict(self.frame.env), self.it.lengths))
            builder.place(body)
            self.it.push_region()
        elif not condition:
            breaks.append(Exit(builder.block, dict(self.frame.env), self.it.lengths, rejected=self.it.rejected))
            self.it.rejected = False
            builder.leave()

    def repeat(self, head: Block, out: Block, exits: list[Exit]) -> None:
        self.it.b.jump(head)


def last_trip(trips: Trips) -> int:
    """The largest value that the counter can take."""
    if isinstance(trips, int):
        return trips - 1
    if isinstance(trips, Scalar) and trips.rng:
        return max(trips.rng[1] - 1, 0)
    return MOST_TRIPS
