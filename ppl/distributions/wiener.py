"""First passage of a Wiener process between two boundaries, the drift diffusion of choices: the time, with the sign of the boundary that is reached.

Towards a boundary at a distance d with a drift v the density is that of one boundary alone, d (2π t³)^(-1/2) exp(-(d - v t)² / 2t), over d and times a sum
over images of the start (`lang/library/special/passage.py`), which has the density's digits wherever the start and the time are.
"""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import inside_unit, nonnegative, positive, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import exp, expm1, log, maximum, where, wiener_images
from ..base.member import make
from ..base.types import Numbers

HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
LEAST, JUST_ABOVE = 1e-300, 1.0 + 2.0**-51
LOG_MODE = 0.5 * math.log(math.pi**3 / 8.0)
SOONEST = 1e-100                                # in squared separations: no image is met before
NEAR = 1.0                                      # |z| up to which moments are series
# 2^2n B_2n / (2n)!, n = 16 … 1: coth z - 1 / z by odd powers of z, highest first
SERIES = (-2.4673688045172075e-16, 2.4351954029183367e-15, -2.4034415333307705e-14, 2.3721017400233653e-13, -2.3411706819824882e-12,
          2.3106432599002624e-11, -2.2805151204592183e-10, 2.2507846516808994e-09, -2.2214608789979678e-08, 2.1925947851873778e-07,
          -2.1644042808063972e-06, 2.1377799155576935e-05, -0.00021164021164021165, 0.0021164021164021165, -0.022222222222222223, 1.0 / 3.0)  # fmt: skip


def logpdf(x, alpha, tau, beta, delta):
    later, upper = abs(x) - tau, x > 0.0
    inside = (later > 0.0) & (later < math.inf)
    t = where(inside, later, 1.0)
    miss = where(upper, 1.0 - beta, beta) * alpha - where(upper, delta, -delta) * t
    alone = log(alpha) - 1.5 * log(t) - HALF_LOG_2PI - 0.5 * miss * (miss / t)
    return where(inside, alone + wiener_images(maximum(t / alpha / alpha, SOONEST), place(upper, beta)), -math.inf)


def place(upper, beta):
    """The distance of the start from the boundary, or less 1 where the other one is nearer: what both say to all digits."""
    return where(beta > 0.5, where(upper, 1.0 - beta, beta - 1.0), where(upper, -beta, beta))


def shares(beta, z):
    """(P(upper), P(lower)) for a drift z per separation."""
    a = maximum(abs(z), LEAST)
    whole = expm1(-2.0 * a)
    upper, lower = expm1(-2.0 * a * beta) / whole, expm1(-2.0 * a * (1.0 - beta)) / whole
    return where(z < 0.0, exp(-2.0 * a * (1.0 - beta)), 1.0) * upper, where(z > 0.0, exp(-2.0 * a * beta), 1.0) * lower


def bends(z):
    """((coth z - 1 / z) / z, 2 / z⁴ - 1 / (z sinh z)² - coth z / z³): of which means and variances of the time are made."""
    near = abs(z) < NEAR
    r = where(near, z * z, 0.0)
    first, second, k = 0.0, 0.0, 2.0 * len(SERIES) - 2.0
    for c in SERIES[:-1]:
        first, second, k = first * r + c, second * r + c * k, k - 2.0
    far = where(near, NEAR, abs(z))
    e = exp(-2.0 * far)
    coth, i = (1.0 + e) / (1.0 - e), 1.0 / far
    steep = 4.0 * e / ((1.0 - e) * (1.0 - e))
    return where(near, first * r + SERIES[-1], (coth - i) * i), where(near, second, i * i * (2.0 * i * i - steep - coth * i))


def times(beta, z):
    """Mean and variance of the time to the upper boundary, of those that reach it, for a separation of 1."""
    (g, h), (low_g, low_h), q = bends(z), bends(beta * z), beta * beta
    return g - q * low_g, q * q * low_h - h


def parts(alpha, tau, beta, delta):
    """(probability, mean, variance) of the time to the upper boundary, then to the lower."""
    z, q = alpha * delta, alpha * alpha
    (p, rest), (m, v), (low_m, low_v) = shares(beta, z), times(beta, z), times(1.0 - beta, z)
    return p, tau + q * m, q * q * v, rest, tau + q * low_m, q * q * low_v


