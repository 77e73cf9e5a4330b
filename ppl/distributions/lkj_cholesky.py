"""LKJ distribution of the Cholesky factor of a correlation matrix: det(L L')^(eta-1) (Lewandowski, Kurowicka and Joe 2009)."""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ..base.constraints import cholesky_corr, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import xlogy
from ..base.member import make
from ..base.types import Numbers
from ..parts.counting import lgamma_step


def support(dim, eta):
    return cholesky_corr(dim)


def event(dim, eta):
    return (dim, dim)


def log_norm(dim, eta):
    """log of the integral over correlation matrices, their equation 16 in Beta functions of one argument."""
    total = 0.0 * eta
    for k in range(1, dim):
        a = eta + 0.5 * (dim - 1 - k)
        total = total + 0.5 * k * math.log(math.pi) - lgamma_step(a, 0.5 * k)
    return total


def logpdf(x, dim, eta):
    total = 0.0 * x[..., 0, 0] - log_norm(dim, eta)
    for i in range(1, dim):
        total = total + xlogy(dim - 1 - i + 2.0 * (eta - 1.0), x[..., i, i])
    return total


def by_logs(x, logs, dim, eta):
    total = 0.0 * x[..., 0, 0] - log_norm(dim, eta)
    for i in range(1, dim):
        total = total + (dim - 1 - i + 2.0 * (eta - 1.0)) * logs[..., i]
    return total


def sample(rng, dim, eta):
    """The onion method: rows of random length, uniform on the sphere."""
    x = np.zeros((dim, dim))
    x[0, 0] = 1.0
    for i in range(1, dim):
        square, length = random.beta(rng, 0.5 * i, eta + 0.5 * (dim - 1 - i)), 0.0
        for j in range(i):
            x[i, j] = random.normal(rng)
            length += x[i, j] * x[i, j]
        for j in range(i):
            x[i, j] *= math.sqrt(square / length)
        x[i, i] = math.sqrt(1.0 - square)
    return x


lkj_cholesky = Family(
    "LKJCholesky", (Param("dim", positive, size=True), Param("eta", positive)), support, logpdf, sample, ((2, 1.0), (3, 2.5)), event=event, axes=2,
    by_logs=by_logs,
)  # fmt: skip


@constructor(lkj_cholesky)
def LKJCholesky(dim: int, eta: Numbers) -> Distribution:
    """Cholesky factors of dim × dim correlation matrices; eta = 1 is flat over the matrices, larger eta nearer to the unit matrix."""
    return make(lkj_cholesky, dim, eta)
