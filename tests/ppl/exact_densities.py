"""Log densities of every family in mpmath, written after their definitions, and points of parameter space with both ends of every domain among them."""

from __future__ import annotations

import itertools
import math

import exact_continuous
import exact_passage
import exact_skewed
import mpmath
import numpy as np

from llbayes.ppl.distributions import FAMILIES

from . import exact_counts

mp = mpmath.mp.clone()
mp.dps = 60
INF = math.inf
HALF = mp.mpf(1) / 2


def xlogy(x, y):
    return mp.mpf(0) if x == 0 else x * mp.log(y) if y > 0 else -mp.inf * mp.sign(x)


def log_sigmoid(t):
    return mp.mpf(0) if t == mp.inf else -mp.inf if t == -mp.inf else -mp.log1p(mp.exp(-t))


def times(x, y):
    return mp.mpf(0) if x == 0 else x * y


def log_factorial(x):
    return mp.loggamma(x + 1)


def student(x, n, loc, scale):
    r = (x - loc) / scale
    return mp.loggamma((n + 1) / 2) - mp.loggamma(n / 2) - mp.log(n * mp.pi) / 2 - mp.log(scale) - (n + 1) / 2 * mp.log1p(r * r / n)


def cauchy(x, loc, scale):
    return -mp.log(mp.pi * scale) - mp.log1p(((x - loc) / scale) ** 2)


def normal(x, loc, scale):
    return -(((x - loc) / scale) ** 2) / 2 - mp.log(scale) - mp.log(2 * mp.pi) / 2


def half(f, where):
    """Twice a symmetric density around 0, the location put among the parameters."""
    return lambda x, *p: mp.log(2) + f(x, *p[:where], mp.mpf(0), *p[where:])


def gamma(x, a, b):
    return a * mp.log(b) - mp.loggamma(a) + (a - 1) * mp.log(x) - b * x


def beta(x, a, b):
    return xlogy(a - 1, x) + xlogy(b - 1, 1 - x) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)


def logistic(x, loc, scale):
    r = abs(x - loc) / scale
    return -r - 2 * mp.log1p(mp.exp(-r)) - mp.log(scale)


def choices(x, n):
    return log_factorial(n) - log_factorial(x) - log_factorial(n - x)


def negative_binomial(x, m, s):
    return mp.loggamma(x + s) - mp.loggamma(s) - log_factorial(x) - s * mp.log1p(m / s) + xlogy(x, m / (s + m))


# by the name of the family and of its last parameter: the log density, for values of the support
EXACT = {
    ("Normal", "scale"): normal,
    ("Normal", "tau"): lambda x, m, t: normal(x, m, 1 / mp.sqrt(t)),
    ("HalfNormal", "scale"): half(normal, 0),
    ("LogNormal", "sigma"): lambda x, m, s: normal(mp.log(x), m, s) - mp.log(x),
    ("StudentT", "scale"): student,
    ("HalfStudentT", "scale"): half(student, 1),
    ("Cauchy", "scale"): cauchy,
    ("HalfCauchy", "scale"): half(cauchy, 0),
    ("Laplace", "scale"): lambda x, m, s: -abs(x - m) / s - mp.log(2 * s),
    ("Logistic", "scale"): logistic,
    ("Exponential", "rate"): lambda x, b: mp.log(b) - b * x,
    ("Gamma", "rate"): gamma,
    ("InverseGamma", "scale"): lambda x, a, s: gamma(1 / x, a, s) - 2 * mp.log(x),
    ("Beta", "b"): beta,
    ("Uniform", "high"): lambda x, low, high: -mp.log(high - low),
    ("Bernoulli", "p"): lambda x, p: xlogy(x, p) + xlogy(1 - x, 1 - p),
    ("Bernoulli", "logits"): lambda x, t: log_sigmoid(t if x == 1 else -t),
    ("Binomial", "p"): lambda x, n, p: choices(x, n) + xlogy(x, p) + xlogy(n - x, 1 - p),
    ("Binomial", "logits"): lambda x, n, t: choices(x, n) + times(x, log_sigmoid(t)) + times(n - x, log_sigmoid(-t)),
    ("Poisson", "rate"): lambda x, m: xlogy(x, m) - m - log_factorial(x),
    ("Poisson", "log_rate"): lambda x, t: -mp.inf if t == mp.inf else times(x, t) - mp.exp(t) - log_factorial(x),
    ("NegativeBinomial", "size"): negative_binomial,
    **exact_skewed.densities(mp),
    **exact_counts.densities(mp),
    **exact_continuous.densities(mp),
    **exact_passage.densities(mp),
}
EXACT |= exact_continuous.restated(mp, EXACT)
ELSEWHERE = {f.name for f in FAMILIES if f.axes or any(p.axes for p in f.params)}      # tables, vectors and matrices: tests of their own

