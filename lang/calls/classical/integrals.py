"""Special functions that give several values, or take orders and operands that are left out."""
from __future__ import annotations

import math

import numpy as np

from ...library.functions import UFUNCS
from ...values.services import Interpreter
from ...values.values import Value
from ..family import Emit, Family
from .bessel import whole_order

public = Family()
ZETA = UFUNCS["zeta_moment"]


def several(*functions: str) -> Emit:
    """The values of some functions as a tuple."""
    def emit(it: Interpreter, x: Value) -> Value:
        return tuple(it.operate_on(name, x) for name in functions)
    return emit


SEVERAL = {
    "sici": (("si", "ci"), "sine and cosine integrals, (si, ci)"),
    "shichi": (("shi", "chi"), "hyperbolic sine and cosine integrals, (shi, chi)"),
    "fresnel": (("fresnel_s", "fresnel_c"), "Fresnel's integrals, (S, C)"),
}
for _name, (_functions, _doc) in SEVERAL.items():
    _emit = several(*_functions)
    _emit.__doc__ = _doc
    public(f"scipy.special.{_name}")(_emit)


@public("scipy.special.expn")
def expn(it: Interpreter, n: Value, x: Value) -> Value:
    """generalised exponential integral, the integral of exp(-x t) / t^n from 1 on, of whole order n, x ≥ 0"""
    return it.operate_on("expn", whole_order(it, "expn", n), x)


def quarter_sine(s):
    """sin(π s / 2), exactly 0 at even numbers."""
    t = s - 4.0 * np.rint(0.25 * s)
    return np.sin(0.5 * math.pi * np.where(np.abs(t) > 1.0, np.copysign(2.0, t) - t, t))


def riemann(s, first):
    """The sum of k^-s from k = `first` on, 1 or 2, continued to all s but 1: by the functional equation (DLMF 25.4.1) below 0."""
    up = np.where(s < -0.5, 1.0 - s, s)
    z, sine = ZETA(0.0, up, 1.0), quarter_sine(1.0 - up)
    below = 2.0 * np.exp(UFUNCS["lgamma"](np.abs(up)) - np.abs(up) * math.log(2.0 * math.pi)) * sine * z
    return np.where(s < -0.5, np.where(sine == 0.0, 0.0 * s, below) - (first - 1.0), z if first == 1.0 else ZETA(0.0, up, first))


@public("scipy.special.zeta")
def zeta(it: Interpreter, x: Value, q: Value = None) -> Value:
    """zeta function: Riemann's of all x, or Hurwitz' with q, the sum of (k + q)^-x over k ≥ 0, x > 1

    inf at x = 1 and at the poles q = 0, -1, …; with q, nan for x < 1.
    """
    return it.operate_on("zeta", x, q) if q is not None else it.call(riemann, x, 1.0)


@public("scipy.special.zetac")
def zetac(it: Interpreter, x: Value) -> Value:
    """Riemann's zeta function less 1, without cancellation where x is large"""
    return it.call(riemann, x, 2.0)
