"""Asymmetric Laplace distribution: exp(-kappa z) above and exp(z / kappa) below z = (x - loc) / scale = 0, over scale (kappa + 1 / kappa)."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import positive, real, unit
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, log, log1p, log1p_square, sqrt, where
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..parts.cumulants import apart_kurtosis, apart_skewness


def logpdf(x, kappa, loc, scale):
    r = (x - loc) / scale
    return where(r < 0.0, r / kappa, -kappa * r) - (log1p_square(kappa) - log(kappa)) - log(scale)


def cdf(x, kappa, loc, scale):
    return exp(logcdf(x, kappa, loc, scale))


def logcdf(x, kappa, loc, scale):
    r = (x - loc) / scale
    return where(r < 0.0, log_below(r, kappa), log1p(-exp(log_below(-r, 1.0 / kappa))))


def logsf(x, kappa, loc, scale):
    r = (x - loc) / scale
    return where(r < 0.0, log1p(-exp(log_below(r, kappa))), log_below(-r, 1.0 / kappa))


def log_below(r, kappa):
    """log P(Z ≤ r) of r ≤ 0; of r > 0 what is of no use, and finite."""
    return where(r <= 0.0, r, 0.0) / kappa - log1p_square(1.0 / kappa)


def from_tails(below, above, kappa, loc, scale):
    left, right = -log1p_square(1.0 / kappa), -log1p_square(kappa)
    return loc + scale * where(below < left, kappa * (below - left), (right - above) / kappa)


def mean(kappa, loc, scale):
    return loc + scale * (1.0 / kappa - kappa)


def variance(kappa, loc, scale):
    return scale * scale * (1.0 / (kappa * kappa) + kappa * kappa) + 0.0 * loc


def skewness(kappa, loc, scale):
    return apart_skewness(1.0, kappa * kappa) + 0.0 * loc + 0.0 * scale


def kurtosis(kappa, loc, scale):
    return apart_kurtosis(1.0, kappa * kappa) + 0.0 * loc + 0.0 * scale


def sample(rng, kappa, loc, scale):
    return loc + scale * (random.exponential(rng) / kappa - kappa * random.exponential(rng))


KAPPA, Q, LOC, SCALE = Param("kappa", positive), Param("q", unit), Param("loc"), Param("scale", positive)
asymmetric_laplace = Family(
    "AsymmetricLaplace", (KAPPA, LOC, SCALE), real, logpdf, sample, ((2.0, 0.0, 1.0), (0.4, -3.0, 0.5)), scipy=Scipy("laplace_asymmetric"),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


def by_share(loc, scale, q):
    return sqrt(q / (1.0 - q)), loc, scale


def is_inside(loc, scale, q):
    return (q > 0.0) & (q < 1.0)


asymmetric_laplace_share = restated(asymmetric_laplace, (LOC, SCALE, Q), by_share, ((-3.0, 0.5, 0.9),), fits=is_inside)


@constructor(asymmetric_laplace, asymmetric_laplace_share)
def AsymmetricLaplace(kappa: Numbers | None = None, loc: Numbers = 0.0, scale: Numbers = 1.0, *, q: Numbers | None = None) -> Distribution:
    """Exponential on either side of `loc`, which is its quantile of q = kappa² / (1 + kappa²); kappa = 1 is Laplace(loc, scale)."""
    return chosen((asymmetric_laplace, asymmetric_laplace_share), kappa=kappa, loc=loc, scale=scale, q=q)
