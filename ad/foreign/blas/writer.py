"""Code with branches and loops for derivatives of BLAS: values are named by the arguments of the operation, calls are written in its spelling."""
from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import NamedTuple

from ....ir.graph.build import I1, I64, PTR, Code, Names, integer, zero_of
from ....ir.records import Block, Function, Inst, Param, Value
from .spelling import LETTER, ROWS, Spelling

Argument = Value | float | int | str                 # a number, or the letter of a flag


class Array(NamedTuple):
    """Where it begins, and the step to the next element (`inc`) or line (`ld`)."""

    pointer: Value
    step: Value


class Writer:
    """One function on its way. `values` has what arguments say, `shadows` what stands beside those that are pointers."""

    def __init__(self, spelling: Spelling):
        self.spelling = spelling
        self.names = Names("b")
        self.code = Code(self.names)
        self.slots: list[Inst] = []
        self.blocks: list[Block] = []
        self.label = "first"
        self.labels = 0
        self.values: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        return self.values[name]

    # control

    def _begin(self, label: str) -> None:
        self.blocks.append(Block(self.label, self.code.insts))
        self.code.insts, self.label = [], label

    def _new(self, word: str) -> str:
        self.labels += 1
        return f"{word}{self.labels}"

    @contextmanager
    def when(self, condition: Value) -> Generator[None]:
        """What is written inside runs where the condition holds."""
        inside, behind = self._new("when"), self._new("behind")
        self.code.branch(condition, inside, behind)
        self._begin(inside)
        yield
        self.code.jump(behind)
        self._begin(behind)

    @contextmanager
    def loop(self, count: Value) -> Generator[Value]:
        """The number of the pass, from 0."""
        before, inside, behind = self.label, self._new("loop"), self._new("behind")
        self.code.branch(self.code.compare("sgt", count, self.int(0)), inside, behind)
        self._begin(inside)
        k = Inst("phi", count.type, self.names.new(), (), None)
        self.code.insts.append(k)
        yield k.value
        following = self.code.binary("add", k.value, self.int(1))
        k.args, k.extra = (self.int(0), following), (before, self.label)
        self.code.branch(self.code.compare("slt", following, count), inside, behind)
        self._begin(behind)

    def function(self, type_: str, params: list[Param], result: Value | None) -> Function:
        """All that was written."""
        self.code.insts.append(Inst("ret", "void", None, (result,) if result is not None else ()))
        self._begin("")
        start = Block("start", [*self.slots, Inst("br", "void", None, (), ("first",))])
        return Function("", type_, params, [start, *self.blocks])

    # numbers

    def int(self, k: int) -> Value:
        return Value(self.spelling.integer, str(k))

    def wide(self, v: Value) -> Value:
        return v if v.type == I64 else self.code.op("sext", I64, (v,))

    def slot(self, type_: str) -> Value:
        """Memory of the function."""
        self.slots.append(Inst("alloca", PTR, self.names.new(), (), type_, align=8))
        return self.slots[-1].value

    def real(self, x: float) -> Value:
        return Value(self.spelling.real, repr(float(x)))

    def is_flag(self, name: str, flag: str) -> Value:
        """i1: whether a flag says this; Fortran's may be small letters."""
        v = self.values[name]
        if self.spelling.by_value:
            return self.code.compare("eq", v, self.spelling.letter_of(flag))
        small = self.code.binary("or", v, Value("i8", "32"))
        return self.code.compare("eq", small, Value("i8", str(ord(LETTER[flag].lower()))))

    def flipped(self, name: str) -> Value:
        """The other of N and T."""
        return self.code.select(self.is_flag(name, "N"), self.spelling.letter_of("T"), self.spelling.letter_of("N"))

    def of(self, v: Argument) -> Value:
        """A constant of the operation's types."""
        if isinstance(v, str):
            return self.spelling.letter_of(v)
        return self.int(v) if isinstance(v, int) else self.real(v) if isinstance(v, float) else v

    def choose(self, condition: Value, yes: Argument, no: Argument) -> Value:
        return self.code.select(condition, self.of(yes), self.of(no))

    def chosen(self, condition: Value, yes: Array, no: Array) -> Array:
        return Array(self.choose(condition, yes.pointer, no.pointer), self.choose(condition, yes.step, no.step))

    def all(self, *conditions: Value) -> Value:
        out = conditions[0]
        for c in conditions[1:]:
            out = self.code.op("and", I1, (out, c))
        return out

    def any(self, *conditions: Value) -> Value:
        out = conditions[0]
        for c in conditions[1:]:
            out = self.code.op("or", I1, (out, c))
        return out

    @property
    def by_rows(self) -> Value:
        """i1: whether lines of matrices are rows."""
        return self.code.compare("eq", self.values["order"], Value("i32", str(ROWS))) if self.spelling.by_value else Value(I1, "false")

    # memory

    @property
    def size(self) -> int:
        return 8 if self.spelling.letter == "d" else 4

    def at(self, p: Value, index: Value) -> Value:
        """An element further."""
        return self.code.op("getelementptr", PTR, (p, self.wide(index)), self.spelling.real)

    def bytes(self, *factors: Value) -> Value:
        """Of so many numbers, at least one."""
        out = integer(self.size)
        for v in factors:
            least = self.code.call("llvm.smax.i64", I64, (self.wide(v), integer(1)))
            out = self.code.binary("mul", out, least)
        return out

    def temporary(self, m: Value, n: Value) -> Array:
        """A matrix of its own, to be freed."""
        p = self.code.call("malloc", PTR, (self.bytes(m, n),))
        length = self.lines(m, n)[1]
        return Array(self.code.call("llb.given", PTR, (p,)), self.choose(self.code.compare("sgt", length, self.int(1)), length, 1))

    def free(self, a: Array) -> None:
        self.code.call("free", "void", (a.pointer,))

    # calls

    def call(self, operation: str, *given: Argument | Array) -> Value:
        """An operation of the library; an array stands for itself and its step."""
        s = self.spelling
        flat = [v for a in given for v in (a if isinstance(a, Array) else (self.of(a),))]
        names = s.arguments(operation)
        if names[0] == "order":
            flat.insert(0, self.values["order"])
        args = flat if s.by_value else [v if v.type == PTR else self._passed(v) for v in flat]
        type_ = s.real if operation in ("dot", "nrm2") else "void"
        return self.code.call(s.name(operation), type_, args)

    def _passed(self, v: Value) -> Value:
        place = self.slot(v.type)
        self.code.insts.append(Inst("store", "void", None, (v, place)))
        return place

    def cleared(self, n: Value, x: Array) -> None:
        """A vector is 0: a copy of one number."""
        zero = self.slot(self.spelling.real)
        self.code.store(zero_of(self.spelling.real), zero)
        self.call("copy", n, zero, 0, x)

    def scaled(self, n: Value, factor: Value, x: Array) -> None:
        """A vector times a number; times 0 it is 0, whatever it was. BLAS scales in one direction alone."""
        x = Array(x.pointer, self.code.call(f"llvm.abs.{x.step.type}", x.step.type, (x.step, Value(I1, "false"))))
        nothing = self.code.compare("oeq", factor, self.real(0.0))
        with self.when(nothing):
            self.cleared(n, x)
        with self.when(self.code.op("xor", I1, (nothing, Value(I1, "true")))):
            self.call("scal", n, factor, x)

    def rescaled(self, m: Value, n: Value, factor: Value, a: Array) -> None:
        """A matrix times a number, by a product of nothing."""
        self.call("gemm", "N", "N", m, n, 0, 0.0, a, a, factor, a)

    def lines(self, m: Value, n: Value) -> tuple[Value, Value]:
        """(how many lines a matrix has in memory, how long they are)."""
        return self.choose(self.by_rows, m, n), self.choose(self.by_rows, n, m)

    def product(self, m: Value, n: Value, a: Array, b: Array) -> Value:
        """The sum of products of entries of two matrices."""
        count, length = self.lines(m, n)
        total = self.slot(self.spelling.real)
        self.code.store(self.real(0.0), total)
        with self.loop(count) as k:
            part = self.call("dot", length, *self._line(a, k), *self._line(b, k))
            self.code.store(self.code.binary("fadd", self.code.load(self.spelling.real, total), part), total)
        return self.code.load(self.spelling.real, total)

    def triangle(self, n: Value, strict: Value, a: Array, b: Array) -> Generator[tuple[Value, tuple[Value, Value], tuple[Value, Value]]]:
        """For each line of a triangle of order n, without the diagonal where `strict` says so: (entries, that part of a, and of b). The flag is `uplo`."""
        below = self.code.op("xor", I1, (self.is_flag("uplo", "L"), self.by_rows))
        less = self.choose(strict, 1, 0)
        with self.loop(n) as k:
            first = self.choose(below, self.code.binary("add", k, less), 0)
            count = self.choose(below, self.code.binary("sub", n, first), self.code.binary("sub", self.code.binary("add", k, self.int(1)), less))
            yield count, self._line(a, k, first), self._line(b, k, first)

    def mirrored(self, n: Value, a: Array) -> None:
        """The other triangle becomes the transposed of this one."""
        below = self.code.op("xor", I1, (self.is_flag("uplo", "L"), self.by_rows))
        with self.loop(n) as k:
            following = self.code.binary("add", k, self.int(1))
            first, count = self.choose(below, following, 0), self.choose(below, self.code.binary("sub", n, following), k)
            begin = self.code.binary("add", self.code.binary("mul", self.wide(first), self.wide(a.step)), self.wide(k))
            self.call("copy", count, *self._line(a, k, first), self.at(a.pointer, begin), a.step)

    def added_triangle(self, n: Value, strict: Value, factor: Argument, a: Array, b: Array) -> None:
        """b += factor a in a triangle."""
        for count, x, y in self.triangle(n, strict, a, b):
            self.call("axpy", count, factor, *x, *y)

    def added_diagonal(self, n: Value, factor: Argument, a: Array, b: Array) -> None:
        """b += factor a on the diagonal."""
        x, y = (Array(m.pointer, self.code.binary("add", m.step, self.int(1))) for m in (a, b))
        self.call("axpy", n, factor, x, y)

    def added(self, m: Value, n: Value, factor: Argument, a: Array, b: Array) -> None:
        """b += factor a, of matrices."""
        count, length = self.lines(m, n)
        with self.loop(count) as k:
            self.call("axpy", length, factor, *self._line(a, k), *self._line(b, k))

    def _line(self, a: Array, k: Value, first: Value | None = None) -> tuple[Value, Value]:
        begin = self.code.binary("mul", self.wide(k), self.wide(a.step))
        return self.at(a.pointer, begin if first is None else self.code.binary("add", begin, self.wide(first))), self.int(1)
