"""Student's t distribution with df degrees of freedom, moved by loc and stretched by scale; and its half."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import nonnegative, positive, real
from ..base.distribution import Distribution
from ..base.family import LOCATION_SCALE, Family, Param, Scipy, constructor
from ..base.functions import exp, log, log1p, log1p_square, log_betainc, log_betaincc, maximum, minimum, sqrt, where
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..parts.counting import lgamma_step

HALF_LOG_PI = 0.5 * math.log(math.pi)


def log_norm(df, scale):
    return (lgamma_step(0.5 * df, 0.5) - 0.5 * log(df) - HALF_LOG_PI) - log(scale)


def logpdf(x, df, loc, scale):
    return log_norm(df, scale) - 0.5 * (df + 1.0) * log1p_square((x - loc) / (scale * sqrt(df)))


def by_squares(r, df):
    """What the incomplete beta functions of |T| take: (is r² below df?, two shapes, the smaller of r² and df over their sum)."""
    t = r * r
    near = t < df
    return near, where(near, 0.5, 0.5 * df), where(near, 0.5 * df, 0.5), where(near, t, df) / (df + t)


def log_tails(r, df):
    """(log P(|T| ≤ r), log P(|T| > r)), r > 0; from 1e100 sqrt(df) on by the power law that it is there, where r² overflows, and so below 1e-100 sqrt(df)."""
    least, most = 1e-100 * sqrt(df), 1e100 * sqrt(df)
    near, a, b, x = by_squares(maximum(minimum(r, most), least), df)
    outside = where(near, log_betaincc(a, b, x), log_betainc(a, b, x)) + where(r > most, df * (log(most) - log(r)), 0.0)
    inside = where(near, log_betainc(a, b, x), log_betaincc(a, b, x)) + where(r < least, log(where(r < least, r, 1.0)) - log(least), 0.0)
    return where(r > most, log1p(-exp(outside)), inside), outside


def log_below(r, df):
    """log P(T ≤ r). At r = 0 the slope is that beside it: a slope in r² is 0 there, and infinite."""
    r = r + where(r == 0.0, 1e-30, 0.0)
    _, outside = log_tails(abs(r), df)
    return where(r > 0.0, log1p(-0.5 * exp(outside)), outside - math.log(2.0))


def cdf(x, df, loc, scale):
    return exp(log_below((x - loc) / scale, df))


def logcdf(x, df, loc, scale):
    return log_below((x - loc) / scale, df)


def logsf(x, df, loc, scale):
    return log_below((loc - x) / scale, df)


def mean(df, loc, scale):
    return where(df > 1.0, loc + 0.0 * scale, math.nan)


def variance(df, loc, scale):
    return where(df > 2.0, scale * scale * df / (df - 2.0), math.inf) + 0.0 * loc


def skewness(df, loc, scale):
    return where(df > 3.0, 0.0 * loc + 0.0 * scale, math.nan)


def kurtosis(df, loc, scale):
    return where(df > 4.0, 6.0 / where(df > 4.0, df - 4.0, 1.0), math.nan) + 0.0 * loc + 0.0 * scale


def sample(rng, df, loc, scale):
    return loc + scale * random.student_t(rng, df)


def half_logpdf(x, df, scale):
    return math.log(2.0) + log_norm(df, scale) - 0.5 * (df + 1.0) * log1p_square(x / (scale * sqrt(df)))


def half_cdf(x, df, scale):
    return exp(half_logcdf(x, df, scale))


def half_logcdf(x, df, scale):
    return log_tails(x / scale, df)[0]


def half_logsf(x, df, scale):
    return log_tails(x / scale, df)[1]


def half_sample(rng, df, scale):
    return abs(scale * random.student_t(rng, df))


student_t = Family(
    "StudentT", (Param("df", positive), *LOCATION_SCALE), real, logpdf, sample, ((3.0, 0.0, 1.0), (7.5, -2.0, 0.3), (30.0, 10.0, 5.0)),
    scipy=Scipy("t"), cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip
half_student_t = Family(
    "HalfStudentT", (Param("df", positive), Param("scale", positive)), nonnegative, half_logpdf, half_sample, ((3.0, 1.0), (7.5, 0.3), (30.0, 5.0)),
    cdf=half_cdf, logcdf=half_logcdf, logsf=half_logsf,
)  # fmt: skip


def by_precision(df, loc, tau):
    return df, loc, 1.0 / sqrt(tau)


def by_variance(df, loc, variance):
    return df, loc, sqrt(variance * (1.0 - 2.0 / df))


def has_variance(df, loc, variance):
    return df > 2.0


def half_by_precision(df, tau):
    return df, 1.0 / sqrt(tau)


DF, TAU = Param("df", positive), Param("tau", positive)
student_t_precision = restated(student_t, (DF, Param("loc"), TAU), by_precision, ((7.5, -2.0, 11.0),))
student_t_variance = restated(student_t, (DF, Param("loc"), Param("variance", positive)), by_variance, ((7.5, -2.0, 4.0),), fits=has_variance)
half_student_t_precision = restated(half_student_t, (DF, TAU), half_by_precision, ((7.5, 11.0),))
FORMS = (student_t, student_t_precision, student_t_variance)


@constructor(*FORMS)
def StudentT(
    df: Numbers, loc: Numbers = 0.0, scale: Numbers | None = None, *, tau: Numbers | None = None, variance: Numbers | None = None
) -> Distribution:
    """Student's t with `df` degrees of freedom, by its `scale`, 1 if nothing is said, tau = 1 / scale², or its variance (df > 2)."""
    given = scale is not None or tau is not None or variance is not None
    return chosen(FORMS, df=df, loc=loc, scale=scale if given else 1.0, tau=tau, variance=variance)


@constructor(half_student_t, half_student_t_precision)
def HalfStudentT(df: Numbers, scale: Numbers | None = None, *, tau: Numbers | None = None) -> Distribution:
    """|x| of x ~ StudentT(df, 0, scale), or StudentT(df, 0, tau=tau)."""
    return chosen((half_student_t, half_student_t_precision), df=df, scale=scale, tau=tau)
