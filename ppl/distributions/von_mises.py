"""Von Mises distribution of an angle: exp(kappa cos(x - mu)) / (2π I0(kappa)) on [-π, π], I0 the modified Bessel function of order 0."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import interval, nonnegative
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, floor, log_i0e, log_von_mises, sin, where
from ..base.member import make
from ..base.types import Numbers

PI, TWO_PI = math.pi, 2.0 * math.pi
LOG_2PI = math.log(TWO_PI)
SMALL, LARGE = 1e-5, 1e6                        # kappa of draws by limits: an error of kappa² below, 1 / 8 kappa above


def logpdf(x, mu, kappa):
    known = abs(mu) < math.inf
    s = sin(0.5 * (x - where(known, mu, 0.0)))
    return where(known, -2.0 * kappa * s * s - (LOG_2PI + log_i0e(kappa)), -math.inf)


def cdf(x, mu, kappa):
    return exp(log_von_mises(x, mu, kappa))


def logcdf(x, mu, kappa):
    return log_von_mises(x, mu, kappa)


def logsf(x, mu, kappa):
    return log_von_mises(-x, -mu, kappa)


def turned(angle):
    """The same angle in [-π, π)."""
    return angle - TWO_PI * floor((angle + PI) / TWO_PI)


def sample(rng, mu, kappa):
    angle = turned(mu + deviation(rng, kappa))
    return min(max(angle, -PI), PI)


def deviation(rng, kappa):
    """From the mean direction: Best and Fisher (1979), by a wrapped Cauchy; uniform and normal in the limits."""
    if kappa < SMALL:
        return TWO_PI * rng.uniform() - PI
    if kappa > LARGE:
        return 2.0 * math.asin(max(-1.0, min(1.0, 0.5 * random.normal(rng) / math.sqrt(kappa))))
    r = 1.0 + math.sqrt(1.0 + 4.0 * kappa * kappa)
    rho = (r - math.sqrt(2.0 * r)) / (2.0 * kappa)
    s = (1.0 + rho * rho) / (2.0 * rho)
    while True:
        z = math.cos(PI * rng.uniform())
        f = (1.0 + s * z) / (s + z)
        c = kappa * (s - f)
        u = random.positive_uniform(rng)
        if c * (2.0 - c) > u or math.log(c / u) + 1.0 >= c:
            angle = math.acos(max(-1.0, min(1.0, f)))
            return angle if rng.uniform() < 0.5 else -angle


von_mises = Family(
    "VonMises", (Param("mu"), Param("kappa", nonnegative)), interval(-PI, PI), logpdf, sample, ((0.0, 1.0), (2.5, 0.3), (-1.0, 40.0)),
    scipy=Scipy("vonmises", lambda mu, kappa: {"loc": mu, "kappa": kappa}),
    cdf=cdf, logcdf=logcdf, logsf=logsf,
)  # fmt: skip


@constructor(von_mises)
def VonMises(mu: Numbers, kappa: Numbers) -> Distribution:
    """Von Mises distribution of angles in [-π, π] with mean direction mu and concentration kappa, uniform at 0.

    P(X ≤ x) counts from -π. Directions have no mean on the line, so there is none here: the mean direction is mu, the circular variance
    1 - I1(kappa) / I0(kappa), the mean of an angle as a number that of draws.
    """
    return make(von_mises, mu, kappa)