SIZES = (1e-8, 1e-3, 0.7, 3.0, 1e4, 1e8, 1e12, 1e16)
LOGITS = (-INF, -800.0, -30.0, 0.3, 40.0, 800.0, INF)
VALUES = {  # of a parameter, by its domain, or by its name where that says more
    "positive": SIZES,
    "nonnegative": (0.0, *SIZES),
    "unit": (0.0, 1e-14, 0.3, 1.0 - 1e-9, 1.0),
    "real": (0.0, -3e8),
    "n": (0.0, 1.0, 30.0, 1e6, 1e12, 1e15),
    "logits": LOGITS,
    "log_rate": (-INF, -800.0, -30.0, 0.3, 8.0, 34.0, INF),
    "low": (0.0, -3e8),
    "high": (1.0, 1e8, 1e16),
    "mu": (0.0, -30.0),
    **exact_skewed.VALUES,
    **exact_counts.VALUES,
}
ENDS = (0.0, 1e-300, 1e-8, 0.3, 1.0, 2.5, 7.0, 1e4, 1e12, 1e200, INF, -1e-8, -2.0, -1e8, -1e200, -INF, 1.0 - 1e-12, 1.5)

SETTINGS = exact_continuous.SETTINGS | exact_passage.SETTINGS


def settings(family):
    """Points of parameter space."""
    return SETTINGS.get((family.name, family.params[-1].name)) or list(itertools.product(*[VALUES.get((family.name, p.name), VALUES.get(p.name, VALUES.get(str(p.domain)))) for p in family.params]))


def around(family, params):
    """Values about where a law has its mass, as far as its mean and variance say."""
    if family.mean is None or family.variance is None:
        return []
    with np.errstate(all="ignore"):
        mean, sd = float(family.mean(*params)), math.sqrt(float(family.variance(*params)))
    found = [mean + k * sd for k in (-3.0, 0.0, 0.5, 3.0)]
    return [float(np.rint(x)) if family.discrete else x for x in found if math.isfinite(x) and abs(x) < 1e17]


def inside(family, x, params):
    """Is a value in the support? Ends of the line are not."""
    if not math.isfinite(x) or (family.discrete and x != math.floor(x)):
        return False
    support = family.support(*params)
    low, high = (5e-324, INF) if support.kind.name == "positive" else support.bounds()
    low, high = -INF if low is None else low, INF if high is None else high
    return low <= x <= high


def exact(family, x, params):
    """The log density by mpmath."""
    if not inside(family, x, params):
        return -mp.inf
    return EXACT[family.name, family.params[-1].name](mp.mpf(x), *map(mp.mpf, params))


def slope(family, x, params, k, order=1):
    """Its derivative in the value (k = 0) or the k-th parameter, by mpmath."""
    at = [mp.mpf(v) for v in (x, *params)]
    return mp.diff(lambda t: EXACT[family.name, family.params[-1].name](*at[:k], t, *at[k + 1 :]), at[k], order, h=mp.mpf(10) ** -20 * (abs(at[k]) or 1))
