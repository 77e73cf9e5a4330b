"""Values carried round a run-time loop: their form before it, inside it, and at the back edge.

A carried name is one that the body assigns and that was bound before. Its form is a fact learnt by staging: a wider number type, `array` (kept
in one buffer, copied at the back edge), `offset` (a view that moves along one buffer) or `poison`.
"""
from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np

from ..arrays.aliasing import equal_static, held, inherit, link, scopes
from ..arrays.making import array_of, new_array
from ..arrays.storage import copy, fill, force
from ..numbers import scalars
from ..values.builder import Block
from ..values.dtypes import F32, F64, RANK, is_num
from ..values.services import Interpreter, Region
from ..values.values import ARRAYS, MISSING, ArrayValue, Buffer, Poison, Scalar, Value, View, rebuild, record_members, same_kind, type_of
from .merging import offset

Path = tuple[str, *tuple[int, ...]]                 # a name, and the steps to a member of the record it holds: ("state", 0, 1)
COUNTER: Path = ("",)                               # the number of trips done, which no name holds
ELEMENT = "element type"                            # the fact about a carried array beside its form

OTHER_NAME = "`{}` is rebound in this loop to an array that another name also holds, and one of them is written in place"


class Hole(NamedTuple):
    """A phi of the loop's head, to be completed in this line of it when the back edge is known."""

    line: int
    phi: Scalar
    first: Scalar
    path: Path


class Moving(NamedTuple):
    """A view that moves along its buffer, and where it starts before the loop."""

    view: View
    start: Scalar


class Copied(NamedTuple):
    """An array that is copied into the buffer it is carried in, at the end of a trip."""

    path: Path
    carried: View
    array: ArrayValue


