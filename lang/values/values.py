"""Staged values, and the calls in which they have names. Whatever is not one of these classes is a compile-time Python object.

`Scalar` a run-time number, `View` a strided window on a `Buffer`, `Elem` a lazy elementwise node, `Masked` an array read through a run-time
mask, `Poison` a name that may be unset or differs between paths (an error only when read).
"""
from __future__ import annotations

import ast
import weakref
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias, TypeVar

from ...ir.errors import Position
from .code.sameness import MISSING as MISSING
from .dtypes import Static, const_type, is_num
from .nodes import NodeKey
from .scalar import PARAMETER, STATIC, Interval, Number, Scalar
from .sizes import Dim, Extent, Size, row_major

SHAPE_OF_DATA = ("the shape of this value depends on data", "reduce it (np.sum, np.mean, …) or use np.where with the mask; in a model ppl.sample "
                 "has where=, and `ppl.once` makes data of a new shape")

Region: TypeAlias = tuple[int, ...]             # the branches and loops around a place, outermost first
Site: TypeAlias = tuple[Hashable, ...]          # a place in the source, the same in every pass


class Block:
    """A basic block under construction, where the builder writes and control flow comes from: its label and its lines."""

    __slots__ = ("label", "lines")

    def __init__(self, label: str):
        self.label = label
        self.lines: list[str] = []


class Buffer:
    """Memory that arrays look at. `deps` are the lazy nodes that read it and have not been stored, oldest first; `copy_of` what a merged or carried buffer
    was copied from (writing either would break Python's aliasing); `born` the region of its creation, `serial` its age."""

    __slots__ = ("__weakref__", "born", "carry", "copy_of", "deps", "dtype", "name", "ptr", "readonly", "rng", "serial", "site", "size", "level",
                 "volatile")

    def __init__(self, ptr: str, dtype: str, size: Extent, *, readonly: bool = False, rng: Interval | None = None, level: int = PARAMETER,
                 name: str = ""):
        self.ptr, self.dtype, self.size, self.readonly, self.rng, self.level, self.name = ptr, dtype, size, readonly, rng, level, name
        self.deps: weakref.WeakKeyDictionary[Elem, None] = weakref.WeakKeyDictionary()
        self.carry, self.serial, self.volatile = False, 0, False
        self.born: Region = ()
        self.site: Site | None = None
        self.copy_of: weakref.WeakSet[Buffer | Elem] = weakref.WeakSet()


class View:
    """A strided window on a buffer: offset = `off` elements + `dyn`, an i64 reference or None."""

    __slots__ = ("buf", "dyn", "off", "shape", "strides")

    def __init__(self, buf: Buffer, shape: Iterable[Dim], strides: Iterable[Dim], off: Dim = 0, dyn: str | None = None):
        self.buf, self.shape, self.strides, self.off, self.dyn = buf, tuple(shape), tuple(strides), off, dyn

    @property
    def dtype(self) -> str:
        """Type of its elements."""
        return self.buf.dtype

    @property
    def level(self) -> int:
        """What its elements depend on."""
        return self.buf.level

    def same(self, other: Value) -> bool:
        """Do both look at the same elements in the same order?"""
        return self is other or (isinstance(other, View) and self.buf is other.buf
                                 and (self.shape, self.strides, self.off, self.dyn) == (other.shape, other.strides, other.off, other.dyn))

    def contiguous(self) -> bool:
        """Are its elements one dense piece in row-major order?"""
        return self.strides == row_major(self.shape)


class Elem:
    """A lazy array: `op` applied to `args`, element by element; `key` says more where op is not a function of elements. `forced` is the View
    that holds it once it has been stored; `depth` the number of lazy arrays on the longest way down."""

    __slots__ = ("__weakref__", "args", "born", "count", "depth", "dtype", "forced", "key", "op", "reads", "shape", "site", "level", "token", "weight")

    def __init__(self, op: str, args: tuple[Operand, ...], shape: Iterable[Dim], dtype: str, reads: set[Buffer], weight: int, level: int,
                 key: NodeKey | None = None):
        self.op, self.args, self.shape, self.dtype, self.reads, self.weight, self.level, self.key = op, args, tuple(shape), dtype, reads, weight, level, key
        self.forced: View | None = None
        self.depth = 1 + max((arg.depth for arg in args if isinstance(arg, Elem) and arg.forced is None), default=0)
        self.token, self.count = -1, 0
        self.born: Region = ()
        self.site: Site = ()


