"""Frozen distributions of `scipy.stats`, of the old interface and of the new, as distributions of `ppl`, which are placed in machine code.

SciPy's parameters are shapes, loc and scale. What is made of them is believed where its quantiles are SciPy's at probabilities in the middle and in both
tails; else SciPy keeps its own.
"""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from .... import ppl
from ....ir.errors import LlbayesError
from ....ppl.base.distribution import Distribution

PROBES = np.array([1e-12, 1e-6, 1e-3, 0.1, 0.35, 0.5, 0.65, 0.9, 0.999, 1.0 - 1e-6])
ALIKE = 1e-7                         # of quantiles, relative to their size and to their distance from the median
LOST = 1e-12                         # of the width of the law: SciPy's quantiles beside an end of the support have no more digits

Made = Callable[..., Distribution]   # of (*shapes, loc, scale)


def moved(law: Distribution, loc: float, scale: float = 1.0) -> Distribution:
    """loc + scale X."""
    return law if loc == 0.0 and scale == 1.0 else ppl.Transformed(law, ppl.affine(loc, scale))


def normal_cut(a: float, b: float, loc: float, scale: float) -> Distribution:
    return ppl.Normal(loc, scale).truncated(loc + a * scale, loc + b * scale)


def between_logs(a: float, b: float, loc: float, scale: float) -> Distribution:
    return moved(ppl.Transformed(ppl.Uniform(math.log(a * scale), math.log(b * scale)), np.exp), loc)


MADE: dict[str, Made] = {
    "arcsine": lambda loc, scale: moved(ppl.Beta(0.5, 0.5), loc, scale),
    "beta": lambda a, b, loc, scale: moved(ppl.Beta(a, b), loc, scale),
    "cauchy": ppl.Cauchy,
    "chi2": lambda df, loc, scale: moved(ppl.Gamma(0.5 * df, scale=2.0 * scale), loc),
    "erlang": lambda a, loc, scale: moved(ppl.Gamma(a, scale=scale), loc),
    "expon": lambda loc, scale: moved(ppl.Exponential(scale=scale), loc),
    "fisk": lambda c, loc, scale: moved(ppl.LogLogistic(c, scale), loc),
    "gamma": lambda a, loc, scale: moved(ppl.Gamma(a, scale=scale), loc),
    "genextreme": lambda c, loc, scale: ppl.GeneralizedExtremeValue(loc, scale, -c),
    "genpareto": lambda c, loc, scale: ppl.GeneralizedPareto(loc, scale, c),
    "gumbel_l": lambda loc, scale: ppl.Transformed(ppl.Gumbel(-loc, scale), np.negative),
    "gumbel_r": ppl.Gumbel,
    "halfcauchy": lambda loc, scale: moved(ppl.HalfCauchy(scale), loc),
    "halflogistic": lambda loc, scale: moved(ppl.HalfLogistic(scale), loc),
    "halfnorm": lambda loc, scale: moved(ppl.HalfNormal(scale), loc),
    "invgamma": lambda a, loc, scale: moved(ppl.InverseGamma(a, scale), loc),
    "invgauss": lambda mu, loc, scale: moved(ppl.InverseGaussian(mu * scale, scale), loc),
    "invweibull": lambda c, loc, scale: moved(ppl.Frechet(c, scale), loc),
    "johnsonsb": lambda a, b, loc, scale: moved(ppl.Transformed(ppl.Normal(-a / b, 1.0 / b), ppl.unit), loc, scale),
    "johnsonsu": lambda a, b, loc, scale: moved(ppl.Transformed(ppl.Normal(-a / b, 1.0 / b), np.sinh), loc, scale),
    "laplace": ppl.Laplace,
    "laplace_asymmetric": ppl.AsymmetricLaplace,
    "logistic": ppl.Logistic,
    "lognorm": lambda s, loc, scale: moved(ppl.LogNormal(math.log(scale), s), loc),
    "lomax": lambda c, loc, scale: moved(ppl.Lomax(c, scale), loc),
    "loguniform": between_logs,
    "moyal": ppl.Moyal,
    "norm": ppl.Normal,
    "pareto": lambda b, loc, scale: moved(ppl.Pareto(b, scale), loc),
    "powerlaw": lambda a, loc, scale: moved(ppl.Kumaraswamy(a, 1.0), loc, scale),
    "rayleigh": lambda loc, scale: moved(ppl.Rayleigh(scale), loc),
    "reciprocal": between_logs,
    "t": ppl.StudentT,
    "triang": lambda c, loc, scale: ppl.Triangular(loc, loc + c * scale, loc + scale),
    "truncexpon": lambda b, loc, scale: moved(ppl.Exponential(scale=scale).truncated(None, b * scale), loc),
    "truncnorm": normal_cut,
    "uniform": lambda loc, scale: ppl.Uniform(loc, loc + scale),
    "weibull_max": lambda c, loc, scale: moved(ppl.Transformed(ppl.Weibull(c, scale), np.negative), loc),
    "weibull_min": lambda c, loc, scale: moved(ppl.Weibull(c, scale), loc),
}


