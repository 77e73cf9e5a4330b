"""Random numbers in the language, on two primitives of a NumPy bit generator: `rng.uniform()` in [0, 1) and `rng.bits()`, 63 random bits.

The same source runs in CPython (with `Rng`) and compiled, and draws the same numbers. The normal is a ziggurat of 256 layers (Marsaglia and
Tsang 2000, in the form of Doornik 2005: 52 bits for the position, other bits for layer and sign).
"""
from __future__ import annotations

import ctypes
import math

import numpy as np

from ..values.hooks import compiled
from .special.gamma import LARGE, log_binomial, log_poisson

IMPOSSIBLE, MOST = -(2**62), 9.2e18                            # stands for a count that cannot be drawn; a count that 64 bits hold
LARGEST_EXP = 650.0                                            # its exponential times a normal and a scale is finite
SMALLEST = 5e-324                                              # a positive number; what is drawn below it is this


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


def generator_words(bit_generator) -> np.ndarray:
    """Addresses of next_double, next_uint64 and the state, for staged code that draws; keep the generator while it is used."""
    functions = bit_generator.ctypes
    return np.array([ctypes.cast(f, ctypes.c_void_p).value for f in (functions.next_double, functions.next_uint64)] + [functions.state_address], np.int64)


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
        t = c * x
        v = 1.0 + t
        if v > 0.0:
            v, e = v * v * v, t * (3.0 + t * (3.0 + t))          # e = v - 1
            if math.log1p(-rng.uniform()) < 0.5 * x * x + (d - d * v + d * math.log(v) if d < LARGE else d * (math.log1p(e) - e)):
                return max(boost * d * v, SMALLEST)


def log_gamma(rng, shape):
    """Logarithm of a gamma with rate 1; it is finite for small shapes, of which most draws are below the smallest number."""
    if shape < 1.0:
        boost = math.log(positive_uniform(rng)) / shape
        return math.log(gamma(rng, shape + 1.0)) + boost
    return math.log(gamma(rng, shape))


def positive_uniform(rng):
    """Uniform in (0, 1]: its logarithm is finite."""
    return 1.0 - rng.uniform()


def beta(rng, a, b):
    """Beta; through logarithms of gamma variables where both shapes are small, so that 0/0 cannot occur (Johnk's problem)."""
    if a > 0.1 or b > 0.1:
        x = gamma(rng, a)
        return x / (x + gamma(rng, b))
    x = math.log(gamma(rng, a + 1.0)) + math.log(positive_uniform(rng)) / a
    y = math.log(gamma(rng, b + 1.0)) + math.log(positive_uniform(rng)) / b
    return 1.0 / (1.0 + math.exp(min(y - x, 700.0)))


def student_t(rng, df):
    """Standard Student t; by logarithms where few degrees of freedom make it huge."""
    if df < 1.0:
        x = normal(rng)
        return x * math.exp(min(0.5 * (math.log(0.5 * df) - log_gamma(rng, 0.5 * df)), LARGEST_EXP))
    return normal(rng) / math.sqrt(2.0 * gamma(rng, 0.5 * df) / df)


def cauchy(rng):
    """Standard Cauchy, by inversion."""
    return math.tan(math.pi * (rng.uniform() - 0.5))


def laplace(rng):
    """Standard Laplace: an exponential with a random sign."""
    x = exponential(rng)
    return x if rng.bits() & 1 == 0 else -x


def logistic(rng):
    """Standard logistic, by inversion."""
    u = positive_uniform(rng)
    return math.log(u) - math.log1p(-u) if u < 1.0 else 36.7368005696771


def poisson_small(rng, rate):
    """Poisson with a rate below 10, by inversion."""
    u = rng.uniform()
    p = math.exp(-rate)
    k = 0
    while u > p and k < 200:
        u -= p
        k += 1
        p *= rate / k
    return k


