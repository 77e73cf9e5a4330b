"""LogDensity: the seam between models and algorithms. Anything with `dim`, `log_density(z)` and `value_and_grad(z)` can be sampled; this file
gives the rest: defaults for what a target does not say, an adapter for plain functions, and the native function that chains call.

The native signature (contracts.md) is `int64 f(const double *z, double *grad, double *value, const void *const *data, Arena *arena,
int64 *counters)`; grad may be NULL. 0 is success. A failing `assert` or `raise` in the density gives -inf with a gradient of zeros and counts
at counters[reason]; an index out of range returns the reason, also with -inf.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np

from ..ir import cache, native, pipelines
from ..ir.errors import SettingsError, located
from ..ir.lang import Array, Staged, stage
from ..ir.text import read, write
from .compile import NUMPY, Request, blas_symbols, differentiated

NATIVE = "density"
HESSIAN_WIDTH = 8


class Variable(NamedTuple):
    """A named part of the results: `kind` is parameter or deterministic."""

    name: str
    shape: tuple[int, ...]
    dims: tuple[str, ...] = ()
    kind: str = "parameter"


@runtime_checkable
class LogDensity(Protocol):
    """What an algorithm needs of a target; everything else has a default in `Target`."""

    dim: int

    def log_density(self, z: np.ndarray) -> float: ...

    def value_and_grad(self, z: np.ndarray) -> tuple[float, np.ndarray]: ...


class Native(NamedTuple):
    """Addresses for compiled callers. `arena()` makes an arena for one more thread; keep this object as long as the addresses are used."""

    function: int
    data: int
    arena: Callable[[], Any]
    counters: int
    keep: Any


class NativeDensity:
    """A staged log density with its data: machine code for value and gradient, compiled when first called."""

    def __init__(self, staged: Staged, data: Sequence[np.ndarray], engine: str = "default"):
        self.staged, self.engine = staged, engine
        self.dim = int(np.prod(staged.inputs[0].shape))
        self.data = [np.ascontiguousarray(d, NUMPY[leaf.dtype]) for d, leaf in zip(data, staged.inputs[1:], strict=True)]
        self.data += [np.ascontiguousarray(c) for c in staged.constants]
        self.pointers = (ctypes.c_void_p * max(1, len(self.data)))(*[d.ctypes.data for d in self.data])
        self.counters = np.zeros(len(staged.reasons) + 1, np.int64)
        self._lock, self._local, self._linked = threading.Lock(), threading.local(), None
        self._second: Any = None

    def linked(self) -> Any:
        with self._lock:
            if self._linked is None:
                self._linked = _link(self.staged, self.engine)
            return self._linked

    def arena(self) -> Any:
        from ..ir.arena import Arena

        return Arena(self.linked().arena_bytes)

    def native(self) -> Native:
        return Native(self.linked().address, ctypes.addressof(self.pointers), self.arena, self.counters.ctypes.data, self)

    def value_and_grad(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        z, g = self._point(z), np.zeros(self.dim)
        return self._call(z, g), g

    def log_density(self, z: np.ndarray) -> float:
        return self._call(self._point(z), None)

    def _point(self, z: Any) -> np.ndarray:
        z = np.ascontiguousarray(z, np.float64)
        if z.shape != (self.dim,):
            raise ValueError(f"z has shape {z.shape}, this density takes ({self.dim},)")
        return z

    def _call(self, z: np.ndarray, g: np.ndarray | None) -> float:
        linked = self.linked()
        if not hasattr(self._local, "arena"):
            self._local.arena = self.arena()
        value = np.zeros(1)
        code = linked.call(
            z.ctypes.data,
            None if g is None else g.ctypes.data,
            value.ctypes.data,
            ctypes.addressof(self.pointers),
            self._local.arena.address,
            self.counters.ctypes.data,
        )
        if self._local.arena.failed:
            raise MemoryError("there was no memory for the tape of the gradient")
        if code:
            reason = self.staged.reasons[code - 1]
            raise IndexError(located(reason.message, reason.position))
        return float(value[0])

    def hessian_products(self, z: np.ndarray, directions: np.ndarray) -> np.ndarray:
        """H v for each row v of directions."""
        from .compile import build

        w = len(directions)
        if self._second is None:
            self._second = {}
        if w not in self._second:
            self._second[w] = build(self.staged.text, self.staged.name, Request((("reverse", ("%in0",)), ("forward", ("%in0", "%in0_d"), w)), self.engine))
        program = self._second[w]
        arrays: dict[str, np.ndarray] = {"%in0": self._point(z), "%in0_d": np.zeros(self.dim)}
        names = [f"%in{k}" for k in range(1, len(self.staged.inputs))] + [f"%const{k}" for k in range(len(self.staged.constants))]
        arrays |= dict(zip(names, self.data, strict=True))
        out = np.zeros((w, self.dim))
        for k in range(w):
            arrays[f"%in0_d{k}"] = np.ascontiguousarray(directions[k], np.float64)
            arrays[f"%in0_d_d{k}"] = out[k]
        program.run(arrays, self.staged.reasons)
        return out

    def hvp(self, z: np.ndarray, v: np.ndarray) -> np.ndarray:
        return self.hessian_products(z, np.asarray(v, float)[None])[0]

    def hessian(self, z: np.ndarray) -> np.ndarray:
        n, w = self.dim, min(HESSIAN_WIDTH, self.dim)
        rows: list[np.ndarray] = []
        for first in range(0, n, w):
            lanes = np.zeros((w, n))
            lanes[np.arange(w), np.minimum(first + np.arange(w), n - 1)] = 1.0
            rows += list(self.hessian_products(z, lanes)[: n - first])
        return np.stack(rows) if rows else np.zeros((0, 0))


class _Linked:
    def __init__(self, image: bytes, meta: dict[str, Any]):
        self.library = native.link(image, blas_symbols(image), exports=(NATIVE,))
        self.address, self.arena_bytes = self.library.address(NATIVE), meta["arena"]
        self.call = self.library.function(NATIVE, ctypes.c_int64, *[ctypes.c_void_p] * 6)


def _link(staged: Staged, engine: str) -> _Linked:
    key = cache.key(staged.text, staged.name, NATIVE, engine, repr([r.kind for r in staged.reasons]))
    entry = cache.load(key)
    if entry is None:
        text, arena = native_text(staged, engine)
        entry = cache.Entry(pipelines.native(text, "full", exports=(NATIVE,)), {"arena": arena})
        cache.store(key, entry.image, entry.meta)
    return _Linked(entry.image, entry.meta)


def native_text(staged: Staged, engine: str = "default") -> tuple[str, int]:
    """The module with the native function, and the size of the arena's fixed block."""
    from ..ir.lang.bodies import with_bodies
    from .lower import lower

    text, name, params = differentiated(staged.text, staged.name, Request((("reverse", ("%in0",)),), engine))
    lowered, arena = lower(beside(text, pipelines.clean(staged.text)))
    lowered = with_bodies(lowered)
    functions = read(lowered).functions
    n = int(np.prod(staged.inputs[0].shape))
    return lowered + _wrapper(functions, staged, name, params, n), arena


