"""The staging interpreter: Python's evaluation where everything is known, LLVM IR where it is not. State lives here, behaviour in the modules.

A pass over the function never stops; what it learns (a carried sum is a float, a lazy array must be stored at its birth, …) goes into `Facts`,
and the function is staged again until nothing new is learnt. So compile-time calls run more than once.
"""
from __future__ import annotations

import ast
import weakref
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import suppress
from typing import Any, overload

import numpy as np

from ..ir import names
from ..ir.errors import CompileError, Position, Reason
from ..ir.ours import is_ours
from .arrays import elements, lazy, making, operations, reductions
from .arrays.aliasing import is_held
from .arrays.parts import indexing, keys, writing
from .calls import attributes
from .calls.calls import call
from .calls.creation import materialised
from .calls.rearranging.joining import by_index
from .calls.recognition import library_function
from .calls.shaping import reshape
from .lists import grown as growing
from .lists import items
from .numbers import arithmetic, scalars
from .python import assignment, outputs
from .python.expressions import EXPRESSIONS
from .python.rejected import Rejected
from .python.statements import STATEMENTS
from .values import unrolling
from .values.builder import Builder, view_of
from .values.dtypes import CODES, F64, I64, numpy_type
from .values.facts import Facts
from .values.fence import FIELDS, REFUSED
from .values.frame import position_of
from .values.scalar import STATIC
from .values.services import Birth, CallsOut, Meaning
from .values.sizes import Dim, Shape
from .values.values import Buffer, Elem, Frame, Grown, Masked, Operand, Region, Scalar, Site, Value, View, type_of


