"""Where paths meet: the exits of a piece of code go on in one block, and what a name means on each of them becomes one value.

Numbers become phis with promotion, equal objects stay, views of one buffer become a phi of the offset, different arrays of one shape are
copied into one new buffer on each path (lengths of run time become phis), records are merged member by member, unequal compile-time values are Poison.
Paths that end in a failure have harmless values, of whatever kind the others have.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeGuard, TypeVar

import numpy as np

from ..arrays.aliasing import equal_static, fresh, inherit, is_held, link, scopes, viewed
from ..arrays.making import lift, new_array
from ..arrays.parts.slices import most_of
from ..arrays.storage import fill, force
from ..lists.growth import agreed
from ..numbers import scalars
from ..values.dtypes import F32, F64, I64, RANK, is_num
from ..values.services import Interpreter
from ..values.sizes import Dim, Length, Shape
from ..values.values import ARRAYS, MISSING, ArrayValue, Elem, Exit, Number, Poison, Scalar, Value, View, describe, rebuild, record_members, same_kind, type_of
from .rejected import HARMLESS

Result = TypeVar("Result")


def join(it: Interpreter, exits: list[Exit], since: int = 0) -> tuple[dict[str, Value] | None, Value]:
    """Merge exits into a new current block; (None, None) and no block when there are none. `since` is the age of the fork."""
    if not exits:
        it.b.leave()
        return None, None
    if len(exits) == 1:
        it.b.block, it.lengths, it.rejected = exits[0].block, exits[0].lengths, exits[0].rejected
        return exits[0].env, exits[0].value
    paths = Merge(it, exits, since)
    names = dict.fromkeys(name for way in paths.alive for name in way.env)
    env = {name: paths.one(name, [way.env.get(name, MISSING) for way in exits]) for name in names}
    value = paths.one("the result", [way.value for way in exits])
    paths.finish()
    it.lengths, it.rejected = agreed([way.lengths for way in paths.alive]), all(way.rejected for way in exits)
    return env, value


class Merge:
    """One join in the making. `blocks` are where each path ends now (copies may move it)."""

    def __init__(self, it: Interpreter, exits: list[Exit], since: int):
        self.it, self.exits, self.since = it, exits, since
        self.blocks = [way.block for way in exits]
        self.fails = [way.rejected for way in exits]
        self.fails[0] = self.fails[0] and not all(self.fails)       # where nobody looks at any, the first is like another
        self.alive = [way for way, fails in zip(exits, self.fails, strict=True) if not fails]
        self.tail = it.b.detached()
        self.phis: list[tuple[str, str, list[str]]] = []        # name, type, and the value on each path

    def finish(self) -> None:
        """Join the paths in one block."""
        builder = self.it.b
        for block in self.blocks:
            builder.block = block
            builder.jump(self.tail)
        builder.place(self.tail)
        for name, dtype, refs in self.phis:
            arms = ", ".join(f"[ {ref}, %{block.label} ]" for ref, block in zip(refs, self.blocks, strict=True))
            self.tail.lines.append(f"  {name} = phi {'nsz ' if dtype in (F64, F32) else ''}{dtype} {arms}")

    def on(self, path: int, action: Callable[[], Result]) -> Result:
        """Run action at the end of this path."""
        self.it.b.block = self.blocks[path]
        result = action()
        self.blocks[path] = self.it.b.block
        return result

    def one(self, name: str, values: list[Value]) -> Value:
        """One value that stands for these, the values on each path; most names mean the same on all of them."""
        first = values[0]
        if all(value is first for value in values):
            return first
        return self.merge(name, [HARMLESS if fails else value for value, fails in zip(values, self.fails, strict=True)])

    def merge(self, name: str, values: list[Any]) -> Value:
        """One value for values that differ; Poison when there is none."""
        known: list[Value] = [value for value in values if value is not HARMLESS]
        unusable = poisoned(name, known)
        if unusable is not None:
            return unusable
        if are_numbers(known):
            return known[0] if are_equal_numbers(known) else self.phi(values)
        values = self.lifted(values)
        known = [value for value in values if value is not HARMLESS]
        if are_alike(known):
            return self.arrays(name, values) if len(known) == len(values) else self.beside_failures(name, values, known)
        if all(same_kind(value, known[0]) for value in known):
            return self.records(name, values, known[0])
        return known[0] if len(known) == 1 or equal_static(known) else different(name, known)

    def lifted(self, values: list[Any]) -> list[Any]:
        """The values, NumPy's arrays among them as arrays of ours where one of them is that already."""
        if not any(isinstance(value, ARRAYS) for value in values):
            return values
        return [lift(self.it, value) if isinstance(value, (np.ndarray, Elem)) else value for value in values]

    def records(self, name: str, records: list[Value], one: Value) -> Value:
        """A record of merged members, of the kind of this one."""
        size = len(record_members(one) or ())
        columns = zip(*[[HARMLESS] * size if record is HARMLESS else record_members(record) or () for record in records], strict=True)
        return rebuild(one, [self.one(name, list(column)) for column in columns])

    # -- numbers
    def phi(self, numbers: Sequence[Any]) -> Scalar:
        """The number that has the value of the path that was taken, in a type that takes all of them."""
        dtype = max((type_of(number) for number in numbers if number is not HARMLESS), key=RANK.__getitem__)
        found = {path: self.on(path, lambda number=number: scalars.scalar(self.it, number, dtype))
                 for path, number in enumerate(numbers) if number is not HARMLESS}
        harmless = least(self.it, dtype, hull([*found.values()]))
        inputs = [found.get(path, harmless) for path in range(len(numbers))]
        ref = self.it.b.fresh()
        self.phis.append((ref, dtype, [number.ref for number in inputs]))
        level = max(self.it.condition_level, *(number.level for number in inputs))
        return Scalar(dtype, ref, hull(inputs), level)

    # -- arrays
    def arrays(self, name: str, arrays: list[ArrayValue]) -> ArrayValue:
        """One view that is right on each path: the same, a moved one, or a copy."""
        first, shape = arrays[0], tuple(map(self.length, zip(*(array.shape for array in arrays), strict=True)))
        if isinstance(first, View) and are_windows(arrays, first):
            return first if all(array.same(first) for array in arrays) else self.moved(arrays, first, shape)
        return self.copied(name, arrays, shape)

    def beside_failures(self, name: str, arrays: list[Any], known: list[ArrayValue]) -> ArrayValue:
        """The same where some paths end in a failure: arrays that are made in this piece of code have the least numbers there that they may have."""
        first, shape = known[0], tuple(self.length_beside(arrays, known, axis) for axis in range(len(known[0].shape)))
        if not isinstance(first, View) or first.dyn is not None or shape != first.shape or not all(map(first.same, known)):
            return self.copied(name, arrays, shape)
        if not first.buf.readonly and first.buf.serial >= self.since:
            self.fill_beside(arrays, first)
        return first

    def length_beside(self, arrays: list[Any], known: list[ArrayValue], axis: int) -> Dim:
        """The length of an axis, which is 0 on paths that end in a failure unless it is known before the run."""
        first = known[0].shape[axis]
        if not isinstance(first, Length) and all(array.shape[axis] == first for array in known):
            return first
        return self.length(tuple(0 if array is HARMLESS else array.shape[axis] for array in arrays))

    def fill_beside(self, arrays: list[Any], out: View) -> None:
        """Gives an array its elements on paths that end in a failure."""
        for path, array in enumerate(arrays):
            if array is HARMLESS and not any(isinstance(length, Length) for length in out.shape):
                self.on(path, lambda: fill(self.it, out, least(self.it, out.dtype, out.buf.rng)))

    def length(self, lengths: tuple[Dim, ...]) -> Dim:
        """The length of an axis: what it is on all paths, or a number like another."""
        first = lengths[0]
        if all(length is first or (isinstance(length, int) and length == first) for length in lengths):
            return first
        found = self.phi([scalars.scalar(self.it, length) for length in lengths])
        return Length(found.ref, max(map(most_of, lengths)), first.key if isinstance(first, Length) and same(lengths) else ("paths", found.ref))

    def moved(self, views: list[View], first: View, shape: Shape) -> View:
        """The window on the buffer that all of them look at; where it starts is a number like another."""
        offsets = [self.on(path, lambda view=view: offset(self.it, view)) for path, view in enumerate(views)]
        return View(first.buf, shape, first.strides, 0, self.phi(offsets).ref)

    def copied(self, name: str, arrays: list[Any], shape: Shape) -> View:
        """A new array, into which each path copies its own."""
        out = new_array(self.it, shape, max((array.dtype for array in arrays if array is not HARMLESS), key=RANK.__getitem__))
        self.fill_beside(arrays, out)
        for path, array in enumerate(arrays):
            if array is not HARMLESS:
                self.remember(out, array, name, path)
                part = View(out.buf, array.shape, out.strides)
                self.on(path, lambda array=array, part=part: fill(self.it, part, lift(self.it, array)))
        return out

    def remember(self, out: View, array: ArrayValue, name: str, path: int) -> None:
        """A merged buffer knows what it copied, unless nobody else can see that."""
        it, env = self.it, self.exits[path].env
        source = viewed(array)
        if isinstance(source, Elem) and source.forced is None:
            if any(is_held(source, *scope) for scope in scopes(it, name, env)):
                link(it, out.buf, source)
            return
        buf = force(it, source).buf
        inherit(it, out.buf, buf)
        if not fresh(it, buf, name, env, self.since):
            link(it, out.buf, buf)


