"""Matrix normal distribution: mean + R z Cᵀ of a matrix z of standard normal numbers, the rows' covariance R Rᵀ, the columns' C Cᵀ."""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ..base.constraints import lower_triangular, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import where
from ..base.member import make
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..spaces.covariance import SCALE
from ..spaces.matrices import log_diagonal, root_of, safe_factor, solved, square_sum, times, transposed
from .normal import normal

HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)


def event(mean, rows, columns):
    m, n = rows[-1:], columns[-1:]
    if mean[-2:] != m + n or rows[-2:-1] != m or columns[-2:-1] != n:
        raise ValueError(f"MatrixNormal has a mean of shape {mean}, a matrix of its rows of shape {rows} and one of its columns of shape {columns}: "
                         "m × n, m × m and n × n")  # fmt: skip
    return mean[-2:]


def logpdf(x, mean, rowchol, colchol):
    m, n = rowchol.shape[-1], colchol.shape[-1]
    (rows, few), (columns, fewer) = safe_factor(rowchol), safe_factor(colchol)
    r = solved(columns, transposed(solved(rows, x - mean)))
    norm = n * np.sum(log_diagonal(rows), axis=-1) + m * np.sum(log_diagonal(columns), axis=-1) + m * n * HALF_LOG_2PI
    density = -0.5 * square_sum(r) - norm
    return where(density < math.inf, density, -math.inf) + few + fewer


def sample(rng, mean, rowchol, colchol):
    m, n = mean.shape
    z = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            z[i, j] = random.normal(rng)
    return mean + rowchol @ z @ colchol.T


def standard(mean, rowchol, colchol):
    return make(normal, 0.0, 1.0)


def shift(u, mean, rowchol, colchol):
    return mean + times(times(rowchol, u), transposed(colchol))


def unshift(x, mean, rowchol, colchol):
    return transposed(solved(colchol, transposed(solved(rowchol, x - mean))))


def mean(mean, rowchol, colchol):
    return mean + 0.0 * rowchol[..., :, :1] + 0.0 * transposed(colchol[..., :, :1])


def variance(mean, rowchol, colchol):
    rows, columns = np.sum(rowchol * rowchol, axis=-1), np.sum(colchol * colchol, axis=-1)
    return rows[..., :, None] * columns[..., None, :] + 0.0 * mean


R, C = np.array([[1.2, 0.0], [-0.4, 0.7]]), np.array([[0.5, 0.0, 0.0], [0.2, 2.0, 0.0], [-1.0, 0.3, 1.5]])
MEAN = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]])
ROWCOV, COLCOV = Param("rowcov", SCALE, 2), Param("colcov", SCALE, 2)
ROWCHOL, COLCHOL = Param("rowchol", lower_triangular, 2), Param("colchol", lower_triangular, 2)
by_roots = Family("MatrixNormal", (Param("mean", axes=2), ROWCHOL, COLCHOL), real, logpdf, sample, ((MEAN, R, C),), event=event, axes=2, mean=mean,
                  variance=variance, standard=standard, shift=shift, unshift=unshift)  # fmt: skip


def by_covariances(mean, rowcov, colcov):
    return mean, root_of(rowcov), root_of(colcov)


def by_row_covariance(mean, rowcov, colchol):
    return mean, root_of(rowcov), colchol


def by_column_covariance(mean, rowchol, colcov):
    return mean, rowchol, root_of(colcov)


matrix_normal = restated(by_roots, (Param("mean", axes=2), ROWCOV, COLCOV), by_covariances, ((MEAN, R @ R.T, C @ C.T),))
by_rowcov = restated(by_roots, (Param("mean", axes=2), ROWCOV, COLCHOL), by_row_covariance, ((MEAN, R @ R.T, C),))
by_colcov = restated(by_roots, (Param("mean", axes=2), ROWCHOL, COLCOV), by_column_covariance, ((MEAN, R, C @ C.T),))
FORMS = (matrix_normal, by_roots, by_rowcov, by_colcov)


@constructor(*FORMS)
def MatrixNormal(
    mean: Numbers, rowcov: Numbers | None = None, colcov: Numbers | None = None, *, rowchol: Numbers | None = None, colchol: Numbers | None = None
) -> Distribution:
    """m × n matrices; the covariance of entries (i, j) and (k, l) is rowcov[i, k] · colcov[j, l]. Each covariance, or its lower factor `…chol`."""
    return chosen(FORMS, mean=mean, rowcov=rowcov, colcov=colcov, rowchol=rowchol, colchol=colchol)
