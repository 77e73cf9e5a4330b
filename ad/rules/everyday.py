"""Partial derivatives of quotients of gamma functions, of inverses by the implicit function theorem, and of relatives of the error function."""
from __future__ import annotations

import math

from ...ir.errors import UnsupportedError
from ...ir.graph.build import real
from .symbols import ABOVE_MINUS_ONE, NEGATIVE, POSITIVE, PROBABILITY, REAL, SHAPE, Operands, Partial, Rule, Sym, Term, digamma, exp, log, sqrt, trigamma

_TWO_BY_SQRT_PI = 2.0 / math.sqrt(math.pi)


def _rise(a: Sym, b: Sym) -> Sym: return a.call("llb.digamma_rise", b)


def _third_rgamma(o: Operands) -> Sym:
    """The third derivative of 1 / gamma, nan at the poles."""
    psi, first = digamma(o.x), trigamma(o.x)
    second = Sym(o.x.code, real(2.0), o.x.flags).call("llb.polygamma", o.x)
    return o.x.call("llb.rgamma") * (psi * (3.0 * first - psi * psi) - second)


def _mills(z: Sym, power: float = 0.0) -> Sym:
    """Mills' ratio, or a moment over it."""
    return Sym(z.code, real(power, z.value.type), z.flags).call("llb.mills_moment", z)


def _gamma_density(o: Operands) -> Sym: return o.x.call("llb.gamma_density", o.r)
def _gamma_moved(o: Operands) -> Sym: return -(o.x.call("llb.gammainc_a", o.r) / _gamma_density(o))


def _minus(name: str) -> Partial:
    """Minus a function of all three operands."""
    return lambda o: -o.x.call("llb." + name, o.y, o.z)


class _Tail:
    """The smaller part of a beta variable whose logit is the result, and the shapes in its order."""

    def __init__(self, o: Operands) -> None:
        self.u, self.a, self.b = o.r, o.r.where("olt", 0.0, o.x, o.y), o.r.where("olt", 0.0, o.y, o.x)
        self.part = o.r.where("olt", 0.0, o.r, -o.r).call("llb.expit")

    def density(self) -> Sym:
        """Of the logit."""
        return self.a.call("llb.beta_density", self.b, self.part) * (self.part * (1.0 - self.part))

    def slope(self, which: str) -> Sym:
        """Of the lower function in a shape, here a or b."""
        return self.a.call(f"llb.betainc_{which}", self.b, self.part)


def _logit_moved(which: str, other: str) -> Partial:
    """In a shape, by the implicit function theorem; above the middle the lower function is 1 less that of the other part."""
    def partial(o: Operands) -> Sym:
        tail = _Tail(o)
        return o.r.where("olt", 0.0, -tail.slope(which), tail.slope(other)) / tail.density()
    return partial


# -- Student's t: slopes by its density, and in df by that of the smaller part of an incomplete beta function
def _student_density(df: Sym, t: Sym) -> Sym:
    log_norm = _shape(df, 0.5).call("llb.betaln", 0.5 * df) + 0.5 * log(df)
    return exp(-log_norm - 0.5 * (df + 1.0) * (t / sqrt(df)).call("llb.log1p_square"))


def _shape(like: Sym, value: float) -> Sym: return Sym(like.code, real(value, like.value.type), like.flags)


def _student_df(df: Sym, t: Sym) -> Sym:
    """∂ stdtr / ∂df. A slope in t² is 0 at t = 0, and infinite: t is moved there."""
    moved = t + t.where("oeq", 0.0, 1e-100, 0.0)
    s = moved * moved / df
    half = _shape(df, 0.5)
    near, far = half.call("llb.betainc_b", 0.5 * df, s / (1.0 + s)), -(0.5 * df).call("llb.betainc_a", half, 1.0 / (1.0 + s))
    tail = 0.25 * s.where("olt", 1.0, near, far)
    return t.where("olt", 0.0, -tail, tail) - _student_density(df, t) * t / (2.0 * df)


def _refuse(what: str) -> Partial:
    def partial(o: Operands) -> Term:
        raise UnsupportedError(f"the third derivative of `{what}` is not known", hint="two are")
    return partial


