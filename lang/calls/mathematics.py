"""Mathematical functions: the scalar ones under their public names, and what else Python's `math` has."""
from __future__ import annotations

import math

from ..arrays.making import lift
from ..arrays.sequences import members
from ..library.functions import AT_ONCE, UFUNCS
from ..numbers import scalars
from ..values.services import Interpreter
from ..values.values import Scalar, Value, holds_run_time
from .family import Emit, Family, Handler, handler
from .python import sum_
from .selecting.masks import nonzero

public = Family()


# -- the scalar functions of the table
def of_one(name: str) -> Emit:
    """How a function of one operand is staged."""
    def emit(it: Interpreter, x: Value) -> Value:
        return it.operate_on(name, x)
    return emit


def of_two(name: str) -> Emit:
    """How a function of two operands is staged."""
    def emit(it: Interpreter, x: Value, y: Value) -> Value:
        return it.operate_on(name, x, y)
    return emit


def of_three(name: str) -> Emit:
    """How a function of three operands is staged."""
    def emit(it: Interpreter, x: Value, y: Value, z: Value) -> Value:
        return it.operate_on(name, x, y, z)
    return emit


def clip(it: Interpreter, a: Value, a_min: Value = None, a_max: Value = None, min: Value = None, max: Value = None) -> Value:
    """The bounds have two names each in NumPy."""
    return it.operate_on("clip", a, a_min if a_min is not None else min, a_max if a_max is not None else max)


def where(it: Interpreter, condition: Value, x: Value = None, y: Value = None) -> Value:
    """By NumPy's names of its operands; of a condition alone the positions where it holds."""
    if x is None and y is None:
        return nonzero(it, condition)
    return it.operate_on("where", condition, x, y)


def of_four(name: str) -> Emit:
    """How a function of four operands is staged."""
    def emit(it: Interpreter, x: Value, y: Value, z: Value, w: Value) -> Value:
        return it.operate_on(name, x, y, z, w)
    return emit


BY_ARITY = {1: of_one, 2: of_two, 3: of_three, 4: of_four}
OTHER_NAMES = {"clip": clip, "where": where}                            # operands that can be given by keyword


def emitter(name: str, arity: int, doc: str) -> Emit:
    """How a row of the table is staged, documented by its line."""
    emit = OTHER_NAMES.get(name) or BY_ARITY[arity](name)
    emit.__doc__ = doc
    return emit


def later(module: str) -> dict[str, Handler]:
    """The functions of a public module whose files are not imported with their table (`library/functions.py`): with this call they all are."""
    rows = [row for name, row in UFUNCS.items() if name in UFUNCS.files]
    return {name: handler(emitter(row.name, row.arity, row.doc)) for row in rows for name in row.names if name.startswith(f"{module}.")}


for _row in AT_ONCE:
    public(*_row.names, methods=("clip",) if _row.name == "clip" else ())(emitter(_row.name, _row.arity, _row.doc))


# -- the rest of Python's math
@public("math.fsum")
def fsum(it: Interpreter, a: Value) -> Value:
    """sum"""
    return sum_(it, a)


@public("math.floor")
def math_floor(it: Interpreter, x: Value) -> Scalar:
    """largest integer not above x"""
    return scalars.whole(it, it.operate_on("floor", x))


@public("math.ceil")
def math_ceil(it: Interpreter, x: Value) -> Scalar:
    """smallest integer not below x"""
    return scalars.whole(it, it.operate_on("ceil", x))


@public("math.trunc")
def math_trunc(it: Interpreter, x: Value) -> Scalar:
    """x without its fraction, an integer"""
    return scalars.whole(it, x)


@public("math.log")
def math_log(it: Interpreter, x: Value, base: Value = None) -> Value:
    """logarithm, natural or to a base"""
    r = it.operate_on("log", x)
    if base is None:
        return r
    if not holds_run_time(base):
        return it.operate("/", r, math.log(base))                                                               # type: ignore[arg-type]
    return it.operate("/", r, it.operate_on("where", it.operate(">", base, 0.0), it.operate_on("log", base), math.nan))


@public("math.isclose")
def isclose(it: Interpreter, a: Value, b: Value, rel_tol: float = 1e-09, abs_tol: float = 0.0) -> Value:
    """are two numbers close?"""
    d = it.operate_on("abs", it.operate("-", a, b))
    big = it.operate_on("maximum", it.operate_on("abs", a), it.operate_on("abs", b))
    near = it.operate("<=", d, it.operate_on("maximum", it.operate("*", big, rel_tol), abs_tol))
    return it.operate("|", it.operate("==", a, b), it.operate("&", it.operate("<", big, math.inf), near))          # an infinity is close to itself alone


@public("math.prod")
def prod(it: Interpreter, iterable: Value, *, start: Value = 1) -> Value:
    """product of all members"""
    for x in members(it, iterable):
        start = it.operate("*", start, x)
    return start


@public("math.dist")
def dist(it: Interpreter, p: Value, q: Value) -> Value:
    """distance of two points"""
    d = it.operate("-", lift(it, p), lift(it, q))
    return it.operate_on("sqrt", it.reduce("sum", it.operate("*", d, d)))


@public("numpy.round", "numpy.around", methods=("round",))
def numpy_round(it: Interpreter, a: Value, decimals: int = 0) -> Value:
    """nearest whole numbers, ties to even; or with some decimals"""
    if decimals == 0:
        return it.operate_on("rint", a)
    return it.operate("/", it.operate_on("rint", it.operate("*", a, 10.0**decimals)), 10.0**decimals)
