"""Everyday expressions of a vector of twelve numbers that select, order and summarise, by subject. Each means the same in CPython and compiled."""
from __future__ import annotations

import functools
import itertools
import math
import operator
import statistics

import numpy as np
from scipy import special
from scipy.spatial import distance

Z = np.round(np.random.default_rng(8).normal(size=12), 3)
M = np.array([[True, False, True, True], [False, False, True, False], [True, True, True, True]])
GAPS = np.array([2.5, -0.5, 0.25])


def m(z):
    """As a matrix."""
    return z.reshape(3, 4)


def t(z):
    """As an array of three axes."""
    return z.reshape(2, 3, 2)


def holes(z):
    """As a matrix with nan."""
    return np.where(M, m(z), np.nan)


def placed(z):
    """What was written by put_along_axis."""
    a = m(z) * 2.0
    np.put_along_axis(a, np.argsort(m(z), axis=1)[:, :1], z[:3].reshape(3, 1), axis=1)
    return a


def twice_selected(z):
    """What a mask selects of what another one does."""
    above = z[z > -1]
    return above[above < 0.5].sum()


ORDER = [
    lambda z: np.sort(z),
    lambda z: np.sort(m(z), axis=0)[::-1],
    lambda z: np.sort(t(z), axis=1, kind="stable"),
    lambda z: np.sort(m(z), axis=None),
    lambda z: np.sort(np.concatenate([z, z[:7] * 0.5]))[3:15],
    lambda z: z[np.argsort(-z)],
    lambda z: np.argsort(m(z), axis=-1) * 1.0,
    lambda z: z[z.argsort()[2:5]],
    lambda z: np.argsort(np.array([2, 1, 2, 0, 1]), kind="stable") * z[0],
    lambda z: np.sort(np.round(z)),
    lambda z: np.partition(z, 3)[3],
    lambda z: z[np.argpartition(z, 4)[4]],
    lambda z: np.lexsort((z, np.round(z))) * 1.0,
    lambda z: np.take_along_axis(m(z), np.argsort(m(z), axis=1), axis=1),
    lambda z: np.take_along_axis(t(z), np.argmax(t(z), axis=1, keepdims=True), axis=1),
    lambda z: np.take_along_axis(m(z), np.array([3, 0]), axis=None),
    placed,
    lambda z: np.searchsorted(np.array([-1.0, 0.0, 1.25]), z) * z,
    lambda z: np.searchsorted(np.sort(z), m(z), side="right") * m(z),
    lambda z: np.searchsorted(z, 0.3, sorter=np.argsort(z)) * z[0],
    lambda z: np.digitize(z, np.array([-1.0, 0.0, 1.25])) * z,
    lambda z: np.digitize(z, np.array([1.25, 0.0, -1.0]), right=True) * z,
    lambda z: np.argmax(m(z), axis=0) * z[0] + np.argmin(m(z)),
    lambda z: np.argmin(t(z), axis=1, keepdims=True) * z[0],
]
QUANTILES = [
    lambda z: np.quantile(z, 0.3),
    lambda z: np.quantile(m(z), [[0.0, 0.21], [0.5, 1.0]], axis=1),
    lambda z: np.quantile(t(z), np.array([0.35, 0.8]), axis=(0, 2), keepdims=True),
    lambda z: np.quantile(m(z), 0.4, axis=-2, keepdims=True),
    lambda z: np.array([np.quantile(z, 0.3, method=rule) for rule in ("hazen", "midpoint", "nearest")]),
    lambda z: np.quantile(z, 0.5 + 0.1 * np.tanh(z[0])),
    lambda z: np.quantile(z, [0.2, 0.7], method="inverted_cdf", weights=np.arange(12.0)),
    lambda z: np.percentile(m(z), [25, 75], axis=0),
    lambda z: np.median(t(z), axis=(1, 2)),
    lambda z: np.median(m(z), keepdims=True),
    lambda z: np.nanquantile(holes(z), [0.2, 0.9], axis=0),
    lambda z: np.nanquantile(holes(z), 0.4, method="hazen"),
    lambda z: np.nanpercentile(holes(z), 30, axis=1, keepdims=True),
    lambda z: np.nanmedian(holes(z), axis=1),
]
NAN = [
    lambda z: np.nansum(holes(z), axis=1),
    lambda z: np.nansum(holes(z), axis=0, keepdims=True, initial=2.0),
    lambda z: np.nanprod(holes(z)),
    lambda z: np.nanmean(holes(z), axis=0),
    lambda z: np.nanmean(holes(z), where=m(z) > -0.5),
    lambda z: np.nanvar(holes(z), axis=1, ddof=0),
    lambda z: np.nanstd(holes(z), ddof=1),
    lambda z: np.nanmax(holes(z), axis=1) + np.nanmin(holes(z), axis=1),
    lambda z: np.nancumsum(holes(z), axis=1),
    lambda z: np.nancumprod(holes(z)),
    lambda z: np.nan_to_num(holes(z) / np.array([1.0, 0.0, 2.0, 1.0]), nan=0.5, posinf=3.0, neginf=-3.0),
    lambda z: np.nanargmax(holes(z), axis=1) * z[:3] + np.nanargmin(holes(z)),
]
REDUCTIONS = [
    lambda z: np.sum(z, where=z > 0),
    lambda z: np.sum(m(z), axis=1, where=M, initial=1.5, keepdims=True),
    lambda z: np.prod(m(z), axis=0, where=np.array([True, False, True, True])),
    lambda z: np.max(m(z), axis=1, where=M, initial=0.2),
    lambda z: np.min(m(z), initial=z[0] - 3.0),
    lambda z: np.max(z[:0], initial=z[0]),
    lambda z: np.mean(m(z), axis=1, where=M),
    lambda z: np.var(m(z), where=M, ddof=1) + np.var(t(z), axis=(0, 2)),
    lambda z: np.std(t(z), axis=(0, -1), keepdims=True, ddof=1),
    lambda z: m(z).std(axis=0) + m(z).var(1, ddof=2)[0] + z.mean(),
    lambda z: np.var(m(z), axis=0, correction=1),
    lambda z: np.any(m(z) > 1, axis=1, keepdims=True) * z[0] + np.all(m(z) < 2, where=M) * z[1],
    lambda z: np.count_nonzero(m(z) > 0, axis=0) * z[0],
    lambda z: np.ptp(m(z), axis=1, keepdims=True),
    lambda z: m(z).cumsum(axis=0) + t(z).cumprod(2).reshape(3, 4),
    lambda z: m(z).sum(0, keepdims=True, where=M) + z.prod(initial=2.0),
]
NORMS = [
    lambda z: np.array([np.linalg.norm(z, ord) for ord in (None, 2, 1, 3, 2.5, 0.5, 0, -1, np.inf, -np.inf)]),
    lambda z: np.linalg.norm(m(z)) + np.linalg.norm(t(z)),
    lambda z: np.array([np.linalg.norm(m(z), ord) for ord in ("fro", 1, -1, np.inf, -np.inf)]),
    lambda z: np.linalg.norm(t(z), axis=1),
    lambda z: np.linalg.norm(t(z), ord=1, axis=(2, 0), keepdims=True),
    lambda z: np.linalg.norm(m(z), ord=3, axis=-1, keepdims=True),
    lambda z: np.linalg.vector_norm(t(z), axis=(0, 1)) + np.linalg.matrix_norm(m(z), ord=np.inf),
]

