"""Families of extremes, lifetimes and power laws for the laws over all families: log densities and tails in mpmath, points, and the words of other tools."""

from __future__ import annotations

import math
from typing import Any

from llbayes import ppl

SIZES = (1e-40, 1e-8, 1e-3, 0.3, 1.0, 3.0, 30.0, 1e3)
STEPS = (1e-8, 0.3, 1.0, 3.0, 8.0, 30.0, 600.0, 1e5)


def densities(mp: Any) -> dict[tuple[str, str], Any]:
    """Log densities inside the support in a context of mpmath, by the name of the family and of its last parameter."""
    def weibull(x, k, s):
        return mp.log(k / s) + (k - 1) * mp.log(x / s) - mp.exp(k * mp.log(x / s))

    def frechet(x, k, s):
        return mp.log(k / s) - (k + 1) * mp.log(x / s) - mp.exp(-k * mp.log(x / s))

    def log_logistic(x, k, s):
        r = k * mp.log(x / s)
        return mp.log(k / x) - (r if r > 0 else -r) - 2 * mp.log1p(mp.exp(-r if r > 0 else r))

    def gumbel(x, loc, s):
        return (loc - x) / s - mp.exp((loc - x) / s) - mp.log(s)

    def half_logistic(x, s):
        return mp.log(2 / s) - x / s - 2 * mp.log1p(mp.exp(-x / s))

    def asymmetric_laplace(x, kappa, loc, s):
        r = (x - loc) / s
        return (r / kappa if r < 0 else -kappa * r) - mp.log(kappa + 1 / kappa) - mp.log(s)

    def ex_gaussian(x, mu, s, nu):
        with mp.workdps(150):
            z, t = (x - mu) / s, s / nu
            return t * (t / 2 - z) + log_normal_cdf(mp, z - t) - mp.log(nu)

    def extreme_value(x, loc, s, shape):
        y = reduced(mp, x, loc, s, shape)
        return -mp.inf if y is None else -(1 + shape) * y - mp.exp(-y) - mp.log(s)

    def generalized_pareto(x, loc, s, shape):
        y = reduced(mp, x, loc, s, shape)
        return -mp.inf if y is None else -(1 + shape) * y - mp.log(s)

    return {
        ("HalfLogistic", "scale"): half_logistic,
        ("AsymmetricLaplace", "scale"): asymmetric_laplace,
        ("ExGaussian", "nu"): ex_gaussian,
        ("GeneralizedExtremeValue", "shape"): extreme_value,
        ("GeneralizedPareto", "shape"): generalized_pareto,
        ("Weibull", "scale"): weibull,
        ("Frechet", "scale"): frechet,
        ("LogLogistic", "scale"): log_logistic,
        ("Gumbel", "scale"): gumbel,
        ("Rayleigh", "scale"): lambda x, s: mp.log(x) - 2 * mp.log(s) - (x / s) ** 2 / 2,
        ("Pareto", "scale"): lambda x, k, s: mp.log(k / s) - (k + 1) * mp.log(x / s),
        ("Lomax", "scale"): lambda x, k, s: mp.log(k / s) - (k + 1) * mp.log1p(x / s),
    }


def reduced(mp: Any, x: Any, loc: Any, s: Any, shape: Any) -> Any:
    """log(1 + shape z) / shape; None outside of the support."""
    z = (x - loc) / s
    return z if shape == 0 else mp.log1p(shape * z) / shape if shape * z > -1 else None


def log_normal_cdf(mp: Any, z: Any) -> Any:
    """By the asymptotic series where erfc takes long."""
    if z > 1e4:
        return -mp.exp(log_normal_cdf(mp, -z))
    if z > -1e4:
        return mp.log(mp.erfc(-z / mp.sqrt(2)) / 2) if z < 5 else mp.log1p(-mp.erfc(z / mp.sqrt(2)) / 2)
    w = 1 / (z * z)
    return -z * z / 2 - mp.log(-z * mp.sqrt(2 * mp.pi)) + mp.log(1 - w + 3 * w**2 - 15 * w**3 + 105 * w**4 - 945 * w**5)


