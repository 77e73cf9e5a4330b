"""Partial derivatives of scalar operations, one expression per operand, over lazy operands `o.r` (result), `o.x`, `o.y`, `o.z`, `o.w`.

Where there is no derivative: maximum/minimum give all to the first operand at a tie, and to the number beside a nan; |x| and copysign at
x = 0 give 0; whole-number functions give 0 everywhere; pow has log x only where the result is not 0 (0 at x = 0 < y) and no slope in x at
y = 0; hypot at the origin and sqrt at 0 give 0, to every order; log and its like have their limits (inf), atan2 at the origin nan. Constants in a
`where` would hide a slope of the next order (logaddexp at a tie, x log y at x = 0): what divides is replaced there, not the quotient.
"""
from __future__ import annotations

import math

from ...ir.graph.build import real
from . import classical, cylinder, elliptic, everyday, gauss, incomplete, integrals, libm, passage
from .symbols import (
    ABOVE_MINUS_ONE,
    ABOVE_ONE,
    BESIDE_ZERO,
    NEGATIVE,
    POSITIVE,
    PROBABILITY,
    UNIT,
    Operands,
    Rule,
    Sym,
    Term,
    cos,
    digamma,
    exp,
    ipow,
    log,
    sin,
    sqrt,
    trigamma,
)
from .symbols import REAL as REAL

INV_SQRT_2PI = 1 / math.sqrt(2 * math.pi)


def _sign(x: Sym) -> Sym: return x.where("oeq", 0.0, 0.0, _one(x).call("llvm.copysign", x))
def _one(x: Sym) -> Sym: return Sym(x.code, real(1.0, x.value.type), x.flags)
def _density(x: Sym) -> Sym: return exp(-0.5 * x * x) * INV_SQRT_2PI


def _ge(o: Operands) -> Sym: return o.x.where("oge", o.y, 1.0, o.y.where("uno", 0.0, 1.0, 0.0))
def _not_ge(o: Operands) -> Sym: return o.x.where("oge", o.y, 0.0, o.y.where("uno", 0.0, 0.0, 1.0))
def _le(o: Operands) -> Sym: return o.x.where("ole", o.y, 1.0, o.y.where("uno", 0.0, 1.0, 0.0))
def _not_le(o: Operands) -> Sym: return o.x.where("ole", o.y, 0.0, o.y.where("uno", 0.0, 0.0, 1.0))


def _share(o: Operands, sign: float) -> Sym:
    """exp(x - r) or exp(y - r) of logaddexp as a logistic function of the difference, whose slope is right at ties too; halves at equal infinities.
    Its exp is that of logaddexp's body, of the same difference, and becomes one with it."""
    d = o.x - o.y
    share = (d if sign > 0.0 else -d).call("llb.expit")
    return o.x.where("oeq", o.y, d.where("uno", d, 0.5, share), share)


def _hazard(o: Operands) -> Sym:
    """density(x) / ndtr(x), by its asymptotic series (Abramowitz & Stegun 26.2.12, inverted) where x² and log ndtr cancel."""
    u = 1.0 / (o.x * o.x)
    series = -o.x - (1.0 - (2.0 - (10.0 - 74.0 * u) * u) * u) / o.x
    return o.x.where("olt", -50.0, series, exp(-0.5 * o.x * o.x - o.r) * INV_SQRT_2PI)


def _square_slope(o: Operands) -> Sym:
    """2t / (1 + t²), 2 / t where t² is so large that 1 adds nothing: squares of it, of which second derivatives are made, do not overflow."""
    s = o.x * o.x
    return s.where("ogt", 1e20, 2.0, 2.0 * o.x) * (1.0 / s.where("ogt", 1e20, o.x, 1.0 + s))


def _unless_both_zero(x: Sym, y: Sym) -> Sym:
    """y, infinite where x is 0 too: what divides x so that 0 / 0 is 0, to every order."""
    return y.where("oeq", 0.0, x.where("oeq", 0.0, math.inf, y), y)


def _where_not_zero(r: Sym) -> Sym:
    """r, infinite where it is 0: what divides by it is 0 there, and so are its derivatives."""
    return r.where("oeq", 0.0, math.inf, r)


def _not_infinite(y: Sym) -> Sym:
    """y, finite where a logarithm of a density is -inf: slopes of what has no weight in a sum are taken times 0."""
    return y.where("oeq", math.inf, 1e130, y)


_TWO_BY_SQRT_PI = 2 / math.sqrt(math.pi)
def _nothing(o: Operands) -> Term: return 0.0
def _step(*domains: tuple[float, float]) -> Rule: return Rule(domains, *[_nothing] * len(domains))


_MAX, _MIN = Rule((REAL, REAL), _ge, _not_ge), Rule((REAL, REAL), _le, _not_le)
_SINH, _COSH = Rule((REAL,), lambda o: o.x.call("cosh")), Rule((REAL,), lambda o: o.x.call("sinh"))

