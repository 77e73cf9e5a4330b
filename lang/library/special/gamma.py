"""digamma, trigamma and polygamma of one number, in the language: recurrence up to 10, then the asymptotic series (Abramowitz & Stegun 6.3.18, 6.4.11);
and what is left of gammaln and its derivatives when their leading terms are taken off, so that differences of large ones lose nothing.
"""
from __future__ import annotations

import math

import numpy as np

from .. import twins
from ..elementary import real_log
from ..ufunc import written

PI = math.pi
INF = math.inf
NAN = math.nan
START = 10.0                        # the asymptotic series gives full precision from here
LARGE = twins.LARGE
ODD_RECIPROCALS = twins.ODD_RECIPROCALS
TINY = 1e-290                        # a number may be divided by this; below it 1 / x exceeds logarithms by far
LOG_2PI = math.log(2.0 * math.pi)

# B_2k, k = 8 … 1: Bernoulli numbers, highest first for Horner's rule
BERNOULLI = (-3617.0 / 510.0, 7.0 / 6.0, -691.0 / 2730.0, 5.0 / 66.0, -1.0 / 30.0, 1.0 / 42.0, -1.0 / 30.0, 1.0 / 6.0)
# -B_2k / 2k, the same order
DIGAMMA_SERIES = (3617.0 / 8160.0, -1.0 / 12.0, 691.0 / 32760.0, -1.0 / 132.0, 1.0 / 240.0, -1.0 / 252.0, 1.0 / 120.0, -1.0 / 12.0)
STIRLING = twins.STIRLING
# B_2k / (2k)!, k = 1 …: the weights of the Euler–Maclaurin sum
EULER_MACLAURIN = (1.0 / 12.0, -1.0 / 720.0, 1.0 / 30240.0, -1.0 / 1209600.0, 1.0 / 47900160.0, -691.0 / 1307674368000.0, 1.0 / 74724249600.0,
                   -3617.0 / 10670622842880000.0, 43867.0 / 5109094217170944000.0)

# The positive root of digamma, in two parts, and the Taylor coefficients about it, highest first (computed to 40 digits)
ROOT = 1.4616321449683622
ROOT_LOW = 9.549995429965697e-17
ROOT_TAYLOR = (-3.5430070947659604e-05, 5.178575795222081e-05, -7.569179582195066e-05, 0.0001106337276874741,
               -0.00016170622091974803, 0.00023635601564027053, -0.0003454680251063077, 0.000504953265834602,
               -0.0007380709389960052, 0.0010788252019162967, -0.0015769367714301972, 0.002305126326734928,
               -0.003369801655439328, 0.004926781395729853, -0.007204534386356869, 0.010538791616612175,
               -0.01542476590494896, 0.022597648232218104, -0.03316112647484736, 0.04880428816414311, -0.07219956125645471,
               0.10782405069126237, -0.16394270544240652, 0.258499760955651, -0.4427631689835921, 0.9676722454476212)


def near_root(x):
    """digamma by its Taylor series about the positive root, |x - root| < 0.3."""
    d = (x - ROOT) - ROOT_LOW
    s = 0.0
    for c in ROOT_TAYLOR:
        s = s * d + c
    return s * d


def digamma_positive(x):
    """digamma for x > 0."""
    if abs(x - ROOT) < 0.3:
        return near_root(x)
    w = 0.0
    while x < START:
        w += 1.0 / x
        x += 1.0
    r = 1.0 / (x * x)
    s = 0.0
    for c in DIGAMMA_SERIES:
        s = (s + c) * r
    return math.log(x) - 0.5 / x + s - w


def digamma(x):
    """derivative of gammaln

    nan at the poles -1, -2, …; -inf at 0, inf at -0.0, as SciPy.
    """
    if x > 0.0:
        return INF if x == INF else digamma_positive(x)
    if x == 0.0:
        return -math.copysign(INF, x)
    if x != x or x == -INF:
        return NAN
    f = from_whole(x)
    if f == 0.0:
        return NAN
    return digamma_positive(1.0 - x) - PI / math.tan(PI * f)


def from_whole(x):
    """x less the nearest whole number, exactly: x itself near 0, where x - floor(x) would round to 1."""
    return x - np.floor(x + 0.5)


def trigamma_positive(x):
    """trigamma for x > 0."""
    w = 0.0
    while x < START:
        w += (1.0 / x) * (1.0 / x)                  # x * x would be 0 below 1e-154
        x += 1.0
    r = 1.0 / (x * x)
    s = 0.0
    for c in BERNOULLI:
        s = (s + c) * r
    return 1.0 / x + 0.5 * r + s / x + w


