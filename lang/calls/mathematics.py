"""Mathematical functions: those of Python's math module, and the elementwise ones of the table UFUNCS."""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ..arrays.making import lift
from ..arrays.sequences import members
from ..numbers import scalars
from ..numbers.ufuncs import UFUNCS
from ..values.dtypes import I64
from ..values.services import Interpreter
from ..values.values import holds_run_time
from .family import Family
from .python import sum_

public = Family()



@public("math.fsum")
def fsum(it: Interpreter, a: Any) -> Any:
    """sum"""
    return sum_(it, a)


@public("math.floor")
def math_floor(it: Interpreter, x: Any) -> Any:
    """largest integer not above x"""
    return scalars.scalar(it, it.operate_on("floor", x), I64)


@public("math.ceil")
def math_ceil(it: Interpreter, x: Any) -> Any:
    """smallest integer not below x"""
    return scalars.scalar(it, it.operate_on("ceil", x), I64)


@public("math.trunc")
def math_trunc(it: Interpreter, x: Any) -> Any:
    """x without its fraction, an integer"""
    return scalars.scalar(it, x, I64)


@public("math.log")
def math_log(it: Interpreter, x: Any, base: Any = None) -> Any:
    """logarithm, natural or to a base"""
    r = it.operate_on("log", x)
    return r if base is None else it.operate("/", r, it.operate_on("log", base) if holds_run_time(base) else math.log(base))


@public("math.isclose")
def isclose(it: Interpreter, a: Any, b: Any, rel_tol: float = 1e-09, abs_tol: float = 0.0) -> Any:
    """are two numbers close?"""
    d = it.operate_on("abs", it.operate("-", a, b))
    big = it.operate_on("maximum", it.operate_on("abs", a), it.operate_on("abs", b))
    return it.operate("<=", d, it.operate_on("maximum", it.operate("*", big, rel_tol), abs_tol))


def _clip(it: Interpreter, a: Any, a_min: Any = None, a_max: Any = None, min: Any = None, max: Any = None) -> Any:
    return it.operate_on("clip", a, a_min if a_min is not None else min, a_max if a_max is not None else max)


def _ufunc(name: str, arity: int, doc: str) -> Any:
    emit: Callable[..., Any]
    if name == "where":
        emit = lambda it, condition, x, y: it.operate_on("where", condition, x, y)                          # noqa: E731
    elif name == "clip":
        emit = _clip
    elif arity == 1:
        emit = lambda it, x: it.operate_on(name, x)                                                          # noqa: E731
    elif arity == 2:
        emit = lambda it, x, y: it.operate_on(name, x, y)                                                    # noqa: E731
    else:
        emit = lambda it, x, y, z: it.operate_on(name, x, y, z)                                              # noqa: E731
    emit.__doc__ = doc
    return emit


for _name, _u in UFUNCS.items():
    public(*(_u.names or (f"llbayes.{_name}",)), methods=("clip",) if _name == "clip" else ())(_ufunc(_name, _u.arity, _u.doc))


@public("math.prod")
def prod(it: Interpreter, iterable: Any, *, start: Any = 1) -> Any:
    """product of all members"""
    for x in members(it, iterable):
        start = it.operate("*", start, x)
    return start


@public("math.dist")
def dist(it: Interpreter, p: Any, q: Any) -> Any:
    """distance of two points"""
    d = it.operate("-", lift(it, p), lift(it, q))
    return it.operate_on("sqrt", it.reduce("sum", it.operate("*", d, d)))


@public("numpy.round", "numpy.around", methods=("round",))
def numpy_round(it: Interpreter, a: Any, decimals: int = 0) -> Any:
    """nearest whole numbers, ties to even; or with some decimals"""
    if decimals == 0:
        return it.operate_on("rint", a)
    return it.operate("/", it.operate_on("rint", it.operate("*", a, 10.0**decimals)), 10.0**decimals)
