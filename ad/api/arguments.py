"""What a function is called with: which arguments are run-time arrays and floats (its *leaves*), which are known when it is compiled.

Leaves stand in arguments alone or in tuples, lists, dicts, NamedTuples and dataclasses, nested at will. A *structure* below is such a
container whose leaves are replaced: by types, by gradients, by tangents.
"""
from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, NamedTuple, TypeGuard, cast

import numpy as np

from ...ir.errors import LlbayesError
from ...ir.given import NUMBERS, shown
from ...ir.public import misfit
from ...lang.staging import Array
from ...lang.values.dtypes import UNMASK, hidden, wraps
from ...lang.values.values import STAGED, assemble, parts
from ..compile import NUMPY

FLOATS = ("f8", "f4")


class ActivityError(LlbayesError, TypeError):
    """An argument that cannot be differentiated, or a direction that does not fit; names the argument."""


def refuse_mask(v: Any, what: str) -> None:
    """ActivityError for a masked array that hides elements."""
    if count := hidden(v):
        raise ActivityError(f"{what} is a masked array that hides {count} values; compiled code would read what stands behind the mask", hint=UNMASK)


# -- containers
def mapped(v: Any, change: Callable[[Any], Any]) -> Any:
    """The structure of v with every leaf changed; what is known at compile time stays."""
    if is_leaf(v):
        return change(v)
    inner = parts(v)
    return assemble(v, [mapped(x, change) for x in inner]) if inner else v


def is_leaf(v: Any) -> bool:
    """An array or a float, in Python or staged."""
    return dtype_of(v) is not None or isinstance(v, (Array, STAGED))


def dtype_of(v: object) -> str | None:
    """f8, f4, i8 or b1 of an array or float; None for anything else."""
    if isinstance(v, (np.ndarray, np.floating)):
        kind, size = cast(np.ndarray, v).dtype.kind, cast(np.ndarray, v).dtype.itemsize
        return {"f": "f4" if size == 4 else "f8", "b": "b1", "i": "i8", "u": "i8"}.get(kind)
    return "f8" if isinstance(v, float) else None


def is_array(v: object) -> TypeGuard[np.ndarray]:
    """An array of whatever elements."""
    return isinstance(v, np.ndarray)


def array_type(v: Any) -> Array:
    """The type of a leaf."""
    return Array(dtype_of(v) or "", np.shape(v))


def flat(v: Any, label: str) -> Iterator[tuple[str, Any]]:
    """(name, leaf) of every leaf: `x`, `state.position`, `parts[0]`, `options['rate']`."""
    if is_leaf(v):
        yield label, v
        return
    inner = parts(v)
    for name, x in zip(_names(v), inner or (), strict=True) if inner else ():
        yield from flat(x, label + name)


def _names(v: Any) -> list[str]:
    if isinstance(v, dict):
        return [f"[{k!r}]" for k in cast("dict[Any, Any]", v)]
    if hasattr(v, "_fields"):
        return [f".{k}" for k in v._fields]
    if isinstance(v, (list, tuple)):
        return [f"[{k}]" for k in range(len(cast("tuple[Any, ...]", v)))]
    return [f".{k}" for k in v.__dataclass_fields__]


def key_of(v: Any, label: str) -> Any:
    """What tells one compilation from another: types and shapes of leaves, values of the rest. ActivityError for what has no such key."""
    if is_leaf(v):
        refuse_mask(v, f"`{label}`")
        return dtype_of(v), np.shape(v)
    inner = parts(v)
    if inner is not None:
        keys = tuple(cast("dict[Any, Any]", v)) if isinstance(v, dict) else ()
        return type(cast(object, v)), keys, tuple([key_of(x, label) for x in inner])
    if is_array(v):
        raise ActivityError(f"`{label}` is an array of {v.dtype}; compiled code takes arrays of floats, integers and booleans")
    try:
        hash(v)
    except TypeError:
        raise ActivityError(f"`{label}` is a {type(v).__name__}, which can change after the function has been compiled with it",
                            hint="pass an array (np.asarray), a tuple or a frozen dataclass") from None
    return type(v), v


# -- one call
class Input(NamedTuple):
    """A run-time array or float that a call passes: its name in messages, and which positional argument it belongs to (-1: a keyword)."""

    label: str
    value: Any
    argument: int


