"""Multivariate t distribution: normal vectors over the root of an independent chi-square number, by a scale matrix or its lower factor.

p(x) ∝ (1 + |L⁻¹ (x - loc)|² / df)^(-(df + n)/2), scale = L Lᵀ; the covariance is scale df / (df - 2).
"""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ..base.constraints import lower_triangular, positive, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import log, log1p, where
from ..base.member import make
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..parts.counting import lgamma_step
from ..spaces.covariance import SCALE
from ..spaces.matrices import log_diagonal, root_of, safe_factor, solved, times_transposed
from .multivariate_normal import shift as normal_shift
from .multivariate_normal import unshift as normal_unshift


def event(df, loc, scale):
    if loc[-1:] != scale[-1:] or scale[-2:-1] != scale[-1:]:
        raise ValueError(f"MultivariateStudentT has a loc of shape {loc} and a matrix of shape {scale}: vectors of n, matrices of n × n")
    return scale[-1:]


def logpdf(x, df, loc, cholesky):
    n = cholesky.shape[-1]
    root, penalty = safe_factor(cholesky)
    r = solved(root, (x - loc)[..., None])[..., 0]
    norm = lgamma_step(0.5 * df, 0.5 * n) - 0.5 * n * (log(df) + math.log(math.pi)) - np.sum(log_diagonal(root), axis=-1)
    density = norm - 0.5 * (df + n) * log1p(np.sum(r * r, axis=-1) / df)
    return where(density < math.inf, density, -math.inf) + penalty


def sample(rng, df, loc, cholesky):
    n = cholesky.shape[-1]
    x = np.zeros(n)
    random.multivariate_normal(rng, np.zeros(n), cholesky, x)
    return loc + x / math.sqrt(2.0 * random.gamma(rng, 0.5 * df) / df)


def standard(df, loc, cholesky):
    n = cholesky.shape[-1]
    return make(student_by_root, df, np.zeros(n), np.eye(n))


def shift(u, df, loc, cholesky):
    return normal_shift(u, loc, cholesky)


def unshift(x, df, loc, cholesky):
    return normal_unshift(x, loc, cholesky)


def mean(df, loc, cholesky):
    return where(np.asarray(df)[..., None] > 1.0, loc + 0.0 * cholesky[..., 0], math.nan)


def variance(df, loc, cholesky):
    df = np.asarray(df)[..., None]
    return spread(df, np.sum(cholesky * cholesky, axis=-1)) + 0.0 * loc


def covariance(df, loc, cholesky):
    df = np.asarray(df)[..., None, None]
    return spread(df, times_transposed(cholesky)) + 0.0 * loc[..., None]


def spread(df, scale):
    """The variances that a scale gives; there are none up to df = 1."""
    return where(df > 2.0, scale * df / where(df > 2.0, df - 2.0, 1.0), where(df > 1.0, math.inf, math.nan))


def by_scale(df, loc, scale):
    return df, loc, root_of(scale)


ROOT = np.array([[1.2, 0.0], [-0.4, 0.7]])
BEFORE = (Param("df", positive), Param("loc", axes=1))
student_by_root = Family(
    "MultivariateStudentT", (*BEFORE, Param("cholesky", lower_triangular, 2)), real, logpdf, sample, ((7.5, np.array([1.0, -2.0]), ROOT),),
    event=event, axes=1, mean=mean, variance=variance, covariance=covariance, standard=standard, shift=shift, unshift=unshift,
)  # fmt: skip
multivariate_student_t = restated(
    student_by_root, (*BEFORE, Param("scale", SCALE, 2)), by_scale,
    ((7.5, np.array([1.0, -2.0]), ROOT @ ROOT.T), (2.5, np.zeros(3), np.eye(3) + 0.5)),
)  # fmt: skip


@constructor(multivariate_student_t, student_by_root)
def MultivariateStudentT(df: Numbers, loc: Numbers, scale: Numbers | None = None, *, cholesky: Numbers | None = None) -> Distribution:
    """Vectors with heavy tails about `loc`; n × n scale matrix `scale`, or its lower factor `cholesky` (the covariance is scale · df / (df - 2))."""
    return chosen((multivariate_student_t, student_by_root), df=df, loc=loc, scale=scale, cholesky=cholesky)
