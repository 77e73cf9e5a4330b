"""Partial derivatives of exponential, sine and elliptic integrals, of zeta and of hypergeometric functions."""
from __future__ import annotations

import math

from ...ir.graph.build import real
from .symbols import POSITIVE, REAL, Operands, Refused, Rule, Sym, cos, exp, log, sin


def number(o: Operands, value: float) -> Sym: return Sym(o.x.code, real(value, o.x.value.type), o.x.flags)


def _near(x: Sym, at: float, least: float, series: tuple[float, ...], far: Sym) -> Sym:
    """`far`, but a power series in x - at, highest first, where |x - at| < least: to every order."""
    d = x - at if at else x
    s: Sym = d * series[0] + series[1]
    for c in series[2:]:
        s = s * d + c
    return (d * d).where("olt", least * least, s, far)


SINC = (1.0 / 362880.0, 0.0, -1.0 / 5040.0, 0.0, 1.0 / 120.0, 0.0, -1.0 / 6.0, 0.0, 1.0)
SINHC = tuple(abs(c) for c in SINC)
LOG_BY_GAP = tuple((-1.0) ** (k + 1) / (k + 1) for k in range(12, -1, -1))        # log(x) / (1 - x) in powers of x - 1


def _dawson_slope(o: Operands) -> Sym:
    """1 - 2 x F, by its asymptotic series where that cancels."""
    u = 0.5 / (o.x * o.x)
    t = 1.0 + 15.0 * u
    for odd in (13.0, 11.0, 9.0, 7.0, 5.0, 3.0):
        t = 1.0 + odd * u * t
    return (o.x * o.x).where("ogt", 400.0, -u * t, 1.0 - 2.0 * o.x * o.r)


def _zeta_in_q(o: Operands) -> Sym:
    """Of the m-th derivative in s of the sum of (k + q)^-s."""
    s = o.y + 1.0
    return -(o.y * o.x.call("llb.zeta_moment", s, o.z) + o.x * (o.x - 1.0).call("llb.zeta_moment", s, o.z))


WHOLE = Refused("orders of integrals are whole numbers: they have no derivative", "let the order be data or a constant")
def _in_parameter(name: str) -> Refused:
    return Refused(f"the derivative of `{name}` with respect to its parameters is not known",
                   "let them be data or constants: the derivative in the last operand is known")


M, U, LIMIT = (_in_parameter(name) for name in ("hyp1f1", "hyperu", "hyp0f1"))
RULES: dict[str, Rule] = {
    "llb.expi": Rule((POSITIVE,), lambda o: exp(o.x) / o.x),
    "llb.exp1": Rule((POSITIVE,), lambda o: -exp(-o.x) / o.x),
    "llb.expn": Rule((range(4), POSITIVE), WHOLE, lambda o: -(o.x - 1.0).call("llb.expn", o.y)),
    "llb.shi": Rule((REAL,), lambda o: _near(o.x, 0.0, 0.1, SINHC, o.x.call("sinh") / o.x)),
    "llb.chi": Rule((POSITIVE,), lambda o: o.x.call("cosh") / o.x),
    "llb.si": Rule((REAL,), lambda o: _near(o.x, 0.0, 0.1, SINC, sin(o.x) / o.x)),
    "llb.ci": Rule((POSITIVE,), lambda o: cos(o.x) / o.x),
    "llb.fresnel_s": Rule((REAL,), lambda o: sin(0.5 * math.pi * (o.x * o.x))),
    "llb.fresnel_c": Rule((REAL,), lambda o: cos(0.5 * math.pi * (o.x * o.x))),
    "llb.unit_moment": Rule((range(3), REAL), WHOLE, lambda o: (o.x + 1.0).call("llb.unit_moment", o.y)),
    "llb.exprel": Rule((REAL,), lambda o: number(o, 1.0).call("llb.unit_moment", o.x)),
    "llb.dawsn": Rule((REAL,), _dawson_slope),
    "llb.zeta_moment": Rule((range(2), (1.1, 9.0), POSITIVE), WHOLE, lambda o: (o.x + 1.0).call("llb.zeta_moment", o.y, o.z), _zeta_in_q),
    "llb.zeta": Rule(((1.1, 9.0), POSITIVE), lambda o: number(o, 1.0).call("llb.zeta_moment", o.x, o.y), lambda o: -o.x * (o.x + 1.0).call("llb.zeta", o.y)),
    "llb.hyp1f1": Rule((POSITIVE, POSITIVE, REAL), M, M, lambda o: o.x / o.y * (o.x + 1.0).call("llb.hyp1f1", o.y + 1.0, o.z)),      # 13.3.15
    "llb.hyperu": Rule((POSITIVE, POSITIVE, POSITIVE), U, U, lambda o: -o.x * (o.x + 1.0).call("llb.hyperu", o.y + 1.0, o.z)),       # 13.3.22
    "llb.hyp0f1": Rule((POSITIVE, REAL), LIMIT, lambda o: (o.x + 1.0).call("llb.hyp0f1", o.y) / o.x),
    "llb.spence": Rule((POSITIVE,), lambda o: _near(o.x, 1.0, 0.03, LOG_BY_GAP, log(o.x) / (1.0 - o.x))),
}