RULES: dict[str, Rule] = {
    "fadd": Rule((REAL, REAL), lambda o: 1.0, lambda o: 1.0),
    "fsub": Rule((REAL, REAL), lambda o: 1.0, lambda o: -1.0),
    "fneg": Rule((REAL,), lambda o: -1.0),
    "freeze": Rule((REAL,), lambda o: 1.0),
    "fmul": Rule((REAL, REAL), lambda o: o.y, lambda o: o.x),
    "fdiv": Rule((REAL, POSITIVE), lambda o: 1.0 / o.y, lambda o: -(o.r / o.y)),
    "frem": Rule((REAL, POSITIVE), lambda o: 1.0, lambda o: -((o.x - o.r) / o.y).call("llvm.rint")),
    "fpext": Rule((REAL,), lambda o: 1.0),
    "fptrunc": Rule((REAL,), lambda o: 1.0),
    "llvm.fmuladd": Rule((REAL, REAL, REAL), lambda o: o.y, lambda o: o.x, lambda o: 1.0),
    "llvm.exp": Rule((REAL,), lambda o: o.r),
    "llvm.exp2": Rule((REAL,), lambda o: o.r * math.log(2.0)),
    "llvm.exp10": Rule((REAL,), lambda o: o.r * math.log(10.0)),
    "llvm.log": Rule((POSITIVE,), lambda o: 1.0 / o.x),
    "llvm.log2": Rule((POSITIVE,), lambda o: (1 / math.log(2.0)) / o.x),
    "llvm.log10": Rule((POSITIVE,), lambda o: (1 / math.log(10.0)) / o.x),
    "llvm.sqrt": Rule((POSITIVE,), lambda o: 0.5 / _where_not_zero(o.r)),
    "llvm.fabs": Rule((REAL,), lambda o: _sign(o.x)),
    "llvm.sin": Rule((REAL,), lambda o: cos(o.x)),
    "llvm.cos": Rule((REAL,), lambda o: -sin(o.x)),
    "llvm.tan": Rule(((-1.4, 1.4),), lambda o: 1.0 + o.r * o.r),
    "llvm.tanh": Rule((REAL,), lambda o: 1.0 - o.r * o.r),
    "llvm.sinh": Rule((REAL,), lambda o: o.x.call("llvm.cosh")),
    "llvm.cosh": Rule((REAL,), lambda o: o.x.call("llvm.sinh")),
    "llvm.asin": Rule((UNIT,), lambda o: 1.0 / sqrt((1.0 - o.x) * (1.0 + o.x))),
    "llvm.acos": Rule((UNIT,), lambda o: -1.0 / sqrt((1.0 - o.x) * (1.0 + o.x))),
    "llvm.atan": Rule((REAL,), lambda o: 1.0 / (1.0 + o.x * o.x)),
    "llvm.pow": Rule((POSITIVE, REAL), lambda o: o.y * ipow(_unless_both_zero(o.y, o.x), o.y - 1.0),
                     lambda o: o.r * log(o.r.where("oeq", 0.0, 1.0, o.x))),
    "llvm.maximum": _MAX, "llvm.maxnum": _MAX, "llvm.maximumnum": _MAX,
    "llvm.minimum": _MIN, "llvm.minnum": _MIN, "llvm.minimumnum": _MIN,
    "llvm.copysign": Rule((REAL, REAL), lambda o: o.x.where("oeq", 0.0, 0.0, _sign(o.x) * _one(o.x).call("llvm.copysign", o.y)), lambda o: 0.0),
    "log1p": Rule((ABOVE_MINUS_ONE,), lambda o: 1.0 / (1.0 + o.x)),
    "expm1": Rule((REAL,), lambda o: o.r + 1.0),
    "sinh": _SINH, "cosh": _COSH,
    "asinh": Rule((REAL,), lambda o: 1.0 / sqrt(o.x * o.x + 1.0)),
    "acosh": Rule((ABOVE_ONE,), lambda o: 1.0 / sqrt((o.x - 1.0) * (o.x + 1.0))),
    "atanh": Rule((UNIT,), lambda o: 1.0 / ((1.0 - o.x) * (1.0 + o.x))),
    "atan2": Rule((REAL, BESIDE_ZERO), lambda o: o.y / (o.x * o.x + o.y * o.y), lambda o: -(o.x / (o.x * o.x + o.y * o.y))),
    "cbrt": Rule((POSITIVE,), lambda o: 1.0 / (3.0 * o.r * o.r)),
    "hypot": Rule((REAL, BESIDE_ZERO), lambda o: o.x / _where_not_zero(o.r), lambda o: o.y / _where_not_zero(o.r)),
    "erf": Rule((REAL,), lambda o: _TWO_BY_SQRT_PI * exp(-(o.x * o.x))),
    "erfc": Rule((REAL,), lambda o: -_TWO_BY_SQRT_PI * exp(-(o.x * o.x))),
    "lgamma": Rule((POSITIVE,), lambda o: digamma(o.x)),
    "tgamma": Rule((POSITIVE,), lambda o: o.r * digamma(o.x)),
    "llb.digamma": Rule((POSITIVE,), lambda o: trigamma(o.x)),
    "llb.trigamma": Rule((POSITIVE,), lambda o: Sym(o.x.code, real(2.0), o.x.flags).call("llb.polygamma", o.x)),
    "llb.polygamma": Rule((range(2, 7), POSITIVE), lambda o: 0.0, lambda o: (o.x + 1.0).call("llb.polygamma", o.y)),      # the order is a whole number
    "llb.lgamma_rest": Rule((POSITIVE,), lambda o: o.x.call("llb.digamma_rest")),
    "llb.digamma_rest": Rule((POSITIVE,), lambda o: o.x.call("llb.trigamma_rest")),
    "llb.trigamma_rest": Rule((POSITIVE,), lambda o: Sym(o.x.code, real(2.0), o.x.flags).call("llb.polygamma", o.x) + 1.0 / (o.x * o.x)),
    "llb.peak_slope": Rule((POSITIVE, POSITIVE, REAL), lambda o: -1.0 / o.x, lambda o: 0.0, lambda o: 1.0),
    "llb.below_peak": Rule((POSITIVE, POSITIVE, REAL), lambda o: o.x.call("llb.peak_slope", o.y, o.z), lambda o: -1.0, lambda o: o.x),
    "llb.times": Rule((REAL, REAL), lambda o: o.y, lambda o: o.x),
    "llb.power_less_exp": Rule((POSITIVE, REAL), lambda o: o.y, lambda o: o.x - _not_infinite(exp(o.y))),
    "llb.log1p_square": Rule((REAL,), _square_slope),
    "llb.log_ratio": Rule((POSITIVE, POSITIVE), lambda o: 1.0 / o.x, lambda o: -1.0 / o.y),
    "llb.shifted_log_ratio": Rule((POSITIVE, POSITIVE, POSITIVE), lambda o: 1.0 / (o.x + o.z), lambda o: -1.0 / (o.y + o.z),
                                  lambda o: (o.y - o.x) / ((o.x + o.z) * (o.y + o.z))),
    "llb.joint_log_ratio": Rule((POSITIVE, POSITIVE, POSITIVE), lambda o: -(o.z / (o.x + o.z)) / o.x, lambda o: o.z / (o.y + o.z) / o.y,
                                lambda o: (o.y - o.x) / (o.x + o.z) / (o.y + o.z)),                     # no products: their squares may be 0
    "llb.ndtr": Rule((REAL,), lambda o: _density(o.x)),
    "llb.log_ndtr": Rule(((-60.0, 3.0),), _hazard),
    "llb.ndtri": Rule((PROBABILITY,), lambda o: 1.0 / _density(o.r)),
    "llb.erfinv": Rule((UNIT,), lambda o: 0.5 * math.sqrt(math.pi) * exp(o.r * o.r)),
    **integrals.RULES,
    **passage.RULES,
    **cylinder.RULES,
    **classical.RULES,
    **elliptic.RULES,
    **gauss.RULES,
    **everyday.RULES,
    **libm.RULES,
    "llb.logaddexp": Rule((REAL, REAL), lambda o: _share(o, 1.0), lambda o: _share(o, -1.0)),
    "llb.expit": Rule((REAL,), lambda o: o.r * (-o.x).call("llb.expit")),
    "llb.log_expit": Rule((REAL,), lambda o: (-o.x).call("llb.expit")),
    "llb.log1p_of_unit": Rule(((0.0, 1.0),), lambda o: 1.0 / (1.0 + o.x)),
    "llb.log1mexp": Rule((NEGATIVE,), lambda o: exp(o.x) / o.x.call("expm1")),
    "llb.xlogy": Rule((REAL, POSITIVE), lambda o: log(o.y), lambda o: o.x / _where_not_zero(o.y)),
    "llb.xlog1py": Rule((REAL, ABOVE_MINUS_ONE), lambda o: o.y.call("log1p"), lambda o: o.x / _where_not_zero(1.0 + o.y)),
    **incomplete.RULES,
    "llb.stop_gradient": _step(REAL),
}
RULES.update({name: RULES[other] for name, other in {"fmod": "frem", "llvm.fma": "llvm.fmuladd"}.items()})
RULES.update({
    name: RULES["llvm." + name] for name in ("asin", "acos", "atan", "tan", "sin", "cos", "tanh", "exp", "exp2", "exp10", "log", "pow", "sqrt", "fabs")})
RULES.update({name: _step(REAL) for name in ("llvm.floor", "llvm.ceil", "llvm.trunc", "llvm.rint", "llvm.round", "llvm.roundeven", "llvm.nearbyint")})
FLAT = frozenset(name for name, rule in RULES.items() if set(rule) == {_nothing})       # no derivative passes through these


def rule_name(callee: str) -> str:
    """`llvm.exp.f64` -> `llvm.exp`; libm names unchanged."""
    return callee.rsplit(".f", 1)[0] if callee.startswith("llvm.") else callee
