"""Functions of numbers, element by element, that are others put together: steps, parts of numbers, windows."""
from __future__ import annotations

import math

import numpy as np

from ..functions import UFUNCS

sinc_of_numbers, logaddexp2_of_numbers = UFUNCS["sinc"], UFUNCS["logaddexp2"]


def heaviside(x1, x2):
    """0 below 0, 1 above, and the second argument at 0"""
    x = np.asarray(x1)
    return np.where(x < 0.0, 0.0, np.where(x > 0.0, 1.0, np.where(x == x, x2, x)))


def sinc(x):
    """sin(pi x) / (pi x), 1 at 0"""
    return sinc_of_numbers(x)


def logaddexp2(x1, x2):
    """log2(2^x + 2^y) without overflow"""
    return logaddexp2_of_numbers(x1, x2)


def fix(x):
    """x without its fraction, towards zero"""
    return np.trunc(np.asarray(x) * 1.0)


def modf(x):
    """(fraction, whole part), both with the sign of x"""
    x = np.asarray(x) * 1.0
    whole = np.trunc(x)
    return np.where(np.isinf(x), 0.0 * np.sign(1.0 / x), x - whole), whole


def ldexp(x1, x2):
    """x times a power of 2"""
    return np.asarray(x1) * 2.0 ** (np.asarray(x2) * 1.0)


def numpy_divmod(x1, x2):
    """(quotient, remainder), the quotient rounded down"""
    x, y = np.asarray(x1), np.asarray(x2)
    return x // y, x % y


def float_power(x1, x2):
    """x to the power y, as floats"""
    return (np.asarray(x1) * 1.0) ** (np.asarray(x2) * 1.0)


def gcd_of_numbers(a, b):
    """Euclid's."""
    one, other = abs(a), abs(b)
    while other != 0:
        one, other = other, one % other
    return abs(one)                                                             # -2^63 has no absolute value of its own


def gcd(x1, x2):
    """greatest common divisor of whole numbers"""
    x, y = np.broadcast_arrays(x1, x2)
    if len(x.shape) == 0:
        return gcd_of_numbers(x, y)
    first, second = np.ravel(x), np.ravel(y)
    out = np.zeros(first.shape[0], np.int64)
    for i in range(first.shape[0]):
        out[i] = gcd_of_numbers(first[i], second[i])
    return out.reshape(x.shape)


def lcm(x1, x2):
    """least common multiple of whole numbers"""
    d = gcd(x1, x2)
    return np.abs(np.asarray(x1) * np.asarray(x2)) // np.where(d == 0, 1, d)


def signbit(x):
    """has it a minus sign? That of -0.0 counts"""
    return np.arctan2(np.asarray(x) * 1.0, -1.0) < 0.0                      # the angle of a point left of the origin has the sign of x, of a zero too


def real(val):
    """the real part: the number itself"""
    return np.asarray(val)


def imag(val):
    """the imaginary part: 0"""
    return np.zeros_like(val)


def angle(z, deg=False):
    """the angle of a real number in the complex plane: 0, or a half turn below 0"""
    z = np.asarray(z) * 1.0
    return np.where(z == z, np.where(signbit(z), 180.0 if deg else math.pi, 0.0), z)


def real_if_close(a, tol=100):
    """the array itself, which is real"""
    return np.asarray(a)
