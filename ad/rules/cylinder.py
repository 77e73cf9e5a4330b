"""Partial derivatives of Bessel functions: in the argument by neighbouring orders (DLMF 10.6.1, 10.29.1), of K in the order too."""
from __future__ import annotations

from ...ir.graph.build import real
from .symbols import POSITIVE, REAL, Operands, Partial, Refused, Rule, Sym, Term, exp


def number(o: Operands, value: float) -> Sym: return Sym(o.x.code, real(value, o.x.value.type), o.x.flags)
def _beside(o: Operands, name: str, step: float) -> Sym: return (o.x + step).call(name, o.y)
def _moment(o: Operands, k: float, m: float) -> Sym: return number(o, k).call("llb.kve_moment", number(o, m), o.x, o.y)


def _halved(name: str, sign: float) -> Partial:
    """Half the function of the order below, plus or minus half that of the order above."""
    return lambda o: 0.5 * (_beside(o, name, -1.0) + _beside(o, name, 1.0)) if sign > 0.0 else 0.5 * (_beside(o, name, -1.0) - _beside(o, name, 1.0))


def _fall(o: Operands) -> Sym:
    """Of K: both terms are negative."""
    order = o.x.call("llvm.fabs")
    return -((order / o.y) * o.r + (order - 1.0).call("llb.kv", o.y))


def _scaled_slope(o: Operands, name: str) -> Term:
    """The derivative of what belongs to exp(-|x|) I in the argument."""
    return _halved(name, 1.0)(o) - o.y.where("olt", 0.0, -o.r, o.r)


WHOLE = Refused("orders of spherical Bessel functions are whole numbers: they have no derivative", "let the order be data or a constant")


def _spherical(name: str, sign: float, front: float) -> Partial:
    """The derivative of a spherical function by its neighbours (DLMF 10.51.2, 10.51.5)."""
    def partial(o: Operands) -> Sym:
        below, above = o.x * _beside(o, name, -1.0), (o.x + 1.0) * _beside(o, name, 1.0)
        return (below + above if sign > 0.0 else below - above) * (front / (2.0 * o.x + 1.0))
    return partial


def _third(name: str) -> Refused:
    return Refused(f"the third derivative of `{name}` with respect to its order is not known", "two are; its derivatives in x are")


def _with_orders(name: str) -> dict[str, Rule]:
    """J or Y and its derivatives in the order, which all have its recurrence."""
    f, once, twice = f"llb.{name}", f"llb.{name}_n", f"llb.{name}_nn"
    return {
        f: Rule((REAL, POSITIVE), lambda o: o.x.call(once, o.y), _halved(f, -1.0)),
        once: Rule((REAL, POSITIVE), lambda o: o.x.call(twice, o.y), _halved(once, -1.0)),
        twice: Rule((REAL, POSITIVE), _third(name), _halved(twice, -1.0)),
    }


RULES: dict[str, Rule] = {
    **_with_orders("jv"), **_with_orders("yv"),
    "llb.iv": Rule((REAL, POSITIVE), lambda o: o.x.call("llb.ive_n", o.y) * exp(o.y), _halved("llb.iv", 1.0)),
    "llb.ive": Rule((REAL, POSITIVE), lambda o: o.x.call("llb.ive_n", o.y), lambda o: o.x.call("llb.ive_x", o.y)),
    "llb.ive_x": Rule((REAL, POSITIVE), lambda o: _halved("llb.ive_n", 1.0)(o) - o.x.call("llb.ive_n", o.y), lambda o: _scaled_slope(o, "llb.ive_x")),
    "llb.ive_n": Rule((REAL, POSITIVE), lambda o: o.x.call("llb.ive_nn", o.y), lambda o: _scaled_slope(o, "llb.ive_n")),
    "llb.ive_nn": Rule((REAL, POSITIVE), _third("ive"), lambda o: _scaled_slope(o, "llb.ive_nn")),
    "llb.kv": Rule((REAL, POSITIVE), lambda o: _moment(o, 0.0, 1.0) * exp(-o.y), _fall),
    "llb.kve": Rule((REAL, POSITIVE), lambda o: _moment(o, 0.0, 1.0), lambda o: _moment(o, 1.0, 0.0)),
    "llb.kve_moment": Rule((range(2), range(2), REAL, POSITIVE), lambda o: 0.0, lambda o: 0.0,             # how often: whole numbers
                           lambda o: o.x.call("llb.kve_moment", o.y + 1.0, o.z, o.w), lambda o: (o.x + 1.0).call("llb.kve_moment", o.y, o.z, o.w)),
    "llb.airy_ai": Rule((REAL,), lambda o: o.x.call("llb.airy_aip")),
    "llb.airy_bi": Rule((REAL,), lambda o: o.x.call("llb.airy_bip")),
    "llb.airy_aip": Rule((REAL,), lambda o: o.x * o.x.call("llb.airy_ai")),
    "llb.airy_bip": Rule((REAL,), lambda o: o.x * o.x.call("llb.airy_bi")),
    **{f"llb.spherical_{kind}n": Rule((range(4), POSITIVE), WHOLE, _spherical(f"llb.spherical_{kind}n", sign, front))
       for kind, sign, front in (("j", -1.0, 1.0), ("y", -1.0, 1.0), ("i", 1.0, 1.0), ("k", 1.0, -1.0))},
}
