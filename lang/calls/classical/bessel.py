"""Bessel functions of SciPy's that are others at an order, sums over neighbouring orders, or of a whole order."""
from __future__ import annotations

import math

import numpy as np

from ...values.dtypes import I64
from ...values.services import Interpreter
from ...values.values import Value, holds_run_time, type_of
from ..family import Emit, Family

public = Family()


def of_order(function: str, order: float) -> Emit:
    """A function at one order."""
    def emit(it: Interpreter, x: Value) -> Value:
        return it.operate_on(function, order, x)
    return emit


KINDS = {"j": "Bessel function of the first kind", "y": "Bessel function of the second kind", "i": "modified Bessel function of the first kind",
         "k": "modified Bessel function of the second kind"}
SCALED = {"i": " times exp(-|x|)", "k": " times exp(x)"}
for _kind, _doc in KINDS.items():
    for _order in (0, 1):
        _emit = of_order(f"{_kind}v", float(_order))
        _emit.__doc__ = f"{_doc}, of order {_order}"
        public(f"scipy.special.{_kind}{_order}", *(("numpy.i0",) if (_kind, _order) == ("i", 0) else ()))(_emit)
        if _kind in SCALED:
            _emit = of_order(f"{_kind}ve", float(_order))
            _emit.__doc__ = f"{_doc}{SCALED[_kind]}, of order {_order}"
            public(f"scipy.special.{_kind}{_order}e")(_emit)


def whole_order(it: Interpreter, name: str, n: Value) -> Value:
    """Whole orders, one or an array of them, known or integers of run time; anything else is refused."""
    if type_of(n) == I64 if holds_run_time(n) else are_whole(n):
        return n
    remedy = f"`{name[0]}v` takes real orders" if len(name) == 2 else "give one that is known, or an integer"
    raise it.error(f"the order of `{name}` is a whole number", remedy)


def are_whole(n: Value) -> bool:
    """Known numbers without fractions?"""
    found = np.asarray(n)
    return found.dtype.kind in "iuf" and bool(np.all(found == np.floor(found)))


@public("scipy.special.yn")
def yn(it: Interpreter, n: Value, x: Value) -> Value:
    """Bessel function of the second kind, of whole order"""
    return it.operate_on("yv", whole_order(it, "yn", n), x)


@public("scipy.special.kn")
def kn(it: Interpreter, n: Value, x: Value) -> Value:
    """modified Bessel function of the second kind, of whole order"""
    return it.operate_on("kv", whole_order(it, "kn", n), x)


def derivative_of(function: str, between: float, front: float) -> Emit:
    """The n-th derivative in x as a sum over orders (DLMF 10.6.7, 10.29.5): `between` is the ratio of neighbouring signs, `front` that of each n."""
    def emit(it: Interpreter, v: Value, z: Value, n: int = 1) -> Value:
        if holds_run_time(n) or not isinstance(n, int) or n < 0:
            raise it.error(f"how often `{function}` is differentiated is a known whole number", "n=1")
        total: Value = 0.0
        for k in range(n + 1):
            term = it.operate_on(function, it.operate("+", v, float(2 * k - n)), z)
            total = it.operate("+", total, it.operate("*", math.comb(n, k) * between**k * (0.5 * front) ** n, term))
        return total
    return emit


for _kind, _between, _front in (("j", -1.0, 1.0), ("y", -1.0, 1.0), ("i", 1.0, 1.0), ("k", 1.0, -1.0)):
    _emit = derivative_of(f"{_kind}v", _between, _front)
    _emit.__doc__ = f"n-th derivative of {_kind}v in z"
    public(f"scipy.special.{_kind}vp")(_emit)


def spherical(kind: str) -> Emit:
    """A spherical Bessel function of a whole order, or its derivative."""
    name = f"spherical_{kind}n"

    def emit(it: Interpreter, n: Value, z: Value, derivative: bool = False) -> Value:
        order = whole_order(it, name, n)
        if not derivative:
            return it.operate_on(name, order, z)
        sign = {"j": -1.0, "y": -1.0, "i": 1.0, "k": 1.0}[kind]                 # DLMF 10.51.2, 10.51.5
        below = it.operate("*", order, it.operate_on(name, it.operate("-", order, 1), z))
        above = it.operate("*", it.operate("+", order, 1), it.operate_on(name, it.operate("+", order, 1), z))
        total = it.operate("+", below, it.operate("*", sign, above))
        return it.operate("*", -1.0 if kind == "k" else 1.0, it.operate("/", total, it.operate("+", it.operate("*", 2, order), 1)))
    emit.__doc__ = f"spherical {KINDS[kind]}, of whole order n ≥ 0; its derivative by derivative=True"
    return emit


for _kind in KINDS:
    public(f"scipy.special.spherical_{_kind}n")(spherical(_kind))
