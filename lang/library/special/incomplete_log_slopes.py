"""Derivatives of the logarithms of the incomplete gamma and beta functions, in the language: in the shapes by jets over their value, and in x.

Prefactors of the jets are left out, so that nothing underflows. The slope in x is a hazard, density over function: on its own side of the mean
one continued fraction or series, where no exponentials of large numbers cancel.
"""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ..ufunc import written
from .incomplete import below_the_mean, log_betainc, log_betaincc, log_gammainc, log_gammaincc, log_lower_beta, log_lower_gamma, log_upper_gamma
from .incomplete_parts import (
    INF,
    NAN,
    beta_fraction,
    beta_is_large,
    gamma_fraction,
    gamma_is_large,
    gamma_series,
    log_beta_prefactor,
    log_gamma_prefactor,
)
from .incomplete_slopes import BETA, GAMMA, inside, lower_beta_jet, own_gamma_jet


def log_jet(v) -> tuple[float, ...]:
    """The jet of log f from that of f, its value left out."""
    u = v[1] / v[0]
    return (0.0, u) if len(v) == 2 else (0.0, u, v[2] / v[0], v[3] / v[0] - u * (v[2] / v[0]))


def rest_jet(j, odds) -> tuple[float, ...]:
    """The jet of log(1 - p) from that of log p, values left out; odds = p / (1 - p)."""
    if len(j) == 2:
        return (0.0, -odds * j[1])
    return (0.0, -odds * j[1], -odds * j[2], -odds * (j[3] + (1.0 + odds) * j[1] * j[2]))


# -- gamma
def lower_gamma_jet(a, x) -> tuple[float, ...]:
    """The jet of log gammainc."""
    own = log_jet(own_gamma_jet(a, x, 1.0))
    return own if x < a[0] + 1.0 else rest_jet(own, math.exp(log_gammaincc(a[0], x) - log_gammainc(a[0], x)))


def upper_gamma_jet(a, x) -> tuple[float, ...]:
    """The jet of log gammaincc."""
    own = log_jet(own_gamma_jet(a, x, 1.0))
    return rest_jet(own, math.exp(log_gammainc(a[0], x) - log_gammaincc(a[0], x))) if x < a[0] + 1.0 else own


def gamma_inside(a, x):
    """Are the arguments in the open domain?"""
    return a > 0.0 and x > 0.0 and a < INF and x < INF


def log_gammainc_a(a, x):
    """∂ log gammainc / ∂a, a, x > 0"""
    return lower_gamma_jet((a, 1.0), x)[1] if gamma_inside(a, x) else NAN


def log_gammainc_aa(a, x):
    """∂² log gammainc / ∂a²"""
    return lower_gamma_jet((a, 1.0, 1.0, 0.0), x)[3] if gamma_inside(a, x) else NAN


def log_gammaincc_a(a, x):
    """∂ log gammaincc / ∂a, a, x > 0"""
    return upper_gamma_jet((a, 1.0), x)[1] if gamma_inside(a, x) else NAN


def log_gammaincc_aa(a, x):
    """∂² log gammaincc / ∂a²"""
    return upper_gamma_jet((a, 1.0, 1.0, 0.0), x)[3] if gamma_inside(a, x) else NAN


def gamma_lower_hazard(a, x):
    """∂ log gammainc / ∂x = x^(a-1) e^-x / γ(a, x), a, x > 0"""
    if not gamma_inside(a, x):
        return NAN
    if x < a + 1.0 and not gamma_is_large(a, x):
        return a / x / gamma_series(a, x)
    return math.exp(log_gamma_prefactor(a, x) - log_gammainc(a, x)) * (a / x)


def gamma_upper_hazard(a, x):
    """-∂ log gammaincc / ∂x = x^(a-1) e^-x / Γ(a, x), a, x > 0"""
    if not gamma_inside(a, x):
        return NAN
    if x >= a + 1.0 and not gamma_is_large(a, x):
        return 1.0 / (x * gamma_fraction(a, x))
    return math.exp(log_gamma_prefactor(a, x) - log_gammaincc(a, x)) * (a / x)


