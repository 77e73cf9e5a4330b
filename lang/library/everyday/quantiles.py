"""Inverses of the regularised incomplete gamma and beta functions, in the language.

log X of a gamma law and logit X of a beta law have log-concave densities, so the logarithms of both tails are concave in them: Halley's steps on
the logarithm of the smaller tail lead to the root from any start below it, such as the first term of the power series gives, and from near ones above.
"""
from __future__ import annotations

import math
from types import ModuleType
from typing import Any

from ..special.gamma import digamma, trigamma
from ..special.incomplete import log_beta_inside
from ..special.incomplete_parts import log_beta_prefactor
from ..special.normal import ndtri
from ..ufunc import composed, one_by_one, written
from .products import log_beta
from .rows import ROWS

INF = math.inf
NAN = math.nan
MOST = 80                           # steps; three to six are common
ENOUGH = 1e-6                       # of hazards: Halley's steps are of third order
TINY = -37.0                        # below this logarithm the first term of the series has full precision
log_gammainc, log_gammaincc, gamma_density, expit = (ROWS[name] for name in ("log_gammainc", "log_gammaincc", "gamma_density", "expit"))


def step(f, hazard, score):
    """Halley's step for f = 0 where f' = hazard and f'' = hazard (score - hazard)."""
    newton = f / hazard
    return newton / max(1.0 - 0.5 * newton * (score - hazard), 0.5)


# -- gamma
def gamma_quantile(a, p, q):
    """x where gammainc(a, x) = p = 1 - q."""
    if not (a > 0.0 and a < INF and p >= 0.0 and q >= 0.0):
        return NAN
    if p == 0.0 or q == 0.0:
        return 0.0 if p == 0.0 else INF
    first = ((math.log(p) if p < 0.5 else math.log1p(-q)) + math.lgamma(a + 1.0)) / a
    if first < TINY:
        return math.exp(first)
    return math.exp(below_median(a, math.log(p), max(first, cubed(a, ndtri(p))))) if p < q else math.exp(above_median(a, q))


def cubed(a, z):
    """log x by Wilson & Hilferty (1931): the cube root of a gamma variable is about normal, z its standard deviations."""
    w = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * math.sqrt(a))
    return math.log(a) + 3.0 * math.log(w) if w > 0.0 else -INF


def below_median(a, log_p, u):
    """log x from a start u."""
    for _ in range(MOST):
        x = math.exp(u)
        f = log_gammainc(a, x)
        hazard = x * gamma_density(a, x) * math.exp(-f) if f > -600.0 else a - x
        d = step(f - log_p, hazard, a - x)
        u -= d
        if abs(d) * (1.0 + hazard) < ENOUGH:
            break
    return u


def above_median(a, q):
    """log x by the upper tail."""
    log_q = math.log(q)
    far = math.log(-log_q)
    u = cubed(a, -ndtri(q))
    u = far if u == -INF or (a < 1.0 and u > far) else u
    for _ in range(MOST):
        x = math.exp(u)
        f = log_gammaincc(a, x)
        hazard = x * gamma_density(a, x) * math.exp(-f) if f > -600.0 else x - a + 1.0
        d = step(f - log_q, -hazard, a - x)
        u -= d
        if abs(d) * (1.0 + hazard) < ENOUGH:
            break
    return u


def gammaincinv(a, p):
    """inverse of gammainc in its last operand: x where gammainc(a, x) = p

    a > 0, 0 ≤ p ≤ 1; nan outside.
    """
    return gamma_quantile(a, p, 1.0 - p)


def gammainccinv(a, q):
    """inverse of gammaincc in its last operand: x where gammaincc(a, x) = q

    a > 0, 0 ≤ q ≤ 1; nan outside.
    """
    return gamma_quantile(a, 1.0 - q, q)


# -- beta
def lower_logit(a, b, p):
    """logit x where betainc(a, b, x) = p ≤ 1/2."""
    log_p = math.log(p)
    first = (log_p + math.log(a) + log_beta(a, b)) / a
    if first + max(math.log(b), 0.0) < TINY:
        return first
    u = max(first, digamma(a) - digamma(b) + math.sqrt(trigamma(a) + trigamma(b)) * ndtri(p))
    for _ in range(MOST):
        e = math.exp(-abs(u))
        x, y = (1.0 if u >= 0.0 else e) / (1.0 + e), (1.0 if u < 0.0 else e) / (1.0 + e)
        f = log_beta_inside(a, b, x, y)
        hazard = math.exp(log_beta_prefactor(a, b, x, y) - f)
        d = step(f - log_p, hazard, a * y - b * x)
        u -= d
        if abs(d) * (1.0 + hazard) < ENOUGH:
            break
    return u


