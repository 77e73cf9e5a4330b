"""What the regularised incomplete gamma and beta functions are made of, in the language: prefactors, series, continued fractions, large shapes.

Prefactors use Loader's saddle-point form (Loader 2000, "Fast and accurate computation of binomial probabilities"): x^a e^-x / Γ(a) by
logarithms alone loses digits in proportion to a log a. All are made as logarithms first, so that a tail far below the smallest double has one.
"""
from __future__ import annotations

import math

from .gamma import digamma, polygamma, trigamma
from .normal import horner, log_ndtr

INF = math.inf
NAN = math.nan
EPS = 2.2e-16
TINY = 1e-300
TWO_PI = 2.0 * math.pi
LOG_SQRT_2PI = 0.91893853320467274178
EULER = 0.57721566490153286061
MOST = 100000                       # iterations; enough for the shapes below LARGE
LARGE, LARGE_BETA = 1e5, 1e7        # shapes from which on the uniform expansions hold to full precision
NEAR = 0.03                         # |x/a - 1| up to which they are needed: further out series and fractions take few terms

# coefficients 1/12, 1/360, … of the remainder of Stirling's formula, highest first
STIRLING = (3617.0 / 122400.0, 1.0 / 156.0, 691.0 / 360360.0, 1.0 / 1188.0, 1.0 / 1680.0, 1.0 / 1260.0, 1.0 / 360.0, 1.0 / 12.0)
# (-1)^k ζ(k)/k, k = 31 … 2: lgamma(1 + a) = -γ a + a² (…)
LGAMMA1P = (-0.03225806453115042, 0.03333333336437758, -0.034482758684919304, 0.035714285847333355, -0.037037037312989324,
            0.03846153903467518, -0.04000000119214014, 0.04166666915034121, -0.04347826605304026, 0.04545455629320467,
            -0.047619070330142226, 0.05000004769810169, -0.05263167937961666, 0.055555767627403614, -0.058823978658684585,
            0.06250095514121304, -0.06666870588242046, 0.07143294629536133, -0.0769325164113522, 0.083353840546109,
            -0.09095401714582904, 0.1000994575127818, -0.11133426586956469, 0.12550966952474304, -0.1440498967688461,
            0.1695571769974082, -0.20738555102867398, 0.27058080842778454, -0.40068563438653143, 0.8224670334241132)
# DLMF 8.12.11: coefficients in η of c_0, c_1 and c_2 of the uniform expansion, highest first
UNIFORM_0 = (-571.0 / 261273600.0, 1.0 / 25515.0, -139.0 / 777600.0, 1.0 / 2835.0, 1.0 / 864.0, -2.0 / 135.0, 1.0 / 12.0, -1.0 / 3.0)
UNIFORM_1 = (1.0 / 4860.0, -77.0 / 77760.0, 1.0 / 378.0, -1.0 / 288.0, -1.0 / 540.0)
UNIFORM_2 = (-139.0 / 51840.0, 25.0 / 6048.0)


def stirling_error(a):
    """lgamma(a + 1) minus Stirling's formula (a + 1/2) log a - a + log sqrt(2π), a > 0."""
    if a < 12.0:
        return math.lgamma(a + 1.0) - (a + 0.5) * math.log(a) + a - LOG_SQRT_2PI
    return horner(STIRLING, -1.0 / (a * a)) / a


def deviance(x, m):
    """x log(x/m) + m - x without cancellation, x, m > 0."""
    return deviance_by(x, m, x - m)


def deviance_by(x, m, d):
    """`deviance` where the difference d = x - m is known better than by subtracting rounded numbers."""
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


def lgamma_of_1p(a):
    """lgamma(1 + a), a > 0."""
    return lgamma1p(a) if a < 0.3 else math.lgamma(a + 1.0)


# -- gamma
def gamma_prefactor(a, x):
    """x^a e^-x / Γ(a + 1)."""
    if a < 1.0:
        return math.exp(a * math.log(x) - x - lgamma_of_1p(a))
    return math.exp(-stirling_error(a) - deviance(a, x)) / math.sqrt(TWO_PI * a)


def log_gamma_prefactor(a, x):
    """log of `gamma_prefactor`."""
    if a < 1.0:
        return a * math.log(x) - x - lgamma_of_1p(a)
    return -stirling_error(a) - deviance(a, x) - 0.5 * math.log(TWO_PI * a)


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
    p = a * math.log(x) - lgamma_of_1p(a)
    return -math.expm1(p) - math.exp(p) * a * s