class Masked:
    """`value[mask]` with a run-time mask: its length is not known, so only reductions, `@` and assignments through the same mask take it. Value
    and mask are what the arrays held when it was read; `of` is the mask by which it is told from others."""

    __slots__ = ("mask", "of", "value")

    def __init__(self, value: Operand, mask: ArrayValue, of: ArrayValue):
        self.value, self.mask, self.of = value, mask, of


class Poison:
    """A name without a usable value; reading it is the error `why`, and `remedy` what to write instead."""

    __slots__ = ("remedy", "why")

    def __init__(self, why: str, remedy: str = "use a run-time number (an array element or a float) instead"):
        self.why, self.remedy = why, remedy


class Text(Poison):
    """A text with run-time values in it, made at `position`."""

    __slots__ = ("position",)
    def __init__(self, position: Position | None):
        super().__init__("a run-time value in an f-string", 'namesre knownt compile time: loop over `range` with constant bounds; to print it: `print(f"…")`')
        self.position = position


class RunRange:
    """`range(lo, hi, step)` with a run-time bound."""

    def __init__(self, lo: Number | Size, hi: Number | Size, step: int):
        self.lo, self.hi, self.step = lo, hi, step


class Zip:
    """`zip` of iterables, or `enumerate` (from `start`) of one."""

    def __init__(self, parts: list[Any], start: Number | Size | None = None):
        self.parts, self.start = parts, start

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """For Python's own functions; arrays inside cannot be gone through there."""
        return zip(*self.parts, strict=False) if self.start is None else enumerate(self.parts[0], self.start)   # type: ignore[arg-type]


class Method:
    """An attribute of a staged array that is about to be called."""

    def __init__(self, obj: Value, name: str):
        self.obj, self.name = obj, name


class Grown:
    """A list that grows in a run-time loop (`lists/`): its items are the rows of `base`, None before the first one, of which `room` are needed at most.
    `kinds` says what an item is to Python, `key` where the list is made; how long it is, the interpreter knows."""

    def __init__(self, key: Site, region: Region, serial: int):
        self.key, self.region, self.serial = key, region, serial
        self.base: View | None = None
        self.kinds: tuple[type, ...] = ()
        self.room, self.grows = 0, True


class Exit(NamedTuple):
    """One way out of a piece of code: where it ends, names and lengths of lists there, its value, and whether it ends in a failure (`python/rejected.py`)."""
    block: Block
    env: dict[str, Value]
    lengths: Mapping[Grown, Hashable]
    value: Value = None
    rejected: bool = False


class Frame:
    """One Python call in progress. `cells` are the enclosing frame or a dict of its variables; `path` tells this call from others, the same in every
    pass; `returns` and `loops` (breaks and continues) collect the ways out that are still to be joined; `node` is where the call is."""

    def __init__(self, env: dict[str, Value], glb: dict[str, Value], cells: Frame | dict[str, Value] | None, src: str, name: str, path: Site,
                 up: Frame | None):
        self.env, self.glb, self.cells, self.src, self.name, self.path, self.up = env, glb, cells, src, name, path, up
        self.returns: list[Exit] = []
        self.loops: list[tuple[list[Exit], list[Exit]]] = []
        self.node: ast.stmt | ast.expr | None = None
        self.comprehension = self.done = False


class Closure:
    """A function defined inside staged code; it sees the latest binding of outer names."""

    def __init__(self, node: ast.FunctionDef | ast.Lambda, frame: Frame, name: str, defaults: list[Value], kwdefaults: dict[str, Value]):
        self.node, self.frame, self.name, self.defaults, self.kwdefaults = node, frame, name, defaults, kwdefaults


