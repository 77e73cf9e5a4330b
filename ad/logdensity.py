"""LogDensity: the seam between models and algorithms. Anything with `dim`, `log_density(z)` and `value_and_grad(z)` can be sampled; this file
gives the rest: defaults for what a target does not say, an adapter for plain functions, and the native function that chains call.

The native signature is `int64 f(const double *z, double *grad, double *value, const void *const *data, Arena *arena,
int64 *counters)`; grad may be NULL. 0 is success. A failing `assert` or `raise` in the density gives -inf with a gradient of zeros and counts
at counters[reason]; an index out of range returns the reason, also with -inf. What must end a chain is also left in counters[0], for callers
that look only now and then: the reason, or -1 when a tape could not grow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from ..ir.errors import DataError, SettingsError
from ..ir.given import NUMBERS, shown
from ..lang import Array, stage
from ..lang.values.dtypes import unmasked
from .native_density import NativeDensity
from .variable import Variable


@runtime_checkable
class LogDensity(Protocol):
    """What an algorithm needs of a target; everything else has a default in `Target`."""

    dim: int

    def log_density(self, z: np.ndarray) -> float: ...

    def value_and_grad(self, z: np.ndarray) -> tuple[float, np.ndarray]: ...


# -- plain functions and foreign objects
class FunctionDensity(NativeDensity):
    """A plain Python function of an array as a LogDensity: compiled when it is in the language, else refused with the user's line."""

    def __init__(self, f: Callable[[np.ndarray], Any], dim: int):
        staged = stage(f, (Array("f8", (dim,)),))
        if not staged.by_value:
            raise SettingsError(f"`{getattr(f, '__name__', f)}` returns {len(staged.outputs)} arrays or records, a log density returns one float")
        super().__init__(staged, [])


class Target:
    """Any LogDensity with everything that is optional filled in. `target.inner` is the object that was given."""

    def __init__(self, inner: Any):
        missing = [m for m in ("dim", "log_density", "value_and_grad") if not hasattr(inner, m)]
        if missing:
            raise SettingsError(f"{shown(inner)} is nothing to sample: it has no {', '.join(f'`{m}`' for m in missing)}",
                                hint="give a bound model, `model.bind(…)`, or a function of an array and `dim=`, its length")
        self.inner, self.dim = inner, int(inner.dim)
        self.log_density, self.value_and_grad = inner.log_density, inner.value_and_grad

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name) if hasattr(self.inner, name) else DEFAULTS[name](self)


def _unconstrained(t: Target) -> Callable[..., np.ndarray]:
    def unconstrain(values: dict[str, Any], partial: bool = False) -> np.ndarray:
        for name, value in values.items():
            problem = f"`{name}` is not a parameter; there is `x`" if name != "x" else misfit(value, t.dim)
            if problem:
                raise DataError(f"these values cannot be used:\n- {problem}")
        return np.array(values.get("x", np.full(t.dim, np.nan)), float)

    return unconstrain


def misfit(x: Any, dim: int) -> str:
    """Why this is no point of a plain function; empty where it is one."""
    unmasked(x, "`x`")
    try:
        a = np.asarray(x)
    except ValueError:
        return "`x` has rows of different lengths"
    if a.dtype.kind not in NUMBERS or a.shape != (dim,):
        return f"`x` must be numbers of shape ({dim},), not {shown(x)}"
    return "" if np.isfinite(a).all() else f"`x` must be finite, not {shown(x)}"


def _constrain(t: Target) -> Callable[..., dict[str, np.ndarray]]:
    def constrain(z: npt.ArrayLike, names: Collection[str] | None = None) -> dict[str, np.ndarray]:
        return {"x": np.asarray(z)} if names is None or "x" in names else {}

    return constrain


def _diagnose(t: Target) -> Callable[[np.ndarray], str]:
    return lambda z: "the log density or its gradient is not finite"


def _scaled_by(t: Target) -> Callable[[np.ndarray, str, int], tuple[bool, dict[str, bool]]]:
    return lambda points, name, entry: (True, {})           # what is scaled by what is not known of a density


def _causes(t: Target) -> Callable[[Iterable[np.ndarray], np.ndarray], Iterator[list[Any]]]:
    return lambda points, usual: ([] for _ in points)       # the code of a density is not looked into


def _hvp(t: Target) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    def hvp(z: np.ndarray, v: np.ndarray, h: float = 1e-5) -> np.ndarray:
        scale = h / max(1e-300, float(np.linalg.norm(v)))
        return (t.value_and_grad(z + scale * v)[1] - t.value_and_grad(z - scale * v)[1]) / (2 * scale)

    return hvp


def _hessian(t: Target) -> Callable[[np.ndarray], np.ndarray]:
    return lambda z: np.stack([t.hvp(z, e) for e in np.eye(t.dim)]) if t.dim else np.zeros((0, 0))


DEFAULTS: dict[str, Callable[[Target], Any]] = {
    "unconstrained_names": lambda t: [f"x[{k}]" for k in range(t.dim)],
    "variables": lambda t: (Variable("x", (t.dim,)),),
    "observed_dims": lambda t: {},
    "coords": lambda t: {},
    "observed": lambda t: {},
    "scaled_by": _scaled_by,
    "constrain": _constrain,
    "gave_up": lambda t: list[str],
    "unconstrain": _unconstrained,
    "diagnose": _diagnose,
    "causes": _causes,
    "native": lambda t: lambda: None,
    "hvp": _hvp,
    "hessian": _hessian,
}


def as_target(target: Any, dim: int | None = None) -> Target:
    """A bound model, a LogDensity, or with `dim` a plain function of an array, ready for an algorithm."""
    if isinstance(target, Target):
        return target
    if not hasattr(target, "value_and_grad") and callable(target):
        if hasattr(target, "bind"):
            name = getattr(target, "__name__", "the model")
            raise SettingsError(f"the model `{name}` has no data yet", hint=f"bind it, `{name}.bind(…)`, and pass the posterior that this gives")
        if dim is None:
            raise SettingsError("a plain function needs its number of parameters", hint="give `dim=`, or bind a model with `model.bind(…)`")
        return Target(FunctionDensity(target, dim))
    return Target(target)
