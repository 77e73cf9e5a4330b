"""Rows of the tests of families for skewed and bounded numbers: log densities and both log tails by mpmath, parameters and points, other tools' words.

Each function takes the mpmath context, whose digits are the caller's, the value and the parameters.
"""
from __future__ import annotations

import functools
import math

import mpmath

INF = math.inf


def xlogy(mp, x, y):
    return mp.mpf(0) if x == 0 else x * mp.log(y) if y > 0 else -mp.inf * mp.sign(x)


def normal(mp, x, loc, scale):
    return -(((x - loc) / scale) ** 2) / 2 - mp.log(scale) - mp.log(2 * mp.pi) / 2


def beta(mp, x, a, b):
    return xlogy(mp, a - 1, x) + xlogy(mp, b - 1, 1 - x) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)


def beta_proportion(mp, x, mu, kappa):
    return beta(mp, x, mu * kappa, (1 - mu) * kappa)


def kumaraswamy(mp, x, a, b):
    return mp.log(a * b) + xlogy(mp, a - 1, x) + xlogy(mp, b - 1, -mp.expm1(a * mp.log(x)) if x else mp.mpf(1))


def logit_normal(mp, x, mu, sigma):
    return normal(mp, mp.log(x / (1 - x)), mu, sigma) - mp.log(x) - mp.log(1 - x) if 0 < x < 1 else -mp.inf


def moyal(mp, x, loc, scale):
    z = (x - loc) / scale
    return -(z + mp.exp(-z)) / 2 - mp.log(scale) - mp.log(2 * mp.pi) / 2


def skew_double_exponential(mp, x, mu, sigma, tau):
    return mp.log(2 * tau * (1 - tau) / sigma) - 2 * (tau if x > mu else 1 - tau) * abs(x - mu) / sigma


def triangular(mp, x, low, mode, high):
    if not low <= mode <= high:
        return -mp.inf
    share = mp.mpf(1) if x == mode else (x - low) / (mode - low) if x < mode else (high - x) / (high - mode)
    return mp.log(2 / (high - low)) + mp.log(share) if share > 0 else -mp.inf


def continuous_bernoulli(mp, x, t):
    return mp.log(t / mp.expm1(t)) + t * x if t else mp.mpf(0)


def of_probability(mp, x, p):
    return continuous_bernoulli(mp, x, mp.log(p / (1 - p)))


def of_logits(mp, x, t):
    return continuous_bernoulli(mp, x, t) if abs(t) < mp.inf else -mp.inf


def inverse_gaussian(mp, x, mu, lam):
    return mp.log(lam / (2 * mp.pi * x**3)) / 2 - lam * (x - mu) ** 2 / (2 * mu * mu * x)


def pert(mp, x, low, mode, high, shape):
    if not low <= mode <= high:
        return -mp.inf
    width = high - low
    return beta(mp, (x - low) / width, 1 + shape * (mode - low) / width, 1 + shape * (high - mode) / width) - mp.log(width)


def skew_normal(mp, x, loc, scale, alpha):
    z = (x - loc) / scale
    return mp.log(2) + normal(mp, x, loc, scale) + log_ndtr(mp, alpha * z)


def log_ndtr(mp, y):
    if y < -1e12:
        return -y * y / 2 - mp.log(-y) - mp.log(2 * mp.pi) / 2 - 1 / (y * y)
    return mp.log(mp.erfc(-y / mp.sqrt(2)) / 2) if y < 1e12 else mp.mpf(0)


def hankel(mp, kappa):
    """I0 exp(-kappa) sqrt(2π kappa) by its asymptotic series, whose smallest term is exp(-2 kappa)."""
    term, total, k = mp.mpf(1), mp.mpf(1), 0
    while term > mp.eps:
        k += 1
        term *= (2 * k - 1) ** 2 / (8 * k * kappa)
        total += term
    return total


def von_mises(mp, x, mu, kappa):
    scaled = mp.log(mp.besseli(0, kappa)) - kappa if kappa < 1e3 else mp.log(hankel(mp, kappa)) - mp.log(2 * mp.pi * kappa) / 2
    return -2 * kappa * mp.sin((x - mu) / 2) ** 2 - mp.log(2 * mp.pi) - scaled