def forms(mp: Any) -> dict[tuple[str, str], tuple[tuple[str, str], Any]]:
    """Families in other parameters: the name and last parameter of the family as it is, and its own parameters; None where the others make no law."""
    def of_moments(m, s):
        n = m * (1 - m) / s**2 - 1
        return (m * n, (1 - m) * n) if n > 0 else None

    gamma, inverse_gamma, student = ("Gamma", "rate"), ("InverseGamma", "scale"), ("StudentT", "scale")
    return {
        ("Exponential", "scale"): (("Exponential", "rate"), lambda s: (1 / s,)),
        ("Exponential", "mean"): (("Exponential", "rate"), lambda m: (1 / m,)),
        ("Normal", "tau"): (("Normal", "scale"), lambda m, t: (m, 1 / mp.sqrt(t))),
        ("HalfNormal", "tau"): (("HalfNormal", "scale"), lambda t: (1 / mp.sqrt(t),)),
        ("LogNormal", "tau"): (("LogNormal", "sigma"), lambda m, t: (m, 1 / mp.sqrt(t))),
        ("LogNormal", "sd"): (("LogNormal", "sigma"), lambda m, s: (mp.log(m) - mp.log1p((s / m) ** 2) / 2, mp.sqrt(mp.log1p((s / m) ** 2)))),
        ("StudentT", "tau"): (student, lambda n, m, t: (n, m, 1 / mp.sqrt(t))),
        ("StudentT", "variance"): (student, lambda n, m, v: (n, m, mp.sqrt(v * (n - 2) / n)) if n > 2 else None),
        ("HalfStudentT", "tau"): (("HalfStudentT", "scale"), lambda n, t: (n, 1 / mp.sqrt(t))),
        ("Laplace", "sd"): (("Laplace", "scale"), lambda m, s: (m, s / mp.sqrt(2))),
        ("Logistic", "sd"): (("Logistic", "scale"), lambda m, s: (m, s * mp.sqrt(3) / mp.pi)),
        ("Gamma", "scale"): (gamma, lambda a, s: (a, 1 / s)),
        ("Gamma", "sd"): (gamma, lambda m, s: (m**2 / s**2, m / s**2)),
        ("Gamma", "shape"): (gamma, lambda m, a: (a, a / m)),
        ("InverseGamma", "sd"): (inverse_gamma, lambda m, s: (m**2 / s**2 + 2, m * (m**2 / s**2 + 1))),
        ("Beta", "concentration"): (("Beta", "b"), lambda m, n: (m * n, (1 - m) * n) if 0 < m < 1 else None),
        ("Beta", "sd"): (("Beta", "b"), of_moments),
        ("Chi2", "df"): (gamma, lambda n: (n / 2, mp.mpf(1) / 2)),
        ("InverseChi2", "df"): (inverse_gamma, lambda n: (n / 2, mp.mpf(1) / 2)),
        ("ScaledInverseChi2", "scale"): (inverse_gamma, lambda n, s: (n / 2, n * s**2 / 2)),
        ("ExpModNormal", "rate"): (("ExGaussian", "nu"), lambda m, s, r: (m, s, 1 / r)),
        ("AsymmetricLaplace", "q"): (("AsymmetricLaplace", "scale"), lambda m, s, q: (mp.sqrt(q / (1 - q)), m, s) if 0 < q < 1 else None),
    }


def restated(mp: Any, exact: dict[tuple[str, str], Any]) -> dict[tuple[str, str], Any]:
    """Log densities of families in other parameters, from those of the families as they are."""
    def by(density, own):
        return lambda x, *params: -mp.inf if own(*params) is None else density(x, *own(*params))

    return {key: by(exact[base], own) for key, (base, own) in forms(mp).items()}


