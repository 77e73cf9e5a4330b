"""The regularised incomplete gamma and beta functions of numbers, in the language.

The prefactors use Loader's saddle-point form (Loader 2000, "Fast and accurate computation of binomial probabilities"): x^a e^-x / Γ(a)
by logarithms alone loses digits in proportion to a log a.
"""
from __future__ import annotations

import math

from .normal import horner
from .ufunc import written

INF = math.inf
NAN = math.nan
EPS = 2.2e-16
TINY = 1e-300
TWO_PI = 2.0 * math.pi
LOG_SQRT_2PI = 0.91893853320467274178
EULER = 0.57721566490153286061
MOST = 100000                       # iterations; enough for parameters up to about 1e9

# coefficients 1/12, 1/360, … of the remainder of Stirling's formula, highest first
STIRLING = (3617.0 / 122400.0, 1.0 / 156.0, 691.0 / 360360.0, 1.0 / 1188.0, 1.0 / 1680.0, 1.0 / 1260.0, 1.0 / 360.0, 1.0 / 12.0)
# (-1)^k ζ(k)/k, k = 31 … 2: lgamma(1 + a) = -γ a + a² (…)
LGAMMA1P = (-0.03225806453115042, 0.03333333336437758, -0.034482758684919304, 0.035714285847333355, -0.037037037312989324,
            0.03846153903467518, -0.04000000119214014, 0.04166666915034121, -0.04347826605304026, 0.04545455629320467,
            -0.047619070330142226, 0.05000004769810169, -0.05263167937961666, 0.055555767627403614, -0.058823978658684585,
            0.06250095514121304, -0.06666870588242046, 0.07143294629536133, -0.0769325164113522, 0.083353840546109,
            -0.09095401714582904, 0.1000994575127818, -0.11133426586956469, 0.12550966952474304, -0.1440498967688461,
            0.1695571769974082, -0.20738555102867398, 0.27058080842778454, -0.40068563438653143, 0.8224670334241132)


def stirling_error(a):
    """lgamma(a + 1) minus Stirling's formula (a + 1/2) log a - a + log sqrt(2π), a > 0."""
    if a < 12.0:
        return math.lgamma(a + 1.0) - (a + 0.5) * math.log(a) + a - LOG_SQRT_2PI
    return horner(STIRLING, -1.0 / (a * a)) / a


def deviance(x, m):
    """x log(x/m) + m - x without cancellation, x, m > 0."""
    d = x - m
    if abs(d) > 0.1 * (x + m):
        return x * math.log(x / m) - d
    v = d / (x + m)
    s = d * v
    t = 2.0 * x * v
    k = 1.0
    while k < 200.0:
        t *= v * v
        k += 2.0
        if s + t / k == s:
            break
        s += t / k
    return s


def lgamma1p(a):
    """lgamma(1 + a) with small relative error near a = 0, |a| < 0.3."""
    return a * (a * horner(LGAMMA1P, a) - EULER)


def gamma_prefactor(a, x):
    """x^a e^-x / Γ(a + 1)."""
    if a < 1.0:
        t = a * math.log(x) - x - (lgamma1p(a) if a < 0.3 else math.lgamma(a + 1.0))
        return math.exp(t)
    return math.exp(-stirling_error(a) - deviance(a, x)) / math.sqrt(TWO_PI * a)


def gamma_series(a, x):
    """The lower function over its prefactor: 1 + x/(a+1) + x²/((a+1)(a+2)) + …"""
    s = 1.0
    t = 1.0
    k = 0
    while t > EPS * 0.1 * s and k < MOST:
        k += 1
        t *= x / (a + k)
        s += t
    return s


def gamma_fraction(a, x):
    """The upper function over x^a e^-x / Γ(a): Legendre's continued fraction by Lentz's method (Press et al., section 6.2)."""
    b = x + 1.0 - a
    c = 1.0 / TINY
    d = 1.0 / b
    h = d
    step = 0.0
    k = 0
    while abs(step - 1.0) > EPS and k < MOST:
        k += 1
        n = -k * (k - a)
        b += 2.0
        d = n * d + b
        d = TINY if abs(d) < TINY else d
        c = b + n / c
        c = TINY if abs(c) < TINY else c
        d = 1.0 / d
        step = d * c
        h *= step
    return h


def upper_small(a, x):
    """The upper function where a < 1 and x < 1.1: 1 - (lower function) without cancellation."""
    s = 0.0
    t = 1.0
    k = 0
    while abs(t) > EPS * 0.01 and k < 60:
        k += 1
        t *= -x / k
        s += t / (a + k)
    p = a * math.log(x) - (lgamma1p(a) if a < 0.3 else math.lgamma(a + 1.0))
    return -math.expm1(p) - math.exp(p) * a * s


