"""Distribution functions by SciPy's short names and their inverses, in the language: Student's t, F, gamma, chi-squared, and counts."""
from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np

from ..special.incomplete import log_beta_inside
from ..special.normal import ndtr, ndtri
from ..ufunc import composed, one_by_one, written
from .products import log_beta
from .quantiles import FUNCTIONS as QUANTILES
from .quantiles import exact_gamma_quantile, exact_logit, logit_quantile
from .rows import ROWS

INF = math.inf
NAN = math.nan
FAR = 1e8                           # from here on tails of Student's t are their leading power
gammainc, gammaincc, betainc, expit = (ROWS[name] for name in ("gammainc", "gammaincc", "betainc", "expit"))
gammaincinv, gammainccinv = (row for row in QUANTILES if row.name in ("gammaincinv", "gammainccinv"))


def betaincc(a, b, x):
    """complement of the regularised incomplete beta function

    1 - betainc(a, b, x) without cancellation, a, b > 0, 0 ≤ x ≤ 1.
    """
    if not (a > 0.0 and b > 0.0 and x >= 0.0 and x <= 1.0):
        return NAN
    if x == 0.0 or x == 1.0:
        return 1.0 - x
    return math.exp(log_beta_inside(b, a, 1.0 - x, x))


complement = written(
    betaincc, "scipy.special.betaincc", cost=300, twin=one_by_one(betaincc), domains=((0.1, 100.0), (0.1, 100.0), (0.0, 1.0)), within=(1e-13, 0.0),
    exact=lambda mp, a, b, x: mp.betainc(b, a, 0, 1 - x, regularized=True),
    edges={(2.0, 3.0, 0.0): 1.0, (2.0, 3.0, 1.0): 0.0, (2.0, 3.0, 1.1): NAN, (NAN, 1.0, 0.5): NAN},
)  # fmt: skip


# -- Student's t
def stdtr(df, t):
    """distribution function of Student's t with df degrees of freedom at t"""
    if not df > 0.0 or t != t:
        return NAN
    if df == INF:
        return ndtr(t)
    tail = student_tail(df, abs(t) / math.sqrt(df))
    return tail if t < 0.0 else 1.0 - tail


def student_tail(df, s):
    """P(T > s sqrt(df)) for s ≥ 0."""
    if s > FAR:
        return math.exp(-df * math.log(s) - log_beta(0.5 * df, 0.5)) / df if s < INF else 0.0
    r = s * s
    return 0.5 * (complement(0.5, 0.5 * df, r / (1.0 + r)) if r < 1.0 else betainc(0.5 * df, 0.5, 1.0 / (1.0 + r)))


def stdtrit(df, p):
    """inverse of stdtr in its last operand: the quantile of Student's t at p"""
    if not (df > 0.0 and p >= 0.0 and p <= 1.0):
        return NAN
    if df == INF:
        return ndtri(p)
    if p == 0.5:
        return 0.0
    tail = p if p < 0.5 else 1.0 - p
    t = math.sqrt(df) * math.exp(-0.5 * logit_quantile(0.5 * df, 0.5, 2.0 * tail))
    return -t if p < 0.5 else t


# -- F: of x with dfn and dfd degrees of freedom
def fdtr(dfn, dfd, x):
    """distribution function of F with dfn and dfd degrees of freedom at x"""
    return f_part(0.5 * dfn, 0.5 * dfd, x * dfn, dfd)


def fdtrc(dfn, dfd, x):
    """1 - fdtr, accurate in the upper tail"""
    return f_part(0.5 * dfd, 0.5 * dfn, dfd, x * dfn) if x != INF else 0.0 * dfn * dfd


def f_part(a, b, u, v):
    """The incomplete beta function at u / (u + v)."""
    if not (u >= 0.0 and v >= 0.0):
        return NAN
    if u == INF:
        return 1.0
    return betainc(a, b, u / (u + v)) if u < v else complement(b, a, v / (u + v))


def fdtri(dfn, dfd, p):
    """inverse of fdtr in its last operand: the quantile of F at p"""
    return dfd / dfn * math.exp(logit_quantile(0.5 * dfn, 0.5 * dfd, p))


# -- gamma and chi-squared
def gdtr(a, b, x):
    """distribution function of the gamma law of rate a and shape b at x"""
    return gammainc(b, a * x)


def gdtrc(a, b, x):
    """1 - gdtr, accurate in the upper tail"""
    return gammaincc(b, a * x)


def chdtr(v, x):
    """distribution function of chi-squared with v degrees of freedom at x"""
    return gammainc(0.5 * v, 0.5 * x)


def chdtrc(v, x):
    """1 - chdtr, accurate in the upper tail"""
    return gammaincc(0.5 * v, 0.5 * x)


# -- counts, whose k is cut to a whole number
def pdtr(k, m):
    """distribution function of Poisson's law of mean m at k"""
    return gammaincc(np.floor(k) + 1.0, m) if k >= 0.0 else (0.0 if k < 0.0 else NAN)


