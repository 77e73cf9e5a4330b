"""Partial derivatives of elliptic integrals: all by one family of integrals, `carlson_moment`, that derivatives do not leave (DLMF 19.18, 19.25)."""
from __future__ import annotations

import math

from ...ir.graph.build import real
from .symbols import POSITIVE, REAL, Operands, Partial, Refused, Rule, Sym, Term, cos, sin, sqrt

# one more power of 1 / (t + x), 1 / (t + y), 1 / (t + z), or of t
IN_X, IN_Y, IN_Z, TIMES_T = 1.0, 8.0, 64.0, 4096.0
BELOW_ONE = (-3.0, 0.95)


def moment(o: Operands, code: float, x: Term, y: Term, z: Term) -> Sym:
    """The integral with these powers."""
    return Sym(o.x.code, real(code, o.x.value.type), o.x.flags).call("llb.carlson_moment", x, y, z)


def _by_code(place: float) -> Partial:
    """Of the family: the power at this place of the code goes down by one."""
    def partial(o: Operands) -> Sym:
        digits = (o.x / place).call("llvm.floor")
        power = digits - 8.0 * (digits / 8.0).call("llvm.floor")
        return -(power + 0.5) * (o.x + place).call("llb.carlson_moment", o.y, o.z, o.w)
    return partial


def _of_symmetric(code: float, place: float, factor: float) -> Partial:
    """Of an integral that is a member of the family."""
    return lambda o: factor * moment(o, code + place, o.x, o.y, o.z)


def _angle(o: Operands) -> tuple[Sym, Sym, Sym]:
    """(whole turns of π, sine and squared cosine of what is left of phi)."""
    n = (o.x / math.pi).call("llvm.rint")
    at = o.x - n * math.pi
    s, c = sin(at), cos(at)
    return n, s, c * c


def _root(o: Operands, s: Sym, c2: Sym) -> Sym: return c2 + (1.0 - o.y) * (s * s)


def _kinc_in_m(o: Operands) -> Sym:
    n, s, c2 = _angle(o)
    return 0.5 * (s * (s * s)) * moment(o, IN_Y, c2, _root(o, s, c2), 1.0) + n * moment(o, IN_Y, 0.0, 1.0 - o.y, 1.0)


def _einc_in_m(o: Operands) -> Sym:
    n, s, c2 = _angle(o)
    return -0.5 * (s * (s * s)) * moment(o, IN_Z, c2, _root(o, s, c2), 1.0) - n * moment(o, IN_Z, 0.0, 1.0 - o.y, 1.0)


def _delta(o: Operands) -> Sym:
    """sqrt(1 - m sin² phi)"""
    s, c = sin(o.x), cos(o.x)
    return sqrt(_root(o, s, c * c))


def _am_delta(o: Operands) -> Sym:
    s, c = sin(o.r), cos(o.r)
    return sqrt(c * c + (1.0 - o.y) * (s * s))


def _am_in_m(o: Operands) -> Sym:
    """The integral's slope in m over its slope in the amplitude, taken back."""
    n = (o.r / math.pi).call("llvm.rint")
    at = o.r - n * math.pi
    s, c = sin(at), cos(at)
    inside = 0.5 * (s * (s * s)) * moment(o, IN_Y, c * c, c * c + (1.0 - o.y) * (s * s), 1.0) + n * moment(o, IN_Y, 0.0, 1.0 - o.y, 1.0)
    return -inside * _am_delta(o)


CODE = Refused("the code of `carlson_moment` is a whole number", "it has no derivative")
RULES: dict[str, Rule] = {
    "llb.carlson_moment": Rule((range(1), POSITIVE, POSITIVE, POSITIVE), CODE, _by_code(IN_X), _by_code(IN_Y), _by_code(IN_Z)),
    "llb.elliprf": Rule((POSITIVE, POSITIVE, POSITIVE), *(_of_symmetric(0.0, place, -0.5) for place in (IN_X, IN_Y, IN_Z))),
    "llb.elliprd": Rule((POSITIVE, POSITIVE, POSITIVE), *(_of_symmetric(IN_Z, place, factor) for place, factor in ((IN_X, -1.5), (IN_Y, -1.5), (IN_Z, -4.5)))),
    "llb.elliprg": Rule((POSITIVE, POSITIVE, POSITIVE), *(_of_symmetric(TIMES_T, place, 0.25) for place in (IN_X, IN_Y, IN_Z))),
    "llb.ellipkm1": Rule((POSITIVE,), lambda o: -0.5 * moment(o, IN_Y, 0.0, o.x, 1.0)),
    "llb.ellipem1": Rule((POSITIVE,), lambda o: 0.5 * moment(o, IN_Z, 0.0, o.x, 1.0)),
    "llb.ellipkinc": Rule((REAL, BELOW_ONE), lambda o: 1.0 / _delta(o), _kinc_in_m),
    "llb.ellipeinc": Rule((REAL, BELOW_ONE), _delta, _einc_in_m),
    "llb.ellipam": Rule((REAL, (0.05, 0.95)), _am_delta, _am_in_m),
}