def in_language(law: Any) -> Distribution | None:
    """The distribution of `ppl` that a frozen one is; None where there is none, or where it has other quantiles."""
    named = law.named() if isinstance(law, NewInterface) else of_frozen(law)
    if named is None or named[0] not in MADE:
        return None
    try:
        made = MADE[named[0]](*named[1])
        with np.errstate(all="ignore"):
            return made if alike(np.asarray(made.quantile(PROBES)), np.asarray(law.ppf(PROBES), float)) else None
    except (LlbayesError, ArithmeticError):              # parameters that are SciPy's alone, or at an end of a domain
        return None


def of_frozen(law: Any) -> tuple[str, list[float]] | None:
    """(name, [*shapes, loc, scale]) of a frozen distribution of the old interface."""
    family = getattr(law, "dist", None)
    parse = getattr(family, "_parse_args", None)
    if parse is None:
        return None
    shapes, loc, scale = parse(*law.args, **law.kwds)
    return str(family.name), [float(p) for p in (*shapes, loc, scale)]  # type: ignore[union-attr]


def alike(found: np.ndarray, wanted: np.ndarray) -> bool:
    """Are these the same quantiles?"""
    width = wanted[7] - wanted[3]
    return bool(np.all(np.abs(found - wanted) <= ALIKE * np.minimum(np.abs(wanted), np.abs(wanted - wanted[5]) + width) + LOST * width))


class NewInterface:
    """A distribution of the new interface (`scipy.stats.Normal(mu=…)`, what `make_distribution` makes) that answers as a frozen one."""

    def __init__(self, law: Any):
        self.law = law
        self.ppf, self.isf, self.cdf, self.logpdf, self.logcdf, self.logsf = law.icdf, law.iccdf, law.cdf, law.logpdf, law.logcdf, law.logccdf

    def stats(self, moments: str = "mv") -> tuple[float, ...]:
        """Those of mean m, variance v, skewness s and excess kurtosis k that are named."""
        law = self.law
        found = {"m": law.mean, "v": law.variance, "s": law.skewness, "k": lambda: law.kurtosis(convention="excess")}
        return tuple(float(found[name]()) for name in moments)

    def named(self) -> tuple[str, list[float]] | None:
        """(name, [*shapes, loc, scale]) as of the old interface."""
        law, name = self.law, type(self.law).__name__
        if name == "Normal" or name == "StandardNormal":
            return "norm", [float(getattr(law, "mu", 0.0)), float(getattr(law, "sigma", 1.0))]
        if name == "Uniform":
            return "uniform", [float(law.a), float(law.b - law.a)]
        return None

    @property
    def name(self) -> str:
        """Of its class."""
        return type(self.law).__name__

    def __repr__(self) -> str:
        return repr(self.law)
