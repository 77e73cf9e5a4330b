"""A staged log density as machine code: value and gradient behind one C function that compiled chains call, Hessian products beside it.

The native signature is `int64 density(const double *z, double *grad, double *value, const void *const *data, Arena *arena, int64 *counters)`;
grad may be NULL. 0 is success. A failing `assert` or `raise` in the density gives -inf with a gradient of zeros and counts at
counters[reason]; an index out of range returns the reason, also with -inf, and leaves it in counters[0], where NO_MEMORY is left too. What
depends on data alone is computed once, by `void prepare(const double *z, const void *const *data, Arena *arena)`, into the last of the data
arrays (`prepare.py`).
"""
from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..ir import names
from ..ir.collector import paused
from ..ir.errors import Reason, failure
from ..ir.machine import cache, linker, pipelines
from ..ir.machine.arena import Arena, thread_arena
from ..ir.machine.locks import COMPILING
from ..ir.text import read, write
from ..lang import Staged
from ..lang.staging import Leaf
from .compile import NUMPY, Program, Request, Step, Symbolic, blas_symbols, build, differentiated, symbolic
from .lanes import by_columns

NATIVE, PREPARE = "density", "prepare"
Z, GRADIENT = names.argument(0), names.shadow(names.argument(0))
FATAL = ("index", "overflow", "zero_division")      # kinds of reasons that end a chain, of a plain function; others reject the point
NO_MEMORY = -1                                      # returned when a tape could not grow


class Native(NamedTuple):
    """Addresses for compiled callers. `arena()` makes an arena for one more thread; keep this object as long as the addresses are used.

    `counters` has a word for each of `reasons` and one before them; a caller may bring its own array of that length.
    """

    function: int
    data: int
    arena: Callable[[], Arena]
    counters: int
    keep: Any
    reasons: Sequence[Reason] = ()


def passed(leaf: Leaf, given: npt.ArrayLike) -> np.ndarray:
    """An input as machine code reads it, which checks no length itself."""
    array = np.ascontiguousarray(given, NUMPY[leaf.dtype]).reshape(np.shape(given))
    if array.shape != leaf.shape:
        raise ValueError(f"`{leaf.name}` has shape {array.shape}, the compiled function takes {leaf.shape}")
    return array


