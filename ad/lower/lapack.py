"""Bodies of calls of decompositions by LAPACK: kinds of dense calls beside those of `lower_calls.py`. Where LAPACK does not converge all is nan."""
from __future__ import annotations

import math

from ...ir.dense import LOWER, Matrix
from ...ir.graph.build import PTR
from ...ir.records import Value
from .call_body import Body


def rows(m: Matrix, top: int, count: int, body: Body) -> Matrix:
    """Some rows of what is stored."""
    at = body.b.emit(f"getelementptr inbounds double, ptr {m.pointer.ref}, i64 {top * m.stride}")
    return m._replace(pointer=Value(PTR, at), rows=count)


def nan_where(body: Body, info: Value, out: Matrix) -> None:
    """Fills the result where LAPACK reports a failure."""
    b = body.b
    failed = b.emit(f"icmp ne i32 {b.emit(f'load i32, ptr {info.ref}, align 4')}, 0")
    bad, done = b.detached(), b.detached()
    b.jump_if(failed, bad, done)
    b.place(bad)
    body.fill(out, math.nan)
    b.jump(done)
    b.place(done)


def divided(triangle: str):
    """dsyevd: it works in the place of the eigenvectors."""
    def eigh(body: Body, out: Matrix, a: Matrix) -> None:
        n, vectors = a.rows, rows(out, 1, a.rows, body)
        body.move(vectors, a)
        work, whole, info = 1 + 6 * n + 2 * n * n, 3 + 5 * n, body.workspace(1, 1).pointer
        body.fortran("dsyevd", "V", triangle, n, vectors.pointer, n, out.pointer, body.workspace(1, work).pointer, work, body.workspace(1, whole).pointer,
                     whole, info)
        nan_where(body, info, out)
    return eigh


def relatively_robust(triangle: str):
    """dsyevr, of which SciPy takes its eigenvectors."""
    def eigh(body: Body, out: Matrix, a: Matrix) -> None:
        n, vectors, copy = a.rows, rows(out, 1, a.rows, body), body.workspace(a.rows, a.rows)
        body.move(copy, a)
        work, whole, info, found = max(26 * n, 70 * n), 10 * n, body.workspace(1, 1).pointer, body.workspace(1, 1).pointer
        body.fortran("dsyevr", "V", "A", triangle, n, copy.pointer, n, 0.0, 0.0, 1, n, 0.0, found, out.pointer, vectors.pointer, n,
                     body.workspace(1, 2 * n).pointer, body.workspace(1, work).pointer, work, body.workspace(1, whole).pointer, whole, info)
        nan_where(body, info, out)
    return eigh


def part(m: Matrix, rows: int, left: int, width: int, body: Body) -> Matrix:
    """The first rows, and some of the columns, of what is stored."""
    at = body.b.emit(f"getelementptr inbounds double, ptr {m.pointer.ref}, i64 {left}")
    return m._replace(pointer=Value(PTR, at), rows=rows, cols=width)


def svd(body: Body, out: Matrix, a: Matrix) -> None:
    """dgesdd of a copy in columns; rows of the result are triples, then what is left of the larger space."""
    (m, n), k = a.shape, min(a.shape)
    full = out.rows - 1 > k
    left, right = (m, n) if full else (k, k)
    copy, s, u, v = body.workspace(n, m), body.workspace(k, 1), body.workspace(left, m), body.workspace(n, right)
    body.move(copy.T, a)
    work, info = 6 * k * k + 10 * k + m + n + 64 * (m + n), body.workspace(1, 1).pointer
    body.fortran("dgesdd", "A" if full else "S", m, n, copy.pointer, m, s.pointer, u.pointer, m, v.pointer, right, body.workspace(1, work).pointer, work,
                 body.workspace(1, 8 * k).pointer, info)
    body.fill(out, 0.0)
    body.move(part(out, k, 0, 1, body), s)
    body.move(part(out, left, 1, m, body), u)
    body.move(part(out, right, 1 + m, n, body), v.T)
    nan_where(body, info, out)


def qr(body: Body, out: Matrix, a: Matrix) -> None:
    """dgeqrf and dorgqr of a copy in columns: rows of the result are columns of Q, behind them those of R."""
    m, n = a.shape
    q, tau, work, info = body.workspace(n, m), body.workspace(1, n).pointer, 64 * (m + n), body.workspace(1, 1).pointer
    room = body.workspace(1, work).pointer
    body.move(q.T, a)
    body.fortran("dgeqrf", m, n, q.pointer, m, tau, room, work, info)
    body.fill(out, 0.0)
    body.accumulate(part(out, n, m, n, body), q._replace(cols=n, weight=LOWER).T, 1)
    body.fortran("dorgqr", m, n, n, q.pointer, m, tau, room, work, info)
    body.move(part(out, n, 0, m, body), q)


def eigenvectors(body: Body, out: Matrix, packed: Matrix) -> None:
    """A copy."""
    body.move(out, rows(packed, 1, out.rows, body))


def leftvectors(body: Body, out: Matrix, packed: Matrix) -> None:
    """A copy."""
    body.move(out, part(packed, out.rows, 1, out.cols, body))


def rightvectors(body: Body, out: Matrix, packed: Matrix) -> None:
    """A copy."""
    body.move(out, part(packed, out.rows, packed.cols - out.cols, out.cols, body))


def given(body: Body, out: Matrix, *sources: Matrix) -> None:
    """The value is there; the call is its derivative."""


KINDS = {
    "eigh": divided("L"), "eighu": divided("U"), "eighs": divided("L"), "eighr": relatively_robust("L"), "eighru": relatively_robust("U"),
    "eigenvectors": eigenvectors, "svd": svd, "leftvectors": leftvectors, "rightvectors": rightvectors, "qr": qr,
    **dict.fromkeys(("pinv", "sqrtm", "logm"), given),
}
