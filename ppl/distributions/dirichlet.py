"""Dirichlet distribution on the simplex: Γ(Σa) Π x^(a-1) / Γ(a)."""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ..base.constraints import positive, simplex
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import below_peak, lgamma_rest, log, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.counting import at_end


def event(shape):
    return shape[-1:]


def logpdf(x, concentration):
    each = at_end(x > 0.0, concentration)
    ends = where(np.min(each, axis=-1) < 0.0, -math.inf, np.sum(each, axis=-1))  # one share that cannot be 0 is enough
    return ends + by_logs(x, log(where(x > 0.0, x, 1.0)), concentration)


def by_logs(x, logs, concentration):
    total = np.sum(concentration, axis=-1, keepdims=True)
    terms = below_peak(concentration, total * x, log(total) + logs) - logs - lgamma_rest(concentration)
    return np.sum(terms, axis=-1) + lgamma_rest(np.sum(concentration, axis=-1))


def mean(concentration):
    return concentration / np.sum(concentration, axis=-1, keepdims=True)


def variance(concentration):
    each = mean(concentration)
    return each * (1.0 - each) / (1.0 + np.sum(concentration, axis=-1, keepdims=True))


def covariance(concentration):
    each = mean(concentration)
    within = each[..., :, None] * (np.eye(concentration.shape[-1]) - each[..., None, :])
    return within / (1.0 + np.sum(concentration, axis=-1))[..., None, None]


def sample(rng, concentration):
    x = np.zeros(len(concentration))
    random.dirichlet(rng, concentration, x)
    return x


dirichlet = Family(
    "Dirichlet", (Param("concentration", positive, 1),), simplex, logpdf, sample, ((np.array([0.7, 2.0, 5.0]),),), event=event, axes=1,
    by_logs=by_logs, mean=mean, variance=variance, covariance=covariance,
)  # fmt: skip


@constructor(dirichlet)
def Dirichlet(concentration: Numbers) -> Distribution:
    """Probabilities of K categories; `concentration` holds K positive numbers on its last axis."""
    return make(dirichlet, concentration)
