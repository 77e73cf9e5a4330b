"""Large matrix products, triangular and general systems and factorisations: calls (`ir/dense.py`) instead of loops.

Only f64 arrays whose lengths are known when the code is compiled; everything else is loops. Operands are views of rows, of columns (a
transposed view), or copies of what is neither. Results are new arrays, so that no operand overlaps them.
"""
from __future__ import annotations

from typing import TypeGuard

import numpy as np

from ...ir.dense import LOWER, STRICTLY_LOWER, STRICTLY_UPPER, UPPER, Call, Matrix
from ...ir.records import Value as Reference
from ...ir.text.writer import write_inst
from ..values.dtypes import F64
from ..values.services import Interpreter
from ..values.sizes import Dim, Shape
from ..values.values import ARRAYS, ArrayValue, Scalar, Value, View, level_of, type_of
from .making import lift, new_array
from .storage import fill, force, store_now

LEAST = 32                                      # rows of a matrix from which a factorisation is faster by a call than by loops; see benchmarks/linalg.py
SOONER = 2                                      # products and systems are from half as many rows on
WRITTEN_OUT = range(9, 17)                       # rows of a Cholesky factor that is made in registers
THINNEST = 4                                    # the shortest side of a product


def is_dense(value: Value) -> TypeGuard[ArrayValue]:
    """Is it an f64 matrix, or a vector, of known lengths?"""
    return (isinstance(value, ARRAYS) and len(value.shape) in (1, 2) and all(isinstance(length, int) and length for length in value.shape)
            and value.dtype == F64)


def known(shape: Shape) -> tuple[int, ...]:
    """The lengths of an array that `is_dense`."""
    return shape                                                                # type: ignore[return-value]


def pays_product(it: Interpreter, left: Value, right: Value) -> bool:
    """Is the product of these two worth a call? Sampler code has none: it is not differentiated as a whole."""
    if it.outliner is not None or not (is_dense(left) and is_dense(right) and len(left.shape) == len(right.shape) == 2):
        return False
    rows, inner, columns = *known(left.shape), known(right.shape)[1]
    return is_large(rows, inner, columns)


def is_large(rows: int, inner: int, columns: int) -> bool:
    """Is a product of these lengths worth a call?"""
    return rows * inner * columns * SOONER**3 >= LEAST**3 and min(rows, inner, columns) >= THINNEST


def pays_square(it: Interpreter, value: Value) -> bool:
    """Is a factorisation of this square matrix worth a call?"""
    return it.outliner is None and is_square(value) and known(value.shape)[0] >= LEAST


def pays_system(it: Interpreter, value: Value) -> bool:
    """Is a system with this square matrix worth a call?"""
    return it.outliner is None and is_square(value) and known(value.shape)[0] * SOONER >= LEAST


def is_written_out(it: Interpreter, value: Value) -> bool:
    """Is the Cholesky factor of this square matrix made in registers?"""
    return it.outliner is None and is_square(value) and known(value.shape)[0] in WRITTEN_OUT


def is_square(value: Value) -> TypeGuard[ArrayValue]:
    """Is it a square matrix that calls may read?"""
    return is_dense(value) and len(value.shape) == 2 and value.shape[0] == value.shape[1]


def product(it: Interpreter, left: ArrayValue, right: ArrayValue) -> View:
    """left @ right"""
    factors = operand(it, left), operand(it, right)
    out = new_array(it, (left.shape[0], right.shape[1]), F64)
    it.b.zero(out)
    return _emit(it, "product", out, (left, right), matrix(it, out), *factors)


def cholesky(it: Interpreter, array: ArrayValue) -> View:
    """The lower factor."""
    out = store_now(it, array)
    return _emit(it, "cholesky", out, (array,), matrix(it, out))


def solve(it: Interpreter, system: Matrix, right: ArrayValue, made_of: ArrayValue) -> View:
    """system⁻¹ right, for a vector or a matrix of columns; `made_of` is the array that the system is a view of."""
    out = store_now(it, right, F64)
    return _emit(it, "solve", out, (made_of, right), matrix(it, out), system)


def slogdet(it: Interpreter, array: ArrayValue) -> tuple[Scalar, Scalar]:
    """(sign, log of the absolute determinant)"""
    out = new_array(it, (1, 2), F64)
    it.b.zero(out)
    read = operand(it, array)
    _emit(it, "slogdet", out, (array,), matrix(it, out), read)
    return it.b.read(out, (0, 0)), it.b.read(out, (0, 1))


def decomposition(it: Interpreter, kind: str, shape: tuple[int, ...], array: ArrayValue, value: ArrayValue | None = None) -> View:
    """A new array of this shape that a call makes of another one, which lies dense; where its value is known, the call is its derivative alone."""
    out = new_array(it, shape, F64)
    if value is None:
        it.b.zero(out)
    else:
        fill(it, out, value)
    source = force(it, array)
    if type_of(source) != F64 or source.buf.volatile or not source.contiguous():
        source = store_now(it, source, F64)
    return _emit(it, kind, out, (array,), matrix(it, out), matrix(it, source))


def _emit(it: Interpreter, kind: str, out: View, sources: tuple[ArrayValue, ...], *operands: Matrix) -> View:
    call = Call(kind, operands)
    it.b.declare(f"void @{call.name}({', '.join(['ptr'] * len(operands))})", pure=False)
    it.b.do(write_inst(call.inst()))
    it.token += 1
    out.buf.level = max(it.condition_level, out.buf.level, *map(level_of, sources))
    return out


def operand(it: Interpreter, array: ArrayValue) -> Matrix:
    """A matrix that is read: where it lies when its rows or its columns are dense, else a copy."""
    view = force(it, array)
    if type_of(view) != F64 or view.buf.volatile or not (_rows_dense(view.shape, view.strides) or _rows_dense(view.shape[::-1], view.strides[::-1])):
        view = store_now(it, view, F64)
    return matrix(it, view)


def matrix(it: Interpreter, view: View) -> Matrix:
    """The view of an array whose rows or columns are dense; a vector is a column."""
    pointer = Reference("ptr", it.b.address(view, (0,) * len(view.shape)))
    if len(view.shape) == 1:
        return Matrix(pointer, known(view.shape)[0], 1, 1)
    (rows, columns), strides = known(view.shape), known(view.strides)
    if _rows_dense(view.shape, view.strides):
        return Matrix(pointer, rows, columns, max(strides[0], columns))
    return Matrix(pointer, columns, rows, max(strides[1], rows)).T


def _rows_dense(shape: Shape, strides: tuple[Dim, ...]) -> bool:
    rows, columns = shape
    return all(isinstance(stride, int) for stride in strides) and (strides[1] == 1 or columns == 1) and (strides[0] >= columns or rows == 1)


def triangle(array: Matrix, lower: bool, unit: bool = False) -> Matrix:
    """The lower or upper triangle of a view; with `unit` its diagonal counts as ones."""
    stored_lower = lower != array.transposed
    return array.weighted((STRICTLY_LOWER if stored_lower else STRICTLY_UPPER) if unit else LOWER if stored_lower else UPPER)


def ready(it: Interpreter, value: Value) -> Value:
    """An array, or what is left to the loops, which say what is wrong with it."""
    return lift(it, value) if isinstance(value, (list, tuple, np.ndarray)) else value
