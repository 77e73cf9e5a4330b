"""Staged values. Whatever is not one of these classes is a compile-time Python object.

`Scalar` a run-time number, `View` a strided window on a `Buffer`, `Elem` a lazy elementwise node, `Masked` an array read through a run-time
mask, `Poison` a name that may be unset or differs between paths (an error only when read).
"""
from __future__ import annotations

import weakref
from typing import Any, TypeAlias

import numpy as np

from .dtypes import const_type, is_num
from .sizes import row_major

STATIC, DATA, PARAMETER = 0, 1, 2
SHAPE_OF_DATA = ("the shape of this value depends on data", "reduce it (np.sum, np.mean, …) or use np.where with the mask; in a model ppl.sample "
                 "has where=, and `ppl.once` makes data of a new shape")
LEVEL_NAMES = ("static", "data", "parameter")


class Scalar:
    """A run-time number. `rng` is a proven integer interval or None; `lin` is (other ref, constant) when it is known to be other + constant;
    `ref` its name in the IR, `bound` a run-time
    Size that it is below."""

    __slots__ = ("bound", "lin", "ref", "rng", "level", "ty")
    shape = ()
    ndim = 0

    def __init__(self, ty: str, ref: str, rng: tuple[int, int] | None = None, level: int = PARAMETER, lin: tuple[str, int] | None = None):
        self.ty, self.ref, self.rng, self.level, self.lin = ty, ref, rng, level, lin
        self.bound: Any = None


class Buffer:
    """Memory that arrays look at. `deps` are the lazy nodes that read it and have not been stored, oldest first; `copy_of` what a merged or carried buffer
    was copied from (writing either would break Python's aliasing); `born` the region of its creation, `serial` its age."""

    __slots__ = ("__weakref__", "born", "carry", "copy_of", "deps", "dtype", "name", "ptr", "readonly", "rng", "serial", "site", "size", "level",
                 "volatile")

    def __init__(self, ptr: str, dtype: str, size: Any, *, readonly: bool = False, rng: tuple[int, int] | None = None, level: int = PARAMETER,
                 name: str = ""):
        self.ptr, self.dtype, self.size, self.readonly, self.rng, self.level, self.name = ptr, dtype, size, readonly, rng, level, name
        self.deps: weakref.WeakKeyDictionary[Elem, None] = weakref.WeakKeyDictionary()
        self.carry, self.serial, self.volatile = False, 0, False
        self.born: tuple[int, ...] = ()
        self.site: Any = None
        self.copy_of: weakref.WeakSet[Any] = weakref.WeakSet()


class View:
    """A strided window on a buffer: offset = `off` elements + `dyn`, an i64 reference or None."""

    __slots__ = ("buf", "dyn", "off", "shape", "strides")

    def __init__(self, buf: Buffer, shape: Any, strides: Any, off: Any = 0, dyn: str | None = None):
        self.buf, self.shape, self.strides, self.off, self.dyn = buf, tuple(shape), tuple(strides), off, dyn

    @property
    def dtype(self) -> str:
        """Type of its elements."""
        return self.buf.dtype

    @property
    def level(self) -> int:
        """What its elements depend on."""
        return self.buf.level

    def same(self, o: Any) -> bool:
        """Do both look at the same elements in the same order?"""
        return self is o or (isinstance(o, View) and self.buf is o.buf
                             and (self.shape, self.strides, self.off, self.dyn) == (o.shape, o.strides, o.off, o.dyn))

    def contiguous(self) -> bool:
        """Are its elements one dense piece in row-major order?"""
        return self.strides == row_major(self.shape)


class Elem:
    """A lazy array: `op` applied to `args`, element by element. `forced` is the View that holds it once it has been stored; `depth` the number
    of lazy arrays on the longest way down."""

    __slots__ = ("__weakref__", "args", "born", "count", "depth", "dtype", "forced", "op", "reads", "shape", "site", "level", "token", "weight")

    def __init__(self, op: str, args: Any, shape: Any, dtype: str, reads: set[Buffer], weight: int, level: int):
        self.op, self.args, self.shape, self.dtype, self.reads, self.weight, self.level = op, args, tuple(shape), dtype, reads, weight, level
        self.forced: View | None = None
        self.depth = 1 + max((a.depth for a in args if isinstance(a, Elem) and a.forced is None), default=0)
        self.token, self.count = -1, 0
        self.born: tuple[int, ...] = ()
        self.site: Any = None


class Masked:
    """`value[mask]` with a run-time mask: its length is not known, so only reductions, `@` and assignments through the same mask take it. Value
    and mask are what the arrays held when it was read; `of` is the mask by which it is told from others."""

    __slots__ = ("mask", "of", "value")

    def __init__(self, value: Any, mask: Any, of: Any):
        self.value, self.mask, self.of = value, mask, of


class Poison:
    """A name without a usable value; reading it is the error `why`."""

    __slots__ = ("why",)

    def __init__(self, why: str):
        self.why = why


