"""Mathematical functions under the names that rules have (`ad/rules/libm.py`), and those of two results written out in functions of one."""
from __future__ import annotations

import math
from collections.abc import Callable

from ...ir.errors import UnsupportedError
from ...ir.graph.build import F64, I1, PTR, Code, real, zero_of
from ...ir.graph.normalise import callee_of
from ...ir.records import Inst, Value
from ..rules.libm import COPIES, SAME, plain_name
from ..rules.partials import RULES

Way = Callable[[Code, Inst], None]
_INTRINSICS_HAVE = {"double": ".f64", "float": ".f32"}


def written_out(i: Inst) -> Way | None:
    """How a call is written, None where it stays as it is."""
    callee = callee_of(i)
    if i.type[0] == "<":                            # taken apart first
        return None
    name, single = plain_name(callee, i.type)
    if name in COPIES:
        return _copy
    if (way := _WAYS.get(callee) or _WAYS.get(_unsuffixed(callee))) is not None:
        return way
    known = SAME.get(name, name)
    if known not in RULES or callee in RULES or i.type not in _INTRINSICS_HAVE:
        return None
    if known.startswith("llvm."):
        return None if callee.startswith("llvm.") else _intrinsic(known)
    return _wider(known) if single or i.type == "float" else _renamed(known)


def _unsuffixed(callee: str) -> str:
    """`llvm.powi.f64.i32` -> `llvm.powi.`"""
    return ".".join(callee.split(".")[:2]) + "." if callee.startswith("llvm.") else callee


def _named(code: Code, i: Inst, v: Value) -> None:
    """Gives a value the name of the call."""
    code.insts.append(Inst("freeze", i.type, i.result, (v,)))


def _copy(code: Code, i: Inst) -> None:
    _named(code, i, i.args[0])


def _intrinsic(name: str) -> Way:
    """The intrinsic of the call's type, with what the call's flags allow."""
    return lambda code, i: code.insts.append(Inst("call", i.type, i.result, i.args, Value(PTR, f"@{name}{_suffix(i.type)}"), i.flags))


def _renamed(name: str) -> Way:
    return lambda code, i: code.insts.append(Inst("call", i.type, i.result, i.args, Value(PTR, f"@{name}"), i.flags))


def _wider(name: str) -> Way:
    """A function of C's library in single precision is that in double, rounded."""
    def way(code: Code, i: Inst) -> None:
        wide = [code.op("fpext", F64, (a,)) if a.type == "float" else a for a in i.args]
        code.insts.append(Inst("fptrunc", "float", i.result, (code.call(name, F64, wide),)))
    return way


def _suffix(type_: str) -> str:
    """Of an intrinsic: of floats and of vectors of them."""
    if type_[0] == "<":
        count, element = type_[1:-1].split(" x ")
        return f".v{count}{_INTRINSICS_HAVE[element][1:]}"
    return _INTRINSICS_HAVE[type_]


def _call(code: Code, name: str, x: Value) -> Value:
    return code.call(name + _suffix(x.type), x.type, (x,))


def _power(code: Code, i: Inst) -> None:
    """A whole power."""
    x, n = i.args
    _named(code, i, code.call("llvm.pow" + _suffix(x.type), x.type, (x, code.op("sitofp", x.type, (n,)))))


def _scaled(code: Code, i: Inst) -> None:
    """By a power of two that may be a longer integer: beyond 10000 it is one that no number can be scaled by more."""
    x, n = i.args
    if n.type != "i32":
        least = code.call(f"llvm.smin.{n.type}", n.type, (n, Value(n.type, "10000")))
        n = code.op("trunc", "i32", (code.call(f"llvm.smax.{n.type}", n.type, (least, Value(n.type, "-10000"))),))
    _named(code, i, _times_power_of_two(code, x, n))


def _times_power_of_two(code: Code, x: Value, n: Value) -> Value:
    if x.type == F64:
        return code.call("ldexp", F64, (x, n))
    return code.op("fptrunc", x.type, (code.call("ldexp", F64, (code.op("fpext", F64, (x,)), n)),))


def _to_places(pair: Callable[[Code, Inst, Value], tuple[Value, ...]]) -> Way:
    """Both results go to memory."""
    def way(code: Code, i: Inst) -> None:
        for v, place in zip(pair(code, i, i.args[0]), i.args[1:], strict=True):
            code.store(v, place)
    return way


def _to_place(pair: Callable[[Code, Inst, Value], tuple[Value, ...]]) -> Way:
    """The first is the result, the other goes to memory."""
    def way(code: Code, i: Inst) -> None:
        first, other = pair(code, i, i.args[0])
        code.store(other, i.args[1])
        _named(code, i, first)
    return way


