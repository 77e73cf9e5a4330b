"""Staged values. Whatever is not one of these classes is a compile-time Python object.

`Scalar` a run-time number, `View` a strided window on a `Buffer`, `Elem` a lazy elementwise node, `Masked` an array read through a run-time
mask, `Poison` a name that may be unset or differs between paths (an error only when read).
"""
from __future__ import annotations

import struct
import weakref
from typing import Any

import numpy as np

F64, F32, I64, I1 = "double", "float", "i64", "i1"
RANK = {I1: 0, I64: 1, F32: 2, F64: 3}
CODES = {F64: "f8", F32: "f4", I64: "i8", I1: "b1"}
TYPES = {code: t for t, code in CODES.items()}
STATIC, DATA, PARAMETER = 0, 1, 2
STAGE_NAMES = ("static", "data", "parameter")
LIMIT = 2**62                                   # integer intervals beyond this are "not known"


class Size:
    """`m * n + r` where n ≥ 1 is the run-time dimension of sampler code. A comparison that does not hold for every n is False, so callers
    read False as "not proven"."""

    __slots__ = ("m", "r")

    def __new__(cls, m: int, r: int) -> Any:
        if m == 0:
            return r
        o = object.__new__(cls)
        o.m, o.r = m, r
        return o

    def __init__(self, m: int, r: int) -> None: ...

    def parts(self: Any) -> tuple[int, int]:
        return (self.m, self.r) if isinstance(self, Size) else (0, int(self))

    def __add__(self, other: Any) -> Any:
        m, r = Size.parts(other)
        return Size(self.m + m, self.r + r)

    __radd__ = __add__

    def __neg__(self) -> Any:
        return Size(-self.m, -self.r)

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, k: Any) -> Any:
        if isinstance(k, Size):
            raise TypeError("a product of two run-time sizes")
        return Size(self.m * k, self.r * k)

    __rmul__ = __mul__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Size) and (self.m, self.r) == (other.m, other.r)

    def __hash__(self) -> int:
        return hash((self.m, self.r))

    def __gt__(self, other: Any) -> bool:
        m, r = Size.parts(self - other)
        return m >= 0 and m + r > 0

    def __ge__(self, other: Any) -> bool:
        return self > other - 1

    def __lt__(self, other: Any) -> bool:
        m, r = Size.parts(self - other)
        return m <= 0 and m + r < 0

    def __le__(self, other: Any) -> bool:
        return self < other + 1

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return f"%n{self.m}_{self.r}".replace("-", "n")

    def __format__(self, spec: str) -> str:
        return str(self)

    __repr__ = __str__


class Unsized:
    """The number of elements of an array with two run-time axes: never small, equal to nothing."""


UNSIZED = Unsized()


def product(shape: Any) -> Any:
    r: Any = 1
    for s in shape:
        if isinstance(s, Size) and not isinstance(r, int):
            return UNSIZED
        r = r * s
    return r


def is_dim(n: Any) -> bool:
    return isinstance(n, (int, np.integer, Size)) and not isinstance(n, bool)


class Scalar:
    """A run-time number. `rng` is a proven integer interval or None; `lin` is (other ref, constant) when it is known to be other + constant;
    `ref` its name in the IR, `bound` a run-time
    Size that it is below."""

    __slots__ = ("bound", "lin", "ref", "rng", "stage", "ty")
    shape = ()
    ndim = 0

    def __init__(self, ty: str, ref: str, rng: tuple[int, int] | None = None, stage: int = PARAMETER, lin: tuple[str, int] | None = None):
        self.ty, self.ref, self.rng, self.stage, self.lin = ty, ref, rng, stage, lin
        self.bound: Any = None


class Buffer:
    """Memory that arrays look at. `deps` are the lazy nodes that read it and have not been stored; `copy_of` what a merged or carried buffer
    was copied from (writing either would break Python's aliasing); `born` the region of its creation, `serial` its age."""

    __slots__ = ("__weakref__", "born", "carry", "copy_of", "deps", "dtype", "name", "ptr", "readonly", "rng", "serial", "site", "size", "stage",
                 "volatile")

    def __init__(self, ptr: str, dtype: str, size: Any, *, readonly: bool = False, rng: tuple[int, int] | None = None, stage: int = PARAMETER,
                 name: str = ""):
        self.ptr, self.dtype, self.size, self.readonly, self.rng, self.stage, self.name = ptr, dtype, size, readonly, rng, stage, name
        self.deps: weakref.WeakSet[Elem] = weakref.WeakSet()
        self.carry, self.serial, self.volatile = False, 0, False
        self.born: tuple[int, ...] = ()
        self.site: Any = None
        self.copy_of: set[Any] = set()


class View:
    """A strided window on a buffer: offset = `off` elements + `dyn`, an i64 reference or None."""

    __slots__ = ("buf", "dyn", "off", "shape", "strides")

    def __init__(self, buf: Buffer, shape: Any, strides: Any, off: Any = 0, dyn: str | None = None):
        self.buf, self.shape, self.strides, self.off, self.dyn = buf, tuple(shape), tuple(strides), off, dyn

    @property
    def dtype(self) -> str:
        return self.buf.dtype

    @property
    def stage(self) -> int:
        return self.buf.stage

    def same(self, o: Any) -> bool:
        return self is o or (isinstance(o, View) and self.buf is o.buf
                             and (self.shape, self.strides, self.off, self.dyn) == (o.shape, o.strides, o.off, o.dyn))

    def contiguous(self) -> bool:
        return self.strides == row_major(self.shape)