def trigamma(x):
    """second derivative of gammaln; inf at the poles"""
    if x > 0.0:
        return trigamma_positive(x)
    if x != x or x == -INF:
        return NAN
    f = from_whole(x)
    if f == 0.0:
        return INF
    s = PI / math.sin(PI * f)
    return s * s - trigamma_positive(1.0 - x)


def power_sum(s, x):
    """sum over k ≥ 0 of (x + k)^-s for whole s ≥ 2 (Hurwitz zeta), by Euler–Maclaurin; x is not a pole."""
    w = 0.0
    stop = START + 0.5 * s
    while x < stop:
        w += x ** -s
        x += 1.0
    a = x ** -s
    r = 1.0 / (x * x)
    t = a * s / x                       # s (s+1) … x^(-s - 2k + 1)
    w += a * x / (s - 1.0) + 0.5 * a
    k = s
    for c in EULER_MACLAURIN:
        w += c * t
        t *= (k + 1.0) * (k + 2.0) * r
        k += 2.0
    return w


def factorial(n):
    """n! for a whole number n ≥ 0 given as a float."""
    product = 1.0
    k = 2.0
    while k <= n:
        product *= k
        k += 1.0
    return product


def polygamma(n, x):
    """n-th derivative of digamma

    n is a whole number ≥ 0 given as a float; nan for other n and for x < -1000 when n > 1.
    """
    if n == 0.0:
        return digamma(x)
    if n == 1.0:
        return trigamma(x)
    if not n > 1.0 or math.floor(n) != n or n > 170.0 or x != x or x < -1000.0:
        return NAN
    if x == INF:
        return 0.0
    factors = factorial(n)
    sign = 1.0 if n % 2.0 == 1.0 else -1.0
    if x <= 0.0 and math.floor(x) == x:
        return INF if sign > 0.0 else NAN
    if abs(x) < 1.0 and -(n + 1.0) * math.log(abs(x)) > 700.0:
        return sign * math.copysign(INF, x) if n % 2.0 == 0.0 else INF
    return sign * factors * power_sum(n + 1.0, x)


def stirling(i):
    """Stirling's series at 1 / i ≥ 10: gammaln(x) less (x - 1/2) log(x) - x + log(2 pi) / 2."""
    r, s = i * i, 0.0
    for c in STIRLING:
        s = s * r + c
    return s * i


def ten_factors(u):
    """x (x + 1) … (x + 9) by u = x (x + 9), in pairs from both ends."""
    return u * (u + 8.0) * ((u + 14.0) * (u + 18.0)) * (u + 20.0)


def lgamma_rest(x):
    """gammaln(x) - x log(x) + x, about log(2 pi / x) / 2, for x > 0

    Differences of gammaln at large numbers are differences of these, and logarithms that log1p gives.
    """
    if not x > 0.0:
        return INF if x == 0.0 else NAN
    if x >= START:
        return 0.5 * (LOG_2PI - math.log(x)) + stirling(1.0 / x)
    y, r = x + 10.0, (x + 10.0) * (x + 10.0)        # gammaln(y) - gammaln(x) is the logarithm of ten factors
    moved = math.sqrt(y) * ten_factors(x * (x + 9.0)) / (r * (r * r) * (r * r))
    return (0.5 * LOG_2PI + stirling(1.0 / y)) + (x * math.log(y / max(x, TINY)) - math.log(moved)) - 10.0


def digamma_rest(x):
    """digamma(x) - log(x), about -1 / 2x, for x > 0"""
    if not x > 0.0:
        return -INF if x == 0.0 else NAN
    if x >= START:
        return digamma_series(x)
    u = x * (x + 9.0)
    slope = (((5.0 * u + 240.0) * u + 3924.0) * u + 24352.0) * u + 40320.0          # of ten_factors; over it, the sum of the reciprocals
    return digamma_series(x + 10.0) + (math.log((x + 10.0) / max(x, TINY)) - (2.0 * x + 9.0) * slope / ten_factors(u))


def digamma_series(x):
    """digamma(x) - log(x) for x ≥ 10."""
    i = 1.0 / x
    r, s = i * i, 0.0
    for c in DIGAMMA_SERIES:
        s = (s + c) * r
    return s - 0.5 * i


def trigamma_rest(x):
    """trigamma(x) - 1 / x, about 1 / 2x^2, for x > 0"""
    if not x > TINY:
        return INF if x >= 0.0 else NAN
    y, w = x, 0.0
    while y < START:
        w += (1.0 / y) * (1.0 / y)
        y += 1.0
    r, s = 1.0 / (y * y), 0.0
    for c in BERNOULLI:
        s = (s + c) * r
    return w + 0.5 * r + s / y + (1.0 / y - 1.0 / x if y > x else 0.0)


