"""From a staged function to a callable derivative: clean, differentiate, lower, add special functions, machine code, link. One pipeline.

Every program has the same C signature, `void entry(ptr argv, ptr ret)`: argv points to the pointers of the derivative's parameters in order,
numbers that it returns by value are stored at ret.
"""
from __future__ import annotations

import ctypes
import re
from typing import Any, NamedTuple

import numpy as np

from ..ir.collector import paused
from ..ir.errors import Reason, failure
from ..ir.machine import blas, cache, linker, pipelines
from ..ir.machine.arena import Arena, thread_arena
from ..ir.text import read

ENTRY = "entry"
NUMPY = {"f8": np.float64, "f4": np.float32, "i8": np.int64, "b1": np.bool_}


class Request(NamedTuple):
    """What is asked of a function. `steps` are applied from left to right: ("reverse", active inputs) or ("forward", active parameters,
    width); active ones by name in the text that the step reads. With `prepared` the function reads what depends on data alone from a
    further input (`ad/emit/prepare.py`)."""

    steps: tuple[tuple[Any, ...], ...] = ()
    engine: str = "default"
    setting: str = "full"
    prepared: bool = False


class Symbolic(NamedTuple):
    """A function between the passes: cleaned text, the function in it and our names of its parameters; `prepare` is the function that
    fills the `slots` numbers of the last data parameter, None when there is none."""

    text: str
    name: str
    params: list[str]
    prepare: str | None = None
    slots: int = 0


class Program:
    """Linked machine code and the names of its parameters, in order."""

    def __init__(self, image: bytes, meta: dict[str, Any]):
        self.params: list[str] = meta["params"]
        self.returned: int = meta["returned"]
        self.arena_bytes: int = meta["arena"]
        self.library = linker.link(image, blas_symbols(image), exports=(ENTRY,))
        self.call = self.library.function(ENTRY, None, ctypes.c_void_p, ctypes.c_void_p)

    def arena(self) -> Arena:
        """The calling thread's."""
        return thread_arena(self.arena_bytes)

    def run(self, arrays: dict[str, np.ndarray], reasons: tuple[Reason, ...] = ()) -> np.ndarray:
        """Calls the code with the arrays of its parameters by name; gives the returned numbers. Raises at the user's line."""
        status, ret = np.zeros(1, np.int64), np.zeros(max(self.returned, 1))
        arena = self.arena()
        pointers = [arena.address if p == "%arena" else status.ctypes.data if p == "%status" else arrays[p].ctypes.data for p in self.params]
        argv = (ctypes.c_void_p * len(pointers))(*pointers)
        self.call(argv, ret.ctypes.data)
        if arena.failed:
            arena.reset()
            raise MemoryError("there was no memory for the tape of a derivative")
        if status[0]:
            raise failure(reasons[int(status[0]) - 1])
        return ret[:self.returned]


def blas_symbols(image: bytes) -> dict[str, int]:
    return blas.addresses(linker.needed(image))


def build(text: str, name: str, request: Request) -> Program:
    """The program for a staged function's text, from the disk cache or compiled."""
    key = cache.key(text, name, repr(request))
    entry = cache.load(key)
    if entry is None:
        final, meta = derive(text, name, request)
        image = pipelines.native(final, request.setting, exports=(ENTRY,))
        cache.store(key, image, meta)
        entry = cache.Entry(image, meta)
    return Program(entry.image, entry.meta)


@paused()
def derive(text: str, name: str, request: Request) -> tuple[str, dict[str, Any]]:
    """All steps, then lowering: the text for the native pipeline and what the caller must know."""
    f = differentiated(symbolic(text, name, request.prepared), request)
    from .lower.lower import lower
    lowered, arena = lower(f.text)
    from ..lang.bodies import with_bodies
    lowered = with_bodies(lowered)
    wrapper, returned = entry_text(lowered, f.name)
    return lowered + wrapper, {"params": f.params, "returned": returned, "arena": arena}


def symbolic(text: str, name: str, prepared: bool = False) -> Symbolic:
    """A staged function's text cleaned; with `prepared` also split into its bind-time and run-time parts."""
    params, text = parameter_names(text, name), pipelines.clean(text)
    if prepared:
        from .emit.prepare import split
        parts = split(text, name)
        if parts.derived is not None:
            last = max(k for k, p in enumerate(params) if p.startswith(("%in", "%const")))
            return Symbolic(pipelines.clean(parts.text), name, [*params[:last + 1], parts.derived, *params[last + 1:]], parts.prepare, parts.slots)
    return Symbolic(text, name, params)


def differentiated(f: Symbolic, request: Request) -> Symbolic:
    """The function after all steps. `%in0_d` is the shadow of `%in0` in reverse mode, `%in0_d0`, `%in0_d1`, … its tangents in forward
    mode."""
    from .emit.reverse import reverse
    text, name, params = f.text, f.name, f.params
    for kind, active, *more in request.steps:
        activity = [p in active for p in params]
        if kind == "reverse":
            text = reverse(text, name, activity, seed=1.0 if not more else more[0], engine=request.engine)
            name += "_rev"
            params = [q for p in params for q in ((p, p + "_d") if p in active else (p,))]
        else:
            from .emit.forward import forward
            text = forward(text, name, activity, width=more[0])
            name += "_fwd"
            params = [q for p in params for q in ((p, *(f"{p}_d{k}" for k in range(more[0]))) if p in active else (p,))]
        text = pipelines.clean(text)
    return f._replace(text=text, name=name, params=params)


def parameter_names(text: str, name: str) -> list[str]:
    return [p.name for p in read(text).functions[name].params]


def entry_text(text: str, name: str) -> tuple[str, int]:
    f = read(text).functions[name]
    lines = [f"define void @{ENTRY}(ptr %argv, ptr %ret) {{"]
    for k in range(len(f.params)):
        lines += [f"  %g{k} = getelementptr ptr, ptr %argv, i64 {k}", f"  %p{k} = load ptr, ptr %g{k}, align 8"]
    call = f"call {f.type} @{name}({', '.join(f'ptr %p{k}' for k in range(len(f.params)))})"
    returned = 0
    if f.type == "void":
        lines.append(f"  {call}")
    elif f.type == "double":
        returned = 1
        lines += [f"  %v = {call}", "  store double %v, ptr %ret, align 8"]
    else:
        returned = len(re.findall("double", f.type))
        lines.append(f"  %v = {call}")
        for k in range(returned):
            lines += [f"  %v{k} = extractvalue {f.type} %v, {k}", f"  %r{k} = getelementptr double, ptr %ret, i64 {k}",
                      f"  store double %v{k}, ptr %r{k}, align 8"]
    return "\n".join(["", *lines, "  ret void", "}", ""]), returned