class Elem:
    """A lazy array: `op` applied to `args`, element by element. `forced` is the View that holds it once it has been stored."""

    __slots__ = ("__weakref__", "args", "born", "count", "dtype", "forced", "op", "reads", "shape", "site", "stage", "token", "weight")

    def __init__(self, op: str, args: Any, shape: Any, dtype: str, reads: set[Buffer], weight: int, stage: int):
        self.op, self.args, self.shape, self.dtype, self.reads, self.weight, self.stage = op, args, tuple(shape), dtype, reads, weight, stage
        self.forced: View | None = None
        self.token, self.count = -1, 0
        self.born: tuple[int, ...] = ()
        self.site: Any = None


class Masked:
    """`value[mask]` with a run-time mask: its length is not known, so only reductions, `@` and assignments through the same mask take it."""

    __slots__ = ("mask", "value")

    def __init__(self, value: Any, mask: Any):
        self.value, self.mask = value, mask


class Poison:
    __slots__ = ("why",)

    def __init__(self, why: str):
        self.why = why


class RunRange:
    """`range(lo, hi, step)` with a run-time bound."""

    def __init__(self, lo: Any, hi: Any, step: int):
        self.lo, self.hi, self.step = lo, hi, step


class Zip:
    """`zip` or `enumerate` over arrays."""

    def __init__(self, parts: list[Any], start: int | None = None):
        self.parts, self.start = parts, start


class Method:
    """An attribute of a staged array that is about to be called."""

    def __init__(self, obj: Any, name: str):
        self.obj, self.name = obj, name


class Closure:
    """A function defined inside staged code; it sees the latest binding of outer names."""

    def __init__(self, node: Any, frame: Any, name: str, defaults: Any, kwdefaults: Any):
        self.node, self.frame, self.name, self.defaults, self.kwdefaults = node, frame, name, defaults, kwdefaults


ARRAYS = (View, Elem)
STAGED = (Scalar, View, Elem, Masked)
MISSING = object()


def is_num(v: Any) -> bool:
    return isinstance(v, (int, float, bool, np.floating, np.integer, np.bool_))


def const_type(v: Any) -> str:
    return I1 if isinstance(v, (bool, np.bool_)) else I64 if isinstance(v, (int, np.integer)) else F64


def type_of(v: Any) -> str:
    return v.ty if isinstance(v, Scalar) else v.dtype if isinstance(v, ARRAYS) else const_type(v)


def float_literal(x: float, ty: str = F64) -> str:
    if ty == F32:
        x = float(np.float32(x))
    return "0x" + struct.pack(">d", float(x)).hex().upper()


def literal(v: Any, ty: str) -> str:
    return float_literal(v, ty) if ty in (F64, F32) else str(int(v)) if ty == I64 else ("true" if v else "false")


def numpy_type(d: np.dtype) -> str | None:
    if d.kind == "f":
        return F32 if d.itemsize == 4 else F64
    return {"b": I1, "i": I64, "u": I64}.get(d.kind)


def row_major(shape: Any) -> tuple[Any, ...]:
    return tuple(product(shape[k + 1:]) for k in range(len(shape)))


def leaves(v: Any) -> list[Any] | None:
    """Members of a tuple, NamedTuple or frozen dataclass; None for anything else."""
    if isinstance(v, tuple):
        return list(v)
    if hasattr(v, "__dataclass_fields__") and not isinstance(v, type):
        return [getattr(v, f) for f in v.__dataclass_fields__]
    return None


def rebuild(v: Any, members: Any) -> Any:
    members = list(members)
    if type(v) is tuple:
        return tuple(members)
    if isinstance(v, tuple):
        return type(v)(*members)
    o = object.__new__(type(v))
    for f, x in zip(v.__dataclass_fields__, members, strict=True):
        object.__setattr__(o, f, x)
    return o


def same_kind(a: Any, b: Any) -> bool:
    la, lb = leaves(a), leaves(b)
    return type(a) is type(b) and la is not None and lb is not None and len(la) == len(lb)


def staged(v: Any) -> bool:
    """Does a run-time value occur in v?"""
    if isinstance(v, STAGED):
        return True
    if isinstance(v, (list, set)):
        return any(staged(x) for x in v)
    if isinstance(v, dict):
        return any(staged(x) for x in v.values())
    if isinstance(v, slice):
        return staged((v.start, v.stop, v.step))
    members = leaves(v)
    return members is not None and any(staged(x) for x in members)


def stage_of(v: Any) -> int:
    """The stage of a value: the maximum over all it holds."""
    if isinstance(v, (Scalar, View, Elem)):
        return v.stage
    if isinstance(v, Masked):
        return max(stage_of(v.value), stage_of(v.mask))
    if isinstance(v, list):
        return max(map(stage_of, v), default=STATIC)
    members = leaves(v)
    return max(map(stage_of, members), default=STATIC) if members else STATIC


def describe(v: Any) -> str:
    """A value in the user's words."""
    if isinstance(v, ARRAYS):
        return f"an array of shape {v.shape}"
    if isinstance(v, Scalar):
        return "a run-time number"
    if v is None:
        return "None"
    return f"`{v!r}`" if is_num(v) or isinstance(v, str) else f"a {type(v).__name__}"
