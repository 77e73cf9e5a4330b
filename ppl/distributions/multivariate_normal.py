"""Multivariate normal distribution, by covariance or by its lower Cholesky factor."""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ..base.constraints import lower_triangular, real, symmetric
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import log, where
from ..base.member import either, make
from ..base.types import Numbers
from .normal import normal

HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
NEARLY_SINGULAR = 1e-13                          # of a row's largest entry: what lies below is rounding of values


def event(mean, factor):
    if mean[-1:] != factor[-1:] or factor[-2:-1] != factor[-1:]:
        raise ValueError(f"MultivariateNormal has a mean of shape {mean} and a matrix of shape {factor}: vectors of n, matrices of n × n")
    return factor[-1:]


def cholesky_logpdf(x, mean, cholesky):
    n = cholesky.shape[-1]
    r = x - mean
    batch = np.broadcast_shapes(r.shape[:-1], cholesky.shape[:-2])
    solved = np.zeros((*batch, n))
    log_det = np.zeros(cholesky.shape[:-2])
    for i in range(n):
        left = r[..., i]
        for j in range(i):
            left = left - cholesky[..., i, j] * solved[..., j]
        solved[..., i] = left / cholesky[..., i, i]
        log_det = log_det + log(cholesky[..., i, i])
    density = -0.5 * np.sum(solved * solved, axis=-1) - (log_det + n * HALF_LOG_2PI)
    return where((log_det > -math.inf) & (density < math.inf), density, -math.inf)  # nan where the matrix is not positive definite, or a mean infinite


def logpdf(x, mean, cov):
    return cholesky_logpdf(x, mean, np.linalg.cholesky(cov))


def cholesky_sample(rng, mean, cholesky):
    x = np.zeros(cholesky.shape[-1])
    random.multivariate_normal(rng, mean, cholesky, x)
    return x


def sample(rng, mean, cov):
    return cholesky_sample(rng, mean, np.linalg.cholesky(cov))


def standard(mean, cholesky):
    return make(normal, 0.0, 1.0)


def shift(u, mean, cholesky):
    if len(cholesky.shape) == 2:
        return mean + u @ cholesky.T
    return mean + np.sum(cholesky * u[..., None, :], axis=-1)


def unshift(x, mean, cholesky):
    """The standard draw; of a nearly singular factor, where rounding of x leaves many, the shortest."""
    lengths = np.max(np.abs(cholesky), axis=-1)
    lengths = np.where(lengths > 0, lengths, 1.0)
    rows, r = cholesky / lengths[..., None], ((x - mean) / lengths)[..., None]
    diagonal = np.diagonal(rows, axis1=-2, axis2=-1)
    if np.all(np.abs(diagonal) > NEARLY_SINGULAR):
        return np.linalg.solve(rows, r)[..., 0]
    return (np.linalg.pinv(rows, rcond=NEARLY_SINGULAR) @ r)[..., 0]


EXAMPLE = np.array([[1.2, 0.0], [-0.4, 0.7]])
multivariate_normal = Family(
    "MultivariateNormal", (Param("mean", axes=1), Param("cov", symmetric, 2)), real, logpdf, sample, ((np.array([1.0, -2.0]), EXAMPLE @ EXAMPLE.T),),
    event=event, axes=1,
)  # fmt: skip
multivariate_normal_cholesky = Family(
    "MultivariateNormal", (Param("mean", axes=1), Param("cholesky", lower_triangular, 2)), real, cholesky_logpdf, cholesky_sample,
    ((np.array([1.0, -2.0]), EXAMPLE),), event=event, axes=1, standard=standard, shift=shift, unshift=unshift,
)  # fmt: skip


@constructor(multivariate_normal, multivariate_normal_cholesky)
def MultivariateNormal(mean: Numbers, cov: Numbers | None = None, *, cholesky: Numbers | None = None) -> Distribution:
    """Normal vectors of mean `mean` (a vector, or one for each value) and covariance `cov`, or cholesky @ cholesky.T."""
    return either((multivariate_normal, multivariate_normal_cholesky), cov, cholesky, mean)
