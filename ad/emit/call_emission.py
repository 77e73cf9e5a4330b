"""Emits the derivative of a dense call by its rule (`calls.py`): operands with tangents or adjoints, and the calls that a rule may make."""
from __future__ import annotations

from collections.abc import Callable

from ...ir.dense import FULL, Call, Matrix, parse
from ...ir.errors import UnsupportedError
from ...ir.graph.build import F64, Code, integer
from ...ir.graph.normalise import callee_of
from ...ir.records import Inst, Value
from ..rules import calls, spectral
from .block import BlockReverse
from .kept_arrays import kept_array, new_array

RULES = {**calls.RULES, **spectral.RULES}
CHOSEN = "a matrix operation on differentiated or constant memory, which of them decided at run time, cannot be differentiated"


class Operand:
    """`v` is the view of the primal's memory, found when it is first read; `d` that of its tangent or adjoint, None when there is none."""

    def __init__(self, e: Emitter, value: Callable[[], Matrix], d: Matrix | None):
        self.e, self.value, self.d = e, value, d

    @property
    def v(self) -> Matrix:
        return self.value()

    @property
    def T(self) -> Operand:
        return self.map(lambda m: m.T)

    def weighted(self, weight: str) -> Operand:
        return self.map(lambda m: m.weighted(weight))

    def part(self, top: int, bottom: int, left: int, right: int) -> Operand:
        """The rows from top to bottom and the columns from left to right of what is stored."""
        return self.map(lambda m: self.e.part(m, top, bottom, left, right))

    def map(self, f: Callable[[Matrix], Matrix]) -> Operand:
        return Operand(self.e, lambda: f(self.v), None if self.d is None else f(self.d))


class Emitter:
    """The calls that a rule is made of. Temporaries are allocas of the whole function: for a further derivative the best objects there are."""

    def __init__(self, code: Code, allocas: list[Inst]):
        self.code, self.allocas = code, allocas

    def product(self, c: Matrix, a: Matrix, b: Matrix, sign: int) -> None:
        assert (*c.shape, a.shape[1]) == (a.shape[0], b.shape[1], b.shape[0]), "shapes of a product"
        self._call("product", c, a, b, sign=sign)

    def add(self, c: Matrix, a: Matrix, sign: int) -> None:
        assert c.shape == a.shape, "shapes of a sum"
        self._call("add", c, a, sign=sign)

    def solve(self, x: Matrix, a: Matrix) -> None:
        assert a.shape == (x.shape[0], x.shape[0]), "shapes of a solution"
        self._call("solve", x, a)

    def zero(self, c: Matrix) -> None:
        if c.weight == FULL and c.stride == c.cols:
            clear(self.code, c.pointer, 8 * c.span)
        else:
            self._call("zero", c)

    def written(self, name: str, out: Matrix, *read: Matrix) -> None:
        """A call of a rule that is written in the language."""
        self._call(name, out, *read)

    def temporary(self, rows: int, cols: int) -> Matrix:
        """A new matrix of zeros."""
        pointer = new_array(self.code.names, self.allocas, rows * cols)
        clear(self.code, pointer, 8 * rows * cols)
        return Matrix(pointer, rows, cols, cols)

    def part(self, m: Matrix, top: int, bottom: int, left: int, right: int) -> Matrix:
        assert not m.transposed and m.weight == FULL, "parts are taken of what is stored"
        return Matrix(self._behind(m.pointer, top * m.stride + left), bottom - top, right - left, m.stride)

    def diagonal(self, m: Matrix) -> Matrix:
        """The diagonal of a square matrix as a column."""
        return Matrix(m.pointer, m.rows, 1, m.stride + 1)

    def repeated(self, m: Matrix, at: int, rows: int) -> Matrix:
        """A column that repeats the element `at` of a row: what is added to it is summed."""
        return Matrix(self._behind(m.pointer, at), rows, 1, 0)

    def _behind(self, pointer: Value, elements: int) -> Value:
        return self.code.gep(F64, pointer, integer(elements)) if elements else pointer

    def _call(self, kind: str, *operands: Matrix, sign: int = 1) -> None:
        self.code.insts.append(Call(kind, operands, sign).inst())


def clear(code: Code, pointer: Value, size: int) -> None:
    code.call("llvm.memset.p0.i64", "void", (pointer, Value("i8", "0"), integer(size), Value("i1", "false")))


def forward_call(e: Emitter, i: Inst, width: int, shadow: Callable[[Value], tuple[list[Value], Value | None] | None]) -> None:
    """Tangents of a call that has just been copied into the code, lane by lane; `shadow` gives the tangents of a pointer, and the condition that
    there are any."""
    call = parse(callee_of(i), i.args)
    shadows = [_tangents(shadow(o.pointer)) for o in call.operands]
    if shadows[0] is None:
        return
    for k in range(width):
        operands = [Operand(e, lambda o=o: o, None if d is None else o._replace(pointer=d[k])) for o, d in zip(call.operands, shadows, strict=True)]
        RULES[call.kind].forward(e, *operands, call.sign)


def _tangents(found: tuple[list[Value], Value | None] | None) -> list[Value] | None:
    if found is not None and found[1] is not None:
        raise UnsupportedError(CHOSEN)
    return None if found is None else found[0]


def reverse_call(s: BlockReverse, i: Inst) -> None:
    """Adjoints of a call, into the code of a block's reverse `s`."""
    call = parse(callee_of(i), i.args)
    if (first := _adjoint(s, call.operands[0])) is None:
        return
    e = Emitter(s.code, s.whole.allocas)
    adjoints = [first, *(_adjoint(s, o) for o in call.operands[1:])]
    operands = [Operand(e, lambda o=o, k=k: o._replace(pointer=kept_array(s, i, k, o.span)), d)
                for k, (o, d) in enumerate(zip(call.operands, adjoints, strict=True))]
    RULES[call.kind].reverse(e, *operands, call.sign)


def _adjoint(s: BlockReverse, o: Matrix) -> Matrix | None:
    known = s.has_shadow(o.pointer)
    if known is False:
        return None
    if known is not True:
        raise UnsupportedError(CHOSEN)
    return o._replace(pointer=s.pointer(o.pointer, shadow=True))
