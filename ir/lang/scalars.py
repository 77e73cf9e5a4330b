"""Operations on run-time numbers: types, intervals, Python's meaning of // and %, comparisons, the elementwise functions on one element."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np

from .builder import PLAIN, SUM
from .dtypes import F32, F64, I1, I64, LIMIT, RANK, const_type, is_num, literal
from .sizes import Size
from .ufuncs import OPERATORS, UFUNCS
from .values import ARRAYS, Masked, Poison, Scalar, describe, stage_of, type_of

PYTHON = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "//": operator.floordiv,
    "%": operator.mod,
    "@": operator.matmul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "<<": operator.lshift,
    ">>": operator.rshift,
}
COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne}
FCMP = {"<": "olt", "<=": "ole", ">": "ogt", ">=": "oge", "==": "oeq", "!=": "une"}
ICMP = {"<": "slt", "<=": "sle", ">": "sgt", ">=": "sge", "==": "eq", "!=": "ne"}
FLOAT_OP = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
INT_OP = {"+": "add", "-": "sub", "*": "mul"}
BIT_OP = {"&": "and", "|": "or", "^": "xor", ">>": "ashr", "<<": "shl"}
FEASIBLE = 2**31  # adding less than this cannot overflow in any loop that ends


def scalar(it: Any, v: Any, ty: str | None = None) -> Scalar:
    """A staged or compile-time number as a Scalar of type ty."""
    if isinstance(v, Scalar):
        return v if ty is None or v.ty == ty else cast(it, v, ty)
    if isinstance(v, ARRAYS) and v.shape == ():
        return scalar(it, it.element(v, ()), ty)
    if isinstance(v, np.ndarray) and v.shape == ():
        v = v.item()
    if is_num(v):
        return number(it, v, ty or const_type(v))
    if isinstance(v, Size):
        return scalar(it, Scalar(I64, str(v)), ty)
    if isinstance(v, Poison):
        raise it.error(v.why)
    if isinstance(v, Masked):
        raise it.error("the shape of this value depends on data", "reduce it (np.sum, np.mean, …) or use np.where with the mask")
    raise it.error(f"a number is needed here, not {describe(v)}")


def number(it: Any, v: Any, t: str) -> Scalar:
    """A compile-time number as a Scalar."""
    if t == I64 and isinstance(v, (float, np.floating)):
        raise it.error(f"the float {v} where an integer is needed")
    if t == I64 and not -(2**63) <= int(v) < 2**63:
        raise it.error("this integer does not fit in 64 bits")
    return Scalar(t, literal(v, t), (int(v), int(v)) if t in (I64, I1) else None, 0)


def cast(it: Any, s: Scalar, ty: str) -> Scalar:
    if s.ty == ty:
        return s
    b = it.b
    ref, rng = s.ref, None
    if ty == I1:
        ref = b.emit(f"fcmp une {s.ty} {s.ref}, 0.0") if s.ty in (F64, F32) else b.emit(f"icmp ne i64 {s.ref}, 0")
        rng = (0, 1)
    elif ty == I64:
        if s.ty == I1:
            ref, rng = b.emit(f"zext i1 {s.ref} to i64"), (0, 1)
        else:
            ref = b.call(I64, f"llvm.fptosi.sat.i64.{'f64' if s.ty == F64 else 'f32'}", [(s.ty, s.ref)])
    elif s.ty in (I64, I1):
        ref = b.emit(f"{'sitofp' if s.ty == I64 else 'uitofp'} {s.ty} {s.ref} to {ty}")
    else:
        ref = b.emit(f"{'fpext' if ty == F64 else 'fptrunc'} {s.ty} {s.ref} to {ty}")
    return Scalar(ty, ref, rng, s.stage)


def common_type(*values: Any) -> str:
    """NumPy's promotion; compile-time Python numbers are weak."""
    strong = [type_of(v) for v in values if not is_num(v)]
    weak = [const_type(v) for v in values if is_num(v)]
    t = max(strong, key=RANK.__getitem__, default=I1)
    if F32 in strong and I64 in strong:
        t = F64
    w = max(weak, key=RANK.__getitem__, default=I1)
    if t == F32 and w == F64:
        return F32
    return max((t, w), key=RANK.__getitem__)


