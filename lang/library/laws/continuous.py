"""Laws of real numbers by SciPy's names (scipy.stats), in the language: densities are as on the page of distributions."""
from __future__ import annotations

import math

import numpy as np

from ..functions import UFUNCS
from .law import Law

(
    ndtr, log_ndtr, ndtri, betaln, log1p_square, stdtr, stdtrit, below_peak, lgamma_rest, gammainc, gammaincc, gammaincinv, gammainccinv,
    log_gammainc, log_gammaincc, xlogy, xlog1py, betainc, betaincc, betaincinv, betainccinv, log_betainc, log_betaincc, expit, log_expit, logit,
    fdtr, fdtrc, fdtri, erf,
) = (UFUNCS[name] for name in (
    "ndtr", "log_ndtr", "ndtri", "betaln", "log1p_square", "stdtr", "stdtrit", "below_peak", "lgamma_rest", "gammainc", "gammaincc", "gammaincinv",
    "gammainccinv", "log_gammainc", "log_gammaincc", "xlogy", "xlog1py", "betainc", "betaincc", "betaincinv", "betainccinv", "log_betainc",
    "log_betaincc", "expit", "log_expit", "logit", "fdtr", "fdtrc", "fdtri", "erf",
))  # fmt: skip
LOG_SQRT_2PI = 0.5 * math.log(2.0 * math.pi)
LOG_2 = math.log(2.0)
SQRT_HALF = math.sqrt(0.5)


def log_normal_density(z):
    return -0.5 * z * z - LOG_SQRT_2PI


def log_student_density(z, df):
    return -betaln(0.5, 0.5 * df) - 0.5 * np.log(df) - 0.5 * (df + 1.0) * log1p_square(z / np.sqrt(df))


def log_gamma_density(z, a):
    g = np.log(z)
    return below_peak(a, z, g) - lgamma_rest(a) - g


def log_beta_density(z, a, b):
    return xlogy(a - 1.0, z) + xlog1py(b - 1.0, -z) - betaln(a, b)


def log_f_density(z, m, n):
    return 0.5 * m * np.log(m / n) + xlogy(0.5 * m - 1.0, z) - 0.5 * (m + n) * np.log1p(m * z / n) - betaln(0.5 * m, 0.5 * n)


def log_lognormal_density(z, s):
    g = np.log(z)
    return log_normal_density(g / s) - np.log(s) - g


def log_weibull_density(z, c):
    return np.log(c) + xlogy(c - 1.0, z) - z**c


def laplace_tail(z):
    """P(X > z)."""
    half = 0.5 * np.exp(-np.abs(z))
    return np.where(z > 0.0, half, 1.0 - half)


def laplace_quantile(p):
    return np.where(p < 0.5, np.log(2.0 * p), -np.log(2.0 * (1.0 - p)))