def peak_slope(a, m, log_m):
    """log(m / a) of a > 0 and m with its logarithm, without cancellation where a is large and m close"""
    if a >= LARGE and abs(m - a) < 0.5 * a:
        return math.log1p((m - a) / a)
    return log_m - real_log(a)


def below_peak(a, m, log_m):
    """a log(m / a) - (m - a): how far m^a exp(-m) lies below its peak at m = a, by logarithms; -m at a = 0

    What Loader (2000, Fast and accurate computation of binomial probabilities) calls the deviance, with his series for
    log(1 + d) - d = -d r + 2 r^3 (1/3 + r^2/5 + …), r = d / (2 + d). log_m is log(m), which may be finite where m is 0.
    """
    if a == 0.0:
        return -m
    if a >= LARGE and abs(m - a) < 0.1 * a:
        d = (m - a) / a
        r = d / (2.0 + d)
        s = 0.0
        for c in ODD_RECIPROCALS:
            s = s * (r * r) + c
        return a * r * (2.0 * (r * r) * s - d)
    return a * peak_slope(a, m, log_m) - (m - a)


def log_mass_rest(k):
    """log(k!) less k log(k) - k; 0 at 0."""
    return lgamma_rest(k) + math.log(k) if k > 0.0 else 0.0


def log_poisson(k, rate):
    """Log probability of a count, also where both are large."""
    return below_peak(k, rate, math.log(rate)) - log_mass_rest(k)


def log_binomial(k, n, p):
    """Log probability of k successes less that of nothing but n, also where both are large."""
    successes, failures = n * p, n * (1.0 - p)
    terms = below_peak(k, successes, math.log(successes)) + below_peak(n - k, failures, math.log(failures))
    return terms - log_mass_rest(k) - log_mass_rest(n - k)


def exact_slope(mp, a, m, log_m):
    """peak_slope by mpmath."""
    return (mp.log(m) if a >= LARGE and abs(m - a) < 0.5 * a else log_m) - mp.log(a)


FUNCTIONS = (
    written(digamma, "scipy.special.digamma", "scipy.special.psi", cost=50, domains=((1e-300, 1e300),), within=(1e-13, 1e-15),
            edges={(0.0,): -INF, (-3.0,): NAN, (INF,): INF, (-INF,): NAN, (NAN,): NAN}),
    written(trigamma, cost=50, domains=((1e-150, 1e150),), exact=lambda mp, x: mp.psi(1, x),
            edges={(1e-200,): INF, (-1e-200,): INF, (0.0,): INF, (-2.0,): INF, (INF,): 0.0, (NAN,): NAN}),
    written(polygamma, "scipy.special.polygamma", cost=80, domains=(range(21), (1e-3, 1e4)), within=(1e-13, 1e-15),
            exact=lambda mp, n, x: mp.psi(int(mp.nint(n)), x),
            edges={(2.0, 0.0): NAN, (3.0, 0.0): INF, (2.0, INF): 0.0, (2.5, 1.0): NAN, (2.0, NAN): NAN}),
    written(lgamma_rest, cost=40, twin=twins.lgamma_rest, domains=((1e-300, 1e20),), within=(1e-13, 1e-14),
            exact=lambda mp, x: mp.loggamma(x) - x * mp.log(x) + x, edges={(0.0,): INF, (-1.0,): NAN, (INF,): -INF, (NAN,): NAN}),
    written(digamma_rest, cost=40, domains=((1e-300, 1e20),), exact=lambda mp, x: mp.psi(0, x) - mp.log(x),
            edges={(0.0,): -INF, (-1.0,): NAN, (INF,): 0.0, (NAN,): NAN}),
    written(trigamma_rest, cost=40, domains=((1e-150, 1e20),), exact=lambda mp, x: mp.psi(1, x) - 1 / x,
            edges={(0.0,): INF, (-1.0,): NAN, (INF,): 0.0, (NAN,): NAN}),
    written(peak_slope, cost=25, twin=twins.peak_slope, domains=((1e-3, 1e16), (1e-3, 1e16), (-3.0, 3.0)), exact=exact_slope,
            edges={(1.0, 0.0, -INF): -INF, (2000.0, 2000.0, 7.0): 0.0, (NAN, 1.0, 0.0): NAN}),
    written(below_peak, cost=25, twin=twins.below_peak, domains=((1e-3, 900.0), (1e-3, 1e16), (-3.0, 3.0)),
            exact=lambda mp, a, m, log_m: a * exact_slope(mp, a, m, log_m) - (m - a),
            edges={(0.0, 2.0, 0.5): -2.0, (0.0, 0.0, -INF): 0.0, (1.0, 0.0, -INF): -INF, (2000.0, 2000.0, 7.0): 0.0, (3.0, INF, INF): NAN}),
)
