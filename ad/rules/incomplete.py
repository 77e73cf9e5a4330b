"""Partial derivatives of the regularised incomplete gamma and beta functions, of their logarithms, and of what those call."""
from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

from ...ir.errors import UnsupportedError
from .symbols import POSITIVE, PROBABILITY, SHAPE, Domains, Operands, Partial, Rule, Sym, Term, digamma, log, trigamma, unless_zero


def _gamma_density(o: Operands) -> Sym: return o.x.call("llb.gamma_density", o.y)
def _gamma_score(o: Operands) -> Sym: return log(o.y) - digamma(o.x)
def _beta_density(o: Operands) -> Sym: return o.x.call("llb.beta_density", o.y, o.z)
def _score_a(o: Operands) -> Sym: return log(o.z) - digamma(o.x) + digamma(o.x + o.y)
def _score_b(o: Operands) -> Sym: return (-o.z).call("log1p") - digamma(o.y) + digamma(o.x + o.y)


def _gamma_density_slope(o: Operands) -> Sym:
    """In x; by a neighbour's value at x = 0."""
    return o.y.where("oeq", 0.0, (o.x - 1.0).call("llb.gamma_density", o.y) - o.r, o.r * ((o.x - 1.0) / o.y - 1.0))


def _beta_density_slope(o: Operands) -> Sym:
    """In x; by its neighbours' values at 0 and 1."""
    a, b, x = o.x, o.y, o.z
    ends = (a + b - 1.0) * ((a - 1.0).call("llb.beta_density", b, x) - a.call("llb.beta_density", b - 1.0, x))
    return (x * (1.0 - x)).where("oeq", 0.0, ends, o.r * ((a - 1.0) / x - (b - 1.0) / (1.0 - x)))


def _refuse(what: str) -> Partial:
    def partial(o: Operands) -> Term:
        raise UnsupportedError(f"the third derivative of `{what}` with respect to its shapes is not known", hint="two are; its derivatives in x are")
    return partial


_OF_FUNCTIONS: dict[str, Rule] = {
    "llb.gammainc": Rule((SHAPE, POSITIVE), lambda o: o.x.call("llb.gammainc_a", o.y), _gamma_density),
    "llb.gammaincc": Rule((SHAPE, POSITIVE), lambda o: -o.x.call("llb.gammainc_a", o.y), lambda o: -_gamma_density(o)),
    "llb.gammainc_a": Rule((SHAPE, POSITIVE), lambda o: o.x.call("llb.gammainc_aa", o.y), lambda o: unless_zero(_gamma_density(o), _gamma_score(o))),
    "llb.gammainc_aa": Rule((SHAPE, POSITIVE), _refuse("gammainc"),
                            lambda o: unless_zero(_gamma_density(o), _gamma_score(o) * _gamma_score(o) - trigamma(o.x))),
    "llb.gamma_density": Rule((SHAPE, POSITIVE), lambda o: unless_zero(o.r, _gamma_score(o)), _gamma_density_slope),
    "llb.betainc": Rule((SHAPE, SHAPE, PROBABILITY), lambda o: o.x.call("llb.betainc_a", o.y, o.z), lambda o: o.x.call("llb.betainc_b", o.y, o.z),
                        _beta_density),
    "llb.betainc_a": Rule((SHAPE, SHAPE, PROBABILITY), lambda o: o.x.call("llb.betainc_aa", o.y, o.z), lambda o: o.x.call("llb.betainc_ab", o.y, o.z),
                          lambda o: unless_zero(_beta_density(o), _score_a(o))),
    "llb.betainc_b": Rule((SHAPE, SHAPE, PROBABILITY), lambda o: o.x.call("llb.betainc_ab", o.y, o.z), lambda o: o.x.call("llb.betainc_bb", o.y, o.z),
                          lambda o: unless_zero(_beta_density(o), _score_b(o))),
    "llb.betainc_aa": Rule((SHAPE, SHAPE, PROBABILITY), _refuse("betainc"), _refuse("betainc"),
                           lambda o: unless_zero(_beta_density(o), _score_a(o) * _score_a(o) - trigamma(o.x) + trigamma(o.x + o.y))),
    "llb.betainc_ab": Rule((SHAPE, SHAPE, PROBABILITY), _refuse("betainc"), _refuse("betainc"),
                           lambda o: unless_zero(_beta_density(o), _score_a(o) * _score_b(o) + trigamma(o.x + o.y))),
    "llb.betainc_bb": Rule((SHAPE, SHAPE, PROBABILITY), _refuse("betainc"), _refuse("betainc"),
                           lambda o: unless_zero(_beta_density(o), _score_b(o) * _score_b(o) - trigamma(o.y) + trigamma(o.x + o.y))),
    "llb.beta_density": Rule((SHAPE, SHAPE, PROBABILITY), lambda o: unless_zero(o.r, _score_a(o)), lambda o: unless_zero(o.r, _score_b(o)),
                             _beta_density_slope),
}


