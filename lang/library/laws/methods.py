"""What a law of scipy.stats is asked for, in the language: its functions with location and scale, and what they are outside of the support."""
from __future__ import annotations

import math

import numpy as np


def standard(x, loc, scale):
    """The value of the law with location 0 and scale 1; nan for a scale that is none."""
    return (x - loc) / np.where(scale > 0.0, scale, math.nan)


def logpdf(law, x, shapes, loc, scale):
    z = standard(x, loc, scale)
    inside = (z >= law.low) & (z <= law.high)
    return np.where(inside, law.log_density(z, *shapes) - np.log(scale), np.where(z == z, -math.inf, math.nan))


def logpmf(law, k, shapes, loc, scale):
    z = (k - loc) * 1.0
    inside = (z >= law.low) & (np.floor(z) == z)
    return np.where(inside, law.log_density(z, *shapes), np.where(z == z, -math.inf, math.nan))


def pdf(law, x, shapes, loc, scale):
    return np.exp(logpdf(law, x, shapes, loc, scale))


def pmf(law, k, shapes, loc, scale):
    return np.exp(logpmf(law, k, shapes, loc, scale))


def tail(law, function, at_low, at_high, x, shapes, loc, scale):
    """A function of the law up to the ends of its support, and what it is beyond."""
    z = standard(x, loc, scale)
    v = function(np.minimum(np.maximum(z, law.low), law.high), *shapes)
    return np.where(z < law.low, at_low, np.where(z > law.high, at_high, v))


def cdf(law, x, shapes, loc, scale):
    return tail(law, law.cdf, 0.0, 1.0, x, shapes, loc, scale)


def sf(law, x, shapes, loc, scale):
    return tail(law, law.sf, 1.0, 0.0, x, shapes, loc, scale)


def logcdf(law, x, shapes, loc, scale):
    if law.logcdf is None:
        return np.log(cdf(law, x, shapes, loc, scale))
    return tail(law, law.logcdf, -math.inf, 0.0, x, shapes, loc, scale)


def logsf(law, x, shapes, loc, scale):
    if law.logsf is None:
        return np.log(sf(law, x, shapes, loc, scale))
    return tail(law, law.logsf, 0.0, -math.inf, x, shapes, loc, scale)


def ppf(law, p, shapes, loc, scale):
    return loc + np.where(scale > 0.0, scale, math.nan) * law.ppf(p, *shapes)


def isf(law, q, shapes, loc, scale):
    z = law.ppf(1.0 - q, *shapes) if law.isf is None else law.isf(q, *shapes)
    return loc + np.where(scale > 0.0, scale, math.nan) * z


REAL = {f.__name__: f for f in (pdf, logpdf, cdf, logcdf, sf, logsf, ppf, isf)}
COUNTS = {f.__name__: f for f in (pmf, logpmf, cdf, logcdf, sf, logsf)}
