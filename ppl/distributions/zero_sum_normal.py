"""Zero-sum normal distribution: independent normal numbers given that they sum to 0, along one axis, or along each of two.

In coordinates on an orthonormal base of such vectors they are independent normal numbers of the same scale, one less along each axis.
"""

from __future__ import annotations

import math

import numpy as np

from ...ir.errors import ModelError
from ...lang.library import random
from ...lang.values.hooks import compile_time
from ..base.constraints import Constraint, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.frames import here
from ..base.functions import log
from ..base.member import make
from ..base.types import Numbers
from ..spaces.zero_sum import KINDS

HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
PLANE, BOTH = Constraint(KINDS[1]), Constraint(KINDS[2])


def score(squares, free, scale):
    """Of so many coordinates, by the sum of their squares, which is that of the values."""
    return -0.5 * squares / (scale * scale) - free * (log(scale) + HALF_LOG_2PI)


@compile_time
def known(*sizes):
    """Lengths, for moments; ModelError where only a site says them."""
    if None in sizes:
        raise ModelError("how long this ZeroSumNormal is, nothing says", here(), "give it `n=`, or `rows=` and `columns=`")
    return sizes


@compile_time
def is_number(scale):
    """Is it one number, not an array?"""
    return not len(getattr(scale, "shape", ()))


# -- vectors
def event(scale, n):
    return (n,)


def logpdf(x, scale, n):
    return score(np.sum(x * x, axis=-1), x.shape[-1] - 1.0, scale)


def sample(rng, scale, n):
    x = np.zeros(n)
    for i in range(n):
        x[i] = scale * random.normal(rng)
    return x - np.mean(x)


def mean(scale, n):
    return np.zeros(known(n)) + 0.0 * np.asarray(scale)[..., None]


def variance(scale, n):
    return mean(scale, n) + (np.asarray(scale) ** 2)[..., None] * (1.0 - 1.0 / n)


def covariance(scale, n):
    return (np.asarray(scale) ** 2)[..., None, None] * (np.eye(*known(n)) - 1.0 / n)


def located(scale, n):
    return 0.0, scale if is_number(scale) else scale[..., None]


def relocated(loc, scale, of_old, n):
    return (scale if is_number(scale) else scale[..., 0]), n


# -- matrices
def event_of_two(scale, rows, columns):
    return (rows, columns)


def logpdf_of_two(x, scale, rows, columns):
    return score(np.sum(np.sum(x * x, axis=-1), axis=-1), (x.shape[-2] - 1.0) * (x.shape[-1] - 1.0), scale)


def sample_of_two(rng, scale, rows, columns):
    x = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x[i, j] = scale * random.normal(rng)
    x = x - np.mean(x, axis=0)
    return x - np.mean(x, axis=1)[:, None]


def mean_of_two(scale, rows, columns):
    return np.zeros(known(rows, columns)) + 0.0 * np.asarray(scale)[..., None, None]


def variance_of_two(scale, rows, columns):
    return mean_of_two(scale, rows, columns) + (np.asarray(scale) ** 2)[..., None, None] * ((1.0 - 1.0 / rows) * (1.0 - 1.0 / columns))


def located_of_two(scale, rows, columns):
    return 0.0, scale if is_number(scale) else scale[..., None, None]


def relocated_of_two(loc, scale, of_old, rows, columns):
    return (scale if is_number(scale) else scale[..., 0, 0]), rows, columns


SCALE = Param("scale", positive)
N, ROWS, COLUMNS = (Param(name, positive, size=True, open=True) for name in ("n", "rows", "columns"))
zero_sum_normal = Family(
    "ZeroSumNormal", (SCALE, N), PLANE, logpdf, sample, ((1.5, 4), (0.3, 2)), event=event, axes=1, mean=mean, variance=variance, covariance=covariance,
    located=located, relocated=relocated,
)  # fmt: skip
zero_sum_normal_matrix = Family(
    "ZeroSumNormal", (SCALE, ROWS, COLUMNS), BOTH, logpdf_of_two, sample_of_two, ((1.5, 3, 4),), event=event_of_two, axes=2, mean=mean_of_two,
    variance=variance_of_two, located=located_of_two, relocated=relocated_of_two,
)  # fmt: skip


@constructor(zero_sum_normal, zero_sum_normal_matrix)
def ZeroSumNormal(
    scale: Numbers = 1.0, n: int | None = None, *, axes: int = 1, rows: int | None = None, columns: int | None = None
) -> Distribution:
    """Normal vectors of sum 0: `scale` is that of the numbers before they are centred. The site's shape says how long they are, or `n`.

    With `axes=2` matrices whose rows and columns sum to 0, of the site's shape or of `rows` × `columns`.
    """
    if axes not in (1, 2):
        raise ModelError(f"`ZeroSumNormal` has sums along one axis, or along two, not axes={axes}", here(), "axes=2 are the last two of the site's shape")
    if axes == 2 or rows is not None or columns is not None:
        if n is not None:
            raise ModelError("`ZeroSumNormal` along two axes has no length `n`", here(), "lengths are `rows=` and `columns=`, or those of the site's shape")
        return make(zero_sum_normal_matrix, scale, rows, columns)  # type: ignore[arg-type]
    return make(zero_sum_normal, scale, n)  # type: ignore[arg-type]
