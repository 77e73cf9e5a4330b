"""Dirichlet distribution on the simplex: Γ(Σa) Π x^(a-1) / Γ(a)."""

from __future__ import annotations

import numpy as np

from ...lang.library import random
from ..base.constraints import positive, simplex
from ..base.distribution import Distribution, make
from ..base.family import Family, Param, constructor
from ..base.functions import lgamma, xlogy
from ..base.types import Numbers


def event(shape):
    return shape[-1:]


def logpdf(x, concentration):
    norm = lgamma(np.sum(concentration, axis=-1)) - np.sum(lgamma(concentration), axis=-1)
    return np.sum(xlogy(concentration - 1.0, x), axis=-1) + norm


def mean(concentration):
    return concentration / np.sum(concentration, axis=-1, keepdims=True)


def sample(rng, concentration):
    x = np.zeros(len(concentration))
    random.dirichlet(rng, concentration, x)
    return x


dirichlet = Family(
    "Dirichlet", (Param("concentration", positive, 1),), simplex, logpdf, sample, ((np.array([0.7, 2.0, 5.0]),),), event=event, axes=1, mean=mean
)


@constructor(dirichlet)
def Dirichlet(concentration: Numbers) -> Distribution:
    """Probabilities of K categories; `concentration` holds K positive numbers on its last axis."""
    return make(dirichlet, concentration)
