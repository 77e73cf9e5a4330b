"""Derivatives of the regularised incomplete gamma and beta functions with respect to their shapes, in the language; and their densities.

Each side of the mean is differentiated in the form that the function itself has there: prefactor times series or continued fraction, as
jets (`jets.py`). On its own side the parts of a first derivative have one sign, so little cancels: relative errors are 1e-12 and below for
gamma, and grow like 1e-16 / shape for beta shapes near 0 (1e-10 at 1e-6). A derivative of a continued fraction converges a little later than
its value, so up to twice as many terms are taken.
"""
from __future__ import annotations

import math
from collections.abc import Callable
from types import ModuleType
from typing import Any

from ..ufunc import written
from .gamma import DIGAMMA_SERIES, START, digamma, trigamma
from .incomplete_parts import MOST, TINY, beta_prefactor, gamma_prefactor
from .jets import added, away_from_zero, constant, exponential, inverted, last_term, moves, multiplied, scaled, shifted

INF = math.inf
NAN = math.nan


# -- gamma
def series(a, x):
    """`incomplete.gamma_series` of a jet a."""
    s = constant(1.0, a)
    t = constant(1.0, a)
    last = MOST
    k = 0
    going = True
    while going and k < last:
        k += 1
        t = multiplied(t, scaled(x, inverted(shifted(k, a))))
        new = added(s, t)
        last = last_term(k, new, s, last)
        going = moves(new, s)
        s = new
    return s


def gamma_fraction(a, x):
    """`incomplete.gamma_fraction` of a jet a."""
    minus = scaled(-1.0, a)
    b = shifted(x + 1.0, minus)
    c = constant(1.0 / TINY, a)
    d = inverted(b)
    h = d
    last = MOST
    k = 0
    going = True
    while going and k < last:
        k += 1
        n = scaled(-k, shifted(k, minus))
        b = shifted(2.0, b)
        d = inverted(away_from_zero(added(multiplied(n, d), b)))
        c = away_from_zero(added(b, multiplied(n, inverted(c))))
        new = multiplied(h, multiplied(c, d))
        last = last_term(k, new, h, last)
        going = moves(new, h)
        h = new
    return h


def log_ratio(x, a, psi):
    """log x - psi for psi close to log a, without cancellation where x is close to a."""
    if a < 1.0 or x < 0.5 * a or x > 2.0 * a:
        return math.log(x) - psi
    return math.log(x / a) - (psi - math.log(a))


def own_gamma_jet(a, x, p) -> tuple[float, ...]:
    """The jet of the function that has a form of its own at x, the lower one below the mean, at a jet a; p the prefactor."""
    v = a[0]
    r = log_ratio(x, v, digamma(v + 1.0))
    slopes = (r * a[1],) if len(a) == 2 else (r * a[1], r * a[2], -trigamma(v + 1.0) * a[1] * a[2])
    e = exponential(p, slopes)
    return multiplied(e, series(a, x)) if x < v + 1.0 else multiplied(multiplied(a, e), gamma_fraction(a, x))


def gamma_jet(a, x) -> tuple[float, ...]:
    """The jet of gammainc at a jet a, or of gammainc - 1 above the mean."""
    own = own_gamma_jet(a, x, gamma_prefactor(a[0], x))
    return own if x < a[0] + 1.0 else scaled(-1.0, own)


def gammainc_a(a, x):
    """∂ gammainc / ∂a, a > 0, x ≥ 0; never positive."""
    if not (a > 0.0 and x >= 0.0) or a == INF:
        return NAN
    if x == 0.0 or x == INF:
        return 0.0
    return gamma_jet((a, 1.0), x)[1]


def gammainc_aa(a, x):
    """∂² gammainc / ∂a²."""
    if not (a > 0.0 and x >= 0.0) or a == INF:
        return NAN
    if x == 0.0 or x == INF:
        return 0.0
    return gamma_jet((a, 1.0, 1.0, 0.0), x)[3]


def edge(shape, at_one):
    """The value of a density at an end of its interval whose shape there is `shape` > -1; 1/Γ(0) is 0."""
    if shape == 1.0:
        return at_one
    if shape > 1.0 or shape == 0.0:
        return 0.0
    return INF if shape > 0.0 else -INF


def gamma_density(a, x):
    """∂ gammainc / ∂x = x^(a-1) e^-x / Γ(a), a > 0, x ≥ 0 (a > -1 at x = 0)."""
    if x == 0.0 and a > -1.0:
        return edge(a, 1.0)
    if not (a > 0.0 and x > 0.0):
        return NAN
    return 0.0 if x == INF else gamma_prefactor(a, x) * (a / x)