def binary(it: Any, op: str, a: Any, b: Any, flags: str = PLAIN) -> Any:
    """a op b where one at least is a Scalar."""
    if op in COMPARE:
        return compare(it, op, a, b)
    if op == "**":
        return power(it, a, b)
    t = common_type(a, b)
    stage = max(stage_of(a), stage_of(b))
    if op in BIT_OP:
        return bits(it, op, a, b, t, stage)
    if t == I1:
        raise it.error(f"`{op}` on two booleans is not part of the language (NumPy and Python disagree)", "use &, |, or convert with int(...)")
    if op == "/" and t == I64:
        t = F64
    if t in (F64, F32):
        if op in ("//", "%"):
            return float_floor(it, op, a, b, t)
        if is_num(b) and ((op == "-" and b == 0) or (op in "*/" and b == 1)):
            return scalar(it, a, t)
        x, y = scalar(it, a, t), scalar(it, b, t)
        return Scalar(t, it.b.emit(f"{FLOAT_OP[op]} {flags} {t} {x.ref}, {y.ref}"), None, stage)
    return integer(it, op, scalar(it, a, I64), scalar(it, b, I64), stage)


def accumulate(it: Any, a: Any, b: Any, op: str = "+") -> Any:
    """`a += b`: the one place where reassociation is allowed."""
    if isinstance(a, Scalar) or isinstance(b, Scalar):
        return binary(it, op, a, b, SUM)
    return it.operate(op, a, b)


