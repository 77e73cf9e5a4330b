"""Dirichlet-multinomial distribution: counts of K categories in n trials whose probabilities follow Dirichlet(concentration):
n! Γ(A) / Γ(n + A) Π Γ(x + a) / (Γ(a) x!), A = Σ a."""

from __future__ import annotations

import numpy as np

from ...lang.library import random
from ..base.constraints import nonnegative, parts, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.member import make
from ..base.types import Numbers
from ..parts.counting import shared_rest, shared_term
from .multinomial import column, event
from .multinomial import sample as sample_counts


def support(n, concentration):
    return parts(n)


def logpdf(x, n, concentration):
    total = np.sum(concentration, axis=-1)
    return np.sum(shared_term(x, concentration, column(n), column(total)), axis=-1) + shared_rest(n, total)


def mean(n, concentration):
    return column(n) * concentration / np.sum(concentration, axis=-1, keepdims=True)


def variance(n, concentration):
    total = np.sum(concentration, axis=-1, keepdims=True)
    share = concentration / total
    return column(n) * share * (1.0 - share) * ((total + column(n)) / (total + 1.0))


def sample(rng, n, concentration):
    p = np.zeros(len(concentration))
    random.dirichlet(rng, concentration, p)
    return sample_counts(rng, n, p)


dirichlet_multinomial = Family(
    "DirichletMultinomial", (Param("n", nonnegative), Param("concentration", positive, 1)), support, logpdf, sample, ((10, np.array([0.7, 2.0, 5.0])),),
    discrete=True, event=event, axes=1, mean=mean, variance=variance,
)  # fmt: skip


@constructor(dirichlet_multinomial)
def DirichletMultinomial(n: Numbers, concentration: Numbers) -> Distribution:
    """Counts of K categories in `n` trials whose probabilities follow Dirichlet(concentration); K positive numbers on the last axis."""
    return make(dirichlet_multinomial, n, concentration)
