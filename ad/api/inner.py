"""Sweeps inside compiled code: inputs and outputs in memory of the enclosing function, the derivative's module put into the one that is being
staged and its call inlined, so that it can be differentiated again.

Failures in the function (an index, an `assert`) are reported like those of the enclosing one; matrices are made by a loop over groups of columns.
"""
from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from ...ir import names
from ...ir.dense import ATTRIBUTES, is_dense
from ...ir.graph.normalise import callee_of, is_hint
from ...ir.records import Function, Inst
from ...ir.ruled import ATTRIBUTES as RULED
from ...ir.ruled import is_ruled
from ...ir.text import read
from ...ir.text.writer import write_function
from ...lang import Array
from ...lang.arrays import making, storage
from ...lang.staging import Leaf
from ...lang.values.dtypes import CODES, TYPES
from ...lang.values.services import Interpreter
from ...lang.values.sizes import Shape
from ...lang.values.values import ARRAYS, Masked, Operand, Scalar, Value, View, type_of
from ..compile import Request, Step, Symbolic, differentiated, symbolic
from ..lanes import WIDTH
from ..rules.partials import RULES, rule_name
from .arguments import FLOATS, ActivityError, Call, Input, dtype_of, native_array
from .plan import NAME, Plan
from .sweeps import Sweeps


