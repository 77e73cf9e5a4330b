"""Dense calls (`ir/dense.py`) get bodies: BLAS and LAPACK by their Fortran names `llb.blas.*`, and loops for weights, sums and copies.

Fortran reads our rows as columns, so the transpose of every matrix: C += A B is dgemm on Cᵀ += Bᵀ Aᵀ, with its flags and no copies. Copies are
made of operands with weights, of the right-hand sides of a general system that are not transposed, and of the matrix that LU overwrites; they
live in a workspace of the calling function, passed as a last argument.
"""
from __future__ import annotations

import math

from ...ir.dense import FULL, LOWER, STRICTLY_LOWER, STRICTLY_UPPER, Matrix, is_dense, parse
from ...ir.graph.build import PTR, untailed
from ...ir.graph.normalise import callee_of
from ...ir.literals import float_literal
from ...ir.records import Function, Inst, Module, Value
from ...lang.values.builder import Builder
from ...lang.values.values import Scalar
from . import dense_loops


def lower_calls(module: Module) -> tuple[list[Function], str]:
    """Gives every dense call in the module its workspace: (functions that have such calls, text of the bodies and what these need)."""
    calls = {name: found for name, f in module.functions.items() if (found := _dense_calls(f))}
    constants: set[tuple[str, str]] = set()
    names = dict.fromkeys(callee_of(i) for found in calls.values() for i in found)
    bodies = {name: Body(name, constants) for name in names}
    for name, found in calls.items():
        _give_workspace(module.functions[name], found, max(bodies[callee_of(i)].doubles for i in found))
    for name in [n for n in module.functions if is_dense(n)]:
        del module.functions[name]
    return [module.functions[name] for name in calls], _text(list(bodies.values()), constants, module)


def _dense_calls(f: Function) -> list[Inst]:
    return [i for b in f.blocks for i in b.insts if i.op == "call" and is_dense(callee_of(i))]


def _text(bodies: list[Body], constants: set[tuple[str, str]], module: Module) -> str:
    """The bodies, the loops that they call, their constants, and declarations of what the module does not have."""
    needed = {s for body in bodies for s in body.b.declared}
    declarations = [f"declare {s}" for s in sorted(needed) if s.partition("@")[2].partition("(")[0] not in module.functions]
    values = [f"@{_constant(t, v)} = private unnamed_addr constant {t} {v}" for t, v in sorted(constants)]
    loops = dict.fromkeys(key for body in bodies for key in body.needed)
    return "\n".join([*values, *(dense_loops.function(*key) for key in loops), *(body.text() for body in bodies), *declarations, ""])


def _give_workspace(f: Function, calls: list[Inst], doubles: int) -> None:
    work = Value(PTR, "%dense.work")
    f.blocks[0].insts.insert(0, Inst("alloca", PTR, work.ref, (), f"[{max(doubles, 1)} x double]", align=64))
    for i in calls:
        i.args, i.flags, i.arg_attrs, i.attrs = (*i.args, work), untailed(i.flags), (), ""


def _constant(type_: str, value: str) -> str:
    return f"llb.{type_}.{value}".replace("-", "m")


class Body:
    """The body of one call; `doubles` is the workspace that it needs."""

    def __init__(self, name: str, constants: set[tuple[str, str]]):
        self.name, self.constants, self.b, self.doubles = name, constants, Builder(), 0
        self.needed: dict[tuple[str, str, bool], None] = {}
        self.call = parse(name, tuple(Value(PTR, f"%m{k}") for k in range(name.count("x"))))
        KINDS[self.call.kind](self, *self.call.operands)
        self.b.do("ret void")

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
        return "@" + _constant(type_, str(value))

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
        self.fortran("dgemm", _flag(b), _flag(a), n, m, k, alpha, b.pointer, b.stride, a.pointer, a.stride, beta, c.pointer, c.stride)


def _flag(m: Matrix) -> str:
    return "T" if m.transposed else "N"


def product(body: Body, c: Matrix, a: Matrix, b: Matrix) -> None:
    """dgemm; with a weight of C into the workspace first."""
    if c.transposed:
        c, a, b = c.T, b.T, a.T
    a, b, alpha = body.plain(a), body.plain(b), float(body.call.sign)
    if c.weight == FULL:
        return body.gemm(c, a, b, alpha, 1.0)
    t = body.workspace(*c.shape)
    body.gemm(t, a, b, alpha, 0.0)
    body.accumulate(c, t, 1)


def add(body: Body, c: Matrix, a: Matrix) -> None:
    body.accumulate(c, a, body.call.sign)


