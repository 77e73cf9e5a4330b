"""Partial derivatives of Gauss' hypergeometric function and of its derivatives in its parameters, of which there are two orders (DLMF 15.5.1)."""
from __future__ import annotations

from collections.abc import Callable

from .symbols import POSITIVE, Operands, Partial, Refused, Rule, Sym

DOMAIN = (POSITIVE, POSITIVE, POSITIVE, (-3.0, 0.9))
THIRD = Refused("the third derivative of `hyp2f1` with respect to its parameters is not known", "two are; its derivatives in z are")


def _named(name: str, turned: bool = False) -> Partial:
    """Another function of the same operands, or with a and b turned."""
    return lambda o: o.y.call(name, o.x, o.z, o.w) if turned else o.x.call(name, o.y, o.z, o.w)


def _at_next(o: Operands) -> tuple[Callable[[str], Sym], Callable[[str], Sym]]:
    """A function of a + 1, b + 1, c + 1, and with the first two turned: what the derivative in z is made of, times a b / c."""
    a, b, c = o.x + 1.0, o.y + 1.0, o.z + 1.0
    return lambda name: a.call("llb." + name, b, c, o.w), lambda name: b.call("llb." + name, a, c, o.w)


def _a_in_z(o: Operands) -> Sym:
    f, _ = _at_next(o)
    return o.y / o.z * (f("hyp2f1") + o.x * f("hyp2f1_a"))


def _c_in_z(o: Operands) -> Sym:
    f, _ = _at_next(o)
    return o.x * o.y / o.z * (f("hyp2f1_c") - f("hyp2f1") / o.z)


def _aa_in_z(o: Operands) -> Sym:
    f, _ = _at_next(o)
    return o.y / o.z * (2.0 * f("hyp2f1_a") + o.x * f("hyp2f1_aa"))


def _ab_in_z(o: Operands) -> Sym:
    f, turned = _at_next(o)
    return (f("hyp2f1") + o.x * f("hyp2f1_a") + o.y * (turned("hyp2f1_a") + o.x * f("hyp2f1_ab"))) / o.z


def _ac_in_z(o: Operands) -> Sym:
    f, _ = _at_next(o)
    return o.y / o.z * (f("hyp2f1_c") + o.x * f("hyp2f1_ac") - (f("hyp2f1") + o.x * f("hyp2f1_a")) / o.z)


def _cc_in_z(o: Operands) -> Sym:
    f, _ = _at_next(o)
    return o.x * o.y / o.z * (f("hyp2f1_cc") + (2.0 / o.z) * (f("hyp2f1") / o.z - f("hyp2f1_c")))


RULES: dict[str, Rule] = {
    "llb.hyp2f1": Rule(DOMAIN, _named("llb.hyp2f1_a"), _named("llb.hyp2f1_a", True), _named("llb.hyp2f1_c"),
                       lambda o: o.x * o.y / o.z * _at_next(o)[0]("hyp2f1")),
    "llb.hyp2f1_a": Rule(DOMAIN, _named("llb.hyp2f1_aa"), _named("llb.hyp2f1_ab"), _named("llb.hyp2f1_ac"), _a_in_z),
    "llb.hyp2f1_c": Rule(DOMAIN, _named("llb.hyp2f1_ac"), _named("llb.hyp2f1_ac", True), _named("llb.hyp2f1_cc"), _c_in_z),
    **{f"llb.hyp2f1_{order}": Rule(DOMAIN, THIRD, THIRD, THIRD, in_z)
       for order, in_z in (("aa", _aa_in_z), ("ab", _ab_in_z), ("ac", _ac_in_z), ("cc", _cc_in_z))},
}
