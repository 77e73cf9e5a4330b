"""Partial derivatives of scalar operations, one expression per operand, over lazy operands `o.r` (result), `o.x`, `o.y`, `o.z`.

Ties: maximum/minimum give all to the first operand; |x| at 0 gives 0; pow has log x only where x > 0 (0 at x = 0 < y).
"""
from __future__ import annotations

import math

from ..ir.records import Value
from .code import Code, real


class Sym:
    """A value with arithmetic operators that emit code."""

    def __init__(self, code: Code, value: Value, flags=()):
        self.code, self.value, self.flags = code, value, flags

    def _lift(self, other) -> Value:
        return other.value if isinstance(other, Sym) else real(float(other), self.value.type)

    def _new(self, op: str, a: Value, b: Value) -> Sym:
        return Sym(self.code, self.code.binary(op, a, b, self.flags), self.flags)

    def __add__(self, o): return self._new("fadd", self.value, self._lift(o))
    def __radd__(self, o): return self._new("fadd", self._lift(o), self.value)
    def __sub__(self, o): return self._new("fsub", self.value, self._lift(o))
    def __rsub__(self, o): return self._new("fsub", self._lift(o), self.value)
    def __mul__(self, o): return self._new("fmul", self.value, self._lift(o))
    def __rmul__(self, o): return self._new("fmul", self._lift(o), self.value)
    def __truediv__(self, o): return self._new("fdiv", self.value, self._lift(o))
    def __rtruediv__(self, o): return self._new("fdiv", self._lift(o), self.value)
    def __neg__(self): return Sym(self.code, self.code.op("fneg", self.value.type, (self.value,), None, self.flags), self.flags)

    def call(self, name: str, *others) -> Sym:
        suffix = {"double": ".f64", "float": ".f32"}[self.value.type] if name.startswith("llvm.") else ""
        args = (self.value, *map(self._lift, others))
        return Sym(self.code, self.code.call(name + suffix, self.value.type, args), self.flags)

    def where(self, predicate: str, other, yes, no) -> Sym:
        """`yes` where this compares so with `other`, else `no`."""
        c = self.code.compare(predicate, self.value, self._lift(other))
        return Sym(self.code, self.code.select(c, self._lift(yes), self._lift(no)), self.flags)


def log(x): return x.call("llvm.log")
def exp(x): return x.call("llvm.exp")
def sqrt(x): return x.call("llvm.sqrt")
def sin(x): return x.call("llvm.sin")
def cos(x): return x.call("llvm.cos")
def ipow(x, y): return x.call("llvm.pow", y)


def _sign(x): return x.where("oeq", 0.0, 0.0, _one(x).call("llvm.copysign", x))
def _one(x): return Sym(x.code, real(1.0, x.value.type), x.flags)
def _density(x): return exp(-0.5 * x * x) * (1 / math.sqrt(2 * math.pi))


def _ge(o): return o.x.where("oge", o.y, 1.0, o.y.where("uno", 0.0, 1.0, 0.0))
def _not_ge(o): return o.x.where("oge", o.y, 0.0, o.y.where("uno", 0.0, 0.0, 1.0))
def _le(o): return o.x.where("ole", o.y, 1.0, o.y.where("uno", 0.0, 1.0, 0.0))
def _not_le(o): return o.x.where("ole", o.y, 0.0, o.y.where("uno", 0.0, 0.0, 1.0))


def _share(o, first):
    """exp(x - r) or exp(y - r) of logaddexp, halves at a tie, infinite ones too; both partials have the same exp."""
    d = o.x.where("oeq", o.y, 0.0, o.x - o.y)
    e = exp(-d.call("llvm.fabs"))
    return d.where("oge", 0.0, *((1.0, e) if first else (e, 1.0))) / (1.0 + e)


_MAX, _MIN = (_ge, _not_ge), (_le, _not_le)
_TWO_PI = 2 / math.sqrt(math.pi)