def tails(mp: Any) -> dict[str, Any]:
    """(log P(X ≤ x), log P(X > x)) of the first form of each family, inside the support."""
    def rest(v):
        return mp.log(-mp.expm1(v)) if v > -1 else mp.log1p(-mp.exp(v))

    def above(log_sf):
        return rest(log_sf), log_sf

    def below(log_cdf):
        return log_cdf, rest(log_cdf)

    def asymmetric_laplace(x, kappa, loc, s):
        r = (x - loc) / s
        if r < 0:
            return below(r / kappa - mp.log1p(kappa**-2))
        return above(-kappa * r - mp.log1p(kappa**2))

    def ex_gaussian(x, mu, s, nu):
        with mp.workdps(120):
            z, t = (x - mu) / s, s / nu
            part = t * (t / 2 - z) + log_normal_cdf(mp, z - t)
            if z < 0:
                return below(mp.log(mp.exp(log_normal_cdf(mp, z)) - mp.exp(part)))
            return above(mp.log(mp.exp(log_normal_cdf(mp, -z)) + mp.exp(part)))

    return {
        "HalfLogistic": lambda x, s: above(mp.log(2) - mp.log1p(mp.exp(x / s))),
        "AsymmetricLaplace": asymmetric_laplace,
        "ExGaussian": ex_gaussian,
        "ExpModNormal": lambda x, mu, s, rate: ex_gaussian(x, mu, s, 1 / rate),
        "GeneralizedExtremeValue": lambda x, *p: below(-mp.exp(-reduced(mp, x, *p))),
        "GeneralizedPareto": lambda x, *p: above(-reduced(mp, x, *p)),
        "Weibull": lambda x, k, s: above(-((x / s) ** k)),
        "Frechet": lambda x, k, s: below(-((x / s) ** -k)),
        "LogLogistic": lambda x, k, s: (-mp.log1p((x / s) ** -k), -mp.log1p((x / s) ** k)),
        "Gumbel": lambda x, loc, s: below(-mp.exp((loc - x) / s)),
        "Rayleigh": lambda x, s: above(-((x / s) ** 2) / 2),
        "Pareto": lambda x, k, s: above(-k * mp.log(x / s)),
        "Lomax": lambda x, k, s: above(-k * mp.log1p(x / s)),
    }


# parameters, and points inside
LOCATED = tuple((loc, scale, tuple(loc + scale * r for r in (-600.0, -30.0, -3.0, -0.3, *STEPS))) for loc, scale in ((0.0, 1.0), (-3.0, 0.25)))
POWERS = ((1.5, 2.0, SIZES), (50.0, 1.0, (1e-3, 0.3, 0.9, 1.0 + 1e-9, 1.2, 1e3)), (0.01, 0.5, (1e-40, 1e-8, 0.3, 30.0, 1e40)))
SKEWED = ((-30.0, -8.0, -1.0, -0.3, *STEPS), (-30.0, -13.0, -3.0, 0.2, 9.0, 30.0, 1e3))
CASES = {
    "HalfLogistic": tuple((s, tuple(s * t for t in SIZES)) for s in (1.0, 1e-8)),
    "AsymmetricLaplace": tuple((kappa, *case) for kappa in (2.0, 1e-3) for case in LOCATED),
    "ExGaussian": ((0.0, 1.0, 1.0, SKEWED[0]), (0.0, 1.0, 100.0, SKEWED[1]), (0.0, 1.0, 1e8, SKEWED[1]), (2.0, 3.0, 0.05, (-90.0, -5.0, 2.0, 7.0, 150.0))),
    "ExpModNormal": ((0.0, 1.0, 1.0, SKEWED[0]),),
    "GeneralizedExtremeValue": ((0.0, 1.0, 0.0, LOCATED[0][-1]), (0.0, 1.0, 1e-9, (-8.0, -0.3, 1.0, 30.0)), (-3.0, 0.25, 0.3, (-3.8, -3.5, -3.0, 5.0, 1e9)),
                                (1.0, 2.0, -0.5, (-300.0, -3.0, 1.0, 4.9)), (0.0, 1.0, 20.0, (-0.049, 0.0, 1e9, 1e80))),
    "GeneralizedPareto": ((0.0, 1.0, 0.0, SIZES), (0.0, 1.0, -1e-9, SIZES[:-1]), (-3.0, 0.25, 0.3, (-2.99, -2.0, 5.0, 1e9)), (1.0, 2.0, -0.5, (1.01, 3.0, 4.9)),
                          (0.0, 1.0, 20.0, (1e-9, 1.0, 1e80))),
    "Weibull": POWERS,
    "Frechet": POWERS,
    "LogLogistic": POWERS,
    "Gumbel": LOCATED,
    "Rayleigh": tuple((s, tuple(s * t for t in SIZES)) for s in (1.0, 1e-8)),
    "Pareto": ((3.0, 2.0, (2.0 + 1e-9, 2.1, 9.0, 1e5, 1e60)), (0.01, 1e-8, (1.1e-8, 1.0, 1e80)), (1e8, 1.0, (1.0 + 1e-9, 1.0 + 3e-7))),
    "Lomax": tuple((a, s, tuple(s * t for t in (*SIZES, 1e60))) for a, s in ((3.0, 2.0), (0.01, 1e-8))) + ((1e8, 1.0, (1e-12, 1e-8, 3e-7)),),
}
# of cut laws: parameters, four points
CUTS = {
    "HalfLogistic": ((1.0,), (1e-3, 0.7, 900.0, 901.0)),
    "AsymmetricLaplace": ((2.0, 0.0, 1.0), (-1800.0, -0.5, 450.0, 451.0)),
    "ExGaussian": ((0.0, 1.0, 0.5), (-40.0, 0.5, 400.0, 401.0)),
    "ExpModNormal": ((0.0, 1.0, 2.0), (-40.0, 0.5, 400.0, 401.0)),
    "GeneralizedExtremeValue": ((0.0, 1.0, 0.01), (-9.0, 0.5, 1e6, 1.1e6)),
    "GeneralizedPareto": ((0.0, 1.0, 0.01), (1e-3, 0.5, 1e6, 1.1e6)),
    "Weibull": ((1.5, 1.0), (1e-3, 0.7, 86.0, 86.2)),
    "Frechet": ((3.0, 1.0), (0.1, 0.9, 1e3, 1.1e3)),
    "LogLogistic": ((150.0, 1.0), (1e-3, 0.9, 1e3, 1.01e3)),
    "Gumbel": ((0.0, 1.0), (-7.0, 0.5, 800.0, 802.0)),
    "Rayleigh": ((1.0,), (1e-3, 0.7, 40.0, 40.05)),
    "Pareto": ((150.0, 1.0), (1.0001, 1.01, 1e3, 1.01e3)),
    "Lomax": ((150.0, 1.0), (1e-4, 0.01, 1e3, 1.01e3)),
}
INVERSES = tuple(1.0 / t for t in SIZES)
CASES |= {"Chi2": ((3.0, SIZES), (0.02, SIZES)), "InverseChi2": ((3.0, INVERSES), (0.02, INVERSES)),
          "ScaledInverseChi2": ((3.0, 1.5, INVERSES), (0.02, 1.5, INVERSES))}