class Carried:
    """What one loop carries, by `Path`."""

    def __init__(self, it: Interpreter, key: Hashable, names: list[str]):
        self.it, self.key, self.names, self.frame = it, key, names, it.frame
        self.before = dict(it.frame.env)
        self.initial: dict[Path, Value] = {}       # the value before the loop in the form it is carried in
        self.start: dict[Path, Value] = {}         # the same inside the loop
        self.back: dict[Path, str] = {}            # of a number: its value at the back edge
        self.holes: list[Hole] = []
        self.inside: Region = ()

    def fact(self, path: Path) -> str | None:
        """What earlier passes have learnt about the form of the value at this path."""
        return self.it.facts.widen.get((self.key, path))

    def learn(self, path: Path, form: str) -> None:
        """Note for the next pass which form the value at this path needs."""
        self.it.facts.learn((self.key, path), form)

    # -- phis of the loop's head
    def enter(self, entry: Block, head: Block) -> None:
        """From here on phis are added to the block `head`, which is entered from `entry`."""
        self.entry, self.head, self.inside = entry, head, self.it.region

    def phi(self, first: Scalar, path: Path) -> Scalar:
        """A number that is `first` in the first trip; `path` says what it is in later ones."""
        phi = Scalar(first.ty, self.it.b.fresh())
        self.head.lines.append("")
        self.holes.append(Hole(len(self.head.lines) - 1, phi, first, path))
        return phi

    def complete(self, latch: Block | None) -> None:
        """The phis, now that the back edge comes from `latch`; there is none when latch is None."""
        for line, phi, first, path in self.holes:
            arms, flags = f"[ {first.ref}, %{self.entry.label} ]", ""
            if latch is not None:
                arms += f", [ {self.back.get(path, phi.ref)}, %{latch.label} ]"
                flags = "nsz " if phi.ty in (F64, F32) else ""
            self.head.lines[line] = f"  {phi.ref} = phi {flags}{phi.ty} {arms}"

    # -- before the loop
    def prepare_all(self) -> None:
        """Bring every carried name into its form; code is emitted before the loop."""
        for name in self.names:
            self.initial[name,] = self.prepare((name,), self.before[name])

    def prepare(self, path: Path, value: Value) -> Value:
        """The value before the loop in the form it is carried in."""
        form = self.fact(path)
        match form:
            case "poison":
                return Poison(f"`{path[0]}` changes kind inside this loop; a compile-time value may not change in a run-time loop")
            case "array":
                return self.prepare_array(path, value)
            case "offset":
                view = force(self.it, array_of(self.it, value))
                return Moving(view, offset(self.it, view))
        if isinstance(value, Scalar) or is_num(value):
            return scalars.scalar(self.it, value, form or type_of(value))
        for step, member in enumerate(record_members(value) or ()):
            inner: Path = (*path, step)
            self.initial[inner] = self.prepare(inner, member)
        return value

    def prepare_array(self, path: Path, value: Value) -> View:
        """A buffer of its own, which holds the array at the start of each trip."""
        source = array_of(self.it, value)
        carried = new_array(self.it, source.shape, self.it.facts.widen.get((self.key, path, ELEMENT)) or source.dtype)
        carried.buf.carry = True
        fill(self.it, carried, source)
        return carried

    # -- inside the loop
    def open_all(self) -> None:
        """Bind every carried name to its value inside the loop."""
        self.frame.env = dict(self.before)
        for name in self.names:
            self.frame.env[name] = self.open((name,))

    def open(self, path: Path) -> Value:
        """The value inside the loop: phis of numbers and offsets."""
        self.start[path] = opened = self.opened(path, self.initial[path])
        return opened

    def opened(self, path: Path, value: Value) -> Value:
        """What stands for the prepared value in every trip."""
        match value:
            case Scalar():
                return self.phi(value, path)
            case Moving():
                view = value.view
                return View(view.buf, view.shape, view.strides, 0, self.phi(value.start, path).ref)
        members = record_members(value)
        return rebuild(value, [self.open((*path, step)) for step in range(len(members))]) if members else value

    # -- at the back edge
    def close_all(self) -> None:
        """Bring every carried name back to its form at the end of a trip; arrays are copied all at once."""
        it = self.it
        copies: list[Copied] = []
        for name in self.names:
            self.close((name,), self.start[name,], self.frame.env.get(name, MISSING), self.before[name], copies)
        moved = [copy(it, array) if isinstance(array, View) and array.buf.carry else force(it, array) for _, _, array in copies]
        for (path, carried, _), array in zip(copies, moved, strict=True):
            it.before_write(carried.buf, array)
            fill(it, carried, array)
            name, *steps = path
            self.frame.env[name] = with_member(self.frame.env[name], steps, carried)

    def close(self, path: Path, start: Value, end: Value, before: Value, copies: list[Copied]) -> None:
        """`start` is the value at the loop's head, `end` at its end, `before` in front of it."""
        if isinstance(start, Scalar):
            self.close_number(path, start, end)
        elif isinstance(start, View) and self.fact(path) == "offset":
            self.close_moving(path, start, end)
        elif record_members(start) is not None:
            self.close_record(path, start, end, before, copies)
        elif are_arrays(start, end):
            if start is not end:
                self.close_array(path, array_of(self.it, start), array_of(self.it, end), before, copies)
        elif not isinstance(start, Poison) and start is not end and not equal_static([start, end]):
            self.learn(path, "poison")

    def close_number(self, path: Path, start: Scalar, end: Value) -> None:
        """The back edge of a number; a wider type is learnt."""
        if not (isinstance(end, Scalar) or is_num(end)):
            self.learn(path, "poison")
        elif RANK[type_of(end)] > RANK[start.ty]:
            self.learn(path, type_of(end))
        else:
            self.back[path] = scalars.scalar(self.it, end, start.ty).ref

    def close_moving(self, path: Path, start: View, end: Value) -> None:
        """The back edge of a view that moves; one that leaves its buffer or changes its strides is an array."""
        if isinstance(end, View) and end.buf is start.buf and (end.shape, end.strides) == (start.shape, start.strides):
            self.back[path] = offset(self.it, end).ref
        else:
            self.learn(path, "array")
            self.back[path] = "0"

    def close_record(self, path: Path, start: Value, end: Value, before: Value, copies: list[Copied]) -> None:
        """The back edges of a record's members."""
        if not same_kind(start, end):
            return self.learn(path, "poison")
        members = zip(*[record_members(record) or () for record in (start, end, before)], strict=True)
        for step, (member, last, first) in enumerate(members):
            self.close((*path, step), member, last, first, copies)

    def close_array(self, path: Path, start: ArrayValue, end: ArrayValue, before: Value, copies: list[Copied]) -> None:
        """The back edge of an array: the same one, a moved view, or a copy into the carried buffer."""
        if start.shape != end.shape:
            raise self.it.error(f"`{path[0]}` changes its shape in the loop, from {start.shape} to {end.shape}")
        if isinstance(start, View) and start.same(end):
            return
        if is_moved(start, end):
            return self.learn(path, "offset")
        if RANK[end.dtype] > RANK[start.dtype]:
            self.it.facts.learn((self.key, path, ELEMENT), end.dtype)
        if isinstance(start, View) and start.buf.carry:
            self.check_alias(path[0], start, end, array_of(self.it, before))
            copies.append(Copied(path, start, end))
        else:
            self.learn(path, "array")

    # -- what Python would have shared
    def check_alias(self, name: str, carried: View, end: ArrayValue, before: ArrayValue) -> None:
        """`carried` holds a copy of `before`, then of `end`: wrong only if somebody writes one of them and looks at the other."""
        shared = []
        if isinstance(before, View) and self.is_seen_before(name, before):
            shared.append(before.buf)
        if isinstance(end, View) and self.is_seen_at_end(name, end):
            shared.append(end.buf)
        for array in (before, end):
            if isinstance(array, View) and array.buf is not carried.buf:
                inherit(self.it, carried.buf, array.buf)
        for buf in shared:
            if self.is_written(carried.buf) or (self.is_written(buf) and not self.is_within(buf.born)):
                raise self.it.error(OTHER_NAME.format(name), f"copy where they part: `{name} = ….copy()`")
            link(self.it, carried.buf, buf)

    def is_seen_before(self, name: str, array: View) -> bool:
        """Can anything but this name get to the array that it held before the loop?"""
        return array.buf.readonly or any(held(array.buf, *scope) for scope in scopes(self.it, name, self.before))

    def is_seen_at_end(self, name: str, array: View) -> bool:
        """Can anything but this name get to the array that it holds at the end of a trip? Buffers that are carried here take copies."""
        if any(isinstance(value, View) and value.buf is array.buf for value in self.initial.values()):
            return False
        return not self.is_within(array.buf.born) or held(array.buf, name, self.frame.env)

    def is_written(self, buf: Buffer) -> bool:
        """Has this loop written the buffer?"""
        return any(written is buf and self.is_within(region) for written, region in self.it.writes)

    def is_within(self, region: Region) -> bool:
        """Does the region lie inside this loop?"""
        return region[:len(self.inside)] == self.inside


def are_arrays(start: Value, end: Value) -> bool:
    """Are both arrays, of ours or of NumPy?"""
    return isinstance(start, (*ARRAYS, np.ndarray)) and isinstance(end, (*ARRAYS, np.ndarray))


def is_moved(start: ArrayValue, end: ArrayValue) -> bool:
    """Is `end` another place of the buffer that `start` looks at, with the same strides? A carried buffer is copied into, and does not move."""
    return isinstance(start, View) and isinstance(end, View) and start.buf is end.buf and start.strides == end.strides and not start.buf.carry


def with_member(record: Value, steps: list[int], array: View) -> Value:
    """The record with the array as the member that these steps lead to; the array itself when there are none."""
    if not steps:
        return array
    members, step = record_members(record), steps[0]
    assert members is not None, "the path of a carried member leads through records"
    members[step] = with_member(members[step], steps[1:], array)
    return rebuild(record, members)