def _as_pair(pair: Callable[[Code, Inst, Value], tuple[Value, ...]]) -> Way:
    """Both are the result."""
    def way(code: Code, i: Inst) -> None:
        first, other = pair(code, i, i.args[0])
        half = code.op("insertvalue", i.type, (Value(i.type, "poison"), first), (0,))
        code.insts.append(Inst("insertvalue", i.type, i.result, (half, other), (1,)))
    return way


def _sincos(code: Code, i: Inst, x: Value) -> tuple[Value, ...]:
    return _call(code, "llvm.sin", x), _call(code, "llvm.cos", x)


def _sincospi(code: Code, i: Inst, x: Value) -> tuple[Value, ...]:
    """Of pi x, less the whole turns, which are exact."""
    half = code.binary("fmul", x, real(0.5, x.type))
    turns = code.binary("fmul", _call(code, "llvm.rint", half), real(2.0, x.type))
    return _sincos(code, i, code.binary("fmul", code.binary("fsub", x, turns), real(math.pi, x.type)))


def _parts(code: Code, i: Inst, x: Value) -> tuple[Value, ...]:
    """The rest and the whole part; nothing is left of infinity."""
    whole = _call(code, "llvm.trunc", x)
    rest = code.binary("fsub", x, whole)
    infinite = code.compare("oeq", _call(code, "llvm.fabs", x), real(math.inf, x.type))
    return code.select(infinite, real(0.0, x.type), rest), whole


def _mantissa(code: Code, i: Inst, x: Value) -> tuple[Value, ...]:
    """x times the power of two that belongs to the exponent, and that, which is 0 for what has none."""
    if x.type[0] == "<":
        raise UnsupportedError("`llvm.frexp` of vectors cannot be differentiated", hint="compile this file without vectorisation")
    size = _call(code, "llvm.fabs", x)
    below = code.call("ilogb", "i32", (code.op("fpext", F64, (x,)) if x.type == "float" else x,))
    usual = code.op("and", I1, (code.compare("ogt", size, zero_of(x.type)), code.compare("olt", size, real(math.inf, x.type))))
    n = code.select(usual, code.binary("add", below, Value("i32", "1")), Value("i32", "0"))
    return _times_power_of_two(code, x, code.binary("sub", Value("i32", "0"), n)), n


def _frexp(code: Code, i: Inst) -> None:
    """The exponent goes to memory by the call itself."""
    x, place = i.args
    code.insts.append(Inst("call", i.type, code.names.new(), i.args, i.extra))
    n = code.load("i32", place)
    _named(code, i, _times_power_of_two(code, x, code.binary("sub", Value("i32", "0"), n)))


def _quotient(code: Code, i: Inst) -> None:
    """Bits of the quotient go to memory by the call itself; the result is the remainder."""
    code.insts.append(Inst("call", i.type, code.names.new(), i.args, i.extra))
    remainder = Inst("call", i.type, i.result, i.args[:2], Value(PTR, "@remainder"))
    (_wider("remainder") if i.type == "float" else _renamed("remainder"))(code, remainder)


def _with_sign(code: Code, i: Inst) -> None:
    """The sign goes to memory by the call itself; the result is the logarithm."""
    code.insts.append(Inst("call", i.type, code.names.new(), i.args, i.extra))
    logarithm = Inst("call", i.type, i.result, i.args[:1], Value(PTR, "@lgamma"))
    (_wider("lgamma") if i.type == "float" else _renamed("lgamma"))(code, logarithm)


def _dim(code: Code, i: Inst) -> None:
    """x - y where that is positive, nan where one of them is."""
    x, y = i.args
    _named(code, i, code.select(code.compare("ole", x, y), Value(x.type, "0.0"), code.binary("fsub", x, y)))


def _both(way: Way, *names: str) -> dict[str, Way]:
    """In double and single precision."""
    return {name + suffix: way for name in names for suffix in ("", "f")}


_WAYS: dict[str, Way] = {
    "llvm.powi.": _power, "__powidf2": _power, "__powisf2": _power,
    "llvm.ldexp.": _scaled, **_both(_scaled, "ldexp", "scalbn", "scalbln"),
    "llvm.sincos.": _as_pair(_sincos), **_both(_to_places(_sincos), "sincos"),
    "llvm.sincospi.": _as_pair(_sincospi), "llvm.modf.": _as_pair(_parts), **_both(_to_place(_parts), "modf"),
    "llvm.frexp.": _as_pair(_mantissa), **_both(_frexp, "frexp"), **_both(_quotient, "remquo"),
    **_both(_with_sign, "lgamma_r"), "lgammaf_r": _with_sign, "__lgamma_r_finite": _with_sign, "__lgammaf_r_finite": _with_sign, **_both(_dim, "fdim"),
}