class Inner(Sweeps[View]):
    """One call inside compiled code, its inputs in memory of the enclosing function."""

    def __init__(self, it: Interpreter, plan: Plan, call: Call, title: str, width: int | None):
        super().__init__(plan, call, title)
        self.it, self.width = it, width
        self.inputs = [self._input(given, like.dtype) for given, like in zip(call.inputs, plan.staged.inputs, strict=True)]

    def _input(self, given: Input, dtype: str) -> View:
        v = given.value
        if isinstance(v, np.ndarray):
            v = self.it.keep(native_array(given, dtype))
        v = storage.force(self.it, v)
        return v if isinstance(v, View) and v.contiguous() else self._array(making.shape_of(self.it, v), dtype, v)

    def _array(self, shape: Shape, dtype: str, value: Operand = 0) -> View:
        """A new array, filled."""
        out = making.new_array(self.it, shape, TYPES[dtype])
        storage.fill(self.it, out, value)
        out.buf.level = 2
        return out

    def zeros(self, leaf: Leaf) -> View:
        return self._array(leaf.shape, leaf.dtype)

    def ones(self, leaf: Leaf) -> View:
        return self._array(leaf.shape, leaf.dtype, 1)

    def run(self, steps: tuple[Step, ...], arrays: dict[str, View]) -> list[Scalar]:
        it, staged = self.it, self.plan.staged
        callee = inlined(it, derivative(staged.text, steps, self.plan.engine))
        arrays = arrays | {names.argument(k): v for k, v in enumerate(self.inputs)}
        arrays |= {names.constant(k): it.constant(a) for k, a in enumerate(staged.constants)}
        status = it.b.alloca("i64", 1)
        it.b.do(f"store i64 0, ptr {status}, align 8")
        refs = {p: it.b.address(v, (0,) * len(v.shape)) for p, v in arrays.items()} | {names.ARENA: names.ARENA, names.STATUS: status}
        returned = called(it, callee, refs)
        if staged.reasons:
            it.b.report(it.b.emit(f"load i64, ptr {status}, align 8"), staged.reasons)
        return [Scalar("double", r) for r in returned]

    def result(self, returned: Sequence[Scalar], outs: Sequence[View]) -> Any:
        return self.plan.staged.rebuild([returned[0]] if self.by_value else [self.value(o) for o in outs])

    def value(self, array: View) -> View | Scalar:
        """A number when it has no axes."""
        return array if array.shape else self.it.element(array, ())

    def scaled(self, factor: View, arrays: dict[int, View]) -> dict[int, View]:
        number = self.it.element(factor, ())
        return {k: self._array(a.shape, CODES[a.dtype], self.it.operate("*", number, self.value(a))) for k, a in arrays.items()}

    def direction(self, value: Value, like: Value, label: str, what: str) -> View | None:
        """In memory of its own: the reverse clears its seeds."""
        type_ = like if isinstance(like, Array) else staged_array_type(like)
        if type_.dtype not in FLOATS:
            return None
        v = making.lift(self.it, value)
        shape = tuple(making.shape_of(self.it, v))
        if shape != tuple(type_.shape):
            raise ActivityError(f"the {what} of `{label}` has shape {shape}, `{label}` has shape {tuple(type_.shape)}")
        return self._array(type_.shape, type_.dtype, v)

    def split(self, flat: View) -> dict[int, View]:
        it, at = self.it, 0
        out: dict[int, View] = {}
        for k in self.plan.active:
            leaf = self.plan.staged.inputs[k]
            size = int(np.prod(leaf.shape))
            part = it.index(flat, (slice(at, at + size),) if leaf.shape else (at,))
            assert not isinstance(part, Masked), "its place is known"
            out[k], at = self._array(leaf.shape, leaf.dtype, it.reshape(part, leaf.shape) if leaf.shape else part), at + size
        return out

    # -- matrices, by a loop over groups of columns
    def columns(self, leaves: Sequence[Leaf], along: Callable[[list[View]], list[list[Any]]]) -> list[Any]:
        sizes = [int(np.prod(leaf.shape)) for leaf in leaves]

        def sweep(lanes: list[View], found: list[View]) -> None:
            for column, parts in zip(found, along(lanes), strict=True):
                self._join(column, parts, sizes)
        whole = self._matrix(sum(sizes), sweep)
        blocks: list[Any] = []
        at = 0
        for leaf, size in zip(leaves, sizes, strict=True):
            blocks.append(self._cut(whole, at, leaf.shape))
            at += size
        return blocks

    def _matrix(self, rows: int, sweep: Callable[[list[View], list[View]], None]) -> Any:
        size, width = self.plan.size, self.width
        if width is not None and width < 1:
            raise self.it.error(f"width={width}; it is a number of directions, at least 1")
        return self.it.call(columns, Sweep(sweep), size, min(width or WIDTH, size), rows) if size and rows else np.zeros((rows, size))

    def _join(self, column: View, parts: list[Any], sizes: list[int]) -> None:
        """Arrays, flattened one behind the other into a vector; zeros for None."""
        at = 0
        for part, size in zip(parts, sizes, strict=True):
            v = 0.0 if part is None else self.value(part) if isinstance(part, View) else part
            self.it.assign_item(column, (slice(at, at + size),), self.it.reshape(v, (size,)) if isinstance(v, View) else v)
            at += size

    def _cut(self, whole: Value, at: int, shape: tuple[int, ...]) -> Any:
        """Rows of one output (or input), in the structure of the differentiated arguments."""
        size, column = int(np.prod(shape)), 0
        out: dict[int, Any] = {}
        for k in self.plan.active:
            to = self.plan.staged.inputs[k].shape
            width = int(np.prod(to))
            block = _view(self.it.index(making.lift(self.it, whole), (slice(at, at + size), slice(column, column + width))))
            out[k] = self.it.reshape(block, (*shape, *to)) if (*shape, *to) else self.it.element(block, (0, 0))
            column += width
        return self.plan.gradients(self.call, out)


class Sweep:
    """A function of the language, `sweep(lanes, found)`: derivatives along the rows of `lanes` into those of `found`."""

    def __init__(self, run: Callable[[list[View], list[View]], None]):
        self.run = run

    def __llbayes_stage__(self, it: Interpreter, args: list[View], kw: dict[str, Value]) -> None:
        lanes, found = args
        self.run(_rows(it, lanes), _rows(it, found))


def _rows(it: Interpreter, matrix: View) -> list[View]:
    count = matrix.shape[0]
    assert isinstance(count, int), "the number of directions is known"
    return [_view(it.index(matrix, (k,))) for k in range(count)]


def _view(v: Value) -> View:
    assert isinstance(v, View), "a part of an array in memory is one, too"
    return v


