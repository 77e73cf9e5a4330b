"""Kept arrays whose lengths are known when the function runs: an element for each iteration of the loops around a value, as many of them, from the
innermost out, as have a number of iterations that is known in front of them all.

    for i in 0 … m: for j in 0 … n: keep v        room of m * n elements in front of both
    for i in 0 … m: for j in 0 … i: keep v        room of i elements in front of the inner loop; where it is is kept for each i

The room is taken of the frame, in the preheader of the outermost of these loops; its address is a value of that block, kept like any other.
"""
from __future__ import annotations

from ....ir.graph.build import PTR, Code, bytes_of, integer
from ....ir.graph.cfg import Loop
from ....ir.graph.counters import Definitions
from ....ir.graph.trips import Trips, trips_of
from ....ir.records import Inst, Value
from ...facts.shadowed import FRAME
from ..whole import Whole
from .room import Room


def room_of(whole: Whole, v: Value) -> Room | None:
    """The room of a value; None where not even the innermost loop's iterations are known."""
    found = whole.rooms.get(v.ref)
    if found is None and v.ref not in whole.rooms:
        found = whole.rooms[v.ref] = _made(whole, v)
    return found


def _made(whole: Whole, v: Value) -> Room | None:
    chain = whole.cfg.chain(whole.defs[v.ref][0])
    known: list[tuple[Loop, Trips]] = []
    for loop in reversed(chain):
        trips = trips_of(whole.cfg, loop, whole.defs) if loop.header in whole.counters.iteration and loop.header not in whole.schedule.fused else None
        if trips is None:
            break
        known.insert(0, (loop, trips))
    while known and not all(_outside(known[0][0], trips, whole.defs) for _, trips in known):
        known.pop(0)
    return _taken(whole, v, known) if known else None


def _outside(loop: Loop, trips: Trips, defs: Definitions) -> bool:
    """Whether a number of iterations is known in front of a loop."""
    return all(x.ref not in defs or defs[x.ref][0] not in loop.body for x in (trips.start, trips.limit))


def _taken(whole: Whole, v: Value, known: list[tuple[Loop, Trips]]) -> Room:
    """The room, taken at the end of the block in front of the outermost loop."""
    place = known[0][0].preheader
    code = whole.before.setdefault(place, Code(whole.names))
    first = len(code.insts)
    counts = [(loop.header, _count(whole, code, place, loop, trips)) for loop, trips in known]
    size = integer(bytes_of(v.type))
    for _, count in counts:
        size = code.binary("mul", size, count)
    base = Inst("call", PTR, f"%s.{v.ref[1:]}", (Value(PTR, FRAME), size), Value(PTR, "@llb.frame.take"))
    code.insts.append(base)
    whole.defs.update({i.name: (place, i) for i in code.insts[first:]})
    return Room(base.value, v.type, tuple(counts))


def _count(whole: Whole, code: Code, place: str, loop: Loop, trips: Trips) -> Value:
    """The iterations of a loop, made once in a block."""
    key = (place, loop.header)
    if key not in whole.counts:
        whole.counts[key] = trips.emitted(code)
        if not whole.counts[key].is_local:
            whole.counts[key] = code.binary("add", whole.counts[key], integer(0))
    return whole.counts[key]
