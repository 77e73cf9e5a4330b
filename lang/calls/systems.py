"""Factorisations and linear systems: calls for large matrices, loops written in the language (`library/linalg.py`) for the others.

Determinants are loops at any size: as sign · exp(log|det|) they would have no gradient where the matrix is singular.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arrays import dense
from ..arrays.making import array_of
from ..library import linalg
from ..library.named import functions
from ..python.control import truth
from ..values.services import Interpreter
from ..values.values import ARRAYS, Scalar, Value, describe, holds_run_time
from .family import Family, Given

public = Family()
STACKS = functions("spectral", {"": {"systems": "slogdet_stacks solve_stacks inv_stacks det_stacks"}})


def documented_as(name: str) -> Callable[[Given], Given]:
    """Documented as the function of the library is."""
    def decorate(emit: Given) -> Given:
        emit.__doc__ = getattr(linalg, name).__doc__
        return emit
    return decorate


# -- factorisations
@public("numpy.linalg.cholesky")
@documented_as("cholesky")
def cholesky(it: Interpreter, a: Value, *, upper: Value = False) -> Value:
    if upper:
        return transposed(it, cholesky(it, transposed(it, square(it, a))))
    matrix = square(it, a)
    factor = factored(it, matrix)
    if it.interpretation is not None:                       # a model rejects what NumPy raises LinAlgError for; elsewhere it is nan
        proper = truth(it, it.call(linalg.is_factor, factor))
        if isinstance(proper, Scalar):
            it.check(proper.ref, "assert", "the matrix is not positive definite")
    return factor


def factored(it: Interpreter, matrix: Any) -> Value:
    """The lower factor: by LAPACK, by a call that is written out, or by loops."""
    if dense.pays_square(it, matrix):
        return dense.cholesky(it, matrix)
    if dense.is_written_out(it, matrix):
        return dense.decomposition(it, "smallcholesky", dense.known(matrix.shape), matrix)
    return it.library("cholesky", matrix)


@public("numpy.linalg.slogdet")
@documented_as("slogdet")
def slogdet(it: Interpreter, a: Value) -> Value:
    matrix = square(it, a)
    if is_stack(matrix):
        return it.call(STACKS["slogdet_stacks"], matrix)
    return dense.slogdet(it, matrix) if dense.pays_square(it, matrix) else it.library("slogdet", matrix)


# -- systems
@public("numpy.linalg.solve")
@documented_as("solve")
def solve(it: Interpreter, a: Value, b: Value) -> Value:
    matrix, right = square(it, a), dense.ready(it, b)
    if is_stack(matrix) or is_stack(right):
        return it.call(STACKS["solve_stacks"], matrix, right)
    matrix, right = system(it, matrix, right)
    return dense.solve(it, dense.operand(it, matrix), right, matrix) if pays(it, matrix, right) else it.library("solve", matrix, right)


@public("numpy.linalg.inv")
@documented_as("inv")
def inv(it: Interpreter, a: Value) -> Value:
    matrix = square(it, a)
    if is_stack(matrix):
        return it.call(STACKS["inv_stacks"], matrix)
    if not dense.pays_system(it, matrix):
        return it.library("inv", matrix)
    return dense.solve(it, dense.operand(it, matrix), array_of(it, it.call(np.eye, matrix.shape[0])), matrix)


@public("numpy.linalg.det")
@documented_as("det")
def det(it: Interpreter, a: Value) -> Value:
    matrix = square(it, a)
    return it.call(STACKS["det_stacks"], matrix) if is_stack(matrix) else it.library("det", matrix)


@public("scipy.linalg.solve_triangular")
@documented_as("solve_triangular")
def solve_triangular(it: Interpreter, a: Value, b: Value, trans: Value = 0, lower: Value = False, unit_diagonal: Value = False, overwrite_b: Value = False,
                     check_finite: Value = True) -> Value:
    matrix, right = system(it, a, b)
    if holds_run_time((trans, lower, unit_diagonal)) or not pays(it, matrix, right, dense.THINNEST):
        return it.library("solve_triangular", matrix, right, trans, lower, unit_diagonal)
    triangle = dense.triangle(dense.operand(it, matrix), bool(lower), bool(unit_diagonal))
    return dense.solve(it, triangle.T if trans in linalg.TRANSPOSED else triangle, right, matrix)


@public("scipy.linalg.cho_solve")
@documented_as("cho_solve")
def cho_solve(it: Interpreter, c_and_lower: Value, b: Value, overwrite_b: Value = False, check_finite: Value = True) -> Value:
    factor, lower = c_and_lower if isinstance(c_and_lower, tuple) and len(c_and_lower) == 2 else (None, None)
    matrix, right = system(it, factor, b)
    if holds_run_time(lower) or not pays(it, matrix, right, dense.THINNEST):
        return it.library("cho_solve", c_and_lower, right)
    triangle = dense.triangle(dense.operand(it, matrix), bool(lower))
    first, second = (triangle, triangle.T) if lower else (triangle.T, triangle)
    return dense.solve(it, second, dense.solve(it, first, right, matrix), matrix)


# -- operands
def is_stack(value: Value) -> bool:
    """Is it several matrices?"""
    return isinstance(value, ARRAYS) and len(value.shape) > 2


def transposed(it: Interpreter, array: Value) -> Value:
    """The matrices of a stack, each transposed."""
    return it.call(np.swapaxes, array, -1, -2)


def square(it: Interpreter, value: Value) -> Any:
    """The array, or what the loops will refuse; an error when it is known not to be a square matrix, or several of them."""
    array = dense.ready(it, value)
    if isinstance(array, ARRAYS) and (len(array.shape) < 2 or differ(*array.shape[-2:])):
        raise it.error(f"a square matrix is needed here, not {describe(array)}")
    return array


def system(it: Interpreter, a: Value, b: Value) -> tuple[Any, Any]:
    """The arrays of a system; an error when they are known not to fit."""
    matrix, right = square(it, a), dense.ready(it, b)
    if isinstance(matrix, ARRAYS) and isinstance(right, ARRAYS) and right.shape and differ(matrix.shape[-1], right.shape[0]):
        raise it.error(f"a system of {matrix.shape[-1]} equations has a right-hand side of {right.shape[0]} rows")
    return matrix, right


def differ(one: Value, other: Value) -> bool:
    """Are two lengths known to differ?"""
    return type(one) is int and type(other) is int and one != other


def pays(it: Interpreter, matrix: Value, right: Value, thinnest: int = 1) -> bool:
    """Is this system worth a call? With a triangle and few right-hand sides it costs no more than reading the triangle: loops."""
    if not (dense.is_dense(matrix) and dense.is_dense(right) and dense.pays_system(it, matrix)):
        return False
    columns = right.shape[1] if len(right.shape) == 2 else 1
    return right.shape[0] == matrix.shape[0] and columns >= thinnest
