"""The elementwise functions on numbers: the table CUSTOM of those that are more than one call, and the element type of each result."""
from __future__ import annotations

import math
from typing import Any

from ..values.builder import PLAIN
from ..values.dtypes import F32, F64, I1, I64, TYPES, is_num, literal
from ..values.services import Interpreter
from ..values.values import Scalar, level_of, type_of
from .arithmetic import binary, invert, negate, power
from .comparison import compare, select
from .integers import bits
from .intrinsics import mathematical, suffix
from .scalars import COMPARE, PYTHON, common_type, scalar
from .ufuncs import OPERATORS


def function(it: Interpreter, name: str, args: list[Any]) -> Any:
    """The elementwise function `name` on numbers."""
    if name in PYTHON or name in COMPARE:
        return it.operate(name, *args)
    if name in CUSTOM:
        return CUSTOM[name](it, *args)
    if name in OPERATORS:
        return it.operate(OPERATORS[name], *args)
    return mathematical(it, name, args)


def extreme(it: Interpreter, intrinsic: str, op: str, a: Any, b: Any) -> Any:
    """The larger or smaller of two; nan if one is nan."""
    t = common_type(a, b)
    if t == I64:
        return select(it, compare(it, op, a, b), a, b)
    x, y = scalar(it, a, t), scalar(it, b, t)
    return Scalar(t, it.b.call(t, f"llvm.{intrinsic}.{suffix(t)}", [(t, x.ref), (t, y.ref)], PLAIN), None, max(x.level, y.level))


def absolute(it: Interpreter, a: Any) -> Any:
    """|a|; an integer's interval becomes non-negative."""
    if not isinstance(a, Scalar):
        return abs(a)
    if a.ty in (I64, I1):
        if a.rng and a.rng[0] >= 0:
            return a
        r = select(it, compare(it, "<", a, 0), binary(it, "-", 0, a), a)
        return Scalar(I64, r.ref, (0, max(abs(a.rng[0]), abs(a.rng[1]))) if a.rng else (0, 2**63 - 1), a.level)
    return Scalar(a.ty, it.b.call(a.ty, f"llvm.fabs.{suffix(a.ty)}", [(a.ty, a.ref)], PLAIN), None, a.level)


def sign(it: Interpreter, a: Any) -> Any:
    """-1, 0 or 1 in the type of a; nan stays nan."""
    one, zero = (1, 0) if type_of(a) in (I64, I1) else (1.0, 0.0)
    r = select(it, compare(it, ">", a, zero), one, select(it, compare(it, "<", a, zero), -one, zero))
    return select(it, CUSTOM["isnan"](it, a), a, r) if type_of(a) in (F64, F32) else r


def is_nan(it: Interpreter, a: Any) -> Any:
    """Is a nan? Never for integers."""
    if type_of(a) not in (F64, F32):
        return False
    if is_num(a):
        return math.isnan(a)
    return Scalar(I1, it.b.emit(f"fcmp uno {a.ty} {a.ref}, {literal(0.0, a.ty)}"), (0, 1), a.level)


def is_inf(it: Interpreter, a: Any) -> Any:
    """Is a infinite? Never for integers."""
    return compare(it, "==", absolute(it, a), math.inf) if type_of(a) in (F64, F32) and not is_num(a) else (is_num(a) and math.isinf(a))


def is_finite(it: Interpreter, a: Any) -> Any:
    """Is a neither infinite nor nan? Always for integers."""
    return compare(it, "<", absolute(it, a), math.inf) if type_of(a) in (F64, F32) and not is_num(a) else (not is_num(a) or math.isfinite(a))


def logical(op: str) -> Any:
    """The function of two truths for a bit operation."""
    return lambda it, a, b: bits(it, op, scalar(it, a, I1), scalar(it, b, I1), I1, max(level_of(a), level_of(b)))


def betaln(it: Interpreter, a: Any, b: Any) -> Any:
    """log B(a, b) by three log gammas."""
    g = [function(it, "lgamma", [x]) for x in (a, b, it.operate("+", a, b))]
    return it.operate("-", it.operate("+", g[0], g[1]), g[2])


def logit(it: Interpreter, x: Any) -> Any:
    """log(x / (1 - x))"""
    return it.operate("-", function(it, "log", [x]), function(it, "log1p", [negate(it, x)]))


def clip(it: Interpreter, x: Any, lo: Any, hi: Any) -> Any:
    """x limited to [lo, hi]; either may be None."""
    if lo is not None:
        x = extreme(it, "maximum", ">", x, lo)
    return x if hi is None else extreme(it, "minimum", "<", x, hi)


CUSTOM: dict[str, Any] = {
    "neg": negate,
    "negative": negate,
    "invert": invert,
    "abs": absolute,
    "sign": sign,
    "where": select,
    "isnan": is_nan,
    "isinf": is_inf,
    "isfinite": is_finite,
    "square": lambda it, a: it.operate("*", a, a),
    "reciprocal": lambda it, a: it.operate("/", 1.0, a),
    "maximum": lambda it, a, b: extreme(it, "maximum", ">", a, b),
    "minimum": lambda it, a, b: extreme(it, "minimum", "<", a, b),
    "clip": lambda it, x, lo, hi: clip(it, x, lo, hi),
    "power": power,
    "logical_and": logical("&"),
    "logical_or": logical("|"),
    "logical_xor": logical("^"),
    "logical_not": lambda it, a: invert(it, scalar(it, a, I1)),
    "betaln": betaln,
    "logit": logit,
    "deg2rad": lambda it, a: it.operate("*", a, math.pi / 180),
    "rad2deg": lambda it, a: it.operate("*", a, 180 / math.pi),
    "cast_f8": lambda it, a: scalar(it, a, F64),
    "cast_f4": lambda it, a: scalar(it, a, F32),
    "cast_i8": lambda it, a: scalar(it, a, I64),
    "cast_b1": lambda it, a: scalar(it, a, I1),
}


def result_type(name: str, args: list[Any]) -> str:
    """Element type of an elementwise result."""
    if name in COMPARE or name in ("isnan", "isinf", "isfinite") or name.startswith("logical_"):
        return I1
    if name.startswith("cast_"):
        return TYPES[name[5:]]
    if name == "where":
        return common_type(*args[1:])
    if name in OPERATORS:
        return result_type(OPERATORS[name], args)
    t = common_type(*args)
    if name in ("/", "reciprocal", "logit", "betaln", "deg2rad", "rad2deg") or (name not in CUSTOM and name not in PYTHON):
        return t if t in (F64, F32) else F64
    if name == "**" and t == I64 and is_num(args[1]) and isinstance(args[1], float):
        return F64
    return t
