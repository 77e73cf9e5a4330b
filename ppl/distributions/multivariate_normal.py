"""Multivariate normal distribution, by covariance, by its lower Cholesky factor, or by precision, the inverse covariance."""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ...lang.values.hooks import compile_time
from ..base.constraints import lower_triangular, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import log, where
from ..base.member import make
from ..base.restated import chosen
from ..base.types import Numbers
from ..spaces.covariance import SCALE
from ..spaces.matrices import cholesky as cholesky_of
from ..spaces.matrices import log_diagonal, solved, times_transposed, transposed
from .normal import normal

HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
NEARLY_SINGULAR = 1e-13                          # of a row's largest entry: what lies below is rounding of values


def event(mean, factor):
    if mean[-1:] != factor[-1:] or factor[-2:-1] != factor[-1:]:
        raise ValueError(f"MultivariateNormal has a mean of shape {mean} and a matrix of shape {factor}: vectors of n, matrices of n × n")
    return factor[-1:]


# -- by a lower factor
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


def cholesky_sample(rng, mean, cholesky):
    x = np.zeros(cholesky.shape[-1])
    random.multivariate_normal(rng, mean, cholesky, x)
    return x


def cholesky_mean(mean, cholesky):
    return mean + 0.0 * cholesky[..., 0]


def cholesky_variance(mean, cholesky):
    return np.sum(cholesky * cholesky, axis=-1) + 0.0 * mean


def cholesky_covariance(mean, cholesky):
    return times_transposed(cholesky) + 0.0 * mean[..., None]


def standard(mean, cholesky):
    return make(normal, 0.0, 1.0)


def shift(u, mean, cholesky):
    if len(cholesky.shape) == 2 and len(u.shape) <= 2:
        return mean + u @ cholesky.T
    return mean + np.sum(cholesky * u[..., None, :], axis=-1)


def unshift(x, mean, cholesky):
    """The standard draw. Rounding of x leaves many for a nearly singular factor: the shortest in CPython, nan in machine code, which has no pseudo-inverse."""
    lengths = np.max(np.abs(cholesky), axis=-1)
    lengths = np.where(lengths > 0.0, lengths, 1.0)
    rows, r = cholesky / lengths[..., None], ((x - mean) / lengths)[..., None]
    places = np.arange(cholesky.shape[-1])
    proper = np.abs(rows[..., places, places]) > NEARLY_SINGULAR
    if by_python(r) and not np.all(proper):
        return (np.linalg.pinv(rows, rcond=NEARLY_SINGULAR) @ r)[..., 0]
    return solved(rows, r)[..., 0] + np.sum(np.where(proper, 0.0, math.nan)[..., None, :], axis=-1)


@compile_time
def by_python(a):
    """Is this a run in CPython?"""
    return isinstance(a, np.ndarray)


# -- by a matrix
def logpdf(x, mean, cov):
    factor, penalty = cholesky_of(cov)
    return cholesky_logpdf(x, mean, factor) + penalty


def sample(rng, mean, cov):
    factor, penalty = cholesky_of(cov)
    return cholesky_sample(rng, mean, factor) + where(penalty < 0.0, math.nan, 0.0)


def cov_shift(u, mean, cov):
    return shift(u, mean, cholesky_of(cov)[0])


def cov_unshift(x, mean, cov):
    return unshift(x, mean, np.linalg.cholesky(cov))


def variance(mean, cov):
    rows = np.arange(cov.shape[-1])
    return cov[..., rows, rows] + 0.0 * mean


def covariance(mean, cov):
    return cov + 0.0 * mean[..., None]


# -- by its inverse
def precision_logpdf(x, mean, precision):
    factor, penalty = cholesky_of(precision)
    r = np.sum(factor * (x - mean)[..., :, None], axis=-2)
    density = np.sum(log_diagonal(factor), axis=-1) - 0.5 * np.sum(r * r, axis=-1) - factor.shape[-1] * HALF_LOG_2PI
    return where(density < math.inf, density, -math.inf) + penalty


def precision_sample(rng, mean, precision):
    """mean + L⁻ᵀ z, precision = L Lᵀ."""
    n = precision.shape[-1]
    (factor, penalty), x = cholesky_of(precision), np.zeros(n)
    for i in range(n):
        x[i] = random.normal(rng)
    for t in range(n):
        i = n - 1 - t
        for k in range(i + 1, n):
            x[i] -= factor[k, i] * x[k]
        x[i] /= factor[i, i]
    return mean + x + where(penalty < 0.0, math.nan, 0.0)


def precision_shift(u, mean, precision):
    inverse = solved(cholesky_of(precision)[0], np.eye(precision.shape[-1]))
    return mean + np.sum(inverse * u[..., :, None], axis=-2)


def precision_unshift(x, mean, precision):
    return np.sum(np.linalg.cholesky(precision) * (x - mean)[..., :, None], axis=-2)


def precision_variance(mean, precision):
    inverse = solved(cholesky_of(precision)[0], np.eye(precision.shape[-1]))
    return np.sum(inverse * inverse, axis=-2) + 0.0 * mean


def precision_covariance(mean, precision):
    inverse = solved(cholesky_of(precision)[0], np.eye(precision.shape[-1]))
    return times_transposed(transposed(inverse)) + 0.0 * mean[..., None]


EXAMPLE = np.array([[1.2, 0.0], [-0.4, 0.7]])
multivariate_normal = Family(
    "MultivariateNormal", (Param("mean", axes=1), Param("cov", SCALE, 2)), real, logpdf, sample, ((np.array([1.0, -2.0]), EXAMPLE @ EXAMPLE.T),),
    event=event, axes=1, mean=cholesky_mean, variance=variance, covariance=covariance,
    standard=standard, shift=cov_shift, unshift=cov_unshift, causal=True,
)  # fmt: skip
multivariate_normal_cholesky = Family(
    "MultivariateNormal", (Param("mean", axes=1), Param("cholesky", lower_triangular, 2)), real, cholesky_logpdf, cholesky_sample,
    ((np.array([1.0, -2.0]), EXAMPLE),), event=event, axes=1, standard=standard, shift=shift, unshift=unshift, causal=True,
    mean=cholesky_mean, variance=cholesky_variance, covariance=cholesky_covariance,
)  # fmt: skip
multivariate_normal_precision = Family(
    "MultivariateNormal", (Param("mean", axes=1), Param("precision", SCALE, 2)), real, precision_logpdf, precision_sample,
    ((np.array([1.0, -2.0]), np.linalg.inv(EXAMPLE @ EXAMPLE.T)),), event=event, axes=1, mean=cholesky_mean, variance=precision_variance,
    covariance=precision_covariance, standard=standard, shift=precision_shift, unshift=precision_unshift,
)  # fmt: skip
FORMS = (multivariate_normal, multivariate_normal_cholesky, multivariate_normal_precision)


@constructor(*FORMS)
def MultivariateNormal(
    mean: Numbers, cov: Numbers | None = None, *, cholesky: Numbers | None = None, precision: Numbers | None = None
) -> Distribution:
    """Normal vectors of mean `mean` (a vector, or one for each value) and covariance `cov`, or cholesky @ cholesky.T, or the inverse of `precision`."""
    return chosen(FORMS, mean=mean, cov=cov, cholesky=cholesky, precision=precision)