# by the name of the family and of its last parameter
DENSITIES = {
    ("BetaProportion", "kappa"): beta_proportion,
    ("ContinuousBernoulli", "p"): of_probability,
    ("ContinuousBernoulli", "logits"): of_logits,
    ("InverseGaussian", "lam"): inverse_gaussian,
    ("InverseGaussian", "phi"): lambda mp, x, mu, phi: inverse_gaussian(mp, x, mu, mu * phi),
    ("Kumaraswamy", "b"): kumaraswamy,
    ("LogitNormal", "sigma"): logit_normal,
    ("Moyal", "scale"): moyal,
    ("PERT", "shape"): pert,
    ("SkewNormal", "alpha"): skew_normal,
    ("VonMises", "kappa"): von_mises,
    ("SkewDoubleExponential", "tau"): skew_double_exponential,
    ("Triangular", "high"): triangular,
}
VALUES = {                                       # of parameters, or of their domains, in the law of extremes
    "mode": (0.0, 0.37, 0.99),
    ("BetaProportion", "mu"): (1e-14, 0.3, 1 - 1e-9),
    ("InverseGaussian", "mu"): (1e-8, 1e-3, 0.7, 3.0, 1e4, 1e8, 1e12, 1e16),
    ("ContinuousBernoulli", "logits"): (-800.0, -30.0, 1e-9, 0.3, 40.0, 800.0),
    ("PERT", "shape"): (0.0, 0.7, 4.0, 1e4, 1e8),
    ("SkewNormal", "alpha"): (0.0, 0.7, -3.0, 1e4),
    ("SkewNormal", "loc"): (0.0, -30.0),
    "strictly between 0 and 1": (1e-14, 0.3, 1 - 1e-9),
}
SMALL = {"BetaProportion": ((0.1, 0.5),), "Kumaraswamy": ((0.05, 0.3),), "LogitNormal": ((0.0, 100.0),), "PERT": ((0.0, 0.0, 1.0, 4.0),), "Triangular": ((0.0, 0.0, 1.0), (-1.0, 1.0, 1.0))}


def densities(mp):
    """The table with one context of mpmath."""
    return {name: functools.partial(f, mp) for name, f in DENSITIES.items()}


# -- tails: (log P(X ≤ x), log P(X > x))
def rest(log_p):
    return mpmath.log1p(-mpmath.exp(log_p))


def by_upper(log_sf):
    return rest(log_sf), log_sf


def by_lower(log_cdf):
    return log_cdf, rest(log_cdf)


def of_normal(z):
    """Tails of the standard normal at z."""
    tail = mpmath.log(mpmath.erfc(abs(z) / mpmath.sqrt(2)) / 2)
    return by_lower(tail) if z < 0 else by_upper(tail)


def beta_proportion_tails(x, mu, kappa):
    a, b = mu * kappa, (1 - mu) * kappa
    upper = mpmath.betainc(b, a, 0, 1 - x, regularized=True)
    return by_upper(mpmath.log(upper)) if upper < 0.5 else by_lower(mpmath.log(mpmath.betainc(a, b, 0, x, regularized=True)))


def kumaraswamy_tails(x, a, b):
    log_sf = b * (mpmath.log1p(-(x**a)) if x**a < 0.5 else mpmath.log(-mpmath.expm1(a * mpmath.log(x))))
    return by_upper(log_sf) if log_sf < -1 else (mpmath.log(-mpmath.expm1(log_sf)), log_sf)


def moyal_tails(x, loc, scale):
    s = mpmath.exp(-(x - loc) / scale / 2) / mpmath.sqrt(2)
    return by_lower(mpmath.log(mpmath.erfc(s))) if s > 0.5 else by_upper(mpmath.log(mpmath.erf(s)))


def skew_double_exponential_tails(x, mu, sigma, tau):
    if x < mu:
        return by_lower(mpmath.log(tau) - 2 * (1 - tau) * (mu - x) / sigma)
    return by_upper(mpmath.log(1 - tau) - 2 * tau * (x - mu) / sigma)


def triangular_tails(x, low, mode, high):
    if x < mode:
        return by_lower(mpmath.log((x - low) ** 2 / (high - low) / (mode - low)))
    return by_upper(mpmath.log((high - x) ** 2 / (high - low) / (high - mode)))


def continuous_bernoulli_tails(x, p):
    t = mpmath.log(p / (1 - p))
    if t == 0:
        return mpmath.log(x), mpmath.log(1 - x)
    return mpmath.log(mpmath.expm1(t * x) / mpmath.expm1(t)), mpmath.log(mpmath.expm1(-t * (1 - x)) / mpmath.expm1(-t))


def inverse_gaussian_tails(x, mu, lam):
    with mpmath.workdps(150):
        root = mpmath.sqrt(lam / x / 2)
        z, w = root * (x / mu - 1), root * (x / mu + 1)
        second = mpmath.exp(2 * lam / mu) * mpmath.erfc(w)
        upper = (mpmath.erfc(z) - second) / 2
    return by_upper(mpmath.log(upper)) if upper < 0.5 else by_lower(mpmath.log((mpmath.erfc(-z) + second) / 2))