def mean(alpha, tau, beta, delta):
    p, m, _, rest, low_m, _ = parts(alpha, tau, beta, delta)
    return p * m - rest * low_m


def variance(alpha, tau, beta, delta):
    p, m, v, rest, low_m, low_v = parts(alpha, tau, beta, delta)
    apart = m + low_m
    return p * v + rest * low_v + p * rest * apart * apart


def sample(rng, alpha, tau, beta, delta):
    """By the largest interval about the place that lies between the boundaries (Tuerlinckx et al. 2001): its end and the time to it are
    independent. Where the end is no boundary it is the next place; one step in two ends at one, or more."""
    drift, at, time, side = alpha * delta, beta, 0.0, 0.0
    while side == 0.0:
        half = min(at, 1.0 - at)
        time += half * half * exit_time(rng, abs(drift) * half)
        if rng.uniform() < 0.5 + 0.5 * math.tanh(drift * half):
            side = 1.0 if at >= 0.5 else 0.0
            at = at + half                           # anew: in CPython it may be an array of the caller's
        else:
            side = -1.0 if at <= 0.5 else 0.0
            at = at - half
    return side * max(tau + alpha * alpha * time, max(tau * JUST_ABOVE, LEAST))


def exit_time(rng, z):
    """From the middle of [-1, 1] with a drift of size z: the time to one boundary alone (Michael, Schucany and Haas 1976), accepted with the share that
    the other leaves of its density: 1 / (1 + exp(-2 z)) in all."""
    while True:
        y = abs(random.normal(rng))
        t = 2.0 / max(2.0 * z + y * y + y * math.sqrt(y * y + 4.0 * z), LEAST)
        if rng.uniform() * (1.0 + z * t) > 1.0:
            t = 1.0 / z / (z * t)
        if is_left(t, rng.uniform()):
            return t


def is_left(t, u):
    """Is u below the share? Its alternating series, over images or modes, falls from the first term on: partial sums enclose it (Devroye 1986)."""
    images = t < 2.0
    rate = 2.0 / t if images else 0.5 * math.pi * math.pi * t
    whole = 1.0 if images else math.exp(LOG_MODE + 1.5 * math.log(t) - 0.125 * math.pi * math.pi * t + 0.5 / t)
    s, k = 1.0, 0.0
    while True:
        s -= (2.0 * k + 3.0) * math.exp(-(k + 1.0) * (k + 2.0) * rate)
        if u < whole * s:
            return True
        s += (2.0 * k + 5.0) * math.exp(-(k + 2.0) * (k + 3.0) * rate)
        if u >= whole * s:
            return False
        k += 2.0


wiener = Family(
    "Wiener", (Param("alpha", positive), Param("tau", nonnegative), Param("beta", inside_unit), Param("delta")), real, logpdf, sample,
    ((1.0, 0.1, 0.5, 0.0), (2.0, 0.3, 0.4, 1.0), (0.7, 1.0, 0.8, -2.0)), mean=mean, variance=variance,
)  # fmt: skip


@constructor(wiener)
def Wiener(alpha: Numbers, tau: Numbers, beta: Numbers, delta: Numbers) -> Distribution:
    """First passage of a Wiener process (drift diffusion): boundary separation alpha, non-decision time tau, relative start beta, drift delta.

    A value is a time with the sign of its boundary: x > tau reached the upper one at time x, x < -tau the lower one at time -x, and nothing lies between.
    At x > 0 the log density is Stan's `wiener(x | alpha, tau, beta, delta)`, at x < 0 Stan's `wiener(-x | alpha, tau, 1 - beta, -delta)`: what is
    defective there, with the probability of one boundary as its mass, is one law of both here. Times and responses 0 or 1 are
    `obs=np.where(response == 1, time, -time)`. The process has standard deviation 1 per unit of time. HDDM calls these `a, t, z, v`, brms
    `bs, ndt, bias, drift`; HSSM's `a` is half of alpha, and where the start is absolute, as `zr * a`, beta is start / alpha. tau must lie below all
    observed times: give it a prior on (0, time.min()). Source: Navarro and Fuss (2009); Gondan, Blurton and Kesselmeier (2014).
    """
    return make(wiener, alpha, tau, beta, delta)
