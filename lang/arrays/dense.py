"""Large matrix products, triangular and general systems and factorisations: calls (`ir/dense.py`) instead of loops.

Only f64 arrays whose lengths are known when the code is compiled; everything else is loops. Operands are views of rows, of columns (a
transposed view), or copies of what is neither. Results are new arrays, so that no operand overlaps them.
"""
from __future__ import annotations

from typing import Any

from ...ir.dense import LOWER, STRICTLY_LOWER, STRICTLY_UPPER, UPPER, Call, Matrix
from ...ir.records import Value
from ...ir.text.writer import write_inst
from ..values.dtypes import F64
from ..values.services import Interpreter
from ..values.values import ARRAYS, Scalar, View, level_of, type_of
from .making import lift, new_array
from .storage import force, store_now

LEAST = 32                                      # rows of a matrix from which a call is faster than loops; see benchmarks/linalg.py
THINNEST = 4                                    # the shortest side of a product


def is_dense(it: Interpreter, v: Any) -> bool:
    """Is v an f64 matrix, or a vector, of known lengths, in code that is differentiated as a whole?"""
    return (it.outliner is None and isinstance(v, ARRAYS) and len(v.shape) in (1, 2) and all(isinstance(n, int) and n for n in v.shape)
            and v.dtype == F64)


def pays_product(it: Interpreter, a: Any, b: Any) -> bool:
    """Is the product of these two worth a call?"""
    if not (is_dense(it, a) and is_dense(it, b) and len(a.shape) == len(b.shape) == 2):
        return False
    lengths = (*a.shape, b.shape[1])
    return lengths[0] * lengths[1] * lengths[2] >= LEAST**3 and min(lengths) >= THINNEST


def pays_square(it: Interpreter, a: Any) -> bool:
    """Is a factorisation of, or a system with, this square matrix worth a call?"""
    return is_dense(it, a) and len(a.shape) == 2 and a.shape[0] == a.shape[1] >= LEAST


def product(it: Interpreter, a: Any, b: Any) -> View:
    """a @ b"""
    x, y = operand(it, a), operand(it, b)
    out = new_array(it, (a.shape[0], b.shape[1]), F64)
    it.b.zero(out)
    return _emit(it, "product", out, (a, b), matrix(it, out), x, y)


def cholesky(it: Interpreter, a: Any) -> View:
    """The lower factor."""
    out = store_now(it, a)
    return _emit(it, "cholesky", out, (a,), matrix(it, out))


def solve(it: Interpreter, a: Matrix, b: Any, stage_from: Any) -> View:
    """a⁻¹ b, b a vector or a matrix of columns; `stage_from` is what a was made of."""
    out = store_now(it, b, F64)
    return _emit(it, "solve", out, (stage_from, b), matrix(it, out), a)


def slogdet(it: Interpreter, a: Any) -> tuple[Scalar, Scalar]:
    """(sign, log of the absolute determinant)"""
    out = new_array(it, (1, 2), F64)
    it.b.zero(out)
    x = operand(it, a)
    _emit(it, "slogdet", out, (a,), matrix(it, out), x)
    return it.b.read(out, (0, 0)), it.b.read(out, (0, 1))


def _emit(it: Interpreter, kind: str, out: View, sources: tuple[Any, ...], *operands: Matrix) -> View:
    inst = Call(kind, operands).inst()
    it.b.declare(f"void {inst.extra.ref}({', '.join(['ptr'] * len(operands))})", pure=False)
    it.b.do(write_inst(inst))
    it.token += 1
    out.buf.level = max(it.condition_level, out.buf.level, *map(level_of, sources))
    return out


def operand(it: Interpreter, v: Any) -> Matrix:
    """A matrix that is read: where it lies when its rows or its columns are dense, else a copy."""
    v = force(it, v)
    if type_of(v) != F64 or v.buf.volatile or not (_rows_dense(v.shape, v.strides) or _rows_dense(v.shape[::-1], v.strides[::-1])):
        v = store_now(it, v, F64)
    return matrix(it, v)


def matrix(it: Interpreter, v: View) -> Matrix:
    """The view of an array whose rows or columns are dense; a vector is a column."""
    pointer = Value("ptr", it.b.address(v, (0,) * len(v.shape)))
    if len(v.shape) == 1:
        return Matrix(pointer, v.shape[0], 1, 1)
    rows, cols = v.shape
    if _rows_dense(v.shape, v.strides):
        return Matrix(pointer, rows, cols, max(v.strides[0], cols))
    return Matrix(pointer, cols, rows, max(v.strides[1], rows)).T


def _rows_dense(shape: Any, strides: Any) -> bool:
    rows, cols = shape
    return all(isinstance(s, int) for s in strides) and (strides[1] == 1 or cols == 1) and (strides[0] >= cols or rows == 1)


def triangle(a: Matrix, lower: bool, unit: bool = False) -> Matrix:
    """The lower or upper triangle of a view; with `unit` its diagonal counts as ones."""
    stored_lower = lower != a.transposed
    return a.weighted((STRICTLY_LOWER if stored_lower else STRICTLY_UPPER) if unit else LOWER if stored_lower else UPPER)


def ready(it: Interpreter, v: Any) -> Any:
    """An array, or what is left to the loops, which say what is wrong with it."""
    return v if isinstance(v, ARRAYS) else lift(it, v) if isinstance(v, (list, tuple)) or hasattr(v, "shape") else v