Value: TypeAlias = Scalar | View | Elem | Masked | Grown | Poison | RunRange | Zip | Method | Closure | Static
ArrayValue: TypeAlias = View | Elem             # a staged array, stored or lazy
Operand: TypeAlias = Number | ArrayValue        # what elementwise functions take
Record = TypeVar("Record")

ARRAYS = (View, Elem)
VIEWS = ("index", "expand")                     # lazy nodes that are views of their first argument once that is stored
STAGED = (Scalar, View, Elem, Masked, Grown)
LEVELLED = (Scalar, View, Elem)


def type_of(value: Value) -> str:
    """The element type of a number or an array."""
    return value.ty if isinstance(value, Scalar) else value.dtype if isinstance(value, ARRAYS) else const_type(value)


def record_members(value: Value) -> list[Any] | None:
    """Members of a tuple, NamedTuple or frozen dataclass; None for anything else."""
    if isinstance(value, tuple):
        return list(value)
    fields = getattr(type(value), "__dataclass_fields__", None)
    return None if fields is None else [getattr(value, field) for field in fields]


def rebuild(record: Record, members: Iterable[Value]) -> Record:
    """A record like this one with other members."""
    members = list(members)
    if type(record) is tuple:
        return tuple(members)                                                              # type: ignore[return-value]
    if isinstance(record, tuple):
        return type(record)(*members)                                                      # type: ignore[arg-type]  # a NamedTuple
    made = object.__new__(type(record))             # without __init__, which may check or convert what is a run-time value here
    for field, member in zip(record.__dataclass_fields__, members, strict=True):           # type: ignore[attr-defined]
        object.__setattr__(made, field, member)
    return made


def parts(value: Value) -> list[Any] | None:
    """Members of an argument's structure: of a record, a list or a dict; None for anything else."""
    if type(value) is list:
        return value
    return list(value.values()) if type(value) is dict else record_members(value)


def assemble(structure: Record, members: Iterable[Value]) -> Record:
    """A structure like this one with other members."""
    if type(structure) is list:
        return list(members)                                                               # type: ignore[return-value]
    return dict(zip(structure, members, strict=True)) if type(structure) is dict else rebuild(structure, members)     # type: ignore[return-value]


def same_kind(one: Value, other: Value) -> bool:
    """Are both records of one type and length?"""
    members, others = record_members(one), record_members(other)
    return type(one) is type(other) and members is not None and others is not None and len(members) == len(others)


def contents(value: Value) -> Iterable[Any] | None:
    """What a compile-time value is made of and code can take out of it; None for what has no parts."""
    match value:
        case list() | set():
            return value
        case dict():
            return value.values()
        case Zip():
            return value.parts
        case Grown():
            return () if value.base is None else (value.base,)
        case slice():
            return (value.start, value.stop, value.step)
        case _:
            return record_members(value)


def holds_run_time(value: Value) -> bool:
    """Does a run-time value occur in it?"""
    if isinstance(value, (*STAGED, Text)):
        return True
    inside = contents(value)
    return isinstance(value, RunRange) if inside is None else any(map(holds_run_time, inside))


def level_of(value: Value) -> int:
    """The level of a value: the maximum over all it holds."""
    if isinstance(value, LEVELLED):
        return value.level
    if isinstance(value, Masked):
        return max(level_of(value.value), level_of(value.mask))
    if isinstance(value, Grown):
        return STATIC if value.base is None else value.base.level
    members = value if isinstance(value, list) else record_members(value)
    return max(map(level_of, members), default=STATIC) if members else STATIC


def describe(value: Value) -> str:
    """A value in the user's words."""
    match value:
        case View() | Elem():
            return f"an array of shape {value.shape}"
        case Scalar():
            return "a run-time number"
        case Closure():
            return "a function"
        case Zip():
            return "a zip"
        case Grown():
            return "a list"
        case None:
            return "None"
    return f"`{value!r}`" if is_num(value) or isinstance(value, str) else f"a {type(value).__name__}"
