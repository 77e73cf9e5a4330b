"""Beta distribution by its mean mu and concentration kappa: Beta(mu kappa, (1 - mu) kappa)."""

from __future__ import annotations

import math

from ..base.constraints import inside_unit, positive, unit
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import below_peak, lgamma_rest, log, log1p, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.counting import at_end
from . import beta

SCALE = 2.0**60                                 # what is far below the peak is computed of shapes so large that it does not cancel
LOG_SCALE = math.log(SCALE)


def shapes(mu, kappa):
    return mu * kappa, (1.0 - mu) * kappa


def logpdf(x, mu, kappa):
    ends = at_end(x > 0.0, mu * kappa) + at_end(x < 1.0, (1.0 - mu) * kappa)
    return ends + by_logs(x, (log(where(x > 0.0, x, 1.0)), log1p(-where(x < 1.0, x, 0.0))), mu, kappa)


def by_logs(x, logs, mu, kappa):
    low = below_peak(SCALE * mu, SCALE * x, LOG_SCALE + logs[0])
    high = below_peak(SCALE * (1.0 - mu), SCALE * (1.0 - x), LOG_SCALE + logs[1])
    a, b = shapes(mu, kappa)
    return kappa * ((low + high) / SCALE) - (logs[0] + logs[1]) + (lgamma_rest(kappa) - lgamma_rest(a) - lgamma_rest(b))


def cdf(x, mu, kappa):
    return beta.cdf(x, *shapes(mu, kappa))


def logcdf(x, mu, kappa):
    return beta.logcdf(x, *shapes(mu, kappa))


def logsf(x, mu, kappa):
    return beta.logsf(x, *shapes(mu, kappa))


def mean(mu, kappa):
    return mu + 0.0 * kappa


def variance(mu, kappa):
    return mu * (1.0 - mu) / (kappa + 1.0)


def skewness(mu, kappa):
    return beta.skewness(*shapes(mu, kappa))


def kurtosis(mu, kappa):
    return beta.kurtosis(*shapes(mu, kappa))


def sample(rng, mu, kappa):
    return beta.sample(rng, *shapes(mu, kappa))


beta_proportion = Family(
    "BetaProportion", (Param("mu", inside_unit), Param("kappa", positive)), unit, logpdf, sample, ((0.5, 2.0), (0.3, 7.0), (0.8, 40.0)),
    scipy=Scipy("beta", lambda mu, kappa: {"a": mu * kappa, "b": (1.0 - mu) * kappa}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


@constructor(beta_proportion)
def BetaProportion(mu: Numbers, kappa: Numbers) -> Distribution:
    """Beta distribution with mean mu and concentration kappa."""
    return make(beta_proportion, mu, kappa)