MOMENTS = [
    lambda z: np.average(m(z), axis=0, weights=[1.0, 2.0, 0.5]) + np.average(z, weights=np.arange(12.0)) + np.average(m(z), weights=np.exp(m(z))),
    lambda z: np.average(t(z), axis=(2, 0), weights=np.array([[1.0, 3.0], [0.5, 2.0]]), keepdims=True),
    lambda z: np.average(m(z), axis=1, weights=M, returned=True)[1] * z[0],
    lambda z: np.cov(m(z)) + np.cov(m(z), bias=True) + np.cov(m(z), ddof=0),
    lambda z: np.cov(m(z), rowvar=False),
    lambda z: np.cov(z) + np.cov(z[:5], z[5:10])[0, 1] + np.cov(z[:4], fweights=[1, 2, 0, 1], aweights=z[4:8] ** 2),
    lambda z: np.cov(m(z), z[:4], aweights=[1.0, 2.0, 0.5, 0.3]),
    lambda z: np.corrcoef(m(z)),
    lambda z: np.corrcoef(z[:6], z[::-1][:6])[0, 1],
]

MASKS = [
    lambda z: np.where(z > 0)[0].sum() * z[0] + np.nonzero(m(z) > 0)[1].max() * z[1] + np.argwhere(m(z) > 0).sum() * z[2],
    lambda z: z[np.where(z > 0)].sum() + m(z)[np.where(m(z) > 0)].mean() + z[np.flatnonzero(z > 0) - 1].sum(),
    lambda z: z[z > 0][0] * z[z > 0][-1] + np.where(z > 0)[0][1] * z[3],
    lambda z: len(z[z > 0]) * z[0] + m(z)[m(z)[:, 0] > -0.5].shape[1] * z[1] + z[z < 0].size * z[2],
    lambda z: z[z > -1].std(ddof=1) + np.var(z[z > 0]) + twice_selected(z),
    lambda z: np.extract(z > 0, z).prod() + np.extract(M, m(z)),
    lambda z: np.compress([True, False, True], m(z), axis=0) + np.compress(z > 0, z).max(),
    lambda z: np.choose(np.array([0, 2, 1, 0]), [z[:4], 2.0 * z[4:8], z[8] ** 2]),
    lambda z: np.choose(np.array([-1, 5, 1]), [z[:3], z[3:6], z[6:9]], mode="wrap") + np.choose(np.array([-1, 5, 1]), [z[:3], z[3:6]], mode="clip"),
    lambda z: np.histogram(z, bins=3)[0] * z[0] + np.histogram(z, bins=3)[1][1:],
    lambda z: np.histogram(z, bins=[-3.0, -1.0, 0.0, 1.3], weights=z**2)[0] + np.histogram(np.round(z) * 1.0, bins=[-2.0, -1.0, 0.0, 1.0])[0] * z[0],
    lambda z: np.histogram(m(z), bins=4, range=(-3, 3), density=True)[0] * z[0],
    lambda z: np.isin(np.arange(12).reshape(3, 4), [2, 5, 11]) * m(z) + np.isin(np.arange(4), [2], invert=True) * z[0],
    lambda z: np.isclose(z, Z, rtol=1e-3, atol=1e-3) * z + np.allclose(z, z + 1e-9) * z[0] + np.array_equal(m(z), m(z)) * z[1] + np.array_equal(z, z[:3]) * z[2],
]
RUNNING = [
    lambda z: np.maximum.accumulate(m(z), axis=1) + np.minimum.accumulate(m(z)),
    lambda z: np.subtract.accumulate(z) + np.logaddexp.accumulate(z),
    lambda z: np.hypot.reduce(m(z)) + np.add.reduce(m(z), axis=0, initial=1.0, where=M),
    lambda z: np.add.reduceat(z, [0, 3, 3, 8]) + np.maximum.reduceat(m(z), [0, 2], axis=1)[0, 1],
    lambda z: np.cumulative_sum(m(z), axis=1, include_initial=True)[:, :4] + np.cumulative_prod(z)[3],
    lambda z: special.logsumexp(m(z), axis=1, b=np.array([1.0, 0.0, 2.0, 0.5])) + special.logsumexp(t(z), axis=(0, 2)),
    lambda z: special.logsumexp(m(z), b=-m(z) ** 2, return_sign=True, keepdims=True)[0],
    lambda z: np.multiply.reduce(t(z), axis=(0, 2), keepdims=True) + np.nansum(z),
]
DISTANCES = [
    lambda z: np.array([f(z[:4], z[4:8]) for f in (distance.euclidean, distance.sqeuclidean, distance.cityblock, distance.chebyshev, distance.canberra)]),
    lambda z: np.array([f(z[:4], z[4:8], w=[1.0, 0.5, 2.0, 0.0]) for f in (distance.braycurtis, distance.cosine, distance.correlation, distance.minkowski)]),
    lambda z: distance.minkowski(z[:4], z[4:8], 3) + distance.hamming(z[:3], z[[0, 4, 2]]) * z[0] + distance.jensenshannon(z[:4] ** 2, z[4:8] ** 2, base=2),
    lambda z: distance.mahalanobis(z[:3], z[3:6], np.diag([1.0, 2.0, 0.5])) + distance.seuclidean(z[:3], z[3:6], [1.0, 2.0, 0.5]),
    lambda z: distance.cdist(m(z), m(z)[:2] + GAPS[0]) + distance.cdist(z[:6].reshape(3, 2), z[:4].reshape(2, 2) * 2.0, "mahalanobis", VI=np.eye(2)),
    lambda z: distance.squareform(distance.pdist(z[:6].reshape(3, 2), "seuclidean")),
]