def poisoned(name: str, values: list[Value]) -> Poison | None:
    """Why the name has no usable value: it is not set on every path, or has none on one already."""
    if any(value is MISSING for value in values):
        return Poison(f"`{name}` may be undefined here: it is not set on every path", "set it before the branch")
    return next((value for value in values if isinstance(value, Poison)), None)


def different(name: str, values: list[Value]) -> Poison:
    """What the paths do not agree on is told when it is read; the error names two values of different types where there are some."""
    first = values[0]
    other = next((value for value in values[1:] if type(value) is not type(first)), values[1])
    return Poison(f"`{name}` is {describe(first)} on one path and {describe(other)} on another; a compile-time value may not depend on run-time data")


def are_numbers(values: list[Value]) -> TypeGuard[list[Number]]:
    """Are all of them numbers, of run time or of compile time?"""
    return all(isinstance(value, Scalar) or is_num(value) for value in values)


def are_equal_numbers(numbers: list[Number]) -> bool:
    """Are all of them one compile-time number? nan counts as equal to nan."""
    first = numbers[0]
    return not isinstance(first, Scalar) and all(type(number) is type(first) and equal_or_nan(number, first) for number in numbers)


def equal_or_nan(one: Number, other: Number) -> bool:
    """Are two compile-time numbers equal, or both nan?"""
    return bool(one == other) or bool(one != one and other != other)