CUTS |= {"Chi2": ((4.0,), (1e-3, 1.0, 1600.0, 1602.0)), "InverseChi2": ((400.0,), (5e-4, 2.5e-3, 5.0, 5.25)),
         "ScaledInverseChi2": ((400.0, 1.0), (0.2, 1.0, 2e3, 2.1e3))}
# of priors: parameters at which the density is infinite at an end, or nearly
SMALL = {"Chi2": ((0.04,),), "InverseChi2": ((0.2,),), "ScaledInverseChi2": ((0.2, 1.0),), "GeneralizedExtremeValue": ((0.0, 2.0, -2.0), (1.0, 1.0, 1.0)),
         "GeneralizedPareto": ((0.0, 2.0, -2.0), (0.0, 1.0, -1.0)), "Weibull": ((0.1, 1.0),), "Frechet": ((0.1, 1.0),),
         "LogLogistic": ((0.1, 1.0),)}
# laws cut for uncertainty quantification
CUT = {
    "HalfLogistic": (ppl.HalfLogistic(2.0), 1.0, None), "AsymmetricLaplace": (ppl.AsymmetricLaplace(2.0, 0.0, 1.0), -1.0, 1.5),
    "ExGaussian": (ppl.ExGaussian(0.0, 1.0, 2.0), 1.0, None), "ExpModNormal": (ppl.ExpModNormal(0.0, 1.0, 2.0), None, 2.0),
    "GeneralizedExtremeValue": (ppl.GeneralizedExtremeValue(0.0, 1.0, 0.1), -1.0, 9.0), "GeneralizedPareto": (ppl.GeneralizedPareto(0.0, 1.0, -0.2), 1.0, None),
    "Chi2": (ppl.Chi2(3.0), 1.0, None), "InverseChi2": (ppl.InverseChi2(18.0), 0.1, None), "ScaledInverseChi2": (ppl.ScaledInverseChi2(18.0, 1.0), 0.5, None),
    "Weibull": (ppl.Weibull(1.5, 2.0), 0.5, None), "Frechet": (ppl.Frechet(9.0, 2.0), 0.5, None), "Gumbel": (ppl.Gumbel(0.0, 1.0), 1.0, 40.0),
    "LogLogistic": (ppl.LogLogistic(3.0, 2.0), 0.5, 9.0), "Rayleigh": (ppl.Rayleigh(2.0), 1.0, None), "Pareto": (ppl.Pareto(12.0, 2.0), 3.0, None), "Lomax": (ppl.Lomax(3.0, 2.0), 1.0, 9.0),
}  # fmt: skip
# constructor -> keywords of other tools -> our parameters
ELSEWHERE = {
    "HalfLogistic": {"sigma": "scale", "s": "scale"},
    "AsymmetricLaplace": {"mu": "loc", "b": "scale=1 / b", "asymmetry": "kappa", "quantile": "q", "tau": "q"},
    "ExGaussian": {"loc": "mu", "scale": "sigma", "rate": "nu=1 / rate", "lam": "nu=1 / lam", "K": "nu=K * sigma", "tau": "nu"},
    "ExpModNormal": {"loc": "mu", "scale": "sigma", "lam": "rate", "lambda_": "rate", "nu": "rate=1 / nu"},
    "GeneralizedExtremeValue": {"mu": "loc", "sigma": "scale", "xi": "shape", "c": "shape=-c", "concentration": "shape"},
    "GeneralizedPareto": {"mu": "loc", "sigma": "scale", "xi": "shape", "c": "shape", "k": "shape", "concentration": "shape"},
    "Chi2": {"nu": "df", "k": "df"},
    "InverseChi2": {"nu": "df"},
    "ScaledInverseChi2": {"nu": "df", "sigma": "scale", "s": "scale", "tau2": "scale=np.sqrt(tau2)"},
    "Weibull": {"alpha": "shape", "beta": "scale", "c": "shape", "k": "shape", "sigma": "scale", "concentration": "shape"},
    "Frechet": {"alpha": "shape", "sigma": "scale", "c": "shape"},
    "LogLogistic": {"alpha": "scale", "beta": "shape", "c": "shape"},
    "Gumbel": {"mu": "loc", "beta": "scale", "sigma": "scale"},
    "Rayleigh": {"sigma": "scale"},
    "Pareto": {"alpha": "shape", "m": "scale", "b": "shape", "y_min": "scale"},
    "Lomax": {"alpha": "shape", "c": "shape", "lambda_": "scale"},
}  # fmt: skip
# points of parameter space of families in which not all make a law, or more is to be seen than at those of each parameter
SHAPES = (-1e3, -2.0, -1.0, -0.3, -1e-4, -1e-9, 0.0, 1e-12, 1e-5, 0.2, 3.0, 1e4)
MEANS = (1e-8, 0.7, 1e8)
RATIOS = (1e-4, 1e-3, 0.3, 3.0, 1e4)
SETTINGS = {
    **{(name, "shape"): [(loc, s, shape) for loc, s in ((0.0, 1.0), (-3e8, 1e6), (2.0, 1e-3)) for shape in SHAPES]
       for name in ("GeneralizedExtremeValue", "GeneralizedPareto")},
    **{(name, "sd"): [(m, m * r) for m in MEANS for r in RATIOS] for name in ("Gamma", "InverseGamma", "LogNormal")},
    ("Gamma", "shape"): [(m, a) for m in MEANS for a in (1e-8, 0.7, 3.0, 1e4, 1e8)],
    ("Beta", "sd"): [(m, r * math.sqrt(m * (1.0 - m))) for m in (1e-8, 0.3, 0.9) for r in (1e-3, 0.03, 0.3, 0.9)],
    ("Beta", "concentration"): [(m, n) for m in (1e-8, 0.3, 0.9) for n in (1e-6, 0.7, 3.0, 1e8, 1e14)],
    ("StudentT", "variance"): [(n, m, v) for n in (2.1, 3.0, 1e4, 1e12) for m in (0.0, -3e8) for v in (1e-8, 0.7, 1e16)],
    ("AsymmetricLaplace", "q"): [(m, s, q) for q in (1e-12, 0.1, 0.5, 0.99) for m in (0.0, -3e8) for s in (1e-8, 0.7, 1e8)],
}  # fmt: skip
KINKED = ("AsymmetricLaplace",)                 # whose density has a kink at a parameter, with unlike slopes on both sides
