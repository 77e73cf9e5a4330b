"""Who shares memory with whom: copies that Python would have shared, and names that hold an array or a part of it."""
from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, overload

from ..values.services import Interpreter
from ..values.values import VIEWS, ArrayValue, Buffer, Closure, Elem, Frame, Method, Value, View, contents

Names: TypeAlias = dict[str, Value]


def link(it: Interpreter, copied: Buffer, source: Buffer | Elem) -> None:
    """Note that `copied` holds a copy of `source`, which Python would have shared. It matters as long as both can be reached."""
    copied.copy_of.add(source)
    it.copied.setdefault(source, weakref.WeakSet()).add(copied)


def inherit(it: Interpreter, copied: Buffer, source: Buffer) -> None:
    """A copy of a copy, or a second copy of one source, may be the same array to Python too."""
    for relative in (*source.copy_of, *it.copied.get(source, ())):
        if relative is not copied:
            link(it, copied, relative)


def equal_static(values: list[Any]) -> bool:
    """Are all values equal to Python, and of one type?"""
    first = values[0]
    try:
        return all(type(value) is type(first) and bool(value == first) for value in values)
    except Exception:                                           # an == of the user's own that does not give a truth value
        return False


def fresh(it: Interpreter, buf: Buffer, name: str, env: Names, since: int) -> bool:
    """Does nobody else know this buffer? Born since the paths parted, or neither a copy nor copied; and no other name holds it."""
    if buf.readonly or (buf.serial <= since and (buf.carry or buf.copy_of or it.copied.get(buf))):
        return False
    if any(contains(sequence, lambda part: is_of(part, buf)) for sequence in it.iterating):
        return False
    return not any(held(buf, *scope) for scope in scopes(it, name, env))


def scopes(it: Interpreter, name: str, env: Names) -> list[tuple[str | None, Names]]:
    """The names of all calls in progress: `env` without `name` in the innermost, whole in the others."""
    return [(name, env) if frame is it.frame else (None, frame.env) for frame in it.frames()]


@overload
def viewed(value: ArrayValue) -> ArrayValue: ...
@overload
def viewed(value: Value) -> Value: ...
def viewed(value: Value) -> Value:
    """The array that a lazy view is a view of, anything else itself."""
    while isinstance(value, Elem) and value.op in VIEWS and value.forced is None:
        value = value.args[0]
    return value


def is_held(value: Value, name: str | None, env: Names) -> bool:
    """Is this the value of another name of env than `name`, or part of one?"""
    return any(contains(bound, lambda part: viewed(part) is value) for other, bound in env.items() if other != name)


def held(buf: Buffer, name: str | None, env: Names) -> bool:
    """Does a name other than `name` hold an array in this buffer?"""
    return any(contains(value, lambda part: is_of(part, buf)) for other, value in env.items() if other != name)


def is_of(value: Value, buf: Buffer) -> bool:
    """Is this an array in this buffer?"""
    array = viewed(value)
    view = array.forced if isinstance(array, Elem) else array
    return isinstance(view, View) and view.buf is buf


def contains(value: Value, test: Callable[[Value], bool]) -> bool:
    """Is there a part of a value, or it itself, that passes the test?"""
    return test(value) or any(contains(part, test) for part in reachable(value))


def reachable(value: Value) -> Iterable[Value]:
    """What Python code can still reach through a value. A function holds its defaults, and what its enclosing function left behind."""
    match value:
        case Method():
            return (value.obj,)
        case Closure():
            return [part for part in (*value.defaults, *value.kwdefaults.values(), *left_behind(value.frame)) if not isinstance(part, Closure)]
        case _:
            return contents(value) or ()


def left_behind(frame: Frame) -> Iterable[Value]:
    """The variables of a call that has ended; those of one in progress are looked at as its names."""
    return frame.env.values() if frame.done else ()
