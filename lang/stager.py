"""The staging interpreter: Python's evaluation where everything is known, LLVM IR where it is not. State lives here, behaviour in the modules.

A pass over the function never stops; what it learns (a carried sum is a float, a lazy array must be stored at its birth, …) goes into `Facts`,
and the function is staged again until nothing new is learnt. So compile-time calls run more than once.
"""
from __future__ import annotations

import ast
import weakref
from collections.abc import Iterator, Sequence
from typing import Any, overload

import numpy as np

from ..ir import names
from ..ir.errors import CompileError, Position, Reason
from ..ir.ours import is_ours
from .arrays import elements, indexing, keys, making, reductions, writing
from .arrays.aliasing import is_held
from .arrays.operations import apply, operate
from .calls.attributes import attribute
from .calls.calls import call
from .calls.creation import materialised
from .calls.recognition import library_function
from .calls.shaping import reshape
from .numbers import arithmetic, scalars
from .python import outputs
from .python.assignment import assign
from .python.expressions import EXPRESSIONS
from .python.statements import STATEMENTS
from .values import unrolling
from .values.builder import Builder, view_of
from .values.dtypes import CODES, F64, I64, numpy_type
from .values.facts import Facts
from .values.fence import FIELDS, REFUSED
from .values.frame import position_of
from .values.scalar import Coordinate, Index, Memo, Number
from .values.services import Birth, CallsOut, Meaning
from .values.sizes import Dim, Shape, Size
from .values.values import Buffer, Elem, Frame, Masked, Operand, Region, Scalar, Site, Value, View, type_of