# -- beta
def lower_jet(a, b, x) -> tuple[float, ...]:
    """The jet of log betainc."""
    if below_the_mean(a[0], b[0], x):
        return log_jet(lower_beta_jet(a, b, x, 1.0 - x, 1.0))
    own = log_jet(lower_beta_jet(b, a, 1.0 - x, x, 1.0))
    return rest_jet(own, math.exp(log_betaincc(a[0], b[0], x) - log_betainc(a[0], b[0], x)))


def upper_jet(a, b, x) -> tuple[float, ...]:
    """The jet of log betaincc."""
    if not below_the_mean(a[0], b[0], x):
        return log_jet(lower_beta_jet(b, a, 1.0 - x, x, 1.0))
    own = log_jet(lower_beta_jet(a, b, x, 1.0 - x, 1.0))
    return rest_jet(own, math.exp(log_betainc(a[0], b[0], x) - log_betaincc(a[0], b[0], x)))


def log_betainc_a(a, b, x):
    """∂ log betainc / ∂a, a, b > 0, 0 < x < 1"""
    return lower_jet((a, 1.0), (b, 0.0), x)[1] if inside(a, b, x) else NAN


def log_betainc_b(a, b, x):
    """∂ log betainc / ∂b"""
    return lower_jet((a, 0.0), (b, 1.0), x)[1] if inside(a, b, x) else NAN


def log_betainc_aa(a, b, x):
    """∂² log betainc / ∂a²"""
    return lower_jet((a, 1.0, 1.0, 0.0), (b, 0.0, 0.0, 0.0), x)[3] if inside(a, b, x) else NAN


def log_betainc_ab(a, b, x):
    """∂² log betainc / ∂a ∂b"""
    return lower_jet((a, 1.0, 0.0, 0.0), (b, 0.0, 1.0, 0.0), x)[3] if inside(a, b, x) else NAN


def log_betainc_bb(a, b, x):
    """∂² log betainc / ∂b²"""
    return lower_jet((a, 0.0, 0.0, 0.0), (b, 1.0, 1.0, 0.0), x)[3] if inside(a, b, x) else NAN


def log_betaincc_a(a, b, x):
    """∂ log betaincc / ∂a, a, b > 0, 0 < x < 1"""
    return upper_jet((a, 1.0), (b, 0.0), x)[1] if inside(a, b, x) else NAN


def log_betaincc_b(a, b, x):
    """∂ log betaincc / ∂b"""
    return upper_jet((a, 0.0), (b, 1.0), x)[1] if inside(a, b, x) else NAN


def log_betaincc_aa(a, b, x):
    """∂² log betaincc / ∂a²"""
    return upper_jet((a, 1.0, 1.0, 0.0), (b, 0.0, 0.0, 0.0), x)[3] if inside(a, b, x) else NAN


def log_betaincc_ab(a, b, x):
    """∂² log betaincc / ∂a ∂b"""
    return upper_jet((a, 1.0, 0.0, 0.0), (b, 0.0, 1.0, 0.0), x)[3] if inside(a, b, x) else NAN


def log_betaincc_bb(a, b, x):
    """∂² log betaincc / ∂b²"""
    return upper_jet((a, 0.0, 0.0, 0.0), (b, 1.0, 1.0, 0.0), x)[3] if inside(a, b, x) else NAN


def own_hazard(a, b, x, y):
    """Density over the lower function, x below the mean."""
    return 1.0 / (x * y * beta_fraction(a, b, x, y))


def beta_lower_hazard(a, b, x):
    """∂ log betainc / ∂x = x^(a-1) (1-x)^(b-1) / (B(a, b) I_x(a, b)), a, b > 0, 0 < x < 1"""
    if not inside(a, b, x):
        return NAN
    y = 1.0 - x
    if below_the_mean(a, b, x) and not beta_is_large(a, b, x, y):
        return own_hazard(a, b, x, y)
    return math.exp(log_beta_prefactor(a, b, x, y) - log_betainc(a, b, x)) / (x * y)


