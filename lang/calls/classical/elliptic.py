"""Elliptic integrals and functions of SciPy's that are others of transformed operands."""
from __future__ import annotations

import numpy as np

from ...library.functions import UFUNCS
from ...values.services import Interpreter
from ...values.values import Value
from ..family import Family

public = Family()
RF, MOMENT = UFUNCS["elliprf"], UFUNCS["carlson_moment"]
IN_P = 512.0                        # the code of 1 / (t + 1)


@public("scipy.special.ellipk")
def ellipk(it: Interpreter, m: Value) -> Value:
    """complete elliptic integral of the first kind, of parameter m ≤ 1; inf at 1, nan beyond"""
    return it.operate_on("ellipkm1", it.operate("-", 1.0, m))


@public("scipy.special.ellipe")
def ellipe(it: Interpreter, m: Value) -> Value:
    """complete elliptic integral of the second kind, of parameter m ≤ 1; nan beyond"""
    return it.operate_on("ellipem1", it.operate("-", 1.0, m))


@public("scipy.special.ellipj")
def ellipj(it: Interpreter, u: Value, m: Value) -> Value:
    """Jacobi's elliptic functions (sn, cn, dn, ph) of parameter 0 ≤ m ≤ 1; nan beyond"""
    ph = it.operate_on("ellipam", u, m)
    sn, cn = it.operate_on("sin", ph), it.operate_on("cos", ph)
    rest = it.operate("*", it.operate("-", 1.0, m), it.operate("*", sn, sn))
    return sn, cn, it.operate_on("sqrt", it.operate("+", it.operate("*", cn, cn), rest)), ph


def degenerate(x, y):
    """Carlson's RC by RF, of y < 0 its principal value (DLMF 19.2.20)."""
    negative = y < 0.0
    size = np.where(negative, -y, y)
    return np.where(negative, np.sqrt(x / (x + size)), 1.0) * RF(np.where(negative, x + size, x), size, size)


@public("scipy.special.elliprc")
def elliprc(it: Interpreter, x: Value, y: Value) -> Value:
    """Carlson's degenerate integral of x ≥ 0 and y, its principal value where y < 0; inf at y = 0"""
    return it.call(degenerate, x, y)


def third(x, y, z, p):
    """Carlson's RJ by the family of integrals at p = 1."""
    return 3.0 / (p * np.sqrt(p)) * MOMENT(IN_P, x / p, y / p, z / p)


@public("scipy.special.elliprj")
def elliprj(it: Interpreter, x: Value, y: Value, z: Value, p: Value) -> Value:
    """Carlson's integral of the third kind, symmetric in x, y, z ≥ 0; p > 0, nan for p < 0"""
    return it.call(third, x, y, z, p)
