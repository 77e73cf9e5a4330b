"""An item is a copy of an array that Python would have shared: nobody may write one of them and look at the other."""
from __future__ import annotations

from ..arrays.aliasing import contains, held, inherit, is_of, link, viewed
from ..values.services import Interpreter
from ..values.values import ARRAYS, Buffer, Elem, Region, Value


def share(it: Interpreter, kept: Buffer, item: Value) -> bool:
    """Note what a list with its items in `kept` has a copy of. Is that an array which the loop around writes, so that all items are to be the same?"""
    if not isinstance(item, ARRAYS):
        return False
    source = viewed(item)
    if isinstance(source, Elem) and source.forced is None:
        if it.holds(source):
            link(it, kept, source)
        return False
    buf = source.forced.buf if isinstance(source, Elem) else source.buf          # type: ignore[union-attr]  # it has been stored
    if not is_seen(it, buf):
        return False
    inherit(it, kept, buf)
    link(it, kept, buf)
    return was_written(it, buf)


def is_seen(it: Interpreter, buf: Buffer) -> bool:
    """Can code get to this memory by a name, or by what a loop goes through?"""
    return any(held(buf, None, frame.env) for frame in it.frames()) or any(contains(part, lambda v: is_of(v, buf)) for part in it.iterating)


def was_written(it: Interpreter, buf: Buffer) -> bool:
    """Has the loop that we are in written an array from outside of it?"""
    return len(it.region) > len(buf.born) and any(written is buf and is_near(it.region, region, len(buf.born)) for written, region in it.writes)


def is_near(here: Region, other: Region, depth: int) -> bool:
    """Do both places lie in one branch or loop, inside of the region of that depth?"""
    return here[:depth + 1] == other[:depth + 1]
