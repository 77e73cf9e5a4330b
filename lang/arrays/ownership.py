"""Compile-time lists and dicts belong to the region of code that made them: only there may they change."""
from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import TypeVar

import numpy as np

from ..values.services import Birth, Interpreter
from ..values.unrolling import ask
from ..values.values import Value
from .aliasing import contains

Owned = TypeVar("Owned")
PLAIN = "a plain list"                          # the note about a list that cannot grow in a loop (`lists/`), by its place


def listed(it: Interpreter, items: list[Value]) -> Value:
    """A list that is made here: one that grows in a loop, or a compile-time list."""
    found = it.grown(items)
    return own(it, found) if isinstance(found, list) else found


def own(it: Interpreter, value: Owned) -> Owned:
    """Compile-time lists and dicts may be changed only in the region that made them."""
    frame = weakref.ref(it.frame) if it.frame is not None else None                              # a frame keeps its lazy arrays alive
    it.born[id(value)] = Birth(value, it.region, frame, len(it.loop_stack), it.place())
    return value


def made(it: Interpreter, result: Value, *given: Value) -> Value:
    """What Python has computed of compile-time values. An array that is written later is an ordinary array from the next pass on."""
    if not isinstance(result, np.ndarray) or not result.ndim or result.base is not None or any(result is value for value in given):
        return result
    if ("materialise", it.site()) in it.facts.notes:
        return it.ordinary(result)
    it.made[id(result)] = (result, it.site())
    return result


def about_to_write(it: Interpreter, array: np.ndarray) -> None:
    """A compile-time array is written: if Python made it here, it is one no more from the next pass on. Else it is the caller's."""
    owner = array
    while isinstance(owner, np.ndarray):                        # a view's owner may be memory of another library's
        if id(owner) in it.made:
            it.facts.note("materialise", it.made[id(owner)][1])
        owner = owner.base


def may_change(it: Interpreter, value: Value) -> None:
    """Refuse to change a list or dict on some run-time paths only, and one of the caller's."""
    birth = it.born.get(id(value))
    if birth is None or not on_every_path(it, birth):
        if birth is not None:
            ask(it, birth.loops)                                # in an unrolled loop every trip is reached
            if (PLAIN, birth.place) in it.facts.errors:
                raise it.facts.errors[PLAIN, birth.place]
        raise it.error(
            "a compile-time list or dict cannot be changed under run-time control flow, nor one that was made outside",
            "use an array: np.zeros(…) and assign its elements",
        )


def is_reached(it: Interpreter, value: Value) -> bool:
    """Is this place reached on every path that sees a list or dict later?"""
    birth = it.born.get(id(value))
    return birth is not None and on_every_path(it, birth)


def on_every_path(it: Interpreter, birth: Birth) -> bool:
    """Is this place reached on every path that sees the value later? Paths that have returned from the function that made it do not see it."""
    if it.region == birth.region:
        return True
    outer = len(birth.region)
    if it.region[:outer] != birth.region or not it.guarded.issuperset(it.region[outer:]):
        return False
    if birth.frame is None or birth.frame() is not it.frame:
        return False
    return not any(contains(seen, lambda part: part is birth.value) for seen in seen_outside(it))


def seen_outside(it: Interpreter) -> Iterator[Value]:
    """What code outside of this call can see: the variables of the calls around it, and what this one has returned."""
    for frame in it.frames():
        if frame is not it.frame:
            yield from frame.env.values()
    yield from (way_out.value for way_out in it.frame.returns)