LAWS: dict[str, Law] = {
    "norm": Law((), log_normal_density, ndtr, lambda z: ndtr(-z), ndtri, lambda q: -ndtri(q), log_ndtr, lambda z: log_ndtr(-z)),
    "t": Law(("df",), log_student_density, lambda z, df: stdtr(df, z), lambda z, df: stdtr(df, -z),
             lambda p, df: stdtrit(df, p), lambda q, df: -stdtrit(df, q)),
    "gamma": Law(("a",), log_gamma_density, lambda z, a: gammainc(a, z), lambda z, a: gammaincc(a, z), lambda p, a: gammaincinv(a, p),
                 lambda q, a: gammainccinv(a, q), lambda z, a: log_gammainc(a, z), lambda z, a: log_gammaincc(a, z), low=0.0),
    "chi2": Law(("df",), lambda z, df: log_gamma_density(0.5 * z, 0.5 * df) - LOG_2, lambda z, df: gammainc(0.5 * df, 0.5 * z),
                lambda z, df: gammaincc(0.5 * df, 0.5 * z), lambda p, df: 2.0 * gammaincinv(0.5 * df, p), lambda q, df: 2.0 * gammainccinv(0.5 * df, q),
                lambda z, df: log_gammainc(0.5 * df, 0.5 * z), lambda z, df: log_gammaincc(0.5 * df, 0.5 * z), low=0.0),
    "invgamma": Law(("a",), lambda z, a: log_gamma_density(1.0 / z, a) - 2.0 * np.log(z), lambda z, a: gammaincc(a, 1.0 / z), lambda z, a: gammainc(a, 1.0 / z),
                    lambda p, a: 1.0 / gammainccinv(a, p), lambda q, a: 1.0 / gammaincinv(a, q), low=0.0),
    "beta": Law(("a", "b"), log_beta_density, lambda z, a, b: betainc(a, b, z), lambda z, a, b: betaincc(a, b, z), lambda p, a, b: betaincinv(a, b, p),
                lambda q, a, b: betainccinv(a, b, q), lambda z, a, b: log_betainc(a, b, z), lambda z, a, b: log_betaincc(a, b, z), low=0.0, high=1.0),
    "f": Law(("dfn", "dfd"), log_f_density, lambda z, m, n: fdtr(m, n, z), lambda z, m, n: fdtrc(m, n, z), lambda p, m, n: fdtri(m, n, p), low=0.0),
    "expon": Law((), lambda z: -z, lambda z: -np.expm1(-z), lambda z: np.exp(-z), lambda p: -np.log1p(-p), lambda q: -np.log(q), logsf=lambda z: -z, low=0.0),
    "uniform": Law((), lambda z: 0.0 * z, lambda z: z, lambda z: 1.0 - z, lambda p: p, lambda q: 1.0 - q, low=0.0, high=1.0),
    "lognorm": Law(("s",), log_lognormal_density, lambda z, s: ndtr(np.log(z) / s), lambda z, s: ndtr(-np.log(z) / s), lambda p, s: np.exp(s * ndtri(p)),
                   lambda q, s: np.exp(-s * ndtri(q)), lambda z, s: log_ndtr(np.log(z) / s), lambda z, s: log_ndtr(-np.log(z) / s), low=0.0),
    "halfnorm": Law((), lambda z: log_normal_density(z) + LOG_2, lambda z: erf(z * SQRT_HALF), lambda z: 2.0 * ndtr(-z), lambda p: -ndtri(0.5 * (1.0 - p)),
                    lambda q: -ndtri(0.5 * q), logsf=lambda z: LOG_2 + log_ndtr(-z), low=0.0),
    "cauchy": Law((), lambda z: -math.log(math.pi) - log1p_square(z), lambda z: np.arctan2(1.0, -z) / math.pi, lambda z: np.arctan2(1.0, z) / math.pi,
                  lambda p: -1.0 / np.tan(math.pi * p), lambda q: 1.0 / np.tan(math.pi * q)),
    "logistic": Law((), lambda z: log_expit(z) + log_expit(-z), expit, lambda z: expit(-z), logit, lambda q: -logit(q), log_expit, lambda z: log_expit(-z)),
    "laplace": Law((), lambda z: -np.abs(z) - LOG_2, lambda z: laplace_tail(-z), laplace_tail, laplace_quantile, lambda q: -laplace_quantile(q)),
    "weibull_min": Law(("c",), log_weibull_density, lambda z, c: -np.expm1(-(z**c)), lambda z, c: np.exp(-(z**c)), lambda p, c: (-np.log1p(-p)) ** (1.0 / c),
                       lambda q, c: (-np.log(q)) ** (1.0 / c), logsf=lambda z, c: -(z**c), low=0.0),
    "rayleigh": Law((), lambda z: np.log(z) - 0.5 * z * z, lambda z: -np.expm1(-0.5 * z * z), lambda z: np.exp(-0.5 * z * z),
                    lambda p: np.sqrt(-2.0 * np.log1p(-p)), lambda q: np.sqrt(-2.0 * np.log(q)), logsf=lambda z: -0.5 * z * z, low=0.0),
    "pareto": Law(("b",), lambda z, b: np.log(b) - (b + 1.0) * np.log(z), lambda z, b: -np.expm1(-b * np.log(z)), lambda z, b: np.exp(-b * np.log(z)),
                  lambda p, b: np.exp(-np.log1p(-p) / b), lambda q, b: np.exp(-np.log(q) / b), logsf=lambda z, b: -b * np.log(z), low=1.0),
    "gumbel_r": Law((), lambda z: -z - np.exp(-z), lambda z: np.exp(-np.exp(-z)), lambda z: -np.expm1(-np.exp(-z)), lambda p: -np.log(-np.log(p)),
                    lambda q: -np.log(-np.log1p(-q)), logcdf=lambda z: -np.exp(-z)),
    "gumbel_l": Law((), lambda z: z - np.exp(z), lambda z: -np.expm1(-np.exp(z)), lambda z: np.exp(-np.exp(z)), lambda p: np.log(-np.log1p(-p)),
                    lambda q: np.log(-np.log(q)), logsf=lambda z: -np.exp(z)),
}