# -- beta
def lentz(n, c, d):
    """One step of Lentz's method for a fraction 1 + n_1/(1 + n_2/(1 + …)); the next c and d."""
    return away_from_zero(shifted(1.0, multiplied(n, inverted(c)))), inverted(away_from_zero(shifted(1.0, multiplied(n, d))))


def beta_fraction(a, b, x):
    """`incomplete.beta_fraction` of jets a and b."""
    both = added(a, b)
    c = constant(1.0, a)
    d = inverted(away_from_zero(shifted(1.0, scaled(-x, multiplied(both, inverted(shifted(1.0, a)))))))
    h = d
    last = MOST
    k = 0
    going = True
    while going and k < last:
        k += 1
        middle = shifted(2.0 * k, a)
        even = scaled(k * x, multiplied(shifted(-k, b), inverted(multiplied(shifted(-1.0, middle), middle))))
        c, d = lentz(even, c, d)
        new = multiplied(h, multiplied(c, d))
        odd = scaled(-x, multiplied(multiplied(shifted(k, a), shifted(k, both)), inverted(multiplied(middle, shifted(1.0, middle)))))
        c, d = lentz(odd, c, d)
        new = multiplied(new, multiplied(c, d))
        last = last_term(k, new, h, last)
        going = moves(new, h)
        h = new
    return h


def digamma_rise(a, b):
    """digamma(a + b) - digamma(a) for a > 0, b ≥ 0 with small relative error."""
    s = 0.0
    while a < START:
        s += b / (a * (a + b))
        a += 1.0
    c = a + b
    r, q = 1.0 / (a * a), 1.0 / (c * c)
    low, high = 0.0, 0.0
    for w in DIGAMMA_SERIES:
        low, high = (low + w) * r, (high + w) * q
    return math.log1p(b / a) + 0.5 * b / (a * c) + (high - low) + s


def lower_beta_jet(a, b, x, y, p):
    """The jet of betainc at jets a and b below the mean; y = 1 - x, p the prefactor.

    It is b/(a + b) · x^a y^b Γ(a+b+1) / (Γ(a+1) Γ(b+1)) times the fraction: small shapes cancel nowhere in this form.
    """
    v, w = a[0], b[0]
    la, lb = log_of(x, y) + digamma_rise(v + 1.0, w), log_of(y, x) + digamma_rise(w + 1.0, v)
    u = a[1] * la + b[1] * lb
    slopes = (u,)
    if len(a) == 4:
        both = trigamma(v + w + 1.0) * (a[1] + b[1]) * (a[2] + b[2])
        slopes = (u, a[2] * la + b[2] * lb, both - trigamma(v + 1.0) * a[1] * a[2] - trigamma(w + 1.0) * b[1] * b[2])
    share = multiplied(b, inverted(added(a, b)))
    return multiplied(multiplied(exponential(p * ((v + w) / (v * w)), slopes), share), beta_fraction(a, b, x))


def log_of(x, y):
    """log x where x + y = 1."""
    return math.log(x) if x < 0.5 else math.log1p(-y)


def beta_jet(a, b, x) -> tuple[float, ...]:
    """The jet of betainc at jets a and b, or of betainc - 1 above the mean."""
    y = 1.0 - x
    p = beta_prefactor(a[0], b[0], x, y)
    if x < (a[0] + 1.0) / (a[0] + b[0] + 2.0):
        return lower_beta_jet(a, b, x, y, p)
    return scaled(-1.0, lower_beta_jet(b, a, y, x, p))


def inside(a, b, x):
    """Are the arguments in the open domain?"""
    return a > 0.0 and b > 0.0 and x > 0.0 and x < 1.0 and a < INF and b < INF


def outside(a, b, x):
    """Slopes where there is no jet: 0 at the ends of the interval."""
    return 0.0 if (x == 0.0 or x == 1.0) and a > 0.0 and b > 0.0 else NAN


def betainc_a(a, b, x):
    """∂ betainc / ∂a, a, b > 0, 0 ≤ x ≤ 1; never positive."""
    return beta_jet((a, 1.0), (b, 0.0), x)[1] if inside(a, b, x) else outside(a, b, x)


def betainc_b(a, b, x):
    """∂ betainc / ∂b; never negative."""
    return beta_jet((a, 0.0), (b, 1.0), x)[1] if inside(a, b, x) else outside(a, b, x)