def gammaincc(a, x):
    """regularised upper incomplete gamma function

    Γ(a, x)/Γ(a), a > 0, x ≥ 0.
    """
    if not (a > 0.0 and x >= 0.0):
        return NAN if not (a == 0.0 and x > 0.0) else 0.0
    if x == 0.0 or a == INF:
        return NAN if x == INF else 1.0
    if x == INF:
        return 0.0
    if a < 1.0 and x < 1.1:
        return upper_small(a, x)
    if x < a + 1.0:
        return 1.0 - gamma_prefactor(a, x) * gamma_series(a, x)
    return gamma_prefactor(a, x) * a * gamma_fraction(a, x)


def gammainc(a, x):
    """regularised lower incomplete gamma function

    γ(a, x)/Γ(a), a > 0, x ≥ 0.
    """
    if not (a > 0.0 and x >= 0.0):
        return NAN if not (a == 0.0 and x > 0.0) else 1.0
    if x == 0.0 or a == INF:
        return NAN if x == INF else 0.0
    if x == INF:
        return 1.0
    if x < a + 1.0:
        return gamma_prefactor(a, x) * gamma_series(a, x)
    return 1.0 - gamma_prefactor(a, x) * a * gamma_fraction(a, x)


def beta_fraction(a, b, x):
    """The continued fraction of the incomplete beta function by Lentz's method (Press et al., section 6.4)."""
    c = 1.0
    d = 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (TINY if abs(d) < TINY else d)
    h = d
    step = 0.0
    k = 0
    while abs(step - 1.0) > EPS and k < MOST:
        k += 1
        n = k * (b - k) * x / ((a + 2.0 * k - 1.0) * (a + 2.0 * k))
        d = 1.0 + n * d
        d = 1.0 / (TINY if abs(d) < TINY else d)
        c = 1.0 + n / c
        c = TINY if abs(c) < TINY else c
        h *= d * c
        n = -(a + k) * (a + b + k) * x / ((a + 2.0 * k) * (a + 2.0 * k + 1.0))
        d = 1.0 + n * d
        d = 1.0 / (TINY if abs(d) < TINY else d)
        c = 1.0 + n / c
        c = TINY if abs(c) < TINY else c
        step = d * c
        h *= step
    return h


def beta_prefactor(a, b, x, y):
    """x^a y^b Γ(a+b) / (Γ(a) Γ(b)) with y = 1 - x."""
    n = a + b
    e = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y)
    return math.exp(e) * math.sqrt(a * b / (TWO_PI * n))


def betainc(a, b, x):
    """regularised incomplete beta function

    I_x(a, b), a, b > 0, 0 ≤ x ≤ 1.
    """
    if not (a > 0.0 and b > 0.0 and x >= 0.0 and x <= 1.0):
        return NAN
    if x == 0.0 or x == 1.0:
        return x
    y = 1.0 - x
    p = beta_prefactor(a, b, x, y)
    if x < (a + 1.0) / (a + b + 2.0):
        return p * beta_fraction(a, b, x) / a
    return 1.0 - p * beta_fraction(b, a, y) / b


FUNCTIONS = (
    written(gammainc, "scipy.special.gammainc", cost=200, domains=((1e-3, 2e3), (1e-3, 2e3)), within=(4e-13, 0.0),
            exact=lambda mp, a, x: mp.gammainc(a, 0, x, regularized=True),
            edges={(2.0, 0.0): 0.0, (2.0, INF): 1.0, (-1.0, 1.0): NAN, (NAN, 1.0): NAN}),
    written(gammaincc, "scipy.special.gammaincc", cost=200, domains=((1e-3, 2e3), (1e-3, 2e3)), within=(4e-13, 0.0),
            exact=lambda mp, a, x: mp.gammainc(a, x, mp.inf, regularized=True),
            edges={(2.0, 0.0): 1.0, (2.0, INF): 0.0}),
    written(betainc, "scipy.special.betainc", cost=300, domains=((0.05, 400.0), (0.05, 400.0), (0.0, 1.0)), within=(1e-12, 0.0),
            exact=lambda mp, a, b, x: mp.betainc(a, b, 0, x, regularized=True),
            edges={(2.0, 3.0, 0.0): 0.0, (2.0, 3.0, 1.0): 1.0, (2.0, 3.0, 1.1): NAN, (2.0, NAN, 0.5): NAN}),
)