@dataclass(frozen=True)
class _Density:
    """A density that an incomplete function is the integral of: its log's slopes in the shapes, to second order, and in x."""

    domains: Domains
    scores: dict[str, Partial]
    curvatures: dict[str, Partial]
    slope: Partial


_GAMMA = _Density((SHAPE, POSITIVE), {"a": _gamma_score}, {"aa": lambda o: -trigamma(o.x)}, lambda o: (o.x - 1.0) / o.y - 1.0)
_BETA = _Density(
    (SHAPE, SHAPE, PROBABILITY), {"a": _score_a, "b": _score_b},
    {"aa": lambda o: trigamma(o.x + o.y) - trigamma(o.x), "ab": lambda o: trigamma(o.x + o.y), "bb": lambda o: trigamma(o.x + o.y) - trigamma(o.y)},
    lambda o: (o.x - 1.0) / o.z - (o.y - 1.0) / (1.0 - o.z),
)  # fmt: skip


def _of_logarithm(density: _Density, function: str, hazard: str, sign: float) -> dict[str, Rule]:
    """Rules of log f for f = ∫ density up to x (sign 1) or from x on (-1), of its slopes NAME_a … in the shapes, and of its hazard density / f.

    With h the hazard, L = log f and l = log density: L_x = ±h, h_u = h (l_u - L_u), and so on for L_ux, L_uvx and h_x = h (l_x ∓ h).
    """
    shapes, log_f = tuple(density.scores), f"llb.log_{function}"

    def call(o: Operands, name: str) -> Sym:
        return o.x.call(name, o.y) if len(shapes) == 1 else o.x.call(name, o.y, o.z)

    def slope_in(name: str) -> Partial:
        return lambda o: call(o, name)

    def gap(o: Operands, u: str) -> Term:
        return density.scores[u](o) - call(o, f"{log_f}_{u}")

    def once(u: str) -> Partial:
        return lambda o: sign * call(o, hazard) * (density.scores[u](o) - o.r)

    def twice(u: str, v: str) -> Partial:
        return lambda o: sign * call(o, hazard) * (gap(o, u) * gap(o, v) + density.curvatures[u + v](o) - o.r)

    def moved(u: str) -> Partial:
        return lambda o: o.r * gap(o, u)

    rules = {log_f: Rule(density.domains, *[slope_in(f"{log_f}_{u}") for u in shapes], lambda o: sign * call(o, hazard))}
    for u in shapes:
        rules[f"{log_f}_{u}"] = Rule(density.domains, *[slope_in(f"{log_f}_{''.join(sorted(u + v))}") for v in shapes], once(u))
    for u, v in combinations_with_replacement(shapes, 2):
        rules[f"{log_f}_{u}{v}"] = Rule(density.domains, *[_refuse(function)] * len(shapes), twice(u, v))
    rules[hazard] = Rule(density.domains, *[moved(u) for u in shapes], lambda o: o.r * (density.slope(o) - sign * o.r))
    return rules


RULES: dict[str, Rule] = {
    **_OF_FUNCTIONS,
    **_of_logarithm(_GAMMA, "gammainc", "llb.gamma_lower_hazard", 1.0),
    **_of_logarithm(_GAMMA, "gammaincc", "llb.gamma_upper_hazard", -1.0),
    **_of_logarithm(_BETA, "betainc", "llb.beta_lower_hazard", 1.0),
    **_of_logarithm(_BETA, "betaincc", "llb.beta_upper_hazard", -1.0),
}