def logit_betaincinv(a, b, p):
    """logit of betaincinv: accurate where that is close to 0 or 1

    a, b > 0, 0 ≤ p ≤ 1; -inf at 0, inf at 1.
    """
    if not (a > 0.0 and b > 0.0 and a < INF and b < INF and p >= 0.0 and p <= 1.0):
        return NAN
    if p == 0.0 or p == 1.0:
        return -INF if p == 0.0 else INF
    upper = p > 0.5
    u = lower_logit(b if upper else a, a if upper else b, 1.0 - p if upper else p)
    return -u if upper else u


logit_quantile = written(
    logit_betaincinv, cost=3000, domains=((0.1, 100.0), (0.1, 100.0), (0.0, 1.0)), within=(1e-13, 1e-13),
    exact=lambda mp, a, b, p: exact_logit(mp, a, b, p),
    edges={(2.0, 3.0, 0.0): -INF, (2.0, 3.0, 1.0): INF, (-1.0, 2.0, 0.5): NAN, (2.0, 2.0, NAN): NAN, (2.0, 2.0, 1.5): NAN},
)  # fmt: skip


def betaincinv(a, b, p):
    """inverse of betainc in its last operand: x where betainc(a, b, x) = p

    a, b > 0, 0 ≤ p ≤ 1; nan outside.
    """
    return expit(logit_quantile(a, b, p))


def betainccinv(a, b, q):
    """inverse of betaincc in its last operand: x where betaincc(a, b, x) = q

    a, b > 0, 0 ≤ q ≤ 1; nan outside.
    """
    return expit(-logit_quantile(b, a, q))


# -- by mpmath, for tests
def exact_gamma_quantile(mp: ModuleType, a: Any, p: Any, q: Any) -> Any:
    """gammaincinv by mpmath: two steps of Newton's in log x, with derivatives, from our value."""
    u = mp.log(gamma_quantile(float(a), float(p), float(q)))
    for _ in range(3):
        x = mp.exp(u)
        f = mp.gammainc(a, 0, x, regularized=True) - p if p < q else q - mp.gammainc(a, x, mp.inf, regularized=True)
        u -= f / (mp.exp(a * u - x) / mp.gamma(a))
    return mp.exp(u)


def exact_logit(mp: ModuleType, a: Any, b: Any, p: Any) -> Any:
    """logit_betaincinv by mpmath, in the same way."""
    if p > 0.5:
        return -exact_logit(mp, b, a, 1 - p)
    u = mp.mpf(logit_betaincinv(float(a), float(b), float(p)))
    for _ in range(3):
        x = 1 / (1 + mp.exp(-u))
        u -= (mp.betainc(a, b, 0, x, regularized=True) - p) * mp.beta(a, b) / (x**a * (1 - x) ** b)
    return u


SHAPES, PART = (0.1, 1000.0), (1e-80, 1.0)
FUNCTIONS = (
    written(gammaincinv, "scipy.special.gammaincinv", cost=2000, domains=(SHAPES, PART),
            exact=lambda mp, a, p: exact_gamma_quantile(mp, a, p, 1 - p),
            edges={(2.0, 0.0): 0.0, (2.0, 1.0): INF, (-1.0, 0.5): NAN, (2.0, 1.5): NAN, (2.0, NAN): NAN, (1e-3, 1e-3): 0.0}),
    written(gammainccinv, "scipy.special.gammainccinv", cost=2000, domains=(SHAPES, PART),
            exact=lambda mp, a, q: exact_gamma_quantile(mp, a, 1 - q, q),
            edges={(2.0, 0.0): INF, (2.0, 1.0): 0.0, (-1.0, 0.5): NAN, (2.0, 1.5): NAN, (2.0, NAN): NAN}),
    logit_quantile,
    composed(betaincinv, "scipy.special.betaincinv", cost=3000, twin=one_by_one(betaincinv), domains=((0.1, 100.0), (0.1, 100.0), PART),
             exact=lambda mp, a, b, p: 1 / (1 + mp.exp(-exact_logit(mp, a, b, p)))),
    composed(betainccinv, "scipy.special.betainccinv", cost=3000, twin=one_by_one(betainccinv), domains=((0.1, 100.0), (0.1, 100.0), PART),
             exact=lambda mp, a, b, q: 1 / (1 + mp.exp(exact_logit(mp, b, a, q)))),
)