def columns(sweep: Callable[[np.ndarray, np.ndarray], None], n: int, width: int, m: int) -> np.ndarray:
    """The matrix (m, n) whose columns are the derivatives along the n unit vectors, `width` in each sweep. Written in the language."""
    out = np.zeros((m, n))
    for group in range((n + width - 1) // width):
        lanes = np.zeros((width, n))
        for k in range(width):
            if group * width + k < n:
                lanes[k, group * width + k] = 1.0
        found = np.zeros((width, m))
        sweep(lanes, found)
        for k in range(width):
            if group * width + k < n:
                out[:, group * width + k] = found[k]
    return out


def staged_array_type(v: Any) -> Array:
    """The type of a leaf of staged code; integers keep the interval they are known to lie in."""
    if isinstance(v, Masked):
        raise ActivityError("an argument is read through a mask, so that its shape depends on data", hint="use np.where with the mask")
    if isinstance(v, (Scalar, *ARRAYS)):
        rng = v.rng if isinstance(v, Scalar) else v.buf.rng if isinstance(v, View) else None
        return Array(CODES[type_of(v)], v.shape, rng)                           # type: ignore[arg-type]  # no axis of run-time length gets here
    return Array(dtype_of(v) or "", np.shape(v))


# -- the derivative's module into the one that is being staged
class Callee(NamedTuple):
    """A function that can be called now: its name, type and our names of its parameters."""

    name: str
    type: str
    params: list[str]


@functools.lru_cache(maxsize=64)                # the enclosing function is staged several times
def derivative(text: str, steps: tuple[Step, ...], engine: str) -> Symbolic:
    """A staged function after all steps."""
    return differentiated(symbolic(text, NAME), Request(steps, engine))


def inlined(it: Interpreter, f: Symbolic) -> Callee:
    """Adds the functions of f's module, to be inlined, under names of their own (by content: the same in every process)."""
    mark = hashlib.sha256(f.text.encode()).hexdigest()[:12]
    text = re.sub(rf"@{NAME}(\w*)\(", rf"@{NAME}\1.{mark}(", f.text)
    for constant in set(re.findall(r"^(@[\w.]+) = ", text, re.M)):             # tables that LLVM makes of branches
        text = re.sub(rf"{re.escape(constant)}(?![\w.])", f"{constant}.{mark}", text)
    module = read(text)
    it.b.extra |= {line.partition(" ")[0]: line for line in module.globals if line.startswith("@")}
    for g in module.functions.values():
        if g.blocks:
            it.b.extra[g.name] = write_function(to_inline(g, not g.name.startswith("llb.")))
        else:
            pure = "memory(none)" in g.suffix or rule_name(g.name) in RULES
            it.b.declare(f"{g.type} @{g.name}({', '.join(p.type for p in g.params)})", pure=pure)
    name = f"{f.name}.{mark}"
    return Callee(name, module.functions[name].type, f.params)


def to_inline(f: Function, apart: bool) -> Function:
    """The function to be put into any module, without what is numbered in its own; `apart` says that its arguments do not overlap."""
    for b in f.blocks:
        b.insts = [i for i in b.insts if not is_hint(i)]                    # some name what is numbered there
        for i in b.insts:
            i.metadata, i.attrs = (), effects_of(i) if i.op == "call" else i.attrs
    for p in f.params:
        p.attrs = "noalias" if p.type == "ptr" and apart else ""
    return Function(f.name, f.type, f.params, f.blocks, "internal", "alwaysinline nounwind")


def effects_of(i: Inst) -> str:
    """What LLVM is told of a call, in place of a number that holds in another module."""
    callee = callee_of(i)
    return ATTRIBUTES if is_dense(callee) else RULED if is_ruled(callee) else ""


def called(it: Interpreter, f: Callee, refs: dict[str, str]) -> list[str]:
    """A call with pointers by the names of parameters; the numbers that come back by value."""
    call = f"call {f.type} @{f.name}({', '.join(f'ptr {refs[p]}' for p in f.params)})"
    if f.type == "void":
        it.b.do(call)
        return []
    whole = it.b.emit(call)
    return [whole] if f.type == "double" else [it.b.emit(f"extractvalue {f.type} {whole}, {k}") for k in range(f.type.count("double"))]
