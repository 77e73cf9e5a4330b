"""Complex functions over code that grows, without branches: what is not chosen is computed of numbers that do no harm.

Branch cuts and signs of zero are those of C (Kahan 1987, "Branch cuts for complex elementary functions").
"""
from __future__ import annotations

import math
from typing import NamedTuple

from ...rules.symbols import Sym, cos, exp, log, sin, sqrt

SATURATED = 20.0                                   # tanh is 1 from here on


class Complex(NamedTuple):
    """Real and imaginary part."""

    x: Sym
    y: Sym

    def __neg__(self) -> Complex: return Complex(-self.x, -self.y)
    def conj(self) -> Complex: return Complex(self.x, -self.y)
    def times_i(self) -> Complex: return Complex(-self.y, self.x)
    def by_i(self) -> Complex: return Complex(self.y, -self.x)


def _abs(x: Sym) -> Sym: return x.call("llvm.fabs")
def cosh(x: Sym) -> Sym: return x.call("llvm.cosh")
def sinh(x: Sym) -> Sym: return x.call("llvm.sinh")


def product(a: Complex, b: Complex) -> Complex:
    """a b."""
    return Complex(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)


def quotient(a: Complex, b: Complex) -> Complex:
    """a / b by the ratio of the smaller part of b to the larger (Smith 1962)."""
    u, v = _abs(b.x), _abs(b.y)

    def chosen(yes: Sym, no: Sym) -> Sym:
        return u.where("oge", v, yes, no)

    p, q = chosen(b.x, b.y), chosen(b.y, b.x)
    c, d = chosen(a.x, a.y), chosen(a.y, a.x)
    r = q / p
    size = p + q * r
    im = (d - c * r) / size
    return Complex((c + d * r) / size, chosen(im, -im))


def real_part(z: Complex) -> Sym: return z.x
def imaginary_part(z: Complex) -> Sym: return z.y


def absolute(z: Complex) -> Sym:
    """|z|."""
    return z.x.call("hypot", z.y)


def argument(z: Complex) -> Sym:
    """Of the polar form."""
    return z.y.call("atan2", z.x)


def exponential(z: Complex) -> Complex:
    """exp z."""
    e = exp(z.x)
    return Complex(e * cos(z.y), e * sin(z.y))


def logarithm(z: Complex) -> Complex:
    """log z; of |z| near 1 by what it is off."""
    u, v, size = _abs(z.x), _abs(z.y), absolute(z)
    large, small = u.where("oge", v, u, v), u.where("oge", v, v, u)
    near = _abs(size - 1.0)
    off = near.where("olt", 0.5, (large - 1.0) * (large + 1.0) + small * small, 0.0)
    return Complex(0.5 * off.call("log1p") + log(near.where("olt", 0.5, 1.0, size)), argument(z))


def root(z: Complex) -> Complex:
    """The square root with real part that is not negative."""
    t = sqrt(0.5 * (_abs(z.x) + absolute(z)))
    main = z.x.where("olt", 0.0, t.call("llvm.copysign", z.y), t)
    other = z.y / (2.0 * main.where("oeq", 0.0, math.inf, main))
    return Complex(z.x.where("olt", 0.0, other, main), z.x.where("olt", 0.0, main, other))


def power(a: Complex, b: Complex) -> Complex:
    """exp(b log a)."""
    return exponential(product(b, logarithm(a)))


def hyperbolic_sine(z: Complex) -> Complex:
    """sinh z."""
    return Complex(sinh(z.x) * cos(z.y), cosh(z.x) * sin(z.y))


def hyperbolic_cosine(z: Complex) -> Complex:
    """cosh z."""
    return Complex(cosh(z.x) * cos(z.y), sinh(z.x) * sin(z.y))


def hyperbolic_tangent(z: Complex) -> Complex:
    """tanh z; where the real part is large, what is left of the imaginary one."""
    size, s, c = _abs(z.x), sin(z.y), cos(z.y)
    x = size.where("ogt", SATURATED, 1.0, z.x)
    whole = sinh(x) * sinh(x) + c * c
    one = Sym(x.code, size.where("oge", 0.0, 1.0, 1.0).value, x.flags)
    far = Complex(one.call("llvm.copysign", z.x), 4.0 * s * c * exp(-2.0 * size))
    return Complex(size.where("ogt", SATURATED, far.x, sinh(x) * cosh(x) / whole), size.where("ogt", SATURATED, far.y, s * c / whole))


def _one_less(z: Complex) -> Complex: return Complex(1.0 - z.x, -z.y)
def _one_more(z: Complex) -> Complex: return Complex(1.0 + z.x, z.y)


def arcsine(z: Complex) -> Complex:
    """asin z."""
    a, b = root(_one_less(z)), root(_one_more(z))
    return Complex(z.x.call("atan2", product(a, b).x), product(a.conj(), b).y.call("asinh"))


def arccosine(z: Complex) -> Complex:
    """acos z."""
    a, b = root(_one_less(z)), root(_one_more(z))
    return Complex(2.0 * a.x.call("atan2", b.x), product(b.conj(), a).y.call("asinh"))


def area_cosine(z: Complex) -> Complex:
    """acosh z."""
    a, b = root(Complex(z.x - 1.0, z.y)), root(_one_more(z))
    return Complex(product(a.conj(), b).x.call("asinh"), 2.0 * a.y.call("atan2", b.x))


def area_tangent(z: Complex) -> Complex:
    """atanh z."""
    rest = (1.0 - z.x) * (1.0 - z.x) + z.y * z.y
    return Complex(0.25 * (4.0 * z.x / rest).call("log1p"), 0.5 * (2.0 * z.y).call("atan2", (1.0 - z.x) * (1.0 + z.x) - z.y * z.y))


def sine(z: Complex) -> Complex: return hyperbolic_sine(z.times_i()).by_i()
def cosine(z: Complex) -> Complex: return hyperbolic_cosine(z.times_i())
def tangent(z: Complex) -> Complex: return hyperbolic_tangent(z.times_i()).by_i()
def area_sine(z: Complex) -> Complex: return arcsine(z.times_i()).by_i()
def arctangent(z: Complex) -> Complex: return area_tangent(z.times_i()).by_i()


def projection(z: Complex) -> Complex:
    """z, and infinity on the real axis for all that are infinite."""
    u, v = _abs(z.x), _abs(z.y)
    size = u.where("ogt", v, u, v)
    zero = (z.y * 0.0).where("oeq", 0.0, 0.0, 0.0).call("llvm.copysign", z.y)
    return Complex(size.where("oeq", math.inf, math.inf, z.x), size.where("oeq", math.inf, zero, z.y))
