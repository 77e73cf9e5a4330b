"""Beta distribution: x^(a-1) (1-x)^(b-1) / B(a, b), 0 < x < 1."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import positive, unit
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import below_peak, betainc, lgamma_rest, log, log1p, log_betainc, log_betaincc, sqrt, where
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..parts.counting import at_end


def logpdf(x, a, b):
    ends = at_end(x > 0.0, a) + at_end(x < 1.0, b)
    return ends + by_logs(x, (log(where(x > 0.0, x, 1.0)), log1p(-where(x < 1.0, x, 0.0))), a, b)


def by_logs(x, logs, a, b):
    total = a + b
    low = below_peak(a, total * x, log(total) + logs[0]) - logs[0]
    high = below_peak(b, total * (1.0 - x), log(total) + logs[1]) - logs[1]
    return (low + high) + (lgamma_rest(total) - lgamma_rest(a) - lgamma_rest(b))


def cdf(x, a, b):
    return betainc(a, b, x)


def logcdf(x, a, b):
    return log_betainc(a, b, x)


def logsf(x, a, b):
    return log_betaincc(a, b, x)


def mean(a, b):
    return a / (a + b)


def variance(a, b):
    return a * b / ((a + b) * (a + b) * (a + b + 1.0))


def skewness(a, b):
    return 2.0 * ((b - a) / (a + b + 2.0)) * (sqrt(a + b + 1.0) / (sqrt(a) * sqrt(b)))


def kurtosis(a, b):
    return 6.0 * (((a - b) / a) * ((a - b) / b) * ((a + b + 1.0) / (a + b + 2.0)) - 1.0) / (a + b + 3.0)


def sample(rng, a, b):
    return random.beta(rng, a, b)


beta = Family(
    "Beta", (Param("a", positive), Param("b", positive)), unit, logpdf, sample, ((1.0, 1.0), (2.0, 5.0), (30.0, 12.0)), scipy=Scipy("beta"),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


def by_concentration(mean, concentration):
    return mean * concentration, (1.0 - mean) * concentration


def is_inside(mean, concentration):
    return (mean > 0.0) & (mean < 1.0)


def by_moments(mean, sd):
    concentration = mean * (1.0 - mean) / (sd * sd) - 1.0
    return mean * concentration, (1.0 - mean) * concentration


def is_narrow(mean, sd):
    return sd * sd < mean * (1.0 - mean)


MEAN = Param("mean", unit)
beta_concentration = restated(beta, (MEAN, Param("concentration", positive)), by_concentration, ((0.3, 7.0),), fits=is_inside)
beta_moments = restated(beta, (MEAN, Param("sd", positive)), by_moments, ((0.3, 0.15),), fits=is_narrow)
FORMS = (beta, beta_concentration, beta_moments)


@constructor(*FORMS)
def Beta(
    a: Numbers | None = None, b: Numbers | None = None, *, mean: Numbers | None = None, concentration: Numbers | None = None, sd: Numbers | None = None
) -> Distribution:
    """Beta distribution with mean a / (a + b); or by its `mean` and concentration = a + b, or standard deviation `sd`."""
    return chosen(FORMS, a=a, b=b, mean=mean, concentration=concentration, sd=sd)