def zero(body: Body, c: Matrix) -> None:
    body.fill(c, 0.0)


def solve(body: Body, x: Matrix, a: Matrix) -> None:
    """dtrsm for a triangle, dgetrf and dgetrs for a general matrix."""
    if x.cols == 1 and x.stride == 1 and not x.transposed:
        x = Matrix(x.pointer, 1, x.rows, x.rows, True)
    if a.weight != FULL:
        side, letter = ("L", _flag(a.T)) if x.transposed else ("R", _flag(a))
        lower, unit = a.weight in (LOWER, STRICTLY_LOWER), a.weight in (STRICTLY_LOWER, STRICTLY_UPPER)
        return body.fortran("dtrsm", side, "U" if lower else "L", letter, "U" if unit else "N", x.cols, x.rows, 1.0, a.pointer, a.stride,
                            x.pointer, x.stride)
    factors, pivots, info = lu(body, a)
    at = x if x.transposed else body.workspace(x.cols, x.rows).T
    if at is not x:
        body.move(at, x)
    body.fortran("dgetrs", _flag(a.T), a.rows, at.rows, factors.pointer, a.rows, pivots, at.pointer, at.stride, info)
    if at is not x:
        body.move(x, at)


def lu(body: Body, a: Matrix) -> tuple[Matrix, Value, Value]:
    """dgetrf of a copy of what is stored: (factors, pivots, info). Fortran sees the transpose."""
    stored = a._replace(transposed=False)
    factors = body.workspace(a.rows, a.cols)
    pivots = body.workspace(a.rows + 1, 1).pointer
    info = Value(PTR, body.b.emit(f"getelementptr i8, ptr {pivots.ref}, i64 {8 * a.rows}"))
    body.move(factors, stored)
    body.fortran("dgetrf", a.rows, a.rows, factors.pointer, a.rows, pivots, info)
    return factors, pivots, info


def cholesky(body: Body, a: Matrix) -> None:
    """dpotrf; what it leaves above the diagonal becomes 0, and the rest nan where it failed."""
    b, n = body.b, a.rows
    info = body.workspace(1, 1).pointer
    body.fortran("dpotrf", "U", n, a.pointer, a.stride, info)
    body.fill(a._replace(weight=STRICTLY_UPPER), 0.0)
    failed = b.emit(f"icmp ne i32 {b.emit(f'load i32, ptr {info.ref}, align 4')}, 0")
    bad, done = b.detached(), b.detached()
    b.jump_if(failed, bad, done)
    b.place(bad)
    body.fill(a._replace(weight=LOWER), math.nan)
    b.jump(done)
    b.place(done)


def slogdet(body: Body, out: Matrix, a: Matrix) -> None:
    """From the diagonal of U and the parity of the pivots."""
    b, n = body.b, a.rows
    factors, pivots, _ = lu(body, a)
    b.declare("double @llvm.log.f64(double)")
    b.declare("double @llvm.fabs.f64(double)")

    def step(i: Scalar, sign: Scalar, total: Scalar):
        d = b.load("double", b.emit(f"getelementptr double, ptr {factors.pointer.ref}, i64 {b.emit(f'mul i64 {i.ref}, {n + 1}')}"))
        pivot = b.emit(f"sext i32 {b.emit(f'load i32, ptr {at(i)}, align 4')} to i64")
        swapped = b.emit(f"icmp ne i64 {pivot}, {b.emit(f'add i64 {i.ref}, 1')}")
        negative = b.emit(f"xor i1 {swapped}, {b.emit(f'fcmp olt double {d}, 0.0')}")
        s = b.emit(f"select i1 {negative}, double {b.emit(f'fneg double {sign.ref}')}, double {sign.ref}")
        s = b.emit(f"select i1 {b.emit(f'fcmp oeq double {d}, 0.0')}, double 0.0, double {s}")
        size = b.call("double", "llvm.fabs.f64", [("double", d)])
        return Scalar("double", s), Scalar("double", b.emit(f"fadd double {total.ref}, {b.call('double', 'llvm.log.f64', [('double', size)])}"))

    def at(i: Scalar) -> str:
        return b.emit(f"getelementptr i32, ptr {pivots.ref}, i64 {i.ref}")
    sign, total = b.counted(n, step, (Scalar("double", "1.0"), Scalar("double", "0.0")))
    b.store("double", sign.ref, out.pointer.ref)
    b.store("double", total.ref, b.emit(f"getelementptr double, ptr {out.pointer.ref}, i64 1"))


KINDS = {"product": product, "add": add, "zero": zero, "solve": solve, "cholesky": cholesky, "slogdet": slogdet}
