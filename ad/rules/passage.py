"""Partial derivatives of what a second boundary makes of the law of a first passage: two orders by functions of their own."""
from __future__ import annotations

from ...ir.errors import UnsupportedError
from .symbols import Operands, Partial, Rule, Term

BETWEEN = ((0.05, 1.5), (0.05, 0.95))


def _named(order: str) -> Partial:
    return lambda o: o.x.call(f"llb.wiener_images_{order}", o.y)


def _refuse(o: Operands) -> Term:
    raise UnsupportedError("the third derivative of the density of `Wiener` is not known", hint="two are, in the time and all parameters")


RULES: dict[str, Rule] = {
    "llb.wiener_images": Rule(BETWEEN, _named("u"), _named("s")),
    "llb.wiener_images_u": Rule(BETWEEN, _named("uu"), _named("su")),
    "llb.wiener_images_s": Rule(BETWEEN, _named("su"), _named("ss")),
    **{f"llb.wiener_images_{order}": Rule(BETWEEN, _refuse, _refuse) for order in ("uu", "su", "ss")},
}
