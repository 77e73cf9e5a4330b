"""Hurwitz' zeta function with its derivatives in s, and the dilogarithm, in the language.

Zeta is the Euler–Maclaurin sum (DLMF 25.11.28, written by 2.10.1), taken as a polynomial in a step e of s + e, of which the coefficient asked for is the
derivative; the dilogarithm is the series of u / (exp(u) - 1), integrated, at the smallest of the arguments that 25.12.4 and 25.12.6 give.
"""
from __future__ import annotations

import math

from ..special.gamma import EULER_MACLAURIN
from ..ufunc import written

INF = math.inf
NAN = math.nan
MOST = 3.0                          # times that zeta may be differentiated in s
# B_2k / (2k + 1)!, k = 8 … 1, highest first
DILOGARITHM = (-3617.0 / 510.0 / 355687428096000.0, 7.0 / 6.0 / 1307674368000.0, -691.0 / 2730.0 / 6227020800.0, 5.0 / 66.0 / 39916800.0,
               -1.0 / 30.0 / 362880.0, 1.0 / 42.0 / 5040.0, -1.0 / 30.0 / 120.0, 1.0 / 36.0)
SIXTH = math.pi * math.pi / 6.0


def by_step(p, c):
    """The polynomial p times c + e, to third order."""
    return p[0] * c, p[1] * c + p[0], p[2] * c + p[1], p[3] * c + p[2]


def tail(s, a):
    """What the terms from a on sum to over a^-(s + e), as a polynomial of e."""
    d = 1.0 / (s - 1.0)
    total = (a * d + 0.5, -a * d * d, a * d * d * d, -a * d * d * d * d)
    p, k, r = (s / a, 1.0 / a, 0.0, 0.0), s, 1.0 / a
    for c in EULER_MACLAURIN:
        total = (total[0] + c * p[0], total[1] + c * p[1], total[2] + c * p[2], total[3] + c * p[3])
        p = by_step(by_step(p, k + 1.0), k + 2.0)
        p = (p[0] * r * r, p[1] * r * r, p[2] * r * r, p[3] * r * r)
        k += 2.0
    return total


def coefficient(m, p, log):
    """m! times the coefficient of e^m in p exp(-log e)."""
    if m == 0.0:
        return p[0]
    if m == 1.0:
        return p[1] - log * p[0]
    if m == 2.0:
        return 2.0 * (p[2] - log * (p[1] - 0.5 * log * p[0]))
    return 6.0 * (p[3] - log * (p[2] - 0.5 * log * (p[1] - log / 3.0 * p[0])))


def at_infinity(m, q):
    """m-th derivative of zeta(s, q) where s or q is infinite; 0 where m < 0."""
    return 0.0 if m != 0.0 or q > 1.0 else 1.0 if q == 1.0 else INF


def summed(m, s, q):
    """m-th derivative of zeta(s, q) where it is finite: the first terms one by one, the others by `tail`."""
    t, total, stop = 1.0, 0.0, max(12.0 + 0.75 * min(s, 100.0), q)
    while q < stop:
        t = q**-s
        total += t * (-math.log(q)) ** m if m > 0.0 else t
        q += 1.0
        stop = q if q > 0.0 and t < 1e-18 * abs(total) and m == 0.0 and s > 100.0 else stop
    if s > 100.0 and t < 1e-18 * abs(total):
        return total
    return total + q**-s * coefficient(m, tail(s, q), math.log(q))


def zeta_moment(m, s, q):
    """m-th derivative in s of zeta(s, q), of s > -3/4, at most the third; 0 where m < 0."""
    if not (m <= MOST and s > -0.75 and q == q) or q < -1e4:
        return NAN
    if m < 0.0 or q == INF or s == INF:
        return at_infinity(m, q)
    if s == 1.0 or (q <= 0.0 and math.floor(q) == q):
        return INF
    if q < 0.0 and (math.floor(s) != s or m > 0.0):
        return NAN
    return summed(m, s, q)


def zeta(s, q):
    """Hurwitz' zeta function, the sum of (k + q)^-s over k ≥ 0, s > 1

    inf at s = 1 and at its poles q = 0, -1, …; nan for s < 1, and for q < 0 unless s is a whole number. Riemann's, which is zeta(s) with q left out, has all s.
    """
    return zeta_moment(0.0, s, q) if s >= 1.0 else NAN


def dilogarithm(u):
    """Li2(1 - exp(-u)) for |u| ≤ log 2."""
    r, s = u * u, 0.0
    for c in DILOGARITHM:
        s = (s + c) * r
    return u * (1.0 - 0.25 * u + s)


def spence(x):
    """dilogarithm of 1 - x, the integral of log(t) / (1 - t) from 1 to x, x ≥ 0

    nan for x < 0.
    """
    if not (x > 0.0 and x < INF):
        return SIXTH if x == 0.0 else -INF if x == INF else NAN
    if x < 0.5:
        return SIXTH - math.log(x) * math.log1p(-x) - dilogarithm(-math.log1p(-x))
    if x <= 2.0:
        return dilogarithm(-math.log(x))
    log = math.log(x - 1.0)
    return -SIXTH - 0.5 * log * log - dilogarithm(-math.log1p(1.0 / (x - 1.0)))


def exact_moment(mp, m, s, q):
    """Derivatives of zeta by mpmath, whose errors are absolute."""
    m = int(mp.nint(m))
    with mp.workdps(mp.mp.dps + int(s * mp.log10(1 + q))):
        return mp.zeta(s, q, m) if m > 0 else mp.zeta(s, q)


FUNCTIONS = (
    written(zeta_moment, cost=300, every=4, domains=(range(3), (1.01, 40.0), (0.1, 30.0)), within=(1e-12, 1e-14), exact=exact_moment,
            edges={(0.0, 1.0, 1.0): INF, (-1.0, 2.0, 1.0): 0.0, (4.0, 2.0, 1.0): NAN, (1.0, NAN, 1.0): NAN}),
    written(zeta, cost=300, every=2, domains=((1.001, 25.0), (1e-3, 1e3)), exact=lambda mp, s, q: exact_moment(mp, 0, s, q),
            edges={(1.0, 1.0): INF, (0.5, 2.0): NAN, (2.0, 0.0): INF, (2.0, -3.0): INF, (2.5, -0.5): NAN, (NAN, 1.0): NAN,
                   (2.0, NAN): NAN, (INF, 2.0): 0.0, (INF, 1.0): 1.0, (2.0, INF): 0.0, (1e20, 1.0): 1.0}),
    written(spence, "scipy.special.spence", cost=100, domains=((1e-300, 1e15),), within=(1e-13, 1e-16), exact=lambda mp, x: mp.polylog(2, 1 - x).real,
            edges={(0.0,): SIXTH, (1.0,): 0.0, (-1.0,): NAN, (INF,): -INF, (NAN,): NAN}),
)