class Stager:
    """One pass over one function. `interpretation` gives sites their meaning (None outside of models), `outliner` is that of sampler code."""

    def __init__(self, interpretation: Meaning | None = None, facts: Facts | None = None, outliner: CallsOut | None = None):
        self.interpretation = interpretation
        self.facts = facts or Facts()
        self.outliner = outliner
        self.b = Builder()
        self.frame: Any = None                      # a Frame once the pass has begun
        self.saying: Frame | None = None            # where arguments of print are evaluated
        self.root: Frame | None = None              # the outermost frame: where errors behind its end are placed
        self.region: Region = ()
        self.rejected = False                       # does the path that is staged end in a failure?
        self.guarded: set[int] = set()              # regions that some paths have not entered because they returned
        self.regions = self.token = 0
        self.condition_level = STATIC               # what the conditions around depend on
        self.loop_stack: list[tuple[Site, Dim | Scalar | None]] = []             # run-time loops around: key and number of trips
        self.made: dict[int, tuple[np.ndarray, Site]] = {}             # arrays that Python has computed, and where
        self.iterating: list[Value] = []            # sequences that unrolled loops go through
        self.written = 1                            # how often the code here is written out by unrolled loops
        self.users: weakref.WeakKeyDictionary[Elem, weakref.WeakKeyDictionary[Elem, None]] = weakref.WeakKeyDictionary()
        self.writes: list[tuple[Buffer, Region]] = []
        self.contents: weakref.WeakKeyDictionary[Buffer, np.ndarray] = weakref.WeakKeyDictionary()     # of arrays made of known values
        self.asked: weakref.WeakSet[Buffer] = weakref.WeakSet()                 # whose contents something was made of
        self.lengths: Mapping[Grown, Hashable] = {}     # of lists that grow
        self.copied: weakref.WeakKeyDictionary[Buffer | Elem, weakref.WeakSet[Buffer]] = weakref.WeakKeyDictionary()
        self.born: dict[int, Birth] = {}
        self.constants: dict[int, tuple[View, np.ndarray]] = {}
        self.accumulators: dict[str, str] = {}      # addresses, by name
        self.outputs: list[tuple[str, Value]] = []
        self.rows: dict[str, outputs.Rows | outputs.Parts] = {}         # outputs of loops, by name
        self.visits: dict[str, str] = {}            # addresses of counters, by name
        self.handed: list[View] = []                # outputs that are written when they are kept
        self.parameters: View | None = None
        self.generator: Value = None                # bits for an interpretation that draws
        self.given: View | None = None              # numbers for one that is given its draws
        self.kept: list[np.ndarray] = []            # compile-time arrays that must outlive the pass (constants are keyed by identity)

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
        frame = self.frame or self.root
        while frame is not None and frame.up is not None and is_ours(frame.src):
            frame = frame.up
        return self.position(frame)

    def error(self, message: str, hint: str = "") -> CompileError:
        """An error at the user's line, to be raised."""
        return CompileError(message, self.user_position(), hint)

    def check(self, ok: str, kind: str, message: str) -> None:
        """A condition that is checked at run time; the reason carries the user's line."""
        self.b.check(ok, Reason(kind, message, self.user_position()))

    def site(self) -> Site:
        """Where we are, the same in every pass."""
        frame = self.frame
        return (frame.path, id(frame.node)) if frame is not None else ((), 0)

    def place(self) -> Site:
        """Where we are, the same in every pass and in every trip of unrolled loops; the node is its last part."""
        return (*unrolling.without_trips(self.frame.path), id(self.frame.node)) if self.frame is not None else (0,)

    def frames(self) -> Iterator[Frame]:
        """The calls in progress, innermost first."""
        frame = self.frame
        while frame is not None:
            yield frame
            frame = frame.up

    def push_region(self) -> None:
        """Enter a branch or a loop: a place that may run any number of times."""
        self.regions += 1
        self.region = (*self.region, self.regions)

    def holds(self, value: Value) -> bool:
        """Is it the value of a name, or part of one?"""
        return any(is_held(value, None, frame.env) for frame in self.frames())

    # -- services of the modules, by the names by which they ask for each other: `it.index(value, key)` is `indexing.index(it, value, key)`
    operate = operations.operate                    # one op other
    element = elements.element                      # array[index] for a full index
    index = indexing.index                          # value[key]
    assign_item = writing.assign_item               # target[key] = value
    check_index = keys.check_index                  # an index proven or checked to be in [0, length)
    before_write = writing.before_write             # to be called before a buffer is written
    broadcast = making.broadcast                    # the shape that these shapes broadcast to
    reduce = reductions.reduce                      # np.sum and friends
    numpy = making.numpy_value                      # a compile-time list as a NumPy array
    ordinary = materialised                         # a compile-time array as one that may be written
    concatenated = by_index                         # np.r_[…], np.c_[…] of run-time values
    assign = assignment.assign                      # bind a target
    attribute = attributes.attribute                # owner.name
    grown = growing.made                            # a list that is made here, one that grows perhaps
    all_items = growing.rows                           # such a list as an array
    item = items.item                               # an item of it
    lists_in = items.operands                       # the operands of an operation, lists that grow among them
    unroll_here = unrolling.ask_for_sites           # unroll the run-time loops around, from the next pass on
    output = outputs.keep                           # one of the function's outputs
    visit = outputs.visit                           # how often the function has come by
    shape = making.shape_of                         # the shape of a value

    @overload
    def operate_on(self, name: str, *args: Operand) -> Operand: ...
    @overload
    def operate_on(self, name: str, *args: Value) -> Operand | Masked: ...
    def operate_on(self, name: str, *args: Value) -> Operand | Masked:
        """The elementwise function `name`."""
        return operations.apply(self, name, args)

    def of_elements(self, function: Callable[..., Value], *args: Value) -> Value:
        """A function of numbers, element by element."""
        return lazy.mapped(self, function, args)

    def reshape(self, value: Value, shape: Value) -> View:
        """The elements in another shape."""
        return reshape(self, value, shape)

    def call(self, function: Value, *args: Value, **kw: Value) -> Value:
        """Stage a call of a function, for which the user's code has no node of its own."""
        return call(self, function, list(args), kw, None)

    def under(self, meaning: Meaning, function: Value, *args: Value, **kw: Value) -> Value:
        """The same, with another interpretation of the sites that it meets."""
        outer, self.interpretation = self.interpretation, meaning
        try:
            return call(self, function, list(args), kw, None)
        finally:
            self.interpretation = outer

    def in_force(self) -> Meaning | None:
        """The interpretation of the sites that are met here."""
        return self.interpretation

    def call_from(self, node: ast.Call, function: Value, args: list[Value], kw: dict[str, Value]) -> Value:
        """Stage the call of a function that this node of the user's code is."""
        return call(self, function, args, kw, node)

    def library(self, name: str, *args: Value, **kw: Value) -> Value:
        """Stage a call of a function of `library/` by its short name."""
        return self.call(library_function(name), *args, **kw)

    # -- evaluation
    def run(self, body: list[ast.stmt]) -> None:
        """Stage statements up to the first that leaves, or fails."""
        with suppress(Rejected):
            for node in body:
                if self.b.block is None or self.rejected:
                    return
                self.frame.node = node
                handler = STATEMENTS.get(type(node))
                if handler is None:
                    raise self.refused(node)
                handler(self, node)

    def eval(self, node: ast.expr) -> Value:
        """The value of an expression."""
        handler = EXPRESSIONS.get(type(node))
        if handler is None:
            raise self.refused(node)
        return handler(self, node)

    def refused(self, node: ast.stmt | ast.expr) -> CompileError:
        """The error for a construct that is not part of the language."""
        self.frame.node = node
        message, hint = REFUSED.get(type(node), (f"`{type(node).__name__}` is not part of the language", ""))
        return self.error(message, hint)

    def fence_field(self, node: ast.AST, field: str) -> None:
        """Refuse a part of a construct (`else` of a loop, …) if it is there."""
        if getattr(node, field, None):
            self.frame.node = node
            raise self.error(*FIELDS[type(node), field])

    # -- inputs
    def constant(self, array: np.ndarray) -> View:
        """A compile-time array as a hidden read-only input, or a constant of the module in sampler code."""
        if self.outliner is not None:
            return self.outliner.constant(array)
        if id(array) not in self.constants:
            self.constants[id(array)] = self.hidden_input(self.keep(array))
        return self.constants[id(array)][0]

    def hidden_input(self, array: np.ndarray) -> tuple[View, np.ndarray]:
        """A new input, and what is passed there: integers as they are now, since their interval must hold at every call."""
        dtype = numpy_type(array.dtype)
        if dtype is None:
            raise self.error(f"an array of {array.dtype} is not part of the language", "use floats, integers or booleans")
        rng = (int(array.min()), int(array.max())) if dtype == I64 and array.size else None
        buf = Buffer(names.constant(len(self.constants)), dtype, array.size, readonly=True, rng=rng, level=STATIC, name="constant")
        return view_of(buf, array.shape), array.copy() if rng else array

    # -- for interpretations
    def dtype(self, value: Value) -> str:
        """'f8', 'f4', 'i8' or 'b1'"""
        return CODES[type_of(making.lift(self, value))]

    def parameter(self, offset: int, shape: Shape) -> View | Scalar:
        """z[offset : offset + size] in the given shape; a number when the shape is ()."""
        assert self.parameters is not None, "this function has no parameter vector"
        return self.part(self.parameters, offset, shape)

    def draw_given(self, shape: Shape) -> View | Scalar:
        """Numbers that stand for a draw, the same for each; a number when the shape is ()."""
        assert self.given is not None, "this function is given no draws"
        return self.part(self.given, 0, shape)

    def part(self, vector: View, offset: int, shape: Shape) -> View | Scalar:
        """vector[offset : offset + size] in the given shape."""
        part = view_of(vector.buf, shape)
        part.off = offset
        return part if shape else elements.element(self, part, ())

    def add(self, name: str, value: Value) -> None:
        """Add the sum of value to the named f64 accumulator."""
        term = scalars.scalar(self, reductions.reduce(self, "sum", value), F64)
        if name not in self.accumulators:
            slot = self.b.alloca(F64, 1)
            self.b.allocas.append(f"  store double 0.0, ptr {slot}, align 8")
            self.accumulators[name] = slot
        slot = self.accumulators[name]
        total = arithmetic.accumulate(self, Scalar(F64, self.b.load(F64, slot)), term)
        self.b.store(F64, scalars.scalar(self, total).ref, slot)

    def accumulated(self, name: str) -> Scalar | float:
        """What has been added to the named accumulator so far."""
        return Scalar(F64, self.b.load(F64, self.accumulators[name])) if name in self.accumulators else 0.0

    def emit_loop_depth(self) -> int:
        """How many run-time loops we are in."""
        return len(self.loop_stack)

    def conditional(self) -> bool:
        """Are we under a condition that is decided at run time?"""
        return self.condition_level > STATIC

    def call_site(self) -> Site:
        """Where the model makes its site, the same in every pass."""
        return self.site()
