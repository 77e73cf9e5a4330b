"""Partial derivatives of integrals over tails of normal variables, and of Bessel functions by logarithm."""
from __future__ import annotations

import math

from ...ir.graph.build import real
from .symbols import POSITIVE, REAL, Operands, Rule, Sym, Term, exp

TWO_PI = 2.0 * math.pi
INV_SQRT_2PI = 1.0 / math.sqrt(TWO_PI)


def _mills(z: Sym) -> Sym:
    """Mills' ratio."""
    return Sym(z.code, real(0.0, z.value.type), z.flags).call("llb.mills_moment", z)


def _hazard(o: Operands) -> Sym: return o.x.call("llb.owens_hazard", o.y)
def _in_slope(o: Operands, hazard: Sym) -> Sym: return hazard / ((1.0 + o.y * o.y) * _mills(o.x * o.y))


def _i1_bend(o: Operands) -> Sym:
    """The second derivative of A = I1 / I0, whose first is r: r/x and A/x² cancel where x is small, and A/x² and 2 A r where it is large."""
    x, a = o.x, 1.0 - o.x.call("llb.i1_gap")
    inner = (a / x - o.r) / x - 2.0 * a * o.r
    i = 1.0 / x
    outer = -i * i * i * (1.0 + i * (0.75 + 1.5 * i))
    return x.where("olt", 0.01, x * (-0.375 + (5.0 / 24.0) * (x * x)), x.where("ogt", 1e4, outer, inner))


def _minus_odd(o: Operands) -> Term:
    """1 - I1 / I0 at |x|, with the opposite sign of x."""
    gap = o.x.call("llvm.fabs").call("llb.i1_gap")
    return o.x.where("olt", 0.0, gap, -gap)


RULES: dict[str, Rule] = {
    "llb.mills_moment": Rule((range(6), REAL), lambda o: 0.0, lambda o: -(o.x + 1.0).call("llb.mills_moment", o.y)),      # the power is a whole number
    "llb.owens_t": Rule((REAL, REAL), lambda o: -0.5 * INV_SQRT_2PI * exp(-0.5 * o.x * o.x) * (o.x * o.y * math.sqrt(0.5)).call("erf"),
                        lambda o: exp(-0.5 * o.x * o.x * (1.0 + o.y * o.y)) / (TWO_PI * (1.0 + o.y * o.y))),
    "llb.log_owens_rest": Rule((POSITIVE, POSITIVE), lambda o: -_hazard(o), lambda o: -_in_slope(o, _hazard(o))),
    "llb.owens_hazard": Rule((POSITIVE, POSITIVE), lambda o: o.r * (o.r - o.x - o.y / _mills(o.x * o.y)),
                             lambda o: o.r * (_in_slope(o, o.r) - o.x / _mills(o.x * o.y))),
    "llb.log_i0e": Rule((POSITIVE,), _minus_odd),
    "llb.i1_gap": Rule((POSITIVE,), lambda o: -o.x.call("llb.i1_slope")),
    "llb.i1_slope": Rule((POSITIVE,), _i1_bend),
}
