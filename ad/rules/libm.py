"""C's mathematical library: rules of functions that are there alone, and which rule functions have that are known under another name.

A law over both tables compiles each name from C: `tests/ad/foreign/test_functions.py`.
"""
from __future__ import annotations

from ...ir.graph.build import real
from ...ir.records import Value
from .symbols import POSITIVE, REAL, Operands, Rule, Sym, Term

WHOLE = range(1, 6)


def _nothing(o: Operands) -> Term: return 0.0
def _order(k: int, x: Sym) -> Sym: return Sym(x.code, Value("i32", str(k)))
def _of(name: str, n: Sym, x: Sym) -> Sym: return Sym(x.code, x.code.call(name, x.value.type, (n.value, x.value)), x.flags)
def _next(n: Sym, step: int) -> Sym: return Sym(n.code, n.code.binary("add", n.value, Value("i32", str(step))))


def _halved(name: str) -> Rule:
    """Bessel functions of whole order by their neighbours (DLMF 10.6.1)."""
    return Rule((WHOLE, REAL), _nothing, lambda o: 0.5 * (_of(name, _next(o.x, -1), o.y) - _of(name, _next(o.x, 1), o.y)))


def _power_of_two(o: Operands) -> Term:
    one = Sym(o.x.code, real(1.0, o.x.value.type), o.x.flags)
    return Sym(one.code, one.code.call("ldexp", one.value.type, (one.value, o.y.value)), one.flags)


RULES: dict[str, Rule] = {
    "remainder": Rule((REAL, POSITIVE), lambda o: 1.0, lambda o: -((o.x - o.r) / o.y).call("llvm.rint")),
    "nextafter": Rule((REAL, REAL), lambda o: 1.0, _nothing),
    "ldexp": Rule((REAL, WHOLE), _power_of_two, _nothing),
    "j0": Rule((REAL,), lambda o: -o.x.call("j1")),
    "j1": Rule((REAL,), lambda o: 0.5 * (o.x.call("j0") - _of("jn", _order(2, o.x), o.x))),
    "y0": Rule((POSITIVE,), lambda o: -o.x.call("y1")),
    "y1": Rule((POSITIVE,), lambda o: 0.5 * (o.x.call("y0") - _of("yn", _order(2, o.x), o.x))),
    "jn": _halved("jn"), "yn": _halved("yn"),
}

_SAME: dict[str, str] = {
    **{name: "llvm." + name for name in (
        "acos", "asin", "atan", "ceil", "copysign", "cos", "cosh", "exp", "exp10", "exp2", "fabs", "floor", "fma", "log", "log10", "log2", "nearbyint",
        "pow", "rint", "round", "roundeven", "sin", "sinh", "sqrt", "tan", "tanh", "trunc")},
    "fmax": "llvm.maxnum", "fmin": "llvm.minnum", "fmaximum": "llvm.maximum", "fminimum": "llvm.minimum", "fmaximum_num": "llvm.maximumnum",
    "fminimum_num": "llvm.minimumnum", "pow10": "llvm.exp10", "gamma": "lgamma", "drem": "remainder", "llvm.atan2": "atan2",
}
SAME: dict[str, str] = _SAME | {f"__{name}_finite": _SAME.get(name, name) for name in (
    "acos", "acosh", "asin", "atan2", "atanh", "cosh", "exp", "exp10", "exp2", "fmod", "hypot", "j0", "j1", "jn", "lgamma", "log", "log10", "log2", "pow",
    "remainder", "sinh", "sqrt", "y0", "y1", "yn")}
COPIES = frozenset(["llvm.canonicalize", "llvm.arithmetic.fence", "llvm.ssa.copy"])        # give their operand


def plain_name(callee: str, type_: str) -> tuple[str, str]:
    """(name without what says the type, the type in C's suffix: "" or "f") of a function that gives a number of type `type_`."""
    if callee.startswith("llvm."):
        return callee.rsplit(".f", 1)[0], ""
    if type_ != "float":
        return callee, ""
    if callee.endswith("f_finite"):
        return callee.removesuffix("f_finite") + "_finite", "f"
    return (callee[:-1], "f") if callee.endswith("f") else (callee, "")
