"""The body of a dense call on its way: workspace, constants by their address, calls of Fortran, and loops that bodies share."""
from __future__ import annotations

import math

from ...ir.dense import FULL, Matrix, parse
from ...ir.graph.build import PTR
from ...ir.literals import float_literal
from ...ir.records import Value
from ...lang.values.builder import Builder
from . import dense_loops


def constant_name(type_: str, value: str) -> str:
    """The symbol of a constant."""
    return f"llb.{type_}.{value}".replace("-", "m")


class Body:
    """The body of one call; `doubles` is the workspace that it needs."""

    def __init__(self, name: str, constants: set[tuple[str, str]]):
        self.name, self.constants, self.b, self.doubles = name, constants, Builder(), 0
        self.needed: dict[tuple[str, str, bool], None] = {}
        self.call = parse(name, tuple(Value(PTR, f"%m{k}") for k in range(name.count("x"))))

    def text(self) -> str:
        params = ", ".join(f"ptr {o.pointer.ref}" for o in self.call.operands)
        return "\n".join([f"define internal void @{self.name}({params}, ptr %work) nounwind {{", *self.b.body(), "}"])

    # -- pieces
    def workspace(self, rows: int, cols: int) -> Matrix:
        """Memory for a matrix, not initialised."""
        at = self.doubles
        self.doubles += -(-rows * cols // 8) * 8
        return Matrix(Value(PTR, self.b.emit(f"getelementptr inbounds double, ptr %work, i64 {at}")), rows, cols, cols)

    def constant(self, type_: str, value: object) -> str:
        """A constant by its address, as Fortran takes it."""
        self.constants.add((type_, str(value)))
        return "@" + constant_name(type_, str(value))

    def fortran(self, name: str, *args: str | int | float | Value) -> None:
        """Calls a BLAS or LAPACK function: letters, integers, numbers, and addresses."""
        refs = [x.ref if isinstance(x, Value) else self.constant("i8", ord(x)) if isinstance(x, str) else self.constant("i32", x) if isinstance(x, int)
                else self.constant("double", x) for x in args]
        self.b.declare(f"void @llb.blas.{name}({', '.join(['ptr'] * len(refs))})", pure=False)
        self.b.do(f"call void @llb.blas.{name}({', '.join(f'ptr {r}' for r in refs)})")

    def loops(self, operation: str, o: Matrix, x: Matrix, factor: float) -> None:
        """A loop over the elements of o, whose weight counts, and those of x (`dense_loops.py`)."""
        key = (operation, o.weight, o.transposed != x.transposed)
        self.needed[key] = None
        args = zip(dense_loops.SIGNATURE, (o.pointer.ref, o.stride, x.pointer.ref, x.stride, o.rows, o.cols, float_literal(factor)), strict=True)
        self.b.do(f"call void @{dense_loops.name_of(*key)}({', '.join(f'{t} {v}' for t, v in args)})")

    def accumulate(self, c: Matrix, a: Matrix, sign: int) -> None:
        """C += ± A. One of them may have a weight."""
        assert FULL in (a.weight, c.weight), "a sum has one weight"
        if a.weight == FULL:
            self.loops("take", c, a, float(sign))
        else:
            self.loops("give", a, c, float(sign))

    def fill(self, c: Matrix, value: float) -> None:
        """Where the weight is not 0."""
        self.loops("fill", c, Matrix(Value(PTR, "null"), c.rows, c.cols, 0, c.transposed), value)

    def spoil(self, c: Matrix, failed: str) -> None:
        """nan where the weight is not 0, if this i1 holds: there was no result."""
        b = self.b
        bad, done = b.detached(), b.detached()
        b.jump_if(failed, bad, done)
        b.place(bad)
        self.fill(c, math.nan)
        b.jump(done)
        b.place(done)

    def move(self, to: Matrix, source: Matrix) -> None:
        """to = source"""
        self.loops("move", to, source, 1.0)

    def plain(self, a: Matrix) -> Matrix:
        """The view without a weight; a copy where it had one."""
        if a.weight == FULL:
            return a
        copy = self.workspace(a.rows, a.cols)
        self.fill(copy, 0.0)
        self.accumulate(copy, a._replace(transposed=False), 1)
        return copy._replace(transposed=a.transposed)

    def gemm(self, c: Matrix, a: Matrix, b: Matrix, alpha: float, beta: float) -> None:
        """Views without weights, C not transposed."""
        (m, n), k = c.shape, a.shape[1]
        self.fortran("dgemm", flag(b), flag(a), n, m, k, alpha, b.pointer, b.stride, a.pointer, a.stride, beta, c.pointer, c.stride)


def flag(m: Matrix) -> str:
    """Fortran's letter for a view."""
    return "T" if m.transposed else "N"