def pert_tails(x, low, mode, high, shape):
    width = high - low
    a, b, share = 1 + shape * (mode - low) / width, 1 + shape * (high - mode) / width, (x - low) / width
    return beta_proportion_tails(share, a / (a + b), a + b)


def skew_normal_tails(x, loc, scale, alpha):
    """By quadrature of the side away from the mode, over 60 powers of e."""
    z = (x - loc) / scale
    side = 1 if z > 0 else -1
    h, a = abs(z), -side * alpha                 # P(Z beyond z on its side) is twice the integral of φ(t) Φ(-a t) from h on
    fall = 1 + max(a, 0) ** 2
    reach = (mpmath.sqrt(h * h * fall * fall + 120 * fall) - h * fall) / fall
    edges = [h + reach * k / 4 for k in range(5)]
    top = h * h * fall / 2
    with mpmath.workdps(30):
        tail = mpmath.quad(lambda t: mpmath.exp(top - t * t / 2) * mpmath.erfc(a * t / mpmath.sqrt(2)), edges) / mpmath.sqrt(2 * mpmath.pi)
    return by_upper(mpmath.log(tail) - top) if side > 0 else by_lower(mpmath.log(tail) - top)


TAILS = {
    "ContinuousBernoulli": continuous_bernoulli_tails,
    "InverseGaussian": inverse_gaussian_tails,
    "PERT": pert_tails,
    "SkewNormal": skew_normal_tails,
    "BetaProportion": beta_proportion_tails,
    "Kumaraswamy": kumaraswamy_tails,
    "LogitNormal": lambda x, mu, sigma: of_normal((mpmath.log(x / (1 - x)) - mu) / sigma),
    "Moyal": moyal_tails,
    "SkewDoubleExponential": skew_double_exponential_tails,
    "Triangular": triangular_tails,
}
NEAR = (1e-8, 0.3, 1.0, 3.0, 8.0, 30.0)
BOTH = (*(-s for s in NEAR), *NEAR)
SHARES = (1e-40, 1e-3, 0.03, 0.3, 0.9, 0.9999999, 1 - 1e-12)
# parameters, and points inside
CASES = {
    "ContinuousBernoulli": tuple((p, SHARES) for p in (0.5, 0.3, 1e-14, 1 - 1e-9, 0.5 + 1e-9)),
    "InverseGaussian": ((1.0, 1.0, (1e-2, 0.3, 1.0, 3.0, 30.0, 1e3)), (0.5, 50.0, (0.1, 0.5, 0.6, 3.0)), (1e3, 1e-6, (1e-8, 1e-3, 1.0, 1e4, 1e8)), (1e-8, 3e-9, (1e-9, 1e-8, 1e-7))),
    "PERT": ((0.0, 0.3, 1.0, 4.0, SHARES), (-3.0, -3.0, 5.0, 4.0, (-3 + 1e-12, 0.0, 4.9)), (-3.0, 4.0, 5.0, 100.0, (-2.0, 3.0, 4.5))),
    "SkewNormal": tuple((loc, s, alpha, tuple(loc + s * r for r in (*BOTH, 1e3, -1e3)))
                        for loc, s, alpha in ((0.0, 1.0, 0.0), (-3.0, 0.25, 2.0), (0.0, 1.0, -0.01), (0.0, 1e50, 100.0), (1.0, 1.0, -5.0))),
    "BetaProportion": ((0.04, 52.0, SHARES[:-1]), (0.5, 0.02, (1e-40, 1e-3, 0.5, 0.999)), (1e-9, 3.0, (1e-40, 0.2, 0.9)), (0.5, 2.0, SHARES)),
    "Kumaraswamy": tuple((a, b, SHARES) for a, b in ((1.0, 1.0), (2.0, 50.0), (50.0, 0.3), (0.01, 0.01), (1e-8, 3.0), (1e8, 2.0))),
    "LogitNormal": ((0.0, 1.0, (1e-12, 1e-3, 0.3, 0.5, 0.9, 1 - 1e-12)), (2.0, 0.01, (0.5, 0.87, 0.89, 0.999)), (-3.0, 40.0, SHARES)),
    "Moyal": tuple((loc, s, tuple(loc + s * r for r in (-12.0, *BOTH[4:], 1e3, 1e8))) for loc, s in ((0.0, 1.0), (-3.0, 0.25), (0.0, 1e100))),
    "SkewDoubleExponential": tuple((loc, s, tau, tuple(loc + s * r for r in (-1e8, -1e3, *BOTH, 1e3, 1e8)))
                                   for loc, s, tau in ((0.0, 1.0, 0.5), (-3.0, 0.25, 0.01), (1e8, 1e-3, 0.9), (0.0, 1e100, 0.3))),
    "Triangular": ((0.0, 0.3, 1.0, SHARES), (-3.0, -3.0, 5.0, (-3 + 1e-12, 0.0, 4.9)), (-3.0, 5.0, 5.0, (-3 + 1e-12, 0.0, 5 - 1e-12)), (0.0, 1e-8, 1e8, (1e-12, 1.0, 9e7))),
}
# of cut laws: parameters, then four points of rising size, the two inner ones as far in a tail as the law allows
CUTS = {
    "ContinuousBernoulli": ((0.1,), (1e-9, 0.4, 1.0 - 1e-9, 1.0 - 1e-10)),
    "InverseGaussian": ((1.0, 2.0), (0.005, 0.8, 600.0, 610.0)),
    "PERT": ((0.0, 0.3, 1.0, 40.0), (1e-6, 0.32, 0.9999, 0.99999)),
    "SkewNormal": ((0.0, 1.0, 2.0), (-16.0, 0.5, 40.0, 40.05)),
    "BetaProportion": ((0.04, 52.0), (1e-9, 0.02, 0.9999999, 0.99999995)),
    "Kumaraswamy": ((2.0, 50.0), (1e-9, 0.02, 0.9999999, 0.99999995)),
    "LogitNormal": ((0.0, 0.5), (1e-9, 0.5, 1 - 1e-9, 1 - 1e-10)),
    "Moyal": ((0.0, 1.0), (-6.0, 0.5, 900.0, 901.0)),
    "SkewDoubleExponential": ((0.0, 1.0, 0.3), (-900.0, -0.5, 900.0, 901.0)),
    "Triangular": ((0.0, 0.3, 1.0), (1e-9, 0.5, 1.0 - 1e-9, 1.0 - 1e-10)),
}
# laws cut for the tests of inputs: name, parameters, bounds
CUT = {
    "ContinuousBernoulli": ((0.2,), 0.3, 1.5), "InverseGaussian": ((1.0, 3.0), 0.4, None), "PERT": ((-1.0, 0.0, 3.0), 0.5, 9.0), "SkewNormal": ((0.0, 1.0, 3.0), 0.5, None),
    "BetaProportion": ((0.3, 7.0), 0.3, 1.5), "Kumaraswamy": ((2.0, 5.0), 0.3, 1.5), "LogitNormal": ((0.3, 0.4), 0.5, None), "Moyal": ((0.0, 1.0), 0.5, None),
    "SkewDoubleExponential": ((0.0, 1.0, 0.3), None, 2.0), "Triangular": ((-1.0, 0.0, 3.0), 0.5, 9.0),
}
# keywords of PyMC, NumPyro, TFP, Pyro, Stan, BUGS, R and SciPy -> our parameters that the answer names
ELSEWHERE = {
    "BetaProportion": {"mean": "mu", "concentration": "kappa", "nu": "kappa", "phi": "kappa", "alpha": "mu=alpha / (alpha", "b": "kappa=a + b"},
    "ContinuousBernoulli": {"probs": "p", "theta": "p", "logit_p": "logits"},
    "InverseGaussian": {"mean": "mu", "loc": "mu", "lambda_": "lam", "concentration": "lam", "shape": "lam"},
    "PERT": {"peak": "mode", "temperature": "shape", "lam": "shape", "min": "low", "max": "high"},
    "SkewNormal": {"xi": "loc", "omega": "scale", "a": "alpha", "mu": "loc", "sigma": "scale", "tau": "scale=1 / np.sqrt(tau)"},
    "VonMises": {"loc": "mu", "concentration": "kappa"},
    "Kumaraswamy": {"alpha": "a", "beta": "b", "concentration1": "a", "concentration0": "b"},
    "LogitNormal": {"loc": "mu", "scale": "sigma", "sd": "sigma", "tau": "sigma=1 / np.sqrt(tau)"},
    "Moyal": {"mu": "loc", "sigma": "scale"},
    "SkewDoubleExponential": {"loc": "mu", "scale": "sigma", "theta": "tau"},
    "Triangular": {"lower": "low", "upper": "high", "c": "mode", "peak": "mode", "left": "low", "right": "high", "loc": "low=loc", "scale": "mode=loc + c * scale"},
}