ABOVE, BELOW = (6.1, 12.0), (0.1, 5.9)
RULES: dict[str, Rule] = {
    "llb.betaln": Rule((POSITIVE, POSITIVE), lambda o: -_rise(o.x, o.y), lambda o: -_rise(o.y, o.x)),
    "llb.beta": Rule((POSITIVE, POSITIVE), lambda o: -(o.r * _rise(o.x, o.y)), lambda o: -(o.r * _rise(o.y, o.x))),
    "llb.poch": Rule((POSITIVE, POSITIVE), lambda o: o.x.call("llb.poch_z", o.y), lambda o: o.r * digamma(o.x + o.y)),
    "llb.poch_z": Rule((POSITIVE, POSITIVE), lambda o: o.x.call("llb.poch_zz", o.y),
                       lambda o: o.r * digamma(o.x + o.y) + o.x.call("llb.poch", o.y) * trigamma(o.x + o.y)),
    "llb.poch_zz": Rule((POSITIVE, POSITIVE), _refuse("poch"), _refuse("poch")),
    "llb.binom": Rule((ABOVE, BELOW), lambda o: o.x.call("llb.binom_n", o.y), lambda o: o.r * _rise(o.y + 1.0, o.x - 2.0 * o.y)),
    "llb.binom_n": Rule((ABOVE, BELOW), lambda o: o.x.call("llb.binom_nn", o.y),
                        lambda o: o.r * _rise(o.y + 1.0, o.x - 2.0 * o.y) + o.x.call("llb.binom", o.y) * trigamma(o.x - o.y + 1.0)),
    "llb.binom_nn": Rule((ABOVE, BELOW), _refuse("binom"), _refuse("binom")),
    "llb.digamma_rise": Rule((POSITIVE, POSITIVE), lambda o: trigamma(o.x + o.y) - trigamma(o.x), lambda o: trigamma(o.x + o.y)),
    "llb.rgamma": Rule(((-3.0, 6.0),), lambda o: o.x.call("llb.rgamma_slope")),
    "llb.rgamma_slope": Rule((POSITIVE,), lambda o: o.x.call("llb.rgamma_bend")),
    "llb.rgamma_bend": Rule((POSITIVE,), _third_rgamma),
    "llb.erfcx": Rule((REAL,), lambda o: -_TWO_BY_SQRT_PI * _mills(math.sqrt(2.0) * o.x, 1.0)),
    "llb.erfi": Rule((REAL,), lambda o: _TWO_BY_SQRT_PI * exp(o.x * o.x)),
    "llb.erfcinv": Rule(((0.05, 1.95),), lambda o: -0.5 * math.sqrt(math.pi) * exp(o.r * o.r)),
    "llb.ndtri_exp": Rule((NEGATIVE,), lambda o: _mills(-o.r)),
    "llb.lambert_w": Rule(((-0.3, 6.0),), lambda o: exp(-o.r) / (1.0 + o.r)),
    "llb.lambert_w_lower": Rule(((-0.35, -0.01),), lambda o: o.r / (o.x * (1.0 + o.r))),
    "llb.wrightomega": Rule((REAL,), lambda o: o.r / (1.0 + o.r)),
    "llb.gammaincinv": Rule((SHAPE, PROBABILITY), _gamma_moved, lambda o: 1.0 / _gamma_density(o)),
    "llb.gammainccinv": Rule((SHAPE, PROBABILITY), _gamma_moved, lambda o: -1.0 / _gamma_density(o)),
    "llb.logit_betaincinv": Rule((SHAPE, SHAPE, PROBABILITY), _logit_moved("a", "b"), _logit_moved("b", "a"), lambda o: 1.0 / _Tail(o).density()),
    "llb.kl_div": Rule((POSITIVE, POSITIVE), lambda o: o.x.call("llb.log_ratio", o.y), lambda o: (o.y - o.x) / o.y),
    "llb.betaincc": Rule((SHAPE, SHAPE, PROBABILITY), *map(_minus, ("betainc_a", "betainc_b", "beta_density"))),
    "llb.stdtr": Rule((SHAPE, REAL), lambda o: _student_df(o.x, o.y), lambda o: _student_density(o.x, o.y)),
    "llb.stdtrit": Rule((SHAPE, PROBABILITY), lambda o: -(_student_df(o.x, o.r) / _student_density(o.x, o.r)), lambda o: 1.0 / _student_density(o.x, o.r)),
    "llb.log1p_quotient": Rule((ABOVE_MINUS_ONE,), lambda o: -_shape(o.x, 1.0).call("llb.log1p_moment", o.x)),
    "llb.log1p_moment": Rule((range(3), ABOVE_MINUS_ONE), lambda o: 0.0,
                             lambda o: -(o.x + 1.0).call("llb.stop_gradient") * (o.x + 1.0).call("llb.log1p_moment", o.y)),
    "llb.log1pmx": Rule((ABOVE_MINUS_ONE,), lambda o: -(o.x / (1.0 + o.x))),
    "llb.sinc": Rule((REAL,), lambda o: _shape(o.x, 1.0).call("llb.sinc_slope", o.x)),
    "llb.sinc_slope": Rule((range(3), REAL), lambda o: 0.0, lambda o: (o.x + 1.0).call("llb.sinc_slope", o.y)),                # the order is a whole number
    "llb.kolmogorov": Rule((POSITIVE,), lambda o: o.x.call("llb.kolmogorov_y")),
    "llb.kolmogorov_y": Rule(((0.3, 3.0),), lambda o: o.x.call("llb.kolmogorov_yy")),
    "llb.kolmogorov_yy": Rule(((0.3, 3.0),), _refuse("kolmogorov")),
    "llb.kolmogi": Rule((PROBABILITY,), lambda o: 1.0 / o.r.call("llb.kolmogorov_y")),
    "llb.gammasgn": Rule(((0.1, 6.0),), lambda o: 0.0),
}
