"""Who shares memory with whom: copies that Python would have shared, and names that hold an array or a part of it."""
from __future__ import annotations

import weakref
from typing import Any

from ..values.services import Interpreter
from ..values.values import VIEWS, Closure, Elem, Method, View, Zip, record_members


def link(it: Interpreter, copied: Any, source: Any) -> None:
    """Note that `copied` holds a copy of `source`, which Python would have shared. It matters as long as both can be reached."""
    copied.copy_of.add(source)
    it.copied.setdefault(source, weakref.WeakSet()).add(copied)


def inherit(it: Interpreter, copied: Any, source: Any) -> None:
    """A copy of a copy, or a second copy of one source, may be the same array to Python too."""
    for q in (*source.copy_of, *it.copied.get(source, ())):
        if q is not copied:
            link(it, copied, q)


def equal_static(vs: list[Any]) -> bool:
    """Are all values equal to Python, and of one type?"""
    try:
        return all(type(v) is type(vs[0]) and bool(v == vs[0]) for v in vs)
    except Exception:                                           # an == of the user's own that does not give a truth value
        return False


def fresh(it: Interpreter, buf: Any, name: str, env: Any, since: int) -> bool:
    """Does nobody else know this buffer? Born since the paths parted, or neither a copy nor copied; and no other name holds it."""
    if buf.readonly or (buf.serial <= since and (buf.carry or buf.copy_of or it.copied.get(buf))):
        return False
    if any(contains(s, lambda v: is_of(v, buf)) for s in it.iterating):
        return False
    return not any(held(buf, *scope) for scope in scopes(it, name, env))


def scopes(it: Interpreter, name: str, env: dict[str, Any]) -> list[tuple[str | None, dict[str, Any]]]:
    """The names of all calls in progress: `env` without `name` in the innermost, whole in the others."""
    return [(name, env) if f is it.frame else (None, f.env) for f in it.frames()]


def viewed(v: Any) -> Any:
    """The array that a lazy view is a view of, anything else itself."""
    while isinstance(v, Elem) and v.op in VIEWS and v.forced is None:
        v = v.args[0]
    return v


def is_held(x: Any, name: str | None, env: dict[str, Any]) -> bool:
    """Is x the value of another name of env than `name`, or part of one?"""
    return any(contains(v, lambda y: viewed(y) is x) for k, v in env.items() if k != name)


def held(buf: Any, name: str | None, env: dict[str, Any]) -> bool:
    """Does a name other than `name` hold an array in this buffer?"""
    return any(contains(v, lambda x: is_of(x, buf)) for k, v in env.items() if k != name)


def is_of(v: Any, buf: Any) -> bool:
    """Is v an array in this buffer?"""
    v = viewed(v)
    return (isinstance(v, View) and v.buf is buf) or (isinstance(v, Elem) and v.forced is not None and v.forced.buf is buf)


def contains(v: Any, test: Any) -> bool:
    """Is there a part of v, or v itself, that passes the test? A function holds its defaults, and what its enclosing function left behind."""
    if test(v):
        return True
    match v:
        case list() | tuple():
            inner: Any = v
        case dict():
            inner = v.values()
        case Zip():
            inner = v.parts
        case Method():
            inner = (v.obj,)
        case Closure():
            left = v.frame.env.values() if v.frame.done else ()
            inner = [x for x in (*v.defaults, *v.kwdefaults.values(), *left) if not isinstance(x, Closure)]
        case _:
            inner = record_members(v) or ()
    return any(contains(x, test) for x in inner)