class Stager:
    """One pass over one function. `interpretation` gives sites their meaning (None outside of models)."""

    def __init__(self, interpretation: Meaning | None = None, facts: Facts | None = None, outliner: CallsOut | None = None):
        self.interpretation = interpretation
        self.facts = facts or Facts()
        self.b = Builder()
        self.frame: Any = None                      # a Frame once the pass has begun
        self.root: Frame | None = None              # the outermost frame: where errors behind its end are placed
        self.region: Region = ()
        self.guarded: set[int] = set()              # regions that some paths have not entered because they returned
        self.regions = self.token = 0
        self.condition_level = 0
        self.loop_stack: list[tuple[Site, Dim | Scalar | None]] = []             # run-time loops around: key and number of trips
        self.made: dict[int, tuple[np.ndarray, Site]] = {}             # arrays that Python has computed, and where
        self.iterating: list[Value] = []            # sequences that unrolled loops go through
        self.written = 1                            # how often the code here is written out by unrolled loops
        self.users: weakref.WeakKeyDictionary[Elem, weakref.WeakKeyDictionary[Elem, None]] = weakref.WeakKeyDictionary()
        self.writes: list[tuple[Buffer, Region]] = []
        self.copied: weakref.WeakKeyDictionary[Buffer | Elem, weakref.WeakSet[Buffer]] = weakref.WeakKeyDictionary()
        self.born: dict[int, Birth] = {}
        self.constants: dict[int, tuple[View, np.ndarray]] = {}
        self.accumulators: dict[str, str] = {}
        self.outputs: list[tuple[str, Value]] = []
        self.rows: dict[str, Any] = {}              # outputs of loops, by name
        self.parameters: View | None = None
        self.outliner = outliner                    # of sampler code
        self.generator: Any = None               # bits for an interpretation that draws
        self.kept: list[Any] = []                   # compile-time arrays that must outlive the pass (constants are keyed by identity)

    def keep(self, array: np.ndarray) -> np.ndarray:
        """Keep a compile-time array alive to the end of the pass."""
        self.kept.append(array)
        return array

    # -- position and errors
    def position(self, frame: Frame | None = None) -> Position | None:
        """Where the frame is in its source; None before its first statement."""
        return position_of(frame or self.frame)

    def user_position(self) -> Position | None:
        """The innermost place that is the user's own source."""
        fr = self.frame or self.root
        while fr is not None and fr.up is not None and is_ours(fr.src):
            fr = fr.up
        return self.position(fr)

    def error(self, message: str, hint: str = "") -> CompileError:
        """An error at the user's line, to be raised."""
        return CompileError(message, self.user_position(), hint)

    def check(self, ok: str, kind: str, message: str) -> None:
        """A condition that is checked at run time; the reason carries the user's line."""
        self.b.check(ok, Reason(kind, message, self.user_position()))

    def site(self) -> Site:
        """Where we are, the same in every pass."""
        fr = self.frame
        return (fr.path, id(fr.node)) if fr is not None else ((), 0)

    def frames(self) -> Iterator[Frame]:
        """The calls in progress, innermost first."""
        fr = self.frame
        while fr is not None:
            yield fr
            fr = fr.up

    def push_region(self) -> None:
        """Enter a branch or a loop: a place that may run any number of times."""
        self.regions += 1
        self.region = (*self.region, self.regions)

    def holds(self, value: Value) -> bool:
        """Is it the value of a name, or part of one?"""
        return any(is_held(value, None, frame.env) for frame in self.frames())

    # -- services of the modules, by the names they call each other
    @overload
    def operate(self, op: str, one: Number, other: Number) -> Number: ...
    @overload
    def operate(self, op: str, one: Number | Size, other: Number | Size) -> Number | Size: ...
    @overload
    def operate(self, op: str, one: Operand, other: Operand) -> Operand: ...
    @overload
    def operate(self, op: str, one: Value, other: Value) -> Value: ...
    def operate(self, op: str, one: Value, other: Value) -> Value:
        """one op other"""
        return operate(self, op, one, other)

    @overload
    def operate_on(self, name: str, *args: Operand) -> Operand: ...
    @overload
    def operate_on(self, name: str, *args: Value) -> Operand | Masked: ...
    def operate_on(self, name: str, *args: Value) -> Operand | Masked:
        """The elementwise function `name`."""
        return apply(self, name, args)

    @overload
    def element(self, array: View, index: Index, memo: Memo | None = None) -> Scalar: ...
    @overload
    def element(self, array: Operand, index: Index, memo: Memo | None = None) -> Number: ...
    def element(self, array: Operand, index: Index, memo: Memo | None = None) -> Number:
        """array[index] for a full index."""
        return elements.element(self, array, index, memo)

    def index(self, value: Value, key: Value) -> Operand | Masked:
        """value[key]"""
        return indexing.index(self, value, key)

    def assign_item(self, target: Value, key: Value, value: Value) -> None:
        """target[key] = value"""
        writing.assign_item(self, target, key, value)

    def check_index(self, at: Value, length: Dim) -> Coordinate:
        """An index proven or checked to be in [0, length)."""
        return keys.check_index(self, at, length)

    def before_write(self, buf: Buffer, value: Value) -> None:
        """To be called before buf is written."""
        writing.before_write(self, buf, value)

    def broadcast(self, shapes: Sequence[Shape]) -> Shape:
        """The shape that these shapes broadcast to."""
        return making.broadcast(self, shapes)

    def reduce(self, kind: str, value: Value, axis: Value = None, keepdims: bool = False) -> Operand:
        """np.sum and friends."""
        return reductions.reduce(self, kind, value, axis, keepdims)

    def numpy(self, values: Value) -> np.ndarray:
        """A compile-time list as a NumPy array."""
        return making.numpy_value(self, values)

    def ordinary(self, array: np.ndarray) -> View:
        """A compile-time array as one that may be written."""
        return materialised(self, array)

    def reshape(self, value: Value, shape: Value) -> View:
        """The elements in another shape."""
        return reshape(self, value, shape)

    def library(self, name: str, *args: Value, **kw: Value) -> Value:
        """Stage a call of a function of `library/` by its short name."""
        return self.call(library_function(name), *args, **kw)

    def assign(self, target: ast.expr, value: Value) -> None:
        """Bind a target to the value."""
        assign(self, target, value)

    def attribute(self, owner: Value, name: str) -> Value:
        """owner.name"""
        return attribute(self, owner, name)

    def call(self, function: Value, *args: Value, **kw: Value) -> Value:
        """Stage a call of a function, for which the user's code has no node of its own."""
        return call(self, function, list(args), kw, None)

    def call_from(self, node: ast.Call, function: Value, args: list[Value], kw: dict[str, Value]) -> Value:
        """Stage the call of a function that this node of the user's code is."""
        return call(self, function, args, kw, node)

    def run(self, body: list[ast.stmt]) -> None:
        """Stage statements up to the first that leaves."""
        for s in body:
            if self.b.block is None:
                return
            self.frame.node = s
            handler = STATEMENTS.get(type(s))
            if handler is None:
                raise self.refused(s)
            handler(self, s)

    def eval(self, node: ast.expr) -> Value:
        """The value of an expression."""
        handler = EXPRESSIONS.get(type(node))
        if handler is None:
            raise self.refused(node)
        return handler(self, node)

    def refused(self, node: Any) -> CompileError:
        """The error for a construct that is not part of the language."""
        self.frame.node = node
        message, hint = REFUSED.get(type(node), (f"`{type(node).__name__}` is not part of the language", ""))
        return self.error(message, hint)

    def fence_field(self, node: Any, field: str) -> None:
        """Refuse a part of a construct (`else` of a loop, …) if it is there."""
        if getattr(node, field, None):
            self.frame.node = node
            raise self.error(*FIELDS[type(node), field])

    def constant(self, array: np.ndarray) -> View:
        """A compile-time array as a hidden read-only input, or a constant of the module in sampler code."""
        if self.outliner is not None:
            return self.outliner.constant(array)
        key = id(array)
        if key not in self.constants:
            dtype = numpy_type(array.dtype)
            if dtype is None:
                raise self.error(f"an array of {array.dtype} is not part of the language", "use floats, integers or booleans")
            rng = (int(array.min()), int(array.max())) if dtype == I64 and array.size else None
            self.keep(array)
            array = array.copy() if rng else array  # the interval must hold at every call
            buf = Buffer(names.constant(len(self.constants)), dtype, array.size, readonly=True, rng=rng, level=0, name="constant")
            self.constants[key] = (view_of(buf, array.shape), array)
        return self.constants[key][0]

    def shape(self, v: Any) -> tuple[Any, ...]:
        """The shape of a value."""
        return making.shape_of(self, v)

    def dtype(self, v: Any) -> str:
        """'f8', 'f4', 'i8' or 'b1'"""
        v = making.lift(self, v)
        return CODES[type_of(v)]

    def parameter(self, offset: int, shape: tuple[int, ...]) -> Any:
        """z[offset : offset + size] in the given shape; a number when the shape is ()."""
        assert self.parameters is not None, "this function has no parameter vector"
        w = view_of(self.parameters.buf, shape)
        w.off = offset
        return w if shape else self.element(w, ())

    def add(self, name: str, value: Any) -> None:
        """Add the sum of value to the named f64 accumulator."""
        total = reductions.reduce(self, "sum", value)
        s = scalars.scalar(self, total, F64)
        if name not in self.accumulators:
            slot = self.b.alloca(F64, 1)
            self.b.allocas.append(f"  store double 0.0, ptr {slot}, align 8")
            self.accumulators[name] = slot
        slot = self.accumulators[name]
        old = Scalar(F64, self.b.load(F64, slot))
        self.b.store(F64, scalars.scalar(self, arithmetic.accumulate(self, old, s)).ref, slot)

    def accumulated(self, name: str) -> Any:
        """What has been added to the named accumulator so far."""
        return Scalar(F64, self.b.load(F64, self.accumulators[name])) if name in self.accumulators else 0.0

    def output(self, name: str, value: Any, visits: int = 1) -> None:
        """One of the function's outputs; `visits` is how often the function comes by under this name."""
        outputs.keep(self, name, value, visits)

    def emit_loop_depth(self) -> int:
        """How many run-time loops we are in."""
        return len(self.loop_stack)

    def conditional(self) -> bool:
        """Are we under a condition that is decided at run time?"""
        return self.condition_level > 0

    def call_site(self) -> tuple[Any, ...]:
        """Where the model makes its site, the same in every pass."""
        return self.site()

    def unroll_here(self) -> None:
        """Unroll the enclosing run-time loops, from the next pass on."""
        unrolling.ask_for_sites(self)