class RunRange:
    """`range(lo, hi, step)` with a run-time bound."""

    def __init__(self, lo: Any, hi: Any, step: int):
        self.lo, self.hi, self.step = lo, hi, step


class Zip:
    """`zip` of iterables, or `enumerate` (from `start`) of one."""

    def __init__(self, parts: list[Any], start: Any = None):
        self.parts, self.start = parts, start

    def __iter__(self) -> Any:
        """For Python's own functions; arrays inside cannot be gone through there."""
        return zip(*self.parts, strict=False) if self.start is None else enumerate(self.parts[0], self.start)


class Method:
    """An attribute of a staged array that is about to be called."""

    def __init__(self, obj: Any, name: str):
        self.obj, self.name = obj, name


class Closure:
    """A function defined inside staged code; it sees the latest binding of outer names."""

    def __init__(self, node: Any, frame: Any, name: str, defaults: Any, kwdefaults: Any):
        self.node, self.frame, self.name, self.defaults, self.kwdefaults = node, frame, name, defaults, kwdefaults


Static: TypeAlias = object                      # any compile-time value of Python's
Value: TypeAlias = Scalar | View | Elem | Masked | Poison | RunRange | Zip | Method | Closure | Static
ArrayValue: TypeAlias = View | Elem             # a staged array, stored or lazy
Number: TypeAlias = Scalar | int | float | np.integer | np.floating | np.bool_      # a run-time or a compile-time number
Shape: TypeAlias = tuple[Any, ...]              # of lengths: int, or Size where they grow with the run-time dimension

ARRAYS = (View, Elem)
VIEWS = ("index", "expand")                     # lazy nodes that are views of their first argument once that is stored
STAGED = (Scalar, View, Elem, Masked)
MISSING = object()


def type_of(v: Any) -> str:
    """The element type of a number or an array."""
    return v.ty if isinstance(v, Scalar) else v.dtype if isinstance(v, ARRAYS) else const_type(v)


def record_members(v: Any) -> list[Any] | None:
    """Members of a tuple, NamedTuple or frozen dataclass; None for anything else."""
    if isinstance(v, tuple):
        return list(v)
    if hasattr(v, "__dataclass_fields__") and not isinstance(v, type):
        return [getattr(v, f) for f in v.__dataclass_fields__]
    return None


def rebuild(v: Any, members: Any) -> Any:
    """A record like v with other members."""
    members = list(members)
    if type(v) is tuple:
        return tuple(members)
    if isinstance(v, tuple):
        return type(v)(*members)
    o = object.__new__(type(v))
    for f, x in zip(v.__dataclass_fields__, members, strict=True):
        object.__setattr__(o, f, x)
    return o


def parts(v: Any) -> list[Any] | None:
    """Members of an argument's structure: of a record, a list or a dict; None for anything else."""
    if type(v) is list:
        return v
    return list(v.values()) if type(v) is dict else record_members(v)


def assemble(v: Any, members: Any) -> Any:
    """A structure like v with other members."""
    if type(v) is list:
        return list(members)
    return dict(zip(v, members, strict=True)) if type(v) is dict else rebuild(v, members)


def same_kind(a: Any, b: Any) -> bool:
    """Are both records of one type and length?"""
    la, lb = record_members(a), record_members(b)
    return type(a) is type(b) and la is not None and lb is not None and len(la) == len(lb)


def holds_run_time(v: Any) -> bool:
    """Does a run-time value occur in v?"""
    if isinstance(v, STAGED):
        return True
    if isinstance(v, (list, set)):
        return any(holds_run_time(x) for x in v)
    if isinstance(v, dict):
        return any(holds_run_time(x) for x in v.values())
    if isinstance(v, Zip):
        return any(map(holds_run_time, v.parts))
    if isinstance(v, RunRange):
        return True
    if isinstance(v, slice):
        return holds_run_time((v.start, v.stop, v.step))
    members = record_members(v)
    return members is not None and any(holds_run_time(x) for x in members)


def level_of(v: Any) -> int:
    """The level of a value: the maximum over all it holds."""
    if isinstance(v, (Scalar, View, Elem)):
        return v.level
    if isinstance(v, Masked):
        return max(level_of(v.value), level_of(v.mask))
    if isinstance(v, list):
        return max(map(level_of, v), default=STATIC)
    members = record_members(v)
    return max(map(level_of, members), default=STATIC) if members else STATIC


def describe(v: Any) -> str:
    """A value in the user's words."""
    if isinstance(v, ARRAYS):
        return f"an array of shape {v.shape}"
    if isinstance(v, Scalar):
        return "a run-time number"
    if v is None:
        return "None"
    if isinstance(v, (Closure, Zip)):
        return "a function" if isinstance(v, Closure) else "a zip"
    return f"`{v!r}`" if is_num(v) or isinstance(v, str) else f"a {type(v).__name__}"