@compiled
def poisson(rng, rate):
    """Poisson; from a rate of 10 on by transformed rejection, PTRS (Hörmann 1993). IMPOSSIBLE where it does not fit into 64 bits."""
    if rate < 10.0:
        return poisson_small(rng, rate)
    if not rate < MOST:
        return IMPOSSIBLE
    b = 0.931 + 2.53 * math.sqrt(rate)
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    edge = 0.9277 - 3.6224 / (b - 2.0)
    while True:
        u = rng.uniform() - 0.5
        v = positive_uniform(rng)
        us = 0.5 - abs(u)
        if us > 0.0:
            x = np.floor((2.0 * a / us + b) * u + rate + 0.43)
            if us >= 0.07 and v <= edge:
                return whole(x)
            if x >= 0 and (us >= 0.013 or v <= us):
                left = math.log(v) + math.log(inverse_alpha) - math.log(a / (us * us) + b)
                if left <= log_poisson(x, rate):
                    return whole(x)


def whole(x):
    """A number as a count, where 64 bits hold it."""
    return int(x) if x < MOST else IMPOSSIBLE


def binomial_small(rng, n, p):
    """Binomial with n p < 10 and p ≤ 1/2, by inversion."""
    u = rng.uniform()
    q = 1.0 - p
    r = math.exp(n * math.log1p(-p))
    k = 0
    while u > r and k < n:
        u -= r
        k += 1
        r *= (n - k + 1) * p / (k * q)
    return k


@compiled
def binomial_large(rng, n, p):
    """Binomial with n p ≥ 10 and p ≤ 1/2, by transformed rejection, BTRS (Hörmann 1993)."""
    spread = math.sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    c = n * p + 0.5
    edge = 0.92 - 4.2 / b
    alpha = (2.83 + 5.1 / b) * spread
    mode = np.floor((n + 1.0) * p)
    peak = log_binomial(mode, n, p)
    while True:
        u = rng.uniform() - 0.5
        v = positive_uniform(rng)
        us = 0.5 - abs(u)
        if us > 0.0:
            x = np.floor((2.0 * a / us + b) * u + c)
            if x >= 0 and x <= n:
                if us >= 0.07 and v <= edge:
                    return int(x)
                left = math.log(v * alpha / (a / (us * us) + b))
                if left <= log_binomial(x, n, p) - peak:
                    return int(x)


def binomial(rng, n, p):
    """Number of successes in n trials; IMPOSSIBLE where n does not fit into 64 bits."""
    if not n < MOST:
        return IMPOSSIBLE
    q = p if p <= 0.5 else 1.0 - p
    k = 0
    if q > 0.0:
        if n * q < 10.0:
            k = binomial_small(rng, n, q)
        else:
            k = binomial_large(rng, n, q)
    return k if p <= 0.5 else int(n) - k


def negative_binomial(rng, mean, size):
    """Negative binomial by its mean and size: a Poisson whose rate is a gamma."""
    return poisson(rng, mean * gamma(rng, size) / size)


def categorical(rng, probabilities):
    """An index, drawn in proportion to the probabilities (which sum to 1)."""
    u = rng.uniform()
    n = probabilities.shape[0]
    k = 0
    s = probabilities[0]
    while k < n - 1 and u >= s:
        k += 1
        s += probabilities[k]
    return k


def dirichlet(rng, concentration, out):
    """A probability vector into `out`; by logarithms, so that the sum is not 0 where all shapes are small."""
    most = -math.inf
    for i in range(out.shape[0]):
        out[i] = log_gamma(rng, concentration[i])
        most = max(most, out[i])
    s = 0.0
    for i in range(out.shape[0]):
        out[i] = math.exp(out[i] - most)
        s += out[i]
    for i in range(out.shape[0]):
        out[i] /= s


def multivariate_normal(rng, mean, cholesky, out):
    """mean + L times standard normals into `out`; L lower triangular. Works from the last row up, so that `out` holds the normals meanwhile."""
    n = out.shape[0]
    for i in range(n):
        out[i] = normal(rng)
    for t in range(n):
        i = n - 1 - t
        s = mean[i]
        for j in range(i + 1):
            s += cholesky[i, j] * out[j]
        out[i] = s