RULES = {
    "fadd": (lambda o: 1.0, lambda o: 1.0),
    "fsub": (lambda o: 1.0, lambda o: -1.0),
    "fneg": (lambda o: -1.0,),
    "freeze": (lambda o: 1.0,),
    "fmul": (lambda o: o.y, lambda o: o.x),
    "fdiv": (lambda o: 1.0 / o.y, lambda o: -(o.r / o.y)),
    "frem": (lambda o: 1.0, lambda o: -((o.x - o.r) / o.y).call("llvm.rint")),
    "fpext": (lambda o: 1.0,),
    "fptrunc": (lambda o: 1.0,),
    "llvm.fmuladd": (lambda o: o.y, lambda o: o.x, lambda o: 1.0),
    "llvm.fma": (lambda o: o.y, lambda o: o.x, lambda o: 1.0),
    "llvm.exp": (lambda o: o.r,),
    "llvm.exp2": (lambda o: o.r * math.log(2.0),),
    "llvm.log": (lambda o: 1.0 / o.x,),
    "llvm.log2": (lambda o: (1 / math.log(2.0)) / o.x,),
    "llvm.log10": (lambda o: (1 / math.log(10.0)) / o.x,),
    "llvm.sqrt": (lambda o: 0.5 / o.r,),
    "llvm.fabs": (lambda o: _sign(o.x),),
    "llvm.sin": (lambda o: cos(o.x),),
    "llvm.cos": (lambda o: -sin(o.x),),
    "llvm.tan": (lambda o: 1.0 + o.r * o.r,),
    "llvm.tanh": (lambda o: 1.0 - o.r * o.r,),
    "llvm.sinh": (lambda o: o.x.call("llvm.cosh"),),
    "llvm.cosh": (lambda o: o.x.call("llvm.sinh"),),
    "llvm.asin": (lambda o: 1.0 / sqrt((1.0 - o.x) * (1.0 + o.x)),),
    "llvm.acos": (lambda o: -1.0 / sqrt((1.0 - o.x) * (1.0 + o.x)),),
    "llvm.atan": (lambda o: 1.0 / (1.0 + o.x * o.x),),
    "llvm.pow": (lambda o: o.y.where("oeq", 0.0, 0.0, o.y * ipow(o.x, o.y - 1.0)), lambda o: o.r.where("oeq", 0.0, 0.0, o.r * log(o.x))),
    "llvm.maximum": _MAX, "llvm.maxnum": _MAX, "llvm.minimum": _MIN, "llvm.minnum": _MIN,
    "llvm.copysign": (lambda o: o.x.where("oeq", 0.0, 0.0, _sign(o.x) * _one(o.x).call("llvm.copysign", o.y)), lambda o: 0.0),
    "llvm.floor": (lambda o: 0.0,), "llvm.ceil": (lambda o: 0.0,), "llvm.trunc": (lambda o: 0.0,), "llvm.rint": (lambda o: 0.0,),
    "llvm.round": (lambda o: 0.0,), "llvm.roundeven": (lambda o: 0.0,), "llvm.nearbyint": (lambda o: 0.0,),
    "log1p": (lambda o: 1.0 / (1.0 + o.x),),
    "expm1": (lambda o: o.r + 1.0,),
    "sinh": (lambda o: o.x.call("cosh"),), "cosh": (lambda o: o.x.call("sinh"),), "tanh": (lambda o: 1.0 - o.r * o.r,),
    "asinh": (lambda o: 1.0 / sqrt(o.x * o.x + 1.0),),
    "acosh": (lambda o: 1.0 / sqrt((o.x - 1.0) * (o.x + 1.0)),),
    "atanh": (lambda o: 1.0 / ((1.0 - o.x) * (1.0 + o.x)),),
    "atan2": (lambda o: o.y / (o.x * o.x + o.y * o.y), lambda o: -(o.x / (o.x * o.x + o.y * o.y))),
    "cbrt": (lambda o: 1.0 / (3.0 * o.r * o.r),),
    "hypot": (lambda o: o.r.where("oeq", 0.0, 0.0, o.x / o.r), lambda o: o.r.where("oeq", 0.0, 0.0, o.y / o.r)),
    "erf": (lambda o: _TWO_PI * exp(-(o.x * o.x)),),
    "erfc": (lambda o: -_TWO_PI * exp(-(o.x * o.x)),),
    "lgamma": (lambda o: o.x.call("llb.digamma"),),
    "tgamma": (lambda o: o.r * o.x.call("llb.digamma"),),
    "llb.digamma": (lambda o: o.x.call("llb.trigamma"),),
    "llb.trigamma": (lambda o: Sym(o.x.code, real(2.0), o.x.flags).call("llb.polygamma", o.x),),
    "llb.polygamma": (lambda o: 0.0, lambda o: (o.x + 1.0).call("llb.polygamma", o.y)),
    "llb.ndtr": (lambda o: _density(o.x),),
    "llb.log_ndtr": (lambda o: o.x.where("olt", -1e4, -o.x - 1.0 / o.x, exp(-0.5 * o.x * o.x - o.r) * (1 / math.sqrt(2 * math.pi))),),
    "llb.ndtri": (lambda o: 1.0 / _density(o.r),),
    "llb.logaddexp": (lambda o: _share(o, True), lambda o: _share(o, False)),
    "llb.expit": (lambda o: o.r * (-o.x).call("llb.expit"),),
    "llb.log_expit": (lambda o: (-o.x).call("llb.expit"),),
    "llb.log1mexp": (lambda o: -1.0 / (-o.x).call("expm1"),),
    "llb.xlogy": (lambda o: log(o.y), lambda o: o.x.where("oeq", 0.0, 0.0, o.x / o.y)),
    "llb.xlog1py": (lambda o: o.y.call("log1p"), lambda o: o.x.where("oeq", 0.0, 0.0, o.x / (1.0 + o.y))),
    "llb.erfinv": (lambda o: 0.5 * math.sqrt(math.pi) * exp(o.r * o.r),),
    "llb.stop_gradient": (lambda o: 0.0,),
}
RULES["fmod"] = RULES["frem"]
for _name in ("asin", "acos", "atan", "tan", "sin", "cos", "exp", "log", "pow"):
    RULES[_name] = RULES["llvm." + _name]


def rule_name(callee: str) -> str:
    """`llvm.exp.f64` -> `llvm.exp`; libm names unchanged."""
    return callee.rsplit(".f", 1)[0] if callee.startswith("llvm.") else callee
