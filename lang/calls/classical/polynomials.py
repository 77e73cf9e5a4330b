"""Orthogonal polynomials, associated Legendre functions and Airy's functions as SciPy calls them."""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ...library.classical import polynomials
from ...library.functions import UFUNCS
from ...values.services import Interpreter
from ...values.values import Value, holds_run_time
from ..family import Emit, Family

public = Family()
AI, AIP, BI, BIP, IVE, KVE = (UFUNCS[name] for name in ("airy_ai", "airy_aip", "airy_bi", "airy_bip", "ive", "kve"))


def degree(it: Interpreter, name: str, n: Value) -> int:
    """A known whole number from 0 on."""
    if holds_run_time(n) or isinstance(n, bool) or not isinstance(n, (int, float)) or n != math.floor(n) or n < 0:
        remedy = REMEDIES.get(name, "for several degrees give a list, or an array from outside of the function")
        raise it.error(f"the degree of `{name}` is a known whole number from 0 on", remedy)
    return int(n)


REMEDIES = {"eval_legendre": "of real degree n it is `hyp2f1(-n, n + 1, 1, (1 - x) / 2)`", "eval_laguerre": "of real degree n it is `hyp1f1(-n, 1, x)`",
            "eval_chebyt": "of real degree n it is `np.cos(n * np.arccos(x))`"}


def each_degree(it: Interpreter, name: str, function: Callable[..., Any], n: Value, *operands: Value) -> Value:
    """The function of one known degree, or of an array of known ones, which are broadcast with the operands."""
    if not isinstance(n, (list, np.ndarray)) or holds_run_time(n):
        return it.call(function, degree(it, name, n), *operands)
    degrees, total = np.asarray(n), None
    for d in np.unique(degrees).tolist():
        value = it.call(function, degree(it, name, d), *operands)
        total = it.operate_on("where", degrees == d, value, 0.0 if total is None else total)
    return total


def of_degree(name: str, function: Callable[..., Any]) -> Emit:
    """A polynomial of a known degree and any parameters."""
    count = function.__code__.co_argcount

    def one(it: Interpreter, n: Value, x: Value) -> Value:
        return each_degree(it, name, function, n, x)

    def two(it: Interpreter, n: Value, alpha: Value, x: Value) -> Value:
        return each_degree(it, name, function, n, alpha, x)

    def three(it: Interpreter, n: Value, alpha: Value, beta: Value, x: Value) -> Value:
        return each_degree(it, name, function, n, alpha, beta, x)
    return {2: one, 3: two, 4: three}[count]


POLYNOMIALS = {
    "legendre": "Legendre polynomial", "chebyt": "Chebyshev polynomial of the first kind", "chebyu": "Chebyshev polynomial of the second kind",
    "hermite": "Hermite polynomial of physicists", "hermitenorm": "Hermite polynomial of statisticians", "laguerre": "Laguerre polynomial",
    "genlaguerre": "generalised Laguerre polynomial", "gegenbauer": "Gegenbauer polynomial", "jacobi": "Jacobi polynomial",
}
for _name, _doc in POLYNOMIALS.items():
    _emit = of_degree(f"eval_{_name}", getattr(polynomials, _name))
    _emit.__doc__ = f"{_doc} of a known degree"
    public(f"scipy.special.eval_{_name}")(_emit)


def of_order(n: int, m: int, x, root):
    """The associated Legendre function of any order."""
    return polynomials.associated(n, m, x, root) if m >= 0 else polynomials.turned_order(n, -m) * polynomials.associated(n, -m, x, root)


def order(it: Interpreter, name: str, m: Value) -> int:
    """A known whole number."""
    if holds_run_time(m) or isinstance(m, bool) or not isinstance(m, (int, float)) or m != math.floor(m):
        raise it.error(f"the order of `{name}` is a known whole number", "for several orders call it once for each")
    return int(m)


def ferrers(n: int, m: int, x):
    """The associated Legendre function on [-1, 1]."""
    return of_order(n, m, x, np.sqrt((1.0 - x) * (1.0 + x)))


def first_of_all(value):
    """With a first axis of one, as SciPy's functions have it that give derivatives too."""
    return value[None] if np.ndim(value) > 0 else np.array([value])


def first_kind(n: int, z):
    """Legendre's polynomial so."""
    return first_of_all(polynomials.legendre(n, z))


def on_sphere(n: int, m: int, theta):
    """The same of cos(theta), of unit norm over the sphere."""
    size = math.sqrt((2 * n + 1) / (4.0 * math.pi) * math.factorial(n - m) / math.factorial(n + m)) if abs(m) <= n else 0.0
    return first_of_all(size * of_order(n, m, np.cos(theta), np.abs(np.sin(theta))))


@public("scipy.special.lpmv")
def lpmv(it: Interpreter, m: Value, v: Value, x: Value) -> Value:
    """associated Legendre function of known whole order and degree, |x| ≤ 1, with the sign (-1)^m"""
    return it.call(ferrers, degree(it, "lpmv", v), order(it, "lpmv", m), x)


@public("scipy.special.legendre_p")
def legendre_p(it: Interpreter, n: Value, z: Value) -> Value:
    """Legendre polynomial of a known degree, with a first axis of one"""
    return it.call(first_kind, degree(it, "legendre_p", n), z)


@public("scipy.special.sph_legendre_p")
def sph_legendre_p(it: Interpreter, n: Value, m: Value, theta: Value) -> Value:
    """associated Legendre function of cos(theta), of known whole degree and order, of unit norm over the sphere, with a first axis of one"""
    return it.call(on_sphere, degree(it, "sph_legendre_p", n), order(it, "sph_legendre_p", m), theta)


# -- Airy's functions
@public("scipy.special.airy")
def airy(it: Interpreter, z: Value) -> Value:
    """Airy's functions of a real argument, (Ai, Ai', Bi, Bi')"""
    return tuple(it.operate_on(row.name, z) for row in (AI, AIP, BI, BIP))


def scaled(z):
    """Those times exp(2/3 z^(3/2)), or exp(-2/3 z^(3/2))."""
    far, near, above = np.maximum(z, 1.0), np.minimum(z, 1.0), np.maximum(z, 0.0)
    zeta, is_far = 2.0 / 3.0 * far * np.sqrt(far), z > 1.0
    e = np.exp(2.0 / 3.0 * np.minimum(above, 1.0) * np.sqrt(np.minimum(above, 1.0)))
    third, root = 1.0 / 3.0, np.sqrt(3.0)
    ai = np.where(is_far, np.sqrt(far / 3.0) / math.pi * KVE(third, zeta), np.where(z < 0.0, math.nan, AI(near) * e))
    aip = np.where(is_far, -far / (math.pi * root) * KVE(2.0 * third, zeta), np.where(z < 0.0, math.nan, AIP(near) * e))
    bi = np.where(is_far, np.sqrt(far / 3.0) * (IVE(third, zeta) + IVE(-third, zeta)), BI(near) / e)
    bip = np.where(is_far, far / root * (IVE(2.0 * third, zeta) + IVE(-2.0 * third, zeta)), BIP(near) / e)
    return ai, aip, bi, bip


@public("scipy.special.airye")
def airye(it: Interpreter, z: Value) -> Value:
    """Airy's functions of a real argument, Ai and Ai' times exp(2/3 z^1.5), nan below 0, Bi and Bi' times exp(-2/3 z^1.5) from 0 on"""
    return it.call(scaled, z)
