"""From a staged function to a callable derivative: clean, differentiate, lower, add special functions, machine code, link. One pipeline.

Every program has the same C signature, `void entry(ptr argv, ptr ret)`: argv points to the pointers of the derivative's parameters in order,
numbers that it returns by value are stored at ret.
"""
from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ..ir import names
from ..ir.collector import paused
from ..ir.errors import Reason, failure
from ..ir.machine import blas, cache, linker, pipelines
from ..ir.machine.arena import Arena, thread_arena
from ..ir.text import header

ENTRY = "entry"
WIDE = 4                                            # products from which on their code is compiled as that of large functions
NUMPY = {"f8": np.float64, "f4": np.float32, "i8": np.int64, "b1": np.bool_}


class Step(NamedTuple):
    """One differentiation: `mode` is "reverse" or "forward", `active` names parameters of what it reads, `width` counts forward mode's directions.
    Where there are `forgotten` pointers, only tangents in memory matter: what these hold afterwards is not defined, numbers that are returned are 0."""

    mode: str
    active: tuple[str, ...]
    width: int = 1
    forgotten: tuple[str, ...] = ()


class Request(NamedTuple):
    """What is asked of a function: steps from left to right. With `prepared` the function reads what depends on data alone from a further input
    (`ad/emit/prepare.py`)."""

    steps: tuple[Step, ...] = ()
    engine: str = "default"
    prepared: bool = False

    @property
    def setting(self) -> str:
        """LLVM's pipeline. Products with a Hessian beside each other keep a processor busy: interleaved too, they take three times the code, no less time."""
        return "quick" if len(self.steps) > 1 and any(step.width >= WIDE for step in self.steps) else "full"


class Symbolic(NamedTuple):
    """A function between the passes: cleaned text, the function in it and our names of its parameters; `prepare` is the function, in a text `preparing`
    of its own, that fills the `slots` numbers of the last data parameter, None when there is none."""

    text: str
    name: str
    params: list[str]
    preparing: str = ""
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
        pointers = [arena.address if p == names.ARENA else status.ctypes.data if p == names.STATUS else arrays[p].ctypes.data for p in self.params]
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
    def make() -> cache.Entry:
        final, meta = derive(text, name, request)
        return cache.Entry(pipelines.native(final, request.setting, exports=(ENTRY,)), meta)
    return Program(*cache.compiled((text, name, repr(request)), make))


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
            at = names.behind_inputs(params)
            cleaned, preparing = pipelines.clean_all((parts.text, parts.preparing))
            return Symbolic(cleaned, name, [*params[:at], parts.derived, *params[at:]], preparing, parts.prepare, parts.slots)
    return Symbolic(text, name, params)


def differentiated(f: Symbolic, request: Request) -> Symbolic:
    """The function after all steps, with shadows or tangents behind each active parameter (`ir/names.py`)."""
    from ..lang.rules import LOWERED, with_rules
    from .emit.reverse import reverse
    text, name, params = f.text, f.name, f.params
    for step in request.steps:
        if (written := with_rules(text)) != text:
            text = pipelines.clean(written)
        activity = [p in step.active for p in params]
        if step.mode == "reverse":
            text = reverse(text, name, activity, engine=request.engine)
            name += "_rev"
            params = _with_beside(params, step, lambda p: [names.shadow(p)])
        else:
            from .emit.forward import forward
            text = forward(text, name, activity, step.width, tuple(p in step.forgotten for p in params))
            name += "_fwd"
            params = _with_beside(params, step, lambda p, width=step.width: [names.tangent(p, k) for k in range(width)])
        text = pipelines.clean(with_rules(text, but=LOWERED))
    return f._replace(text=text, name=name, params=params)


def _with_beside(params: list[str], step: Step, beside: Callable[[str], list[str]]) -> list[str]:
    """The parameters, what stands `beside` an active one behind it."""
    return [q for p in params for q in ([p, *beside(p)] if p in step.active else [p])]


def parameter_names(text: str, name: str) -> list[str]:
    return [p.name for p in header(text, name).params]


def entry_text(text: str, name: str) -> tuple[str, int]:
    f = header(text, name)
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
