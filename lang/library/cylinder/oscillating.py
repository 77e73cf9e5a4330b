"""Bessel functions J and Y of real order, in the language.

The pair J + iY of an order mu, |mu| ≤ 1/2, and of the next is the integral of exp(ix cosh t - mu t) (DLMF 10.9.10) along t = y + i gd(y), where it
does not turn: the exponent is ix - x sinh(y) tanh(y), and the trapezoidal rule converges geometrically. Y goes up to its order by recurrence, and J
too while the order is below x; beyond, where J falls, it is the Wronskian (10.5.2) over Y and the continued fraction of J's ratio (10.10.1).
Negative orders by 10.4.
"""
from __future__ import annotations

import math

from ..special.gamma import from_whole
from ..ufunc import written

INF = math.inf
NAN = math.nan
FALLS = 50.0                        # powers of e by which the integrand falls before the rest is left out
MOST = 1e5                          # orders above are nan: the recurrence takes as many steps
TINY = 1e-280
LEAST = 1e-150                      # below, the next order may overflow inside


def sign_of(x):
    """(-1)^n of the nearest whole number n."""
    return 1.0 if math.floor(x + 0.5) % 2.0 == 0.0 else -1.0


def sinpi(x):
    """sin(π x), exactly 0 at whole numbers."""
    return math.sin(math.pi * from_whole(x)) * sign_of(x)


def cospi(x):
    """cos(π x), exactly 0 at halves."""
    f = abs(from_whole(x))
    return (math.cos(math.pi * f) if f < 0.25 else math.sin(math.pi * (0.5 - f))) * sign_of(x)


def turned(mu, x, re, im):
    """(re + i im) exp(i (x - mu π / 2)) / i, the exponential without loss where x is large."""
    c, s, a, b = math.cos(x), math.sin(x), cospi(0.5 * mu), sinpi(0.5 * mu)
    cos, sin = c * a + s * b, s * a - c * b
    return re * sin + im * cos, im * sin - re * cos


def pair(mu, x):
    """(J, Y) of mu and (J, Y) of mu + 1 at x > 0, |mu| ≤ 1/2."""
    step = 0.42 / math.sqrt(x + 3.0)
    re, im, more_re, more_im = 0.5, 0.5, 0.5, 0.5
    y, fall = 0.0, 0.0
    while fall < FALLS:
        y += step
        sh = math.sinh(y)
        ch = math.hypot(1.0, sh)
        fall = x * sh * (sh / ch)
        e, g, up = math.exp(-fall), mu * math.atan(sh), math.exp(mu * y)
        down = 1.0 / up
        cos, sin = math.cos(g), math.sin(g)
        a, b = 0.5 * (up + down) * cos, 0.5 * (up - down) * sin                 # cosh(mu t)
        re += e * (a - b / ch)
        im += e * (b + a / ch)
        up, down = up * (ch + sh), down / (ch + sh)
        cos, sin = (cos - sin * sh) / ch, (sin + cos * sh) / ch                 # of (mu + 1) gd(y)
        a, b = 0.5 * (up + down) * cos, 0.5 * (up - down) * sin
        more_re += e * (a - b / ch)
        more_im += e * (b + a / ch)
    size = 2.0 * step / math.pi
    j, v = turned(mu, x, size * re, size * im)
    more_j, more_v = turned(mu + 1.0, x, size * more_re, size * more_im)
    return j, v, more_j, more_v


def ratio(nu, x):
    """J of nu + 1 over J of nu, by the continued fraction from below (Lentz): nu above or near x, or x small."""
    b = 2.0 * (nu + 1.0) / x
    h, c, d, k, going = b, b, 0.0, 1.0, True
    while going:
        b = 2.0 * (nu + 1.0 + k) / x
        d = b - d
        d = 1.0 / (TINY if abs(d) < TINY else d)
        c = b - 1.0 / c
        c = TINY if abs(c) < TINY else c
        h *= c * d
        going = abs(c * d - 1.0) > 1e-16 and k < 2.0 * MOST
        k += 1.0
    return 1.0 / h


