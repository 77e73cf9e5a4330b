"""Compile-time lists and dicts belong to the region of code that made them: only there may they change."""
from __future__ import annotations

import weakref
from typing import Any

import numpy as np

from ..values.services import Interpreter
from ..values.unrolling import ask
from .aliasing import contains


def own(it: Interpreter, v: Any) -> Any:
    """Compile-time lists and dicts may be changed only in the region that made them."""
    made_in = weakref.ref(it.frame) if it.frame is not None else None                            # a frame keeps its lazy arrays alive
    it.born[id(v)] = (v, it.region, made_in, len(it.loop_stack))
    return v


def made(it: Interpreter, r: Any, *given: Any) -> Any:
    """What Python has computed of compile-time values. An array that is written later is an ordinary array from the next pass on."""
    if not isinstance(r, np.ndarray) or not r.ndim or r.base is not None or any(r is g for g in given):
        return r
    if ("materialise", it.site()) in it.facts.notes:
        return it.ordinary(r)
    it.made[id(r)] = (r, it.site())
    return r


def about_to_write(it: Interpreter, a: Any) -> None:
    """A compile-time array is written: if Python made it here, it is one no more from the next pass on. Else it is the caller's."""
    while a is not None:
        if id(a) in it.made:
            it.facts.note("materialise", it.made[id(a)][1])
        a = getattr(a, "base", None)


def may_change(it: Interpreter, o: Any) -> None:
    """Refuse to change a list or dict on some run-time paths only, and one of the caller's."""
    if id(o) not in it.born or not on_every_path(it, o):
        if id(o) in it.born:
            ask(it, it.born[id(o)][3])                          # in an unrolled loop every trip is reached
        raise it.error(
            "a compile-time list or dict cannot be changed under run-time control flow, nor one that was made outside",
            "use an array: np.zeros(…) and assign its elements",
        )


def on_every_path(it: Interpreter, o: Any) -> bool:
    """Is this place reached on every path that sees o later? Paths that have returned from the function that made o do not see it."""
    _, region, made_in, _ = it.born[id(o)]
    if it.region == region:
        return True
    if it.region[:len(region)] != region or not it.guarded.issuperset(it.region[len(region):]):
        return False
    if made_in is None or made_in() is not it.frame:
        return False
    others = [v for f in it.frames() if f is not it.frame for v in f.env.values()]
    return not any(contains(v, lambda x: x is o) for v in (*others, *(e.value for e in it.frame.returns)))