def beside(text: str, primal: str) -> str:
    """The derivative's module with the primal's functions added."""
    whole, other = read(text), read(primal)
    whole.functions |= {k: f for k, f in other.functions.items() if k not in whole.functions}
    whole.attributes |= {k: v for k, v in other.attributes.items() if k not in whole.attributes}
    return write(whole)


def _wrapper(functions: Any, staged: Staged, name: str, params: list[str], n: int) -> str:
    data = [p for p in params if p not in ("%in0", "%in0_d", "%arena", "%status")]
    lines = [
        f"define i64 @{NATIVE}(ptr noalias %z, ptr noalias %grad, ptr noalias %value, ptr noalias %data, ptr noalias %arena, ptr noalias %counters) {{",
        "entry:",
        "  %status = alloca i64, align 8",
        "  store i64 0, ptr %status, align 8",
    ]
    refs = {"%in0": "%z", "%in0_d": "%grad", "%arena": "%arena", "%status": "%status"}
    for k, p in enumerate(data):
        lines += [f"  %g{k} = getelementptr ptr, ptr %data, i64 {k}", f"  %p{k} = load ptr, ptr %g{k}, align 8"]
        refs[p] = f"%p{k}"

    def call(f: str) -> str:
        own = params if f == name else [p for p in params if p != "%in0_d"]
        return f"call double @{f}({', '.join(f'ptr {refs[p]}' for p in own)})"

    zero = [f"  call void @llvm.memset.p0.i64(ptr align 8 %grad, i8 0, i64 {8 * n}, i1 false)"] if n else []
    has_memset = "declare void @llvm.memset.p0.i64" if "llvm.memset.p0.i64" not in functions else ""
    lines += [
        "  %plain = icmp eq ptr %grad, null",
        "  br i1 %plain, label %only, label %both",
        "only:",
        f"  %v0 = {call(staged.name)}",
        "  br label %done",
        "both:",
        *zero,
        f"  %v1 = {call(name)}",
        "  br label %done",
        "done:",
        "  %v = phi double [ %v0, %only ], [ %v1, %both ]",
        "  %code = load i64, ptr %status, align 8",
        "  %rejected = icmp ne i64 %code, 0",
        "  %minus = fcmp oeq double %v, 0xFFF0000000000000",
        "  %off = or i1 %rejected, %minus",
        "  %final = select i1 %off, double 0xFFF0000000000000, double %v",
        "  store double %final, ptr %value, align 8",
        "  br i1 %off, label %reject, label %out",
        "reject:",
        "  %c = getelementptr i64, ptr %counters, i64 %code",
        "  %old = load i64, ptr %c, align 8",
        "  %new = add i64 %old, 1",
        "  store i64 %new, ptr %c, align 8",
        "  br i1 %plain, label %out, label %clear",
        "clear:",
        *zero,
        "  br label %out",
        "out:",
        *_outcome(staged),
        "}",
    ]
    declare = [has_memset + "(ptr, i8, i64, i1)"] if has_memset and n else []
    return "\n".join(["", *lines, *declare, ""])


