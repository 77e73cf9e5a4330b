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
from ..python.control import truth
from ..values.services import Interpreter
from ..values.values import ARRAYS, Scalar, describe, holds_run_time
from .family import Family

public = Family()


def _like(name: str) -> Any:
    """Documented as the function of the library is."""
    def decorate(emit: Callable[..., Any]) -> Any:
        emit.__doc__ = getattr(linalg, name).__doc__
        return emit
    return decorate


@public("numpy.linalg.cholesky")
@_like("cholesky")
def cholesky(it: Interpreter, a: Any) -> Any:
    a = _square(it, a)
    factor = dense.cholesky(it, a) if dense.pays_square(it, a) else it.library("cholesky", a)
    if it.interpretation is not None:                       # a model rejects what NumPy raises LinAlgError for; elsewhere it is nan
        ok = truth(it, it.call(linalg.is_factor, factor))
        if isinstance(ok, Scalar):
            it.check(ok.ref, "assert", "the matrix is not positive definite")
    return factor


@public("scipy.linalg.solve_triangular")
@_like("solve_triangular")
def solve_triangular(it: Interpreter, a: Any, b: Any, trans: Any = 0, lower: Any = False, unit_diagonal: Any = False) -> Any:
    a, b = _operands(it, a, b)
    if holds_run_time((trans, lower, unit_diagonal)) or not _system(it, a, b, dense.THINNEST):
        return it.library("solve_triangular", a, b, trans, lower, unit_diagonal)
    t = dense.triangle(dense.operand(it, a), bool(lower), bool(unit_diagonal))
    return dense.solve(it, t.T if trans in linalg.TRANSPOSED else t, b, a)


@public("scipy.linalg.cho_solve")
@_like("cho_solve")
def cho_solve(it: Interpreter, c_and_lower: Any, b: Any) -> Any:
    c, lower = c_and_lower if isinstance(c_and_lower, tuple) and len(c_and_lower) == 2 else (None, None)
    c, b = _operands(it, c, b)
    if holds_run_time(lower) or not _system(it, c, b, dense.THINNEST):
        return it.library("cho_solve", c_and_lower, b)
    t = dense.triangle(dense.operand(it, c), bool(lower))
    first, second = (t, t.T) if lower else (t.T, t)
    return dense.solve(it, second, dense.solve(it, first, b, c), c)


@public("numpy.linalg.solve", "scipy.linalg.solve")
@_like("solve")
def solve(it: Interpreter, a: Any, b: Any) -> Any:
    a, b = _operands(it, a, b)
    return dense.solve(it, dense.operand(it, a), b, a) if _system(it, a, b) else it.library("solve", a, b)


@public("numpy.linalg.inv", "scipy.linalg.inv")
@_like("inv")
def inv(it: Interpreter, a: Any) -> Any:
    a = _square(it, a)
    if not dense.pays_square(it, a):
        return it.library("inv", a)
    system = dense.operand(it, a)
    return dense.solve(it, system, array_of(it, it.call(np.eye, a.shape[0])), a)


@public("numpy.linalg.slogdet")
@_like("slogdet")
def slogdet(it: Interpreter, a: Any) -> Any:
    a = _square(it, a)
    return dense.slogdet(it, a) if dense.pays_square(it, a) else it.library("slogdet", a)


def _square(it: Interpreter, a: Any) -> Any:
    """The array a; an error when it is known not to be a square matrix, or several of them."""
    a = dense.ready(it, a)
    if isinstance(a, ARRAYS) and (len(a.shape) < 2 or _differ(*a.shape[-2:])):
        raise it.error(f"a square matrix is needed here, not {describe(a)}")
    return a


def _operands(it: Interpreter, a: Any, b: Any) -> tuple[Any, Any]:
    """The arrays of a system; an error when they are known not to fit."""
    a, b = _square(it, a), dense.ready(it, b)
    if isinstance(a, ARRAYS) and isinstance(b, ARRAYS) and b.shape and _differ(a.shape[-1], b.shape[0]):
        raise it.error(f"a system of {a.shape[-1]} equations has a right-hand side of {b.shape[0]} rows")
    return a, b


def _differ(m: Any, n: Any) -> bool:
    return type(m) is int and type(n) is int and m != n


def _system(it: Interpreter, a: Any, b: Any, thinnest: int = 1) -> bool:
    """Is this system worth a call? With a triangle and few right-hand sides it costs no more than reading the triangle: loops."""
    if not (dense.pays_square(it, a) and dense.is_dense(b) and b.shape[0] == a.shape[0]):
        return False
    return (b.shape[1] if len(b.shape) == 2 else 1) >= thinnest
