"""LKJ distribution of correlation matrices: det(R)^(eta-1), up to a constant (Lewandowski, Kurowicka and Joe 2009)."""

from __future__ import annotations

import math

import numpy as np

from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import where
from ..base.member import make
from ..base.types import Numbers
from ..spaces.correlation import corr_matrix
from ..spaces.matrices import factored, log_diagonal
from .lkj_cholesky import event, log_norm
from .lkj_cholesky import sample as sample_factor


def support(dim, eta):
    return corr_matrix(dim)


def logpdf(x, dim, eta):
    factor, penalty = factored(x)
    return by_logs(x, log_diagonal(factor), dim, eta) + penalty


def by_logs(x, logs, dim, eta):
    density = 2.0 * (eta - 1.0) * np.sum(logs, axis=-1) - log_norm(dim, eta)
    return where(density < math.inf, density, -math.inf)


def sample(rng, dim, eta):
    factor = sample_factor(rng, dim, eta)
    x = factor @ factor.T
    for i in range(dim):
        x[i, i] = 1.0
    return x


def mean(dim, eta):
    return np.eye(dim) + 0.0 * as_matrix(eta)


def variance(dim, eta):
    """Of each entry off the diagonal that of 2 b - 1, b ~ Beta(eta + dim/2 - 1, the same)."""
    return (1.0 - np.eye(dim)) / (2.0 * as_matrix(eta) + dim - 1.0)


def as_matrix(eta):
    return np.asarray(eta)[..., None, None]


lkj = Family(
    "LKJ", (Param("dim", positive, size=True), Param("eta", positive)), support, logpdf, sample, ((2, 1.0), (3, 2.5)), event=event, axes=2,
    by_logs=by_logs, mean=mean, variance=variance,
)  # fmt: skip


@constructor(lkj)
def LKJ(dim: int, eta: Numbers) -> Distribution:
    """dim × dim correlation matrices of density ∝ det(R)^(eta-1): eta = 1 is flat, larger eta nearer to the unit matrix."""
    return make(lkj, dim, eta)