def recurred(nu, x):
    """(J, Y) of order 0 ≤ nu ≤ MOST at x > LEAST."""
    n = math.floor(nu + 0.5)
    mu = nu - n
    j, v, more_j, more_v = pair(mu, x)
    k = 0.0
    while k < n:
        k += 1.0
        w = 2.0 * (mu + k) / x
        j, more_j = more_j, w * more_j - j
        v, more_v = more_v, w * more_v - v if more_v > -INF else more_v
    if nu > x or x < 2.0:
        return 0.0 if v == -INF else 2.0 / (math.pi * x) / (ratio(nu, x) * v - more_v), v
    return j, v


def leading(nu, x):
    """(J, Y) of order nu ≥ 0 at x < LEAST by first terms (DLMF 10.7); no Y of orders near 0."""
    j = (0.5 * x) ** nu / math.gamma(nu + 1.0) if nu < 3.0 else 0.0
    if nu == 0.0:
        return j, 2.0 / math.pi * (math.log(0.5 * x) + 0.5772156649015329)
    return j, -math.gamma(nu) / math.pi * (2.0 / x) ** nu if 0.06 < nu < 3.0 else -INF if nu > 0.06 else NAN


def both(nu, x):
    """(J, Y) of order 0 ≤ nu ≤ MOST at x > 0."""
    return recurred(nu, x) if x > LEAST else leading(nu, x)


def jv(nu, x):
    """Bessel function of the first kind, of real order

    Absolute error 1e-15 of sqrt(J^2 + Y^2) where it oscillates, relative beyond. nan for x < 0 unless the order is a whole number, and for orders
    beyond 1e5. Differentiable in the order too, twice, where x > 0.
    """
    a, n = abs(x), abs(nu)
    if not (a < INF and n <= MOST) or (x < 0.0 and math.floor(nu) != nu):
        return 0.0 if a == INF and n <= MOST and not x < 0.0 else NAN
    if a == 0.0:
        return 1.0 if n == 0.0 else 0.0 if nu > 0.0 or math.floor(nu) == nu else math.copysign(INF, math.gamma(nu + 1.0))
    j, v = both(n, a)
    j = cospi(n) * j - sinpi(n) * v if nu < 0.0 and math.floor(nu) != nu else j * (sign_of(n) if (nu < 0.0) != (x < 0.0) else 1.0)
    return j


def yv(nu, x):
    """Bessel function of the second kind, of real order

    x > 0; -inf at 0, nan below, for orders beyond 1e5, and below 1e-150 for orders within 0.06 of 0, but 0. Errors as those of jv.
    Differentiable in the order too, twice.
    """
    n = abs(nu)
    if not (x > 0.0 and x < INF and n <= MOST):
        return (0.0 if x == INF else -INF if x == 0.0 else NAN) if n <= MOST else NAN
    j, v = both(n, x)
    return (sinpi(n) * j if math.floor(nu) != nu else 0.0) + cospi(n) * v if nu < 0.0 else v


FUNCTIONS = (
    written(jv, "scipy.special.jv", "scipy.special.jve", cost=1000, every=3, domains=((-60.0, 60.0), (1e-3, 1e5)), within=(1e-13, 1e-14),
            exact=lambda mp, nu, x: mp.besselj(nu, x),
            edges={(0.0, 0.0): 1.0, (1.5, 0.0): 0.0, (-0.5, 0.0): INF, (-2.0, 0.0): 0.0, (0.5, -1.0): NAN, (2.0, INF): 0.0, (400.0, 1.0): 0.0, (NAN, 1.0): NAN,
                   (1.0, NAN): NAN, (2e5, 1.0): NAN}),
    written(yv, "scipy.special.yv", "scipy.special.yve", cost=1000, every=3, domains=((-60.0, 60.0), (1e-3, 1e5)), within=(1e-13, 1e-14),
            exact=lambda mp, nu, x: mp.bessely(nu, x),
            edges={(0.0, 0.0): -INF, (1.0, -1.0): NAN, (2.0, INF): 0.0, (400.0, 1.0): -INF, (NAN, 1.0): NAN, (1.0, NAN): NAN, (2e5, 1.0): NAN}),
)
