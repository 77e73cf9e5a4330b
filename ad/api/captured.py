"""Functions that are defined inside compiled code, taken out of it: the run-time values around them become further arguments.

    def model(x, y):
        def energy(t):                      # reads the run-time value y
            return np.sum(t * y)
        return ad.grad(energy)(x)           # energy is staged as a function of t and of y
"""
from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any

from ...lang.values.services import Interpreter
from ...lang.values.values import STAGED, Closure, Frame, Masked, Poison, Value, assemble, parts

CAPTURED = "captured run-time values"           # the keyword under which they are passed on; no identifier, so it is nobody's


class Wrapper:
    """What is called through a function `f` that it holds: taken out of compiled code, it takes its function along."""

    def __init__(self, f: Callable[..., Any]):
        self.f = f


class Lifted:
    """f, with `values`: the run-time values that it sees around it, which the front end is given as `CAPTURED`."""

    def __init__(self, f: Closure | Wrapper):
        self.f = f
        self.values: list[Value] = []

        def collect(v: Value) -> Value:
            self.values.append(v)
            return v
        carried(f, collect, {})

    def __llbayes_stage__(self, it: Interpreter, args: list[Value], kw: dict[str, Any]) -> Any:
        given = iter(kw.get(CAPTURED, ()))
        f = carried(self.f, lambda v: next(given), {})
        return it.call(f, *args, **{k: v for k, v in kw.items() if k != CAPTURED})


def lifted(f: Any, kwargs: dict[str, Value]) -> tuple[Any, dict[str, Value]]:
    """A function that stands without its surroundings, and the keywords it is then called with."""
    if not isinstance(f, (Closure, Wrapper)):
        return f, kwargs
    out = Lifted(f)
    return out, kwargs | {CAPTURED: tuple(out.values)} if out.values else kwargs


def carried(v: Value, replace: Callable[[Value], Value], done: dict[int, Closure]) -> Any:
    """v with every run-time value replaced, those that closures see included; always in the same order."""
    if isinstance(v, Masked):
        return Poison("a differentiated function reads a masked array of the enclosing function: its shape depends on data")
    if isinstance(v, STAGED):
        return replace(v)
    if isinstance(v, Closure):
        return done[id(v)] if id(v) in done else _carried_closure(v, replace, done)
    if isinstance(v, Wrapper):
        new = copy.copy(v)
        new.f = carried(v.f, replace, done)
        return new
    inner = parts(v)
    return assemble(v, [carried(x, replace, done) for x in inner]) if inner and any(_holds_run_time(x) for x in inner) else v


def _holds_run_time(v: Value) -> bool:
    return isinstance(v, (*STAGED, Closure, Wrapper)) or any(map(_holds_run_time, parts(v) or ()))


def _carried_closure(f: Closure, replace: Callable[[Value], Value], done: dict[int, Closure]) -> Closure:
    frame = Frame({}, f.frame.glb, {}, f.frame.src, f.name, (), None)
    new = done[id(f)] = Closure(f.node, frame, f.name, [], {})      # before its variables: it may be one of them
    frame.env.update([(k, carried(v, replace, done)) for k, v in variables(f)])
    new.defaults = [carried(v, replace, done) for v in f.defaults]
    new.kwdefaults = {k: carried(v, replace, done) for k, v in f.kwdefaults.items()}
    return new


def variables(f: Closure) -> Iterator[tuple[str, Any]]:
    """(name, value) of every name in f's source that an enclosing function binds."""
    for name in sorted({n.id for n in ast.walk(f.node) if isinstance(n, ast.Name)}):
        frame = f.frame
        while frame is not None and not isinstance(frame, dict) and name not in frame.env:
            frame = frame.cells
        if frame is not None:
            found = frame if isinstance(frame, dict) else frame.env
            if name in found:
                yield name, found[name]