def least(it: Interpreter, dtype: str, interval: tuple[int, int] | None) -> Scalar:
    """The least number of an interval, or 0: nothing is wrong with it as an index or a length."""
    return scalars.scalar(it, interval[0] if interval else 0, dtype)


def hull(numbers: list[Scalar]) -> tuple[int, int] | None:
    """The interval that holds all of them; None where one has none."""
    intervals = [number.rng for number in numbers if number.rng]
    if len(intervals) < len(numbers):
        return None
    return min(low for low, _ in intervals), max(high for _, high in intervals)


def are_alike(values: list[Value]) -> TypeGuard[list[ArrayValue]]:
    """Are all of them arrays of one shape, but for lengths of run time?"""
    first = values[0]
    if not isinstance(first, ARRAYS):
        return False
    return all(isinstance(value, ARRAYS) and len(value.shape) == len(first.shape) and all(map(may_meet, value.shape, first.shape)) for value in values)


def may_meet(one: Dim, other: Dim) -> bool:
    """Are two lengths the same, or is one of them known at run time only?"""
    known = isinstance(one, (int, Length)) and isinstance(other, (int, Length))
    return one == other or (known and (isinstance(one, Length) or isinstance(other, Length)))


def same(lengths: tuple[Dim, ...]) -> bool:
    """Are all of them computed of the same?"""
    return all(length == lengths[0] for length in lengths)


def are_windows(arrays: list[ArrayValue], first: View) -> TypeGuard[list[View]]:
    """Do all of them look at one buffer in the same way, from wherever they start?"""
    return all(isinstance(array, View) and array.buf is first.buf and array.strides == first.strides for array in arrays)


def offset(it: Interpreter, view: View) -> Scalar:
    """The offset of a view as a run-time integer."""
    if view.dyn is None:
        return Scalar(I64, str(view.off), (view.off, view.off) if isinstance(view.off, int) else None, 0)
    return Scalar(I64, view.dyn if view.off == 0 else it.b.emit(f"add nsw i64 {view.dyn}, {view.off}"))