PYTHON = [
    lambda z: max(z, key=lambda t: -t) + min(z, key=lambda t: (t - 0.3) ** 2) + max([z[0], z[1]], default=0),
    lambda z: np.array(sorted(z, reverse=True)) + np.array(sorted(z, key=lambda t: t * t + 0.1 * t)),
    lambda z: sorted(zip(z[:4], [3.0, 2.0, 1.0, 0.0]), key=lambda p: p[0])[1][1] * z[0],
    lambda z: sum(a * b for a, b in itertools.combinations(z[:5], 2)) + sum(a * b for a, b in itertools.pairwise(z)) + sum(itertools.chain(z, z[:2])),
    lambda z: np.array(list(itertools.accumulate(z, operator.mul))) + functools.reduce(operator.add, z),
    lambda z: statistics.stdev(z) + statistics.fmean(z, np.arange(12.0)) + statistics.median_low(z) + statistics.correlation(z[:6], z[6:]),
    lambda z: math.hypot(z[0], z[1], z[2]) + math.modf(z[0])[0] + math.remainder(z[1], 0.7) + math.ldexp(z[2], 3) + z.tolist()[3] + m(z).item(1, 2),
    lambda z: np.bincount(np.array([0, 1, 1, 2]), weights=z[:4]) + np.array([np.linalg.norm(m(z)[:, :3], ord) for ord in (2, -2, "nuc")]),
]

SUBJECTS = {"order": ORDER, "quantiles": QUANTILES, "nan": NAN, "reductions": REDUCTIONS, "norms": NORMS, "moments": MOMENTS, "masks": MASKS,
            "running": RUNNING, "distances": DISTANCES, "python": PYTHON}