def betainc_aa(a, b, x):
    """∂² betainc / ∂a²."""
    return beta_jet((a, 1.0, 1.0, 0.0), (b, 0.0, 0.0, 0.0), x)[3] if inside(a, b, x) else outside(a, b, x)


def betainc_ab(a, b, x):
    """∂² betainc / ∂a ∂b."""
    return beta_jet((a, 1.0, 0.0, 0.0), (b, 0.0, 1.0, 0.0), x)[3] if inside(a, b, x) else outside(a, b, x)


def betainc_bb(a, b, x):
    """∂² betainc / ∂b²."""
    return beta_jet((a, 0.0, 0.0, 0.0), (b, 1.0, 1.0, 0.0), x)[3] if inside(a, b, x) else outside(a, b, x)


def beta_density(a, b, x):
    """∂ betainc / ∂x = x^(a-1) (1-x)^(b-1) / B(a, b), a, b > 0, 0 ≤ x ≤ 1 (a > -1 at 0, b > -1 at 1)."""
    if x == 0.0 and a > -1.0 and b > 0.0:
        return edge(a, b)
    if x == 1.0 and b > -1.0 and a > 0.0:
        return edge(b, a)
    if not (a > 0.0 and b > 0.0 and x > 0.0 and x < 1.0):
        return NAN
    y = 1.0 - x
    return beta_prefactor(a, b, x, y) / (x * y)


def lower_gamma(mp: ModuleType) -> Callable[..., Any]:
    """gammainc by mpmath."""
    return lambda a, x: mp.gammainc(a, 0, x, regularized=True)


def lower_beta(mp: ModuleType) -> Callable[..., Any]:
    """betainc by mpmath."""
    return lambda a, b, x: mp.betainc(a, b, 0, x, regularized=True)


GAMMA, BETA = ((1e-2, 1e2), (1e-2, 1e2)), ((0.05, 20.0), (0.05, 20.0), (0.01, 0.99))
# what the derivative rules of the incomplete functions call; no public function means them
FUNCTIONS = (
    written(gammainc_a, domains=GAMMA, within=(1e-11, 0.0), exact=lambda mp, a, x: mp.diff(lower_gamma(mp), (a, x), (1, 0)),
            edges={(2.0, 0.0): 0.0, (2.0, INF): 0.0, (-1.0, 1.0): NAN, (1.0, NAN): NAN}),
    written(gammainc_aa, domains=GAMMA, within=(1e-10, 0.0), exact=lambda mp, a, x: mp.diff(lower_gamma(mp), (a, x), (2, 0)), edges={(0.0, 1.0): NAN}),
    written(gamma_density, domains=GAMMA, exact=lambda mp, a, x: x ** (a - 1) * mp.exp(-x) / mp.gamma(a),
            edges={(1.0, 0.0): 1.0, (0.5, 0.0): INF, (2.0, 0.0): 0.0, (2.0, INF): 0.0, (-1.0, 2.0): NAN}),
    written(betainc_a, domains=BETA, within=(1e-9, 0.0), exact=lambda mp, a, b, x: mp.diff(lower_beta(mp), (a, b, x), (1, 0, 0)),
            edges={(2.0, 3.0, 0.0): 0.0, (2.0, 3.0, 1.5): NAN, (NAN, 3.0, 0.5): NAN}),
    written(betainc_b, domains=BETA, within=(1e-9, 0.0), exact=lambda mp, a, b, x: mp.diff(lower_beta(mp), (a, b, x), (0, 1, 0)),
            edges={(2.0, 3.0, 1.0): 0.0}),
    written(betainc_aa, domains=BETA, within=(1e-8, 0.0), exact=lambda mp, a, b, x: mp.diff(lower_beta(mp), (a, b, x), (2, 0, 0))),
    written(betainc_ab, domains=BETA, within=(1e-8, 0.0), exact=lambda mp, a, b, x: mp.diff(lower_beta(mp), (a, b, x), (1, 1, 0))),
    written(betainc_bb, domains=BETA, within=(1e-8, 0.0), exact=lambda mp, a, b, x: mp.diff(lower_beta(mp), (a, b, x), (0, 2, 0))),
    written(beta_density, domains=BETA, exact=lambda mp, a, b, x: x ** (a - 1) * (1 - x) ** (b - 1) / mp.beta(a, b),
            edges={(1.0, 3.0, 0.0): 3.0, (2.0, 1.0, 1.0): 2.0, (0.5, 2.0, 0.0): INF, (2.0, 2.0, -0.1): NAN}),
)
