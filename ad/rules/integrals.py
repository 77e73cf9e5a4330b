"""Partial derivatives of integrals over tails of normal variables, of Bessel functions by logarithm, and of laws of angles."""
from __future__ import annotations

import math
from collections.abc import Callable

from ...ir.errors import UnsupportedError
from ...ir.graph.build import real
from .symbols import POSITIVE, REAL, Operands, Partial, Rule, Sym, Term, exp, sin

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
    """1 - I1 / I0 at |x|, with the opposite sign of x. At 0 the slope is that from above, of the next order too, which |x| has not."""
    gap = o.x.where("olt", 0.0, -o.x, o.x).call("llb.i1_gap")
    return o.x.where("olt", 0.0, gap, -gap)


# -- the law of von Mises below x: slopes by the densities at x and at -π, and by the cosine there beside its mean below x
ARC = ((-3.0, 3.0), REAL, POSITIVE)


def _turn(o: Operands) -> Sym: return o.x - o.y
def _first_angle(o: Operands) -> Sym: return -math.pi - o.y
def _call(o: Operands, name: str) -> Sym: return o.x.call(name, o.y, o.z)
def _at_x(o: Operands) -> Sym: return _call(o, "llb.von_mises_hazard")
def _at_start(o: Operands) -> Sym: return _call(o, "llb.von_mises_entry")
def _slope_k(o: Operands) -> Sym: return _call(o, "llb.log_von_mises_k")


def _beyond(o: Operands, angle: Sym, slope: Sym) -> Sym:
    """The cosine of an angle less its mean below x, of which log_von_mises_k, the slope, is what it lies above the mean of all."""
    half = sin(0.5 * angle)
    return o.z.call("llb.i1_gap") - 2.0 * half * half - slope


def _bend(o: Operands, angle: Sym) -> Sym:
    """What a unit of mass at an angle adds to log_von_mises_kk, the result."""
    d = _beyond(o, angle, _slope_k(o))
    return d * d - (o.r + o.z.call("llb.i1_slope"))


def _between(at_x: Callable[[Operands], Sym], at_start: Callable[[Operands], Sym]) -> Partial:
    """The slope in mu of an integral over the arc, by what its ends add."""
    return lambda o: _at_start(o) * at_start(o) - _at_x(o) * at_x(o)


def _refuse(o: Operands) -> Term:
    raise UnsupportedError("the third derivative of the cdf of `VonMises` with respect to `kappa` is not known",
                           hint="two are; its derivatives in x and mu are")  # fmt: skip


VON_MISES: dict[str, Rule] = {
    "llb.log_von_mises": Rule(ARC, _at_x, lambda o: _at_start(o) - _at_x(o), _slope_k),
    "llb.von_mises_hazard": Rule(ARC, lambda o: -(o.r * (o.z * sin(_turn(o)) + o.r)), lambda o: o.r * (o.z * sin(_turn(o)) - _at_start(o) + o.r),
                                 lambda o: o.r * _beyond(o, _turn(o), _slope_k(o))),
    "llb.von_mises_entry": Rule(ARC, lambda o: -(o.r * _at_x(o)), lambda o: o.r * (o.z * sin(_first_angle(o)) - o.r + _at_x(o)),
                                lambda o: o.r * _beyond(o, _first_angle(o), _slope_k(o))),
    "llb.log_von_mises_k": Rule(ARC, lambda o: _at_x(o) * _beyond(o, _turn(o), o.r),
                                _between(lambda o: _beyond(o, _turn(o), o.r), lambda o: _beyond(o, _first_angle(o), o.r)),
                                lambda o: _call(o, "llb.log_von_mises_kk")),
    "llb.log_von_mises_kk": Rule(ARC, lambda o: _at_x(o) * _bend(o, _turn(o)),
                                 _between(lambda o: _bend(o, _turn(o)), lambda o: _bend(o, _first_angle(o))), _refuse),
}

RULES: dict[str, Rule] = {
    **VON_MISES,
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