def gamma_is_large(a, x):
    """Is this where series and fraction take many terms?"""
    return a > LARGE and abs(x - a) < NEAR * a


def log_gamma_uniform(a, x, side):
    """log of the upper (side = 1) or lower (side = -1) function for a large shape near its mean: DLMF 8.12.3, 8.12.4 with 8.12.7."""
    e = deviance(a, x)
    eta = math.copysign(math.sqrt(2.0 * e / a), x - a)
    normal = log_ndtr(-side * eta * math.sqrt(a))
    rest = horner(UNIFORM_0, eta) + (horner(UNIFORM_1, eta) + horner(UNIFORM_2, eta) / a) / a
    return normal + math.log1p(side * math.exp(-e - normal) * rest / math.sqrt(TWO_PI * a))


# -- beta, of x and y = 1 - x
def beyond_mean(a, b, x, y):
    """a y - b x, by the smaller of x and y: how far x lies below a / (a + b), times a + b."""
    return a - (a + b) * x if x < 0.5 else (a + b) * y - b


def log_beta_prefactor(a, b, x, y):
    """log of x^a y^b Γ(a+b) / (Γ(a) Γ(b))."""
    n = a + b
    d = beyond_mean(a, b, x, y)
    e = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance_by(a, n * x, d) - deviance_by(b, n * y, -d)
    return e + 0.5 * (math.log(a / n) + math.log(b / TWO_PI))


def beta_prefactor(a, b, x, y):
    """x^a y^b Γ(a+b) / (Γ(a) Γ(b))."""
    return math.exp(log_beta_prefactor(a, b, x, y))


def beta_fraction(a, b, x, y):
    """The lower function over its prefactor, x below the mean: DLMF 8.17.22 contracted to its even part (DiDonato & Morris 1992, equation 9)."""
    d = beyond_mean(a, b, x, y)
    f = a * (d + 1.0) / (a + 1.0)
    c = f
    r = 0.0
    step = 0.0
    m = 0.0
    while abs(step - 1.0) > EPS and m < MOST:
        m += 1.0
        t = a + 2.0 * m
        over = m * (b - m) * x / (t - 1.0)
        n = over * x * ((a + m - 1.0) / (t - 1.0)) * (a + b + m - 1.0)
        q = m + over + (a + m) * (d + 1.0 + m * (1.0 + y)) / (t + 1.0)
        r = q + n * r
        r = 1.0 / (TINY if abs(r) < TINY else r)
        c = q + n / c
        c = TINY if abs(c) < TINY else c
        step = c * r
        f *= step
    return 1.0 / f


def lgamma_rise(b, a):
    """lgamma(a + b) - lgamma(b) with small relative error for small a < b."""
    c = 1.0 + b
    if a > 1e-4 * c:
        return math.lgamma(a + b) - math.lgamma(b)
    return a * (digamma(c) + a * (0.5 * trigamma(c) + a * polygamma(2.0, c) / 6.0)) - math.log1p(a / b)


def beta_rest_small(a, b, x):
    """1 - (lower function) without cancellation, a < b small enough and x below the mean: its power series (DLMF 8.17.7), with the leading 1 taken off."""
    s = 0.0
    t = 1.0
    k = 0.0
    while abs(t) > EPS * 0.01 and k < 200.0:
        k += 1.0
        t *= (k - b) / k * x
        s += t / (a + k)
    p = a * math.log(x) + lgamma_rise(b, a) - lgamma_of_1p(a)
    return -math.expm1(p) - math.exp(p) * a * s


def beta_is_large(a, b, x, y):
    """Is this where the fraction takes many terms?"""
    return a > LARGE_BETA and b > LARGE_BETA and abs(beyond_mean(a, b, x, y)) < NEAR * a * (b / (a + b))


def log_beta_uniform(a, b, x, y):
    """log of the lower function for large shapes near the mean: DLMF 8.18.9 with its first term."""
    n = a + b
    d = beyond_mean(a, b, x, y)
    e = deviance_by(a, n * x, d) + deviance_by(b, n * y, -d)
    root = math.sqrt(a * (b / n))                    # d / root standard deviations below the mean
    z = math.copysign(math.sqrt(2.0 * e), -d)
    normal = log_ndtr(z)
    # 1/η - sqrt(x0 y0)/(x - x0) over sqrt(n), which cancels at the mean
    rest = (1.0 / z + root / d) if abs(z) > 1e-3 else (b - a) / n / (3.0 * root)
    return normal + math.log1p(math.exp(-e - normal) * rest / math.sqrt(TWO_PI))
