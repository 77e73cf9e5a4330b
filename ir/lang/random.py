"""Random numbers in the language, on two primitives of a NumPy bit generator: `rng.uniform()` in [0, 1) and `rng.bits()`, 63 random bits.

The same source runs in CPython (with `Rng`) and compiled, and draws the same numbers. The normal is a ziggurat of 256 layers (Marsaglia and
Tsang 2000, in the form of Doornik 2005: 52 bits for the position, other bits for layer and sign).
"""
from __future__ import annotations

import ctypes
import math

import numpy as np

from .hooks import compiled


class Rng:
    """The primitives in CPython, on any NumPy bit generator."""

    def __init__(self, bit_generator):
        functions = bit_generator.ctypes
        self.bit_generator = bit_generator                     # keeps the state alive
        self._state = functions.state
        self._double, self._uint64 = functions.next_double, functions.next_uint64

    def uniform(self) -> float:
        """Uniform in [0, 1), 53 bits."""
        return float(self._double(self._state))

    def bits(self) -> int:
        """Uniform in 0 … 2^63 - 1."""
        return int(ctypes.c_uint64(self._uint64(self._state)).value) >> 1


LAYERS = 256
START = 3.6541528853610088                                     # where the tail begins, for 256 layers
AREA = 0.00492867323399                                        # of each layer
STEPS = 2.0**52


def _tables() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For layer k: the integer below which a position needs no second look, the width of a step, the density at its edge."""
    def density(x: float) -> float:
        return math.exp(-0.5 * x * x)
    edges = [AREA / density(START), START]
    while len(edges) < LAYERS:
        edges.append(math.sqrt(-2.0 * math.log(AREA / edges[-1] + density(edges[-1]))))
    edges.append(0.0)
    x = np.array(edges)
    return (x[1:] / x[:-1] * STEPS).astype(np.int64), x[:-1] / STEPS, np.exp(-0.5 * x**2)


SURE, WIDTH, HEIGHT = _tables()


def tail(rng):
    """|x| > START (Marsaglia 1964)."""
    while True:
        x = -math.log1p(-rng.uniform()) / START
        y = -math.log1p(-rng.uniform())
        if 2.0 * y > x * x:
            return START + x


@compiled
def normal(rng):
    """Standard normal."""
    while True:
        b = rng.bits()
        k = b & 255
        sign = 1.0 if (b >> 8) & 1 == 0 else -1.0
        j = (b >> 9) & (2**52 - 1)
        x = j * WIDTH[k]
        if j < SURE[k]:
            return sign * x
        if k == 0:
            return sign * tail(rng)
        if HEIGHT[k] + rng.uniform() * (HEIGHT[k + 1] - HEIGHT[k]) < math.exp(-0.5 * x * x):
            return sign * x


def exponential(rng):
    """Standard exponential, by inversion."""
    return -math.log1p(-rng.uniform())


@compiled
def gamma(rng, shape):
    """Gamma with rate 1 (Marsaglia and Tsang 2000); shapes below 1 through shape + 1 and a power of a uniform."""
    boost = 1.0
    a = shape
    if shape < 1.0:
        boost = (1.0 - rng.uniform()) ** (1.0 / shape)
        a = shape + 1.0
    d = a - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal(rng)
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            if math.log1p(-rng.uniform()) < 0.5 * x * x + d - d * v + d * math.log(v):
                return boost * d * v
