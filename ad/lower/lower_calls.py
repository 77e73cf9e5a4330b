"""Dense calls (`ir/dense.py`) get bodies: BLAS and LAPACK by their Fortran names `llb.blas.*`, and loops for weights, sums and copies.

Fortran reads our rows as columns, so the transpose of every matrix: C += A B is dgemm on Cᵀ += Bᵀ Aᵀ, with its flags and no copies. Copies are
made of operands with weights, of the right-hand sides of a general system that are not transposed, and of the matrix that LU overwrites; they
live in a workspace of the calling function, passed as a last argument.
"""
from __future__ import annotations

from ...ir.dense import FULL, LOWER, STRICTLY_LOWER, STRICTLY_UPPER, Matrix, is_dense
from ...ir.graph.build import PTR, untailed
from ...ir.graph.normalise import callee_of
from ...ir.records import Function, Inst, Module, Value
from ...lang.values.values import Scalar
from . import dense_loops, lapack, small_cholesky
from .call_body import Body, constant_name, flag


def lower_calls(module: Module) -> tuple[list[Function], str]:
    """Gives every dense call in the module its workspace: (functions that have such calls, text of the bodies and what these need)."""
    calls = {name: found for name, f in module.functions.items() if (found := _dense_calls(f))}
    constants: set[tuple[str, str]] = set()
    names = dict.fromkeys(callee_of(i) for found in calls.values() for i in found)
    bodies = {name: made(name, constants) for name in names}
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
    values = [f"@{constant_name(t, v)} = private unnamed_addr constant {t} {v}" for t, v in sorted(constants)]
    loops = dict.fromkeys(key for body in bodies for key in body.needed)
    return "\n".join([*values, *(dense_loops.function(*key) for key in loops), *(body.text() for body in bodies), *declarations, ""])


def _give_workspace(f: Function, calls: list[Inst], doubles: int) -> None:
    work = Value(PTR, "%dense.work")
    f.blocks[0].insts.insert(0, Inst("alloca", PTR, work.ref, (), f"[{max(doubles, 1)} x double]", align=64))
    for i in calls:
        i.args, i.flags, i.arg_attrs, i.attrs = (*i.args, work), untailed(i.flags), (), ""


def made(name: str, constants: set[tuple[str, str]]) -> Body:
    """The body of a call, written."""
    body = Body(name, constants)
    KINDS[body.call.kind](body, *body.call.operands)
    body.b.do("ret void")
    return body


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
        side, letter = ("L", flag(a.T)) if x.transposed else ("R", flag(a))
        lower, unit = a.weight in (LOWER, STRICTLY_LOWER), a.weight in (STRICTLY_LOWER, STRICTLY_UPPER)
        return body.fortran("dtrsm", side, "U" if lower else "L", letter, "U" if unit else "N", x.cols, x.rows, 1.0, a.pointer, a.stride,
                            x.pointer, x.stride)
    factors, pivots, info = lu(body, a)
    at = x if x.transposed else body.workspace(x.cols, x.rows).T
    if at is not x:
        body.move(at, x)
    body.fortran("dgetrs", flag(a.T), a.rows, at.rows, factors.pointer, a.rows, pivots, at.pointer, at.stride, info)
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
    body.spoil(a._replace(weight=LOWER), failed)


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


KINDS = {"product": product, "add": add, "zero": zero, "solve": solve, "cholesky": cholesky, "slogdet": slogdet, **lapack.KINDS, **small_cholesky.KINDS}
