"""Von Mises-Fisher distribution of unit vectors: p(x) ∝ exp(kappa mu·x) on the sphere, 1 / p(0 direction) in Bessel functions of order n/2 - 1.

Where x and mu are of length 1, mu·x is 1 - |x - mu|²/2. Draws by Wood's rejection (1994) of the distance 1 - mu·x.
"""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ..base.constraints import nonnegative
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import exp
from ..base.member import make
from ..base.types import Numbers
from ..spaces.bessel import log_scaled_bessel
from ..spaces.sphere import unit_vector

LOG_2PI = math.log(2.0 * math.pi)


def event(mu, kappa):
    if mu[-1:] < (2,):
        raise ValueError(f"VonMisesFisher has directions of two dimensions or more, its mu the shape {mu}")
    return mu[-1:]


def logpdf(x, mu, kappa):
    n = mu.shape[-1]
    return -0.5 * kappa * np.sum((x - mu) * (x - mu), axis=-1) - 0.5 * n * LOG_2PI - log_scaled_bessel(0.5 * n - 1.0, kappa)


def sample(rng, mu, kappa):
    """A distance from mu along it, and a direction that is even around it."""
    n = mu.shape[-1]
    b = (n - 1.0) / (2.0 * kappa + math.sqrt(4.0 * kappa * kappa + (n - 1.0) * (n - 1.0)))
    middle = (1.0 - b) / (1.0 + b)
    gap = 0.0
    while True:
        z = random.beta(rng, 0.5 * (n - 1.0), 0.5 * (n - 1.0))
        gap = 2.0 * b * z / (1.0 - (1.0 - b) * z)
        ratio = (1.0 - middle * (1.0 - gap)) / (1.0 - middle * middle)
        if kappa * (1.0 - gap - middle) + (n - 1.0) * math.log(ratio) >= math.log(random.positive_uniform(rng)):
            break
    x, along, length = np.zeros(n), 0.0, 0.0
    for i in range(n):
        x[i] = random.normal(rng)
        along += x[i] * mu[i]
    for i in range(n):
        x[i] -= along * mu[i]
        length += x[i] * x[i]
    around, whole = math.sqrt(gap * (2.0 - gap) / length), 0.0
    for i in range(n):
        x[i] = (1.0 - gap) * mu[i] + around * x[i]
        whole += x[i] * x[i]
    for i in range(n):
        x[i] /= math.sqrt(whole)
    return x


def pull(mu, kappa):
    """The length of the mean over kappa, as it broadcasts to vectors."""
    order = 0.5 * mu.shape[-1] - 1.0
    return exp(log_scaled_bessel(order + 1.0, kappa) - log_scaled_bessel(order, kappa))


def mean(mu, kappa):
    kappa = np.asarray(kappa)[..., None]
    return kappa * pull(mu, kappa) * mu


def variance(mu, kappa):
    kappa = np.asarray(kappa)[..., None]
    share = pull(mu, kappa)
    return share + mu * mu * stretch(mu, kappa, share)


def covariance(mu, kappa):
    kappa = np.asarray(kappa)[..., None, None]
    share = pull(mu, kappa)
    return share * np.eye(mu.shape[-1]) + mu[..., :, None] * mu[..., None, :] * stretch(mu, kappa, share)


def stretch(mu, kappa, share):
    """By how much the variance along mu is larger than around it."""
    return 1.0 - mu.shape[-1] * share - kappa * share * kappa * share


SLANTED = np.array([2.0, -1.0, 2.0]) / 3.0
von_mises_fisher = Family(
    "VonMisesFisher", (Param("mu", unit_vector, 1), Param("kappa", nonnegative)), unit_vector, logpdf, sample,
    ((SLANTED, 2.5), (np.array([0.6, 0.8]), 10.0), (np.full(4, 0.5), 0.3)), event=event, axes=1, mean=mean, variance=variance, covariance=covariance,
)  # fmt: skip


@constructor(von_mises_fisher)
def VonMisesFisher(mu: Numbers, kappa: Numbers) -> Distribution:
    """Unit vectors about the direction `mu`, itself of length 1; `kappa` ≥ 0 says how near, 0 is uniform on the sphere."""
    return make(von_mises_fisher, mu, kappa)