class NativeDensity:
    """A staged log density with its data: machine code for value and gradient, compiled when first called."""

    def __init__(self, staged: Staged, data: Sequence[np.ndarray], engine: str = "default", fatal: Sequence[str] = FATAL):
        """`fatal`: kinds of reasons that end a chain."""
        self.staged, self.engine, self.fatal = staged, engine, fatal
        self.dim = int(np.prod(staged.inputs[0].shape))
        self.data = [passed(leaf, d) for d, leaf in zip(data, staged.inputs[1:], strict=True)]
        self.data += [np.array(c, order="C") for c in staged.constants]         # as they are now: `prepare` runs over them once
        self.names = [*map(names.argument, range(1, len(staged.inputs))), *map(names.constant, range(len(staged.constants) + 1))]
        self.counters = np.zeros(len(staged.reasons) + 1, np.int64)
        self._linked = None
        self._products: dict[int, Program] = {}

    def linked(self) -> Linked:
        """The machine code, compiled or from the cache; the data's own part is computed then."""
        if self._linked is not None:                # asked for once a gradient
            return self._linked
        with COMPILING:
            if self._linked is None:
                linked = link(self.staged, self.engine, self.fatal)
                self.data.append(np.zeros(linked.slots))
                self.pointers: ctypes.Array[ctypes.c_void_p] = (ctypes.c_void_p * len(self.data))(*[d.ctypes.data for d in self.data])
                z, arena = np.zeros(self.dim), Arena(linked.arena_bytes)
                linked.prepare(z.ctypes.data, ctypes.addressof(self.pointers), arena.address)
                self._linked = linked
            return self._linked

    def arena(self) -> Arena:
        """Memory for one thread."""
        return Arena(self.linked().arena_bytes)

    def native(self) -> Native:
        """Addresses for compiled chains."""
        linked = self.linked()
        return Native(linked.address, ctypes.addressof(self.pointers), self.arena, self.counters.ctypes.data, self, self.staged.reasons)

    def value_and_grad(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        """(log density, its gradient (dim,)) at z (dim,)."""
        z, g = self._point(z), np.zeros(self.dim)
        return self._call(z, g.ctypes.data), g

    def log_density(self, z: np.ndarray) -> float:
        """Log density at z (dim,)."""
        return self._call(self._point(z), None)

    def _point(self, given: npt.ArrayLike) -> np.ndarray:
        z = np.ascontiguousarray(given, np.float64)
        if z.shape != (self.dim,):
            raise ValueError(f"z has shape {z.shape}, this density takes ({self.dim},)")
        return z

    def _call(self, z: np.ndarray, gradient: int | None) -> float:
        linked = self.linked()
        arena, value = thread_arena(linked.arena_bytes), ctypes.c_double()
        code = linked.call(z.ctypes.data, gradient, ctypes.addressof(value), ctypes.addressof(self.pointers), arena.address, self.counters.ctypes.data)
        if arena.failed:
            arena.reset()
            raise MemoryError("there was no memory for the tape of the gradient")
        if code:
            raise failure(self.staged.reasons[code - 1])
        return value.value

    def hessian_products(self, z: np.ndarray, directions: np.ndarray) -> np.ndarray:
        """H v for each row v of directions (n, dim)."""
        w, z = len(directions), self._point(z)
        if np.shape(directions) != (w, self.dim):
            raise ValueError(f"directions have shape {np.shape(directions)}, this density takes (n, {self.dim})")
        self.linked()
        if w not in self._products:
            steps = (Step("reverse", (Z,)), Step("forward", (Z, GRADIENT), w, forgotten=(GRADIENT,)))
            self._products[w] = build(self.staged.text, self.staged.name, Request(steps, self.engine, prepared=True))
        out = np.zeros((w, self.dim))
        arrays = {Z: z, GRADIENT: np.zeros(self.dim)} | dict(zip(self.names, self.data, strict=True))
        for k in range(w):
            arrays |= {names.tangent(Z, k): np.ascontiguousarray(directions[k], np.float64), names.tangent(GRADIENT, k): out[k]}
        self._products[w].run(arrays, self.staged.reasons)
        return out

    def hvp(self, z: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Hessian at z times v, (dim,)."""
        return self.hessian_products(z, np.asarray(v, float)[None])[0]

    def hessian(self, z: np.ndarray) -> np.ndarray:
        """(dim, dim)."""
        rows = by_columns(self.dim, None, lambda lanes: self.hessian_products(z, lanes))
        return np.stack(rows) if rows else np.zeros((0, 0))


class Linked:
    """Machine code in memory: `call` and `prepare` for Python, `address` for compiled callers."""

    def __init__(self, image: bytes, meta: dict[str, Any]):
        self.library = linker.link(image, blas_symbols(image), exports=(NATIVE, PREPARE))
        self.address = self.library.address(NATIVE)
        self.arena_bytes: int = meta["arena"]
        self.slots: int = meta["slots"]
        self.call: Callable[..., int] = self.library.function(NATIVE, ctypes.c_int64, *[ctypes.c_void_p] * 6)
        self.prepare = self.library.function(PREPARE, None, *[ctypes.c_void_p] * 3)


def link(staged: Staged, engine: str, fatal: Sequence[str]) -> Linked:
    """From the disk cache, or compiled."""
    ending = [k + 1 for k, reason in enumerate(staged.reasons) if reason.kind in fatal]

    def make() -> cache.Entry:
        text, meta = native_text(staged, engine, ending)
        return cache.Entry(pipelines.native(text, pipelines.fitting(text), exports=(NATIVE, PREPARE)), meta)
    return Linked(*cache.compiled((staged.text, staged.name, NATIVE, engine, repr((len(staged.reasons), ending))), make))


@paused()
def native_text(staged: Staged, engine: str = "default", ending: Sequence[int] = ()) -> tuple[str, dict[str, int]]:
    """The module with the native functions, and what its callers must know: bytes of the arena's fixed block, slots of the prepared data. `ending` are the
    codes that end a chain."""
    from ..lang.bodies import with_bodies
    from .lower.lower import lower

    primal = symbolic(staged.text, staged.name, prepared=True)
    gradient = differentiated(primal, Request((Step("reverse", (Z,)),), engine))
    lowered, arena = lower(beside(gradient.text, primal.text))
    lowered = with_bodies(lowered)
    return lowered + wrappers(lowered, staged, primal, gradient, ending), {"arena": arena, "slots": primal.slots}


def beside(text: str, other: str) -> str:
    """The functions of both modules in one; attribute groups and metadata of the second get numbers of their own."""
    whole = read(text)
    group = 1 + max((int(k[1:]) for k in whole.attributes), default=-1)
    node = 1 + max(map(int, _NODE.findall("\n".join(whole.metadata))), default=-1)
    more = read(_NODE.sub(lambda m: f"!{int(m[1]) + node}", _GROUP.sub(lambda m: f"{m[1]}#{int(m[2]) + group}", other)))
    whole.functions |= {k: f for k, f in more.functions.items() if k not in whole.functions}
    whole.attributes |= more.attributes
    whole.metadata += [line for line in more.metadata if _NODE.match(line)]
    return write(whole)


_GROUP = re.compile(r"([ )])#(\d+)\b")             # `) #3 {` and `attributes #3 = {`
_NODE = re.compile(r"!(\d+)\b")                    # `, !noalias !7` and `!7 = distinct !{…}`


# ---- the C functions around the two

_DENSITY = """
define i64 @{native}(ptr noalias %z, ptr noalias %grad, ptr noalias %value, ptr noalias %data, ptr noalias %arena, ptr noalias %counters) {{
entry:
  %status = alloca i64, align 8
  store i64 0, ptr %status, align 8
{pointers}
  %plain = icmp eq ptr %grad, null
  br i1 %plain, label %only, label %both
only:
  %v0 = {value}
  br label %done
both:
{zero}
  %v1 = {gradient}
  br label %done
done:
  %v = phi double [ %v0, %only ], [ %v1, %both ]
  %code = load i64, ptr %status, align 8
  %rejected = icmp ne i64 %code, 0
  %minus = fcmp oeq double %v, 0xFFF0000000000000
  %off = or i1 %rejected, %minus
  %final = select i1 %off, double 0xFFF0000000000000, double %v
  store double %final, ptr %value, align 8
  br i1 %off, label %reject, label %out
reject:
  %c = getelementptr i64, ptr %counters, i64 %code
  %old = load i64, ptr %c, align 8
  %one = zext i1 %rejected to i64
  %new = add i64 %old, %one
  store i64 %new, ptr %c, align 8
  br i1 %plain, label %out, label %clear
clear:
{zero}
  br label %out
out:
  %failed = getelementptr i8, ptr %arena, i64 16
  %full = load i64, ptr %failed, align 8
  %lost = icmp ne i64 %full, 0
  %last = select i1 %lost, i64 {no_memory}, i64 %code
  switch i64 %last, label %fine [ i64 {no_memory}, label %fatal {fatal} ]
fatal:
  store i64 %last, ptr %counters, align 8
  ret i64 %last
fine:
  ret i64 0
}}
"""
_PREPARE = """
define void @{prepare}(ptr noalias %z, ptr noalias %data, ptr noalias %arena) optsize {{
entry:
  %status = alloca i64, align 8
  store i64 0, ptr %status, align 8
{pointers}
  {call}
  ret void
}}
"""


def wrappers(lowered: str, staged: Staged, primal: Symbolic, gradient: Symbolic, ending: Sequence[int]) -> str:
    """Text of the native functions."""
    n = int(np.prod(staged.inputs[0].shape))
    data = [p for p in primal.params if p not in (Z, names.ARENA, names.STATUS)]
    refs = {Z: "%z", GRADIENT: "%grad", names.ARENA: "%arena", names.STATUS: "%status"} | {p: f"%p{k}" for k, p in enumerate(data)}
    pointers = "\n".join(f"  %g{k} = getelementptr ptr, ptr %data, i64 {k}\n  %p{k} = load ptr, ptr %g{k}, align 8" for k in range(len(data)))
    density = _DENSITY.format(native=NATIVE, pointers=pointers, value=_call("double", primal.name, primal.params, refs),
                              gradient=_call("double", gradient.name, gradient.params, refs),
                              zero=f"  call void @llvm.memset.p0.i64(ptr align 8 %grad, i8 0, i64 {8 * n}, i1 false)",
                              no_memory=NO_MEMORY, fatal=" ".join(f"i64 {code}, label %fatal" for code in ending))
    call = _call("void", primal.prepare, primal.params, refs) if primal.prepare else ""
    declared = "" if "@llvm.memset.p0.i64(" in lowered else "declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)\n"
    return density + _PREPARE.format(prepare=PREPARE, pointers=pointers, call=call) + declared


def _call(type_: str, name: str, params: list[str], refs: dict[str, str]) -> str:
    return f"call {type_} @{name}({', '.join(f'ptr {refs[p]}' for p in params)})"