def pdtrc(k, m):
    """1 - pdtr, accurate in the upper tail"""
    return gammainc(np.floor(k) + 1.0, m) if k >= 0.0 else (1.0 if k < 0.0 else NAN)


def bdtr(k, n, p):
    """distribution function of the binomial law of n trials with probability p at k"""
    if k < 0.0 or k >= n:
        return NAN if k < 0.0 or k > n else 1.0
    return complement(np.floor(k) + 1.0, n - np.floor(k), p)


def bdtrc(k, n, p):
    """1 - bdtr, accurate in the upper tail"""
    if k < 0.0 or k >= n:
        return 1.0 if k < 0.0 else (0.0 if k == n else NAN)
    return betainc(np.floor(k) + 1.0, n - np.floor(k), p)


def nbdtr(k, n, p):
    """distribution function of the failures before the n-th success of probability p at k"""
    return betainc(n, np.floor(k) + 1.0, p)


def nbdtrc(k, n, p):
    """1 - nbdtr, accurate in the upper tail"""
    return complement(n, np.floor(k) + 1.0, p)


# -- inverses
def gdtrix(a, b, p):
    """inverse of gdtr in its last operand: the quantile at p"""
    return gammaincinv(b, p) / a


def gdtria(p, b, x):
    """inverse of gdtr in the rate: a where gdtr(a, b, x) = p"""
    return gammaincinv(b, p) / x


def chdtri(v, q):
    """inverse of chdtrc in its last operand: the upper quantile of chi-squared at q"""
    return 2.0 * gammainccinv(0.5 * v, q)


def pdtri(k, y):
    """inverse of pdtr in the mean: m where pdtr(k, m) = y"""
    return gammainccinv(np.floor(k) + 1.0, y)


def bdtri(k, n, y):
    """inverse of bdtr in the probability: p where bdtr(k, n, p) = y"""
    return expit(-logit_quantile(n - np.floor(k), np.floor(k) + 1.0, y))


def nbdtri(k, n, y):
    """inverse of nbdtr in the probability: p where nbdtr(k, n, p) = y"""
    return expit(logit_quantile(n, np.floor(k) + 1.0, y))


# -- by mpmath, for tests
def exact_student(mp: ModuleType, df: Any, t: Any) -> Any:
    """stdtr by mpmath."""
    tail = mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    return tail if t < 0 else 1 - tail


def exact_student_quantile(mp: ModuleType, df: Any, p: Any) -> Any:
    """stdtrit by mpmath."""
    tail = min(p, 1 - p)
    t = mp.sqrt(df * mp.exp(-exact_logit(mp, df / 2, mp.mpf(1) / 2, 2 * tail)))
    return -t if p < 0.5 else t


def lower_gamma(mp: ModuleType, a: Any, x: Any) -> Any:
    """gammainc by mpmath."""
    return mp.gammainc(a, 0, x, regularized=True)


def upper_gamma(mp: ModuleType, a: Any, x: Any) -> Any:
    """gammaincc by mpmath."""
    return mp.gammainc(a, x, mp.inf, regularized=True)


def exact_beta(mp: ModuleType, a: Any, b: Any, x: Any) -> Any:
    """betainc by mpmath."""
    return mp.betainc(a, b, 0, x, regularized=True)