def integer(it: Any, op: str, a: Scalar, b: Scalar, stage: int) -> Scalar:
    if op in INT_OP:
        return int_arithmetic(it, op, a, b, stage)
    if not (b.rng and (b.rng[0] > 0 or b.rng[1] < 0)):
        ok = it.b.emit(f"icmp ne i64 {b.ref}, 0")
        it.check(ok, "zero_division", "integer division by zero")
        b = Scalar(I64, it.b.emit(f"select i1 {ok}, i64 {b.ref}, i64 1"), b.rng, b.stage)
    positive = a.rng and b.rng and a.rng[0] >= 0 and b.rng[0] > 0
    rng = None
    if op == "%" and b.rng and b.rng[0] > 0:
        rng = (0, b.rng[1] - 1)
    elif positive and op == "//":
        rng = (a.rng[0] // b.rng[1], a.rng[1] // b.rng[0])  # type: ignore[index]
    e = it.b.emit
    if positive:
        return Scalar(I64, e(f"{'sdiv' if op == '//' else 'srem'} i64 {a.ref}, {b.ref}"), rng, stage)
    q, r = e(f"sdiv i64 {a.ref}, {b.ref}"), e(f"srem i64 {a.ref}, {b.ref}")
    off = e(f"and i1 {e(f'icmp ne i64 {r}, 0')}, {e(f'''icmp slt i64 {e(f'xor i64 {r}, {b.ref}')}, 0''')}")
    if op == "//":
        return Scalar(I64, e(f"add i64 {q}, {e(f'sext i1 {off} to i64')}"), rng, stage)
    return Scalar(I64, e(f"add i64 {r}, {e(f'select i1 {off}, i64 {b.ref}, i64 0')}"), rng, stage)


def int_arithmetic(it: Any, op: str, a: Scalar, b: Scalar, stage: int) -> Scalar:
    if b.ref == "0" and op in "+-":
        return a
    if a.ref == "0" and op == "+":
        return b
    rng = None
    if a.rng and b.rng:
        ends = [PYTHON[op](x, y) for x in a.rng for y in b.rng]
        if max(abs(min(ends)), abs(max(ends))) <= LIMIT:
            rng = (min(ends), max(ends))
    lin = None
    if op in "+-" and b.rng and b.rng[0] == b.rng[1]:
        base, c = a.lin or (a.ref, 0)
        lin = (base, PYTHON[op](c, b.rng[0]))
    elif op == "+" and a.rng and a.rng[0] == a.rng[1]:
        base, c = b.lin or (b.ref, 0)
        lin = (base, c + a.rng[0])
    small = op in "+-" and any(s.rng and max(abs(s.rng[0]), abs(s.rng[1])) < FEASIBLE for s in (a, b))
    if rng or small:
        return Scalar(I64, it.b.emit(f"{INT_OP[op]}{' nsw' if rng else ''} i64 {a.ref}, {b.ref}"), rng, stage, lin)
    name = {"+": "sadd", "-": "ssub", "*": "smul"}[op]
    pair = it.b.call("{ i64, i1 }", f"llvm.{name}.with.overflow.i64", [(I64, a.ref), (I64, b.ref)])
    over = it.b.emit(f"extractvalue {{ i64, i1 }} {pair}, 1")
    it.check(it.b.emit(f"xor i1 {over}, true"), "overflow", "an integer does not fit in 64 bits here")
    return Scalar(I64, it.b.emit(f"extractvalue {{ i64, i1 }} {pair}, 0"), None, stage, lin)


def bits(it: Any, op: str, a: Any, b: Any, t: str, stage: int) -> Scalar:
    if t in (F64, F32):
        raise it.error(f"`{op}` takes integers or booleans, not floats")
    x, y = scalar(it, a, t), scalar(it, b, t)
    if t == I1:
        if op in ("<<", ">>"):
            raise it.error(f"`{op}` takes integers, not booleans")
        return Scalar(I1, it.b.emit(f"{BIT_OP[op]} i1 {x.ref}, {y.ref}"), (0, 1), stage)
    rng = None
    if op == "&":
        tops = [s.rng[1] for s in (x, y) if s.rng and s.rng[0] >= 0]
        rng = (0, min(tops)) if tops else None
    elif x.rng and y.rng and x.rng[0] >= 0 and y.rng[0] >= 0:
        if op in ("|", "^"):
            rng = (0, (1 << max(x.rng[1], y.rng[1]).bit_length()) - 1)
        elif y.rng[1] < 63:
            lo, hi = (y.rng[0], y.rng[1]) if op == "<<" else (y.rng[1], y.rng[0])
            rng = (PYTHON[op](x.rng[0], lo), PYTHON[op](x.rng[1], hi))
    if rng and rng[1] >= 2**63:
        rng = None
    if op in ("<<", ">>") and not (y.rng and y.rng[0] >= 0 and y.rng[1] < 64):
        it.check(it.b.emit(f"icmp ult i64 {y.ref}, 64"), "overflow", "a shift by a negative number or by 64 and more bits")
        y = Scalar(I64, it.b.emit(f"and i64 {y.ref}, 63"), (0, 63), y.stage)
    return Scalar(I64, it.b.emit(f"{BIT_OP[op]} i64 {x.ref}, {y.ref}"), rng, stage)


def float_floor(it: Any, op: str, a: Any, b: Any, t: str) -> Scalar:
    """Python's % has the sign of the divisor; // is the quotient without that remainder, rounded (CPython's float_divmod)."""
    x, y = scalar(it, a, t), scalar(it, b, t)
    zero = scalar(it, 0.0, t)
    r = Scalar(t, it.b.emit(f"frem {PLAIN} {t} {x.ref}, {y.ref}"), None, max(x.stage, y.stage))
    wrong = bits(it, "&", compare(it, "!=", r, zero), compare(it, "!=", compare(it, "<", r, zero), compare(it, "<", y, zero)), I1, r.stage)
    r = select(it, wrong, binary(it, "+", r, y), r)
    if op == "%":
        return r
    q = binary(it, "/", binary(it, "-", x, r), y)
    f = function(it, "floor", [q])
    return select(it, compare(it, ">", binary(it, "-", q, f), 0.5), binary(it, "+", f, 1.0), f)


def power(it: Any, a: Any, b: Any) -> Any:
    if is_num(b) and float(b).is_integer() and 0 <= b <= 4 and isinstance(a, Scalar):
        if a.ty == I1:
            raise it.error("`**` on a boolean is not part of the language")
        t = F64 if isinstance(b, (float, np.floating)) and a.ty == I64 else a.ty
        r: Any = scalar(it, a, t)
        if b == 0:
            return scalar(it, 1, t)
        for _ in range(int(b) - 1):
            r = binary(it, "*", r, scalar(it, a, t))
        return r
    t = common_type(a, b)
    if t in (I64, I1):
        if is_num(a) and isinstance(b, Scalar) or is_num(b) and b < 0 or not is_num(b):
            raise it.error("an integer power with a run-time or negative exponent is not part of the language", "write float(x) ** y")
        t = F64
        x = cast(it, scalar(it, a, I64), F64)
        return cast(it, float_power(it, x, scalar(it, b, F64), F64), I64)
    if is_num(b) and b in (0.5, -1, -0.5):
        x = scalar(it, a, t)
        if b == 0.5:
            return function(it, "sqrt", [x])
        if b == -1:
            return binary(it, "/", 1.0, x)
        return binary(it, "/", 1.0, function(it, "sqrt", [x]))
    return float_power(it, scalar(it, a, t), scalar(it, b, t), t)


def float_power(it: Any, x: Scalar, y: Scalar, t: str) -> Scalar:
    return Scalar(t, it.b.call(t, f"llvm.pow.{suffix(t)}", [(t, x.ref), (t, y.ref)], PLAIN), None, max(x.stage, y.stage))


def suffix(t: str) -> str:
    return "f64" if t == F64 else "f32"


def compare(it: Any, op: str, a: Any, b: Any) -> Any:
    t = common_type(a, b)
    x, y = scalar(it, a, t), scalar(it, b, t)
    stage = max(x.stage, y.stage)
    if t in (F64, F32):
        return Scalar(I1, it.b.emit(f"fcmp {FCMP[op]} {t} {x.ref}, {y.ref}"), (0, 1), stage)
    if x.rng and y.rng:
        (a0, a1), (b0, b1) = x.rng, y.rng
        known = {
            "<": (a1 < b0, a0 >= b1),
            "<=": (a1 <= b0, a0 > b1),
            ">": (a0 > b1, a1 <= b0),
            ">=": (a0 >= b1, a1 < b0),
            "==": (a0 == a1 == b0 == b1, a1 < b0 or b1 < a0),
            "!=": (a1 < b0 or b1 < a0, a0 == a1 == b0 == b1),
        }[op]
        if known[0]:
            return True
        if known[1]:
            return False
    predicate = ICMP[op] if t == I64 else ICMP[op].replace("s", "u")
    return Scalar(I1, it.b.emit(f"icmp {predicate} {t} {x.ref}, {y.ref}"), (0, 1), stage)


def select(it: Any, c: Any, a: Any, b: Any) -> Any:
    if not isinstance(c, Scalar):
        return a if c else b
    if c.ty != I1:
        c = cast(it, c, I1)
    t = common_type(a, b)
    x, y = scalar(it, a, t), scalar(it, b, t)
    rng = (min(x.rng[0], y.rng[0]), max(x.rng[1], y.rng[1])) if x.rng and y.rng else None
    nsz = "nsz " if t in (F64, F32) else ""
    return Scalar(t, it.b.emit(f"select {nsz}i1 {c.ref}, {t} {x.ref}, {t} {y.ref}"), rng, max(c.stage, x.stage, y.stage))


def negate(it: Any, a: Any) -> Any:
    if not isinstance(a, Scalar):
        return -a
    if a.ty == I1:
        raise it.error("the negative of a boolean is not part of the language", "use `not` or ~")
    if a.ty == I64:
        return binary(it, "-", 0, a)
    return Scalar(a.ty, it.b.emit(f"fneg {PLAIN} {a.ty} {a.ref}"), None, a.stage)


def invert(it: Any, a: Any) -> Any:
    if not isinstance(a, Scalar):
        return ~a
    if a.ty in (F64, F32):
        raise it.error("`~` takes integers or booleans, not floats")
    return Scalar(a.ty, it.b.emit(f"xor {a.ty} {a.ref}, {'true' if a.ty == I1 else -1}"), (0, 1) if a.ty == I1 else None, a.stage)


def function(it: Any, name: str, args: list[Any]) -> Any:
    """The elementwise function `name` on numbers."""
    if name in PYTHON or name in COMPARE:
        return it.operate(name, *args)
    if name in CUSTOM:
        return CUSTOM[name](it, *args)
    if name in OPERATORS:
        return it.operate(OPERATORS[name], *args)
    u = UFUNCS[name]
    t = common_type(*args)
    t = t if t in (F64, F32) and u.symbol.startswith("llvm.") else F64
    xs = [scalar(it, a, t) for a in args]
    symbol = f"{u.symbol}.{suffix(t)}" if u.symbol.startswith("llvm.") else u.symbol
    r = Scalar(t, it.b.call(t, symbol, [(t, x.ref) for x in xs], PLAIN), None, max(x.stage for x in xs))
    return cast(it, r, F32) if common_type(*args) == F32 else r


def extreme(it: Any, intrinsic: str, op: str, a: Any, b: Any) -> Any:
    t = common_type(a, b)
    if t == I64:
        return select(it, compare(it, op, a, b), a, b)
    x, y = scalar(it, a, t), scalar(it, b, t)
    return Scalar(t, it.b.call(t, f"llvm.{intrinsic}.{suffix(t)}", [(t, x.ref), (t, y.ref)], PLAIN), None, max(x.stage, y.stage))


def absolute(it: Any, a: Any) -> Any:
    if not isinstance(a, Scalar):
        return abs(a)
    if a.ty in (I64, I1):
        if a.rng and a.rng[0] >= 0:
            return a
        r = select(it, compare(it, "<", a, 0), binary(it, "-", 0, a), a)
        return Scalar(I64, r.ref, (0, max(abs(a.rng[0]), abs(a.rng[1]))) if a.rng else (0, 2**63 - 1), a.stage)
    return Scalar(a.ty, it.b.call(a.ty, f"llvm.fabs.{suffix(a.ty)}", [(a.ty, a.ref)], PLAIN), None, a.stage)


def sign(it: Any, a: Any) -> Any:
    one, zero = (1, 0) if type_of(a) in (I64, I1) else (1.0, 0.0)
    r = select(it, compare(it, ">", a, zero), one, select(it, compare(it, "<", a, zero), -one, zero))
    return select(it, CUSTOM["isnan"](it, a), a, r) if type_of(a) in (F64, F32) else r


def is_nan(it: Any, a: Any) -> Any:
    if type_of(a) not in (F64, F32):
        return False
    if is_num(a):
        return math.isnan(a)
    return Scalar(I1, it.b.emit(f"fcmp uno {a.ty} {a.ref}, {literal(0.0, a.ty)}"), (0, 1), a.stage)


def is_inf(it: Any, a: Any) -> Any:
    return compare(it, "==", absolute(it, a), math.inf) if type_of(a) in (F64, F32) and not is_num(a) else (is_num(a) and math.isinf(a))


def is_finite(it: Any, a: Any) -> Any:
    return compare(it, "<", absolute(it, a), math.inf) if type_of(a) in (F64, F32) and not is_num(a) else (not is_num(a) or math.isfinite(a))


def logical(op: str) -> Any:
    return lambda it, a, b: bits(it, op, scalar(it, a, I1), scalar(it, b, I1), I1, max(stage_of(a), stage_of(b)))


def betaln(it: Any, a: Any, b: Any) -> Any:
    g = [function(it, "lgamma", [x]) for x in (a, b, it.operate("+", a, b))]
    return it.operate("-", it.operate("+", g[0], g[1]), g[2])


def logit(it: Any, x: Any) -> Any:
    return it.operate("-", function(it, "log", [x]), function(it, "log1p", [negate(it, x)]))


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


def clip(it: Any, x: Any, lo: Any, hi: Any) -> Any:
    if lo is not None:
        x = extreme(it, "maximum", ">", x, lo)
    return x if hi is None else extreme(it, "minimum", "<", x, hi)


def result_type(name: str, args: list[Any]) -> str:
    """Element type of an elementwise result."""
    if name in COMPARE or name in ("isnan", "isinf", "isfinite") or name.startswith("logical_"):
        return I1
    if name.startswith("cast_"):
        return {"f8": F64, "f4": F32, "i8": I64, "b1": I1}[name[5:]]
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