def _outcome(staged: Staged) -> list[str]:
    """Only an index out of range (or an overflow) ends a chain; a failing assert is a rejected point."""
    fatal = [k + 1 for k, r in enumerate(staged.reasons) if r.kind in ("index", "overflow", "zero_division")]
    if not fatal:
        return ["  ret i64 0"]
    cases = " ".join(f"i64 {k}, label %fatal" for k in fatal)
    return [f"  switch i64 %code, label %fine [ {cases} ]", "fatal:", "  ret i64 %code", "fine:", "  ret i64 0"]


# -- plain functions and foreign objects
class FunctionDensity:
    """A plain Python function of an array as a LogDensity: compiled when it is in the language, else refused with the user's line."""

    def __init__(self, f: Callable[[np.ndarray], Any], dim: int):
        staged = stage(f, (Array("f8", (dim,)),))
        if not staged.by_value:
            raise SettingsError(f"`{getattr(f, '__name__', f)}` returns {len(staged.outputs)} arrays or records, a log density returns one float")
        self.dim = dim
        self._native = NativeDensity(staged, [])
        for method in ("value_and_grad", "log_density", "hvp", "hessian", "native"):
            setattr(self, method, getattr(self._native, method))


class Target:
    """Any LogDensity with everything that is optional filled in. `target.inner` is the object that was given."""

    def __init__(self, inner: Any):
        missing = [m for m in ("dim", "log_density", "value_and_grad") if not hasattr(inner, m)]
        if missing:
            raise SettingsError(
                f"this target has no {', '.join(f'`{m}`' for m in missing)}\nhint: bind the model (`model.bind(…)`), or give `dim=` with a function"
            )
        self.inner, self.dim = inner, int(inner.dim)
        self.log_density, self.value_and_grad = inner.log_density, inner.value_and_grad

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name) if hasattr(self.inner, name) else DEFAULTS[name](self)


def _unconstrained(t: Target) -> Any:
    def unconstrain(values: dict[str, Any], partial: bool = False) -> np.ndarray:
        z = np.full(t.dim, np.nan)
        if "x" in values:
            z[:] = values["x"]
        return z

    return unconstrain


def _constrain(t: Target) -> Any:
    return lambda z, names=None: {"x": np.asarray(z)} if names is None or "x" in names else {}


def _hvp(t: Target) -> Any:
    def hvp(z: np.ndarray, v: np.ndarray, h: float = 1e-5) -> np.ndarray:
        scale = h / max(1e-300, float(np.linalg.norm(v)))
        return (t.value_and_grad(z + scale * v)[1] - t.value_and_grad(z - scale * v)[1]) / (2 * scale)

    return hvp


DEFAULTS: dict[str, Callable[[Target], Any]] = {
    "unconstrained_names": lambda t: [f"x[{k}]" for k in range(t.dim)],
    "variables": lambda t: (Variable("x", (t.dim,)),),
    "coords": lambda t: {},
    "observed": lambda t: {},
    "constrain": _constrain,
    "unconstrain": _unconstrained,
    "diagnose": lambda t: lambda z: "the log density or its gradient is not finite",
    "native": lambda t: lambda: None,
    "hvp": _hvp,
    "hessian": lambda t: lambda z: np.stack([t.hvp(z, e) for e in np.eye(t.dim)]) if t.dim else np.zeros((0, 0)),
}


def as_target(target: Any, dim: int | None = None) -> Target:
    """A bound model, a LogDensity, or with `dim` a plain function of an array, ready for an algorithm."""
    if isinstance(target, Target):
        return target
    if not hasattr(target, "value_and_grad") and callable(target):
        if dim is None:
            raise SettingsError("a plain function needs its number of parameters\nhint: give `dim=`, or bind a model with `model.bind(…)`")
        return Target(FunctionDensity(target, dim))
    return Target(target)