class Call(NamedTuple):
    """The arguments of one call, positional ones bound by position."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    names: tuple[str, ...]

    @property
    def inputs(self) -> list[Input]:
        out = [Input(label, v, k) for k, a in enumerate(self.args) for label, v in flat(a, self.names[k])]
        return out + [Input(label, v, -1) for name, a in self.kwargs.items() for label, v in flat(a, name)]

    @property
    def key(self) -> Any:
        return tuple([key_of(a, n) for n, a in zip(self.names, self.args, strict=False)]), tuple([(k, key_of(a, k)) for k, a in self.kwargs.items()])


class Signature:
    """How a function's arguments are called."""

    def __init__(self, f: Any):
        self.f = f

    @cached_property
    def _signature(self) -> inspect.Signature | None:
        try:
            return inspect.signature(self.f)
        except (TypeError, ValueError):
            return None

    @cached_property
    def _names(self) -> tuple[str, ...]:
        found = self._signature.parameters.values() if self._signature else ()
        return tuple(p.name for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD))

    def bind(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call:
        """Keywords that name positional parameters take their place; CallError for what does not fit."""
        if kwargs and self._signature is not None:
            try:
                bound = self._signature.bind(*args, **kwargs)
            except TypeError:
                misfit(getattr(self.f, "__name__", "the function"), self._signature, args, kwargs)
            args, kwargs = bound.args, bound.kwargs
        names = self._names[:len(args)]
        return Call(tuple(args), kwargs, names + tuple(f"argument {k}" for k in range(len(names), len(args))))


# -- arrays for machine code
def native_array(given: Input, dtype: str) -> np.ndarray:
    """The array as machine code reads it: row-major, native byte order."""
    v = given.value
    if is_array(v) and wraps(v.dtype):
        raise ActivityError(f"`{given.label}` is an array of {v.dtype}, which NumPy would let wrap; integers of compiled code have 64 bits and a sign",
                            hint="`.astype(np.int64)`")
    return np.array(v, NUMPY[dtype], order="C", copy=None)


def direction(value: Any, like: Any, label: str, what: str, leaf: Callable[..., Any] | None = None) -> list[Any]:
    """The leaves of a tangent or cotangent `value` in the order of those of `like`; None for those that are not floats."""
    leaf = leaf or direction_leaf
    if is_leaf(like):
        return [leaf(value, like, label, what)]
    inner = parts(like)
    if not inner:
        return []
    given = parts(value)
    if given is None or len(given) != len(inner):
        raise ActivityError(f"the {what} of `{label}` must have its structure, {len(inner)} parts in a {type(like).__name__}")
    return [x for name, g, part in zip(_names(like), given, inner, strict=True) for x in direction(g, part, label + name, what, leaf)]


def direction_leaf(value: Any, like: Any, label: str, what: str) -> np.ndarray | None:
    """An array of the leaf's shape and type; None for a leaf that is not of floats."""
    dtype = like.dtype if isinstance(like, Array) else dtype_of(like)
    if dtype is None or dtype not in FLOATS:
        return None
    shape = np.shape(like) if not isinstance(like, Array) else like.shape
    refuse_mask(value, f"the {what} of `{label}`")
    v = array_of(value)
    if v is None or v.dtype.kind not in NUMBERS:
        raise ActivityError(f"the {what} of `{label}` is {_described(value)}, not an array of floats")
    if v.shape != shape:
        raise ActivityError(f"the {what} of `{label}` has shape {v.shape}, `{label}` has shape {shape}")
    return np.array(v, NUMPY[dtype], order="C")


def array_of(value: Any) -> np.ndarray | None:
    """The array; None for rows of different lengths."""
    try:
        return np.asarray(value)
    except ValueError:
        return None


def _described(v: object) -> str:
    return f"an array of {v.dtype}" if is_array(v) else "None" if v is None else f"a {type(v).__name__}"


def _is_integer(v: object) -> bool:
    return isinstance(v, (int, np.integer)) and not isinstance(v, bool)


def not_differentiable(v: Any, label: str) -> ActivityError:
    """Why an argument has no gradient."""
    whole = _is_integer(v)
    found = f"the integer {shown(int(v))}" if whole else _described(v)
    hint = f"write it as a float: {float(v)}" if whole and abs(int(v)) < 2**53 else "pass floats, arrays of floats, or tuples and records of them"
    return ActivityError(f"`{label}` is {found}: it cannot be differentiated", hint=hint)
