"""A staged log density as machine code: value and gradient behind one C function that compiled chains call, Hessian products beside it.

The native signature is `int64 density(const double *z, double *grad, double *value, const void *const *data, Arena *arena, int64 *counters)`;
grad may be NULL (`native_code.py`). 0 is success. A failing `assert` or `raise` in the density gives -inf with a gradient of zeros and counts at
counters[reason]; an index out of range returns the reason, also with -inf, and leaves it in counters[0], where NO_MEMORY is left too. What
depends on data alone is computed once, by `void prepare(const double *z, const void *const *data, Arena *arena)`, into the last of the data
arrays (`prepare.py`).
"""
from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..ir import names
from ..ir.errors import Reason, failure
from ..ir.machine import cache, linker, pipelines
from ..ir.machine.arena import Arena, thread_arena
from ..ir.machine.locks import COMPILING
from ..lang import Staged
from ..lang.staging import Leaf
from .compile import NUMPY, Program, Request, Step, blas_symbols, build
from .lanes import by_columns
from .native_code import FATAL, GRADIENT, NATIVE, PREPARE, Z, native_text

if TYPE_CHECKING:
    from .points.program import PointsProgram


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
        self._linked: dict[bool, Linked] = {}       # with the gradient, and without
        self._code: dict[bool, Linked] = {}         # the same, of all data that share it
        self._products: dict[int, Program] = {}
        self._rows: dict[tuple[str, ...], PointsProgram] = {}

    def with_data(self, data: Sequence[np.ndarray]) -> NativeDensity:
        """The same density of other data of the same types and shapes; both share their machine code, whoever asks for it first."""
        other = NativeDensity(self.staged, data, self.engine, self.fatal)
        other._code, other._products, other._rows = self._code, self._products, self._rows
        return other

    def linked(self, gradient: bool = True) -> Linked:
        """The machine code, compiled or from the cache; the data's own part is computed with the first of it."""
        found = self._linked.get(gradient)
        if found is not None:                       # asked for once a gradient
            return found
        with COMPILING:
            if gradient not in self._linked:
                if gradient not in self._code:
                    self._code[gradient] = link(self.staged, self.engine, gradient, self.fatal)
                if not self._linked:
                    self.prepare(self._code[gradient])
                self._linked[gradient] = self._code[gradient]
            return self._linked[gradient]

    def prepare(self, linked: Linked) -> None:
        """Computes what depends on data alone."""
        self.data.append(np.zeros(linked.slots))
        self.pointers: ctypes.Array[ctypes.c_void_p] = (ctypes.c_void_p * len(self.data))(*[d.ctypes.data for d in self.data])
        z, arena = np.zeros(self.dim), Arena(linked.arena_bytes)
        linked.prepare(z.ctypes.data, ctypes.addressof(self.pointers), arena.address)

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
        linked = self.linked(gradient is not None)
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

    def rows(self, z: np.ndarray, of: Sequence[str] = (), threads: int = 1) -> tuple[np.ndarray, list[np.ndarray]]:
        """At each row of z (n, dim): the log density (n,), and its gradients with respect to inputs by their names in the code, (n, *shape) each.
        -inf and zeros where the density rejects the point."""
        from .points.entry import RETURNED

        given = {Z: np.ascontiguousarray(z, np.float64)}
        if given[Z].shape != (len(z), self.dim):
            raise ValueError(f"rows of z have shape {np.shape(z)}, this density takes (n, {self.dim})")
        self.linked(gradient=bool(of))
        with COMPILING:
            program = self._rows.get(tuple(of)) or self._rows.setdefault(tuple(of), self._of_rows(tuple(of)))
        values, codes, n = np.zeros(len(z)), np.zeros(len(z), np.int64), len(z)
        slopes = [np.zeros((n, *self._leaf(name).shape)) for name in of]
        stacked = given | {RETURNED: values, names.STATUS: codes} | {names.shadow(name): g for name, g in zip(of, slopes, strict=True)}
        program.run(stacked, dict(zip(self.names, self.data, strict=True)), n, threads)
        out = codes != 0
        values[out | np.isnan(values)] = -np.inf
        for g in slopes:
            g[values == -np.inf] = 0.0
        return values, slopes

    def _leaf(self, name: str) -> Leaf:
        """An input by its name in the code."""
        return next(leaf for k, leaf in enumerate(self.staged.inputs) if names.argument(k) == name)

    def _of_rows(self, of: tuple[str, ...]) -> PointsProgram:
        """The loop over rows. What depends on data alone is not computed beforehand where slopes of data are asked for."""
        from .points.entry import CODES
        from .points.program import build as build_points
        from .points.program import stack

        stacks = {Z: stack(self._leaf(Z)), names.STATUS: CODES}
        stacks |= {names.shadow(name): stack(self._leaf(name))._replace(written=True) for name in of}
        steps = (Step("reverse", of),) if of else ()
        return build_points(self.staged.text, self.staged.name, stacks, Request(steps, self.engine, prepared=not set(of) - {Z}))

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


def link(staged: Staged, engine: str, gradient: bool, fatal: Sequence[str]) -> Linked:
    """From the disk cache, or compiled."""
    ending = [k + 1 for k, reason in enumerate(staged.reasons) if reason.kind in fatal]

    def make() -> cache.Entry:
        text, meta = native_text(staged, engine, ending, gradient)
        return cache.Entry(pipelines.native(text, pipelines.fitting(text), exports=(NATIVE, PREPARE)), meta)
    return Linked(*cache.compiled((staged.text, staged.name, NATIVE, engine, "both" if gradient else "value", repr((len(staged.reasons), ending))), make))