DEGREES, SIZES, PART = (0.2, 100.0), (0.01, 50.0), (1e-10, 1.0)
COUNT, WHOLE = range(12), range(14, 24)
CLOSE = (1e-13, 0.0)
FUNCTIONS = (
    complement,
    written(stdtr, "scipy.special.stdtr", cost=400, twin=one_by_one(stdtr), domains=(DEGREES, (-50.0, 50.0)), within=CLOSE, exact=exact_student,
            edges={(2.0, 0.0): 0.5, (2.0, INF): 1.0, (2.0, -INF): 0.0, (-1.0, 0.0): NAN, (INF, 0.0): 0.5, (NAN, 1.0): NAN}),
    written(stdtrit, "scipy.special.stdtrit", cost=3000, twin=one_by_one(stdtrit), domains=(DEGREES, PART), exact=exact_student_quantile,
            edges={(2.0, 0.5): 0.0, (2.0, 1.0): INF, (2.0, 0.0): -INF, (-1.0, 0.5): NAN, (2.0, NAN): NAN}),
    composed(fdtr, "scipy.special.fdtr", cost=600, domains=(DEGREES, DEGREES, SIZES), within=CLOSE,
             exact=lambda mp, m, n, x: exact_beta(mp, m / 2, n / 2, m * x / (n + m * x)),
             edges={(2.0, 3.0, 0.0): 0.0, (2.0, 3.0, INF): 1.0, (2.0, 3.0, -1.0): NAN}),
    composed(fdtrc, "scipy.special.fdtrc", cost=600, domains=(DEGREES, DEGREES, SIZES), within=CLOSE,
             exact=lambda mp, m, n, x: exact_beta(mp, n / 2, m / 2, n / (n + m * x)),
             edges={(2.0, 3.0, 0.0): 1.0, (2.0, 3.0, INF): 0.0, (2.0, 3.0, -1.0): NAN}),
    composed(fdtri, "scipy.special.fdtri", cost=3000, domains=(DEGREES, DEGREES, PART), twin=one_by_one(fdtri),
             exact=lambda mp, m, n, p: n / m * mp.exp(exact_logit(mp, m / 2, n / 2, p)), edges={(2.0, 3.0, 0.0): 0.0, (2.0, 3.0, 1.0): INF}),
    composed(gdtr, "scipy.special.gdtr", cost=200, domains=(SIZES, DEGREES, SIZES), within=CLOSE, exact=lambda mp, a, b, x: lower_gamma(mp, b, a * x)),
    composed(gdtrc, "scipy.special.gdtrc", cost=200, domains=(SIZES, DEGREES, SIZES), within=CLOSE,
             exact=lambda mp, a, b, x: upper_gamma(mp, b, a * x)),
    composed(chdtr, "scipy.special.chdtr", cost=200, domains=(DEGREES, DEGREES), within=CLOSE, exact=lambda mp, v, x: lower_gamma(mp, v / 2, x / 2)),
    composed(chdtrc, "scipy.special.chdtrc", cost=200, domains=(DEGREES, DEGREES), within=CLOSE,
             exact=lambda mp, v, x: upper_gamma(mp, v / 2, x / 2)),
    composed(pdtr, "scipy.special.pdtr", cost=200, domains=(COUNT, DEGREES), within=CLOSE, exact=lambda mp, k, m: upper_gamma(mp, k + 1, m),
             edges={(-1.0, 2.0): 0.0, (NAN, 1.0): NAN}),
    composed(pdtrc, "scipy.special.pdtrc", cost=200, domains=(COUNT, DEGREES), within=CLOSE, exact=lambda mp, k, m: lower_gamma(mp, k + 1, m),
             edges={(-1.0, 2.0): 1.0, (NAN, 1.0): NAN}),
    composed(bdtr, "scipy.special.bdtr", cost=300, twin=one_by_one(bdtr), domains=(COUNT, WHOLE, PART), within=CLOSE,
             exact=lambda mp, k, n, p: exact_beta(mp, n - k, k + 1, 1 - p), edges={(5.0, 5.0, 0.5): 1.0, (6.0, 5.0, 0.5): NAN}),
    composed(bdtrc, "scipy.special.bdtrc", cost=300, twin=one_by_one(bdtrc), domains=(COUNT, WHOLE, PART), within=CLOSE,
             exact=lambda mp, k, n, p: exact_beta(mp, k + 1, n - k, p), edges={(5.0, 5.0, 0.5): 0.0, (6.0, 5.0, 0.5): NAN}),
    composed(nbdtr, "scipy.special.nbdtr", cost=300, domains=(COUNT, WHOLE, PART), within=CLOSE, exact=lambda mp, k, n, p: exact_beta(mp, n, k + 1, p)),
    composed(nbdtrc, "scipy.special.nbdtrc", cost=300, domains=(COUNT, WHOLE, PART), within=CLOSE, exact=lambda mp, k, n, p: exact_beta(mp, k + 1, n, 1 - p)),
    composed(gdtrix, "scipy.special.gdtrix", cost=2000, domains=(SIZES, DEGREES, PART), exact=lambda mp, a, b, p: exact_gamma_quantile(mp, b, p, 1 - p) / a),
    composed(gdtria, "scipy.special.gdtria", cost=2000, domains=(PART, DEGREES, SIZES), exact=lambda mp, p, b, x: exact_gamma_quantile(mp, b, p, 1 - p) / x),
    composed(chdtri, "scipy.special.chdtri", cost=2000, domains=(DEGREES, PART), exact=lambda mp, v, q: 2 * exact_gamma_quantile(mp, v / 2, 1 - q, q)),
    composed(pdtri, "scipy.special.pdtri", cost=2000, domains=(COUNT, PART), exact=lambda mp, k, y: exact_gamma_quantile(mp, k + 1, 1 - y, y)),
    composed(bdtri, "scipy.special.bdtri", cost=3000, twin=one_by_one(bdtri), domains=(COUNT, WHOLE, PART),
             exact=lambda mp, k, n, y: 1 / (1 + mp.exp(exact_logit(mp, n - k, k + 1, y)))),
    composed(nbdtri, "scipy.special.nbdtri", cost=3000, twin=one_by_one(nbdtri), domains=(COUNT, WHOLE, PART),
             exact=lambda mp, k, n, y: 1 / (1 + mp.exp(-exact_logit(mp, n, k + 1, y)))),
)