def beta_upper_hazard(a, b, x):
    """-∂ log betaincc / ∂x, a, b > 0, 0 < x < 1"""
    if not inside(a, b, x):
        return NAN
    y = 1.0 - x
    if below_the_mean(a, b, x) or beta_is_large(a, b, x, y):
        return math.exp(log_beta_prefactor(a, b, x, y) - log_betaincc(a, b, x)) / (x * y)
    return own_hazard(b, a, y, x)


# -- by mpmath, for tests
def slope(f: Callable[..., Any], *orders: int) -> Callable[..., Any]:
    """(mpmath, operands) -> the derivative of these orders of f(mpmath, operands)."""
    return lambda mp, *at: mp.diff(lambda *x: f(mp, *x), at, orders)


def log_upper_beta(mp: Any, a: Any, b: Any, x: Any) -> Any:
    """log betaincc by mpmath."""
    return log_lower_beta(mp, b, a, 1 - x)


# what the derivative rules of the logarithms call; no public function means them
FUNCTIONS = (
    written(log_gammainc_a, domains=GAMMA, within=(1e-11, 0.0), exact=slope(log_lower_gamma, 1, 0), edges={(-1.0, 1.0): NAN, (1.0, NAN): NAN}),
    written(log_gammainc_aa, domains=GAMMA, within=(1e-9, 0.0), exact=slope(log_lower_gamma, 2, 0), edges={(0.0, 1.0): NAN}),
    written(log_gammaincc_a, domains=GAMMA, within=(1e-11, 0.0), exact=slope(log_upper_gamma, 1, 0), edges={(-1.0, 1.0): NAN, (1.0, NAN): NAN}),
    written(log_gammaincc_aa, domains=GAMMA, within=(1e-9, 0.0), exact=slope(log_upper_gamma, 2, 0), edges={(0.0, 1.0): NAN}),
    written(gamma_lower_hazard, domains=GAMMA, within=(1e-12, 0.0), exact=slope(log_lower_gamma, 0, 1), edges={(-1.0, 1.0): NAN}),
    written(gamma_upper_hazard, domains=GAMMA, within=(1e-12, 0.0), exact=lambda mp, a, x: -slope(log_upper_gamma, 0, 1)(mp, a, x), edges={(-1.0, 1.0): NAN}),
    written(log_betainc_a, domains=BETA, within=(1e-9, 0.0), exact=slope(log_lower_beta, 1, 0, 0), edges={(2.0, 3.0, 1.5): NAN, (NAN, 3.0, 0.5): NAN}),
    written(log_betainc_b, domains=BETA, within=(1e-9, 0.0), exact=slope(log_lower_beta, 0, 1, 0)),
    written(log_betainc_aa, domains=BETA, within=(1e-8, 0.0), exact=slope(log_lower_beta, 2, 0, 0)),
    written(log_betainc_ab, domains=BETA, within=(1e-8, 0.0), exact=slope(log_lower_beta, 1, 1, 0)),
    written(log_betainc_bb, domains=BETA, within=(1e-8, 0.0), exact=slope(log_lower_beta, 0, 2, 0)),
    written(log_betaincc_a, domains=BETA, within=(1e-9, 0.0), exact=slope(log_upper_beta, 1, 0, 0), edges={(2.0, 3.0, 1.5): NAN, (NAN, 3.0, 0.5): NAN}),
    written(log_betaincc_b, domains=BETA, within=(1e-9, 0.0), exact=slope(log_upper_beta, 0, 1, 0)),
    written(log_betaincc_aa, domains=BETA, within=(1e-8, 0.0), exact=slope(log_upper_beta, 2, 0, 0)),
    written(log_betaincc_ab, domains=BETA, within=(1e-8, 0.0), exact=slope(log_upper_beta, 1, 1, 0)),
    written(log_betaincc_bb, domains=BETA, within=(1e-8, 0.0), exact=slope(log_upper_beta, 0, 2, 0)),
    written(beta_lower_hazard, domains=BETA, within=(1e-12, 0.0), exact=slope(log_lower_beta, 0, 0, 1), edges={(2.0, 2.0, -0.1): NAN}),
    written(beta_upper_hazard, domains=BETA, within=(1e-12, 0.0), exact=lambda mp, a, b, x: -slope(log_upper_beta, 0, 0, 1)(mp, a, b, x)),
)
