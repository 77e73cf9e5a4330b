"""Both tails of every continuous family by mpmath, with many digits: log P(X ≤ x) and log P(X > x) at points inside the support."""
from __future__ import annotations

import exact_circular
import exact_continuous
import exact_skewed
import mpmath as mp

HALF = mp.mpf(1) / 2


def rest(log_p):
    return mp.log1p(-mp.exp(log_p))


def normal(x, loc, scale):
    r = (x - loc) / scale / mp.sqrt(2)
    return (mp.log(mp.erfc(-r) / 2), mp.log1p(-mp.erfc(-r) / 2)) if r < 0 else (mp.log1p(-mp.erfc(r) / 2), mp.log(mp.erfc(r) / 2))


def half(tails):
    """Tails of |X| from those of a symmetric X around 0."""
    def of_size(x, *p):
        above = tails(x, *p)[1] + mp.log(2)
        return rest(above), above
    return of_size


def at_zero(tails, where):
    """With the location 0 put among the parameters."""
    return lambda x, *p: tails(x, *p[:where], mp.mpf(0), *p[where:])


def cauchy(x, loc, scale):
    r = (x - loc) / scale
    return mp.log(mp.atan2(1, -r) / mp.pi), mp.log(mp.atan2(1, r) / mp.pi)


def laplace(x, loc, scale):
    r = (x - loc) / scale
    tail = -abs(r) - mp.log(2)
    return (rest(tail), tail) if r > 0 else (tail, rest(tail))


def logistic(x, loc, scale):
    r = (x - loc) / scale
    return -mp.log1p(mp.exp(-r)), -mp.log1p(mp.exp(r))


def exponential(x, rate):
    return mp.log(-mp.expm1(-rate * x)), -rate * x


def uniform(x, low, high):
    return mp.log((x - low) / (high - low)), mp.log((high - x) / (high - low))


def gamma(x, shape, rate):
    x = rate * x
    if shape > 1e5:
        return peaked(x, shape, lambda t: (shape - 1) * mp.log(t) - t - mp.loggamma(shape), mp.sqrt(shape))
    upper = mp.gammainc(shape, x, mp.inf, regularized=True)
    return (mp.log1p(-upper), mp.log(upper)) if upper < HALF else split(mp.gammainc(shape, 0, x, regularized=True))


def split(lower):
    return mp.log(lower), mp.log1p(-lower)


def inverse_gamma(x, shape, scale):
    return gamma(scale / x, shape, mp.mpf(1))[::-1]


def beta(x, a, b):
    if min(a, b) > 1e5:
        log_norm = mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)
        return peaked(x, a / (a + b), lambda t: (a - 1) * mp.log(t) + (b - 1) * mp.log1p(-t) + log_norm, mp.sqrt(a * b / (a + b) ** 3))
    upper = mp.betainc(b, a, 0, 1 - x, regularized=True)
    return (mp.log1p(-upper), mp.log(upper)) if upper < HALF else split(mp.betainc(a, b, 0, x, regularized=True))


def peaked(x, mean, logpdf, sd):
    """By quadrature of a narrow density from x away from the mean, over 40 lengths in which it falls."""
    side = 1 if x > mean else -1
    step = sd / max(1, abs(x - mean) / sd)
    edges = sorted(x + side * k * step for k in range(41))
    with mp.workdps(30):
        tail = mp.log(mp.quad(lambda t: mp.exp(logpdf(t)), edges))
    return (rest(tail), tail) if side > 0 else (tail, rest(tail))


def student_t(x, df, loc, scale):
    r = (x - loc) / scale
    if df > 1e5:
        log_norm = mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2
        return peaked(r, 0, lambda t: log_norm - (df + 1) / 2 * mp.log1p(t * t / df), mp.mpf(1))
    tail = mp.log(mp.betainc(df / 2, HALF, 0, df / (df + r * r), regularized=True) / 2)
    return (rest(tail), tail) if r > 0 else (tail, rest(tail))


TAILS = {
    "Beta": beta,
    "Cauchy": cauchy,
    "Exponential": exponential,
    "Gamma": gamma,
    "HalfCauchy": half(at_zero(cauchy, 0)),
    "HalfNormal": half(at_zero(normal, 0)),
    "HalfStudentT": half(at_zero(student_t, 1)),
    "InverseGamma": inverse_gamma,
    "Laplace": laplace,
    "LogNormal": lambda x, mu, sigma: normal(mp.log(x), mu, sigma),
    "Logistic": logistic,
    "Normal": normal,
    "StudentT": student_t,
    "Uniform": uniform,
    **exact_skewed.TAILS,
    **exact_circular.TAILS,
    **exact_continuous.tails(mp),
    "Chi2": lambda x, df: gamma(x, df / 2, HALF),
    "InverseChi2": lambda x, df: inverse_gamma(x, df / 2, HALF),
    "ScaledInverseChi2": lambda x, df, s: inverse_gamma(x, df / 2, df * s * s / 2),
}


def between(tails, low, high):
    """log of the mass between two points where these are the two logarithms of tails."""
    (a, c), (b, d) = low, high
    return mp.log(mp.exp(b) - mp.exp(a)) if a < c else mp.log(mp.exp(c) - mp.exp(d))
