"""Distances of two vectors, and of all pairs of rows, with the meaning of scipy.spatial.distance, in the language."""
from __future__ import annotations

import numpy as np

from .moments import cov
from .norms import root
from .refusing import refuse


def weighted(a, w):
    """The elements by their weights."""
    return a if w is None else a * np.asarray(w)


def mean(a, w):
    """The weighted mean."""
    return np.mean(a) if w is None else np.sum(a * np.asarray(w)) / np.sum(np.asarray(w))


def difference(u, v):
    """Of two vectors."""
    return np.asarray(u) * 1.0 - np.asarray(v)


def euclidean(u, v, w=None):
    """length of u - v"""
    return root(sqeuclidean(u, v, w))


def sqeuclidean(u, v, w=None):
    """square of the length of u - v"""
    d = difference(u, v)
    return np.sum(weighted(d * d, w))


def cityblock(u, v, w=None):
    """sum of |u - v|"""
    return np.sum(weighted(np.abs(difference(u, v)), w))


def chebyshev(u, v, w=None):
    """largest |u - v|, of what has weight"""
    a = np.abs(difference(u, v))
    return np.max(a if w is None else np.where(np.asarray(w) > 0, a, 0.0))


def minkowski(u, v, p=2, w=None):
    """p-norm of u - v"""
    if p == np.inf:
        return chebyshev(u, v, w)
    a = np.abs(difference(u, v))
    total = np.sum(np.where(a == 0.0, 0.0, weighted(np.where(a == 0.0, 1.0, a) ** (1.0 * p), w)))
    return np.where(total == 0.0, 0.0, np.where(total == 0.0, 1.0, total) ** (1.0 / p))


def canberra(u, v, w=None):
    """sum of |u - v| / (|u| + |v|), 0 where both are"""
    u, v = np.asarray(u) * 1.0, np.asarray(v)
    below = np.abs(u) + np.abs(v)
    return np.sum(weighted(np.where(below == 0.0, 0.0, np.abs(u - v) / np.where(below == 0.0, 1.0, below)), w))


def braycurtis(u, v, w=None):
    """sum of |u - v| by the sum of |u + v|"""
    u, v = np.asarray(u) * 1.0, np.asarray(v)
    return np.sum(weighted(np.abs(u - v), w)) / np.sum(weighted(np.abs(u + v), w))


def cosine(u, v, w=None):
    """1 less the cosine of the angle between u and v"""
    return correlation(u, v, w, False)


def correlation(u, v, w=None, centered=True):
    """1 less the correlation of u and v"""
    u, v = np.asarray(u) * 1.0, np.asarray(v) * 1.0
    if centered:
        u, v = u - mean(u, w), v - mean(v, w)
    return 1.0 - mean(u * v, w) / np.sqrt(mean(u * u, w) * mean(v * v, w))


def mahalanobis(u, v, VI):
    """length of u - v by an inverse covariance matrix"""
    d = difference(u, v)
    return root(d @ (np.asarray(VI) @ d))


def seuclidean(u, v, V):
    """length of u - v by variances"""
    d = difference(u, v)
    return root(np.sum(d * d / np.asarray(V)))


def hamming(u, v, w=None):
    """share of the elements that differ"""
    return mean((np.asarray(u) != np.asarray(v)) * 1.0, w)


def jensenshannon(p, q, base=None, axis=0, *, keepdims=False):
    """square root of the Jensen–Shannon divergence of two laws"""
    p, q = np.asarray(p) * 1.0, np.asarray(q) * 1.0
    p = p / np.sum(p, axis=axis, keepdims=True)
    q = q / np.sum(q, axis=axis, keepdims=True)
    m = (p + q) / 2.0
    total = np.sum(relative(p, m) + relative(q, m), axis=axis, keepdims=keepdims)
    return root((total if base is None else total / np.log(base)) / 2.0)


def relative(p, m):
    """p log(p / m), 0 where p is."""
    return np.where(p > 0.0, p * np.log(np.where(p > 0.0, p, 1.0) / np.where(p > 0.0, m, 1.0)), 0.0)


# -- of all pairs of rows
METRICS = {f.__name__: f for f in (euclidean, sqeuclidean, cityblock, chebyshev, minkowski, canberra, braycurtis, cosine, correlation, mahalanobis,
                                   seuclidean, hamming, jensenshannon)}
METRICS |= {"manhattan": cityblock, "l1": cityblock, "l2": euclidean, "linf": chebyshev, "cos": cosine, "cheby": chebyshev}


def cdist(XA, XB, metric="euclidean", *, out=None, p=None, w=None, V=None, VI=None):
    """distances of the rows of two matrices, by name or by a function of two vectors"""
    a, b = np.asarray(XA) * 1.0, np.asarray(XB) * 1.0
    f = of_rows(metric, p, w, V, VI, a, b)
    found = np.zeros((a.shape[0], b.shape[0]))
    for i in range(a.shape[0]):
        for j in range(b.shape[0]):
            found[i, j] = f(a[i], b[j])
    return found


def pdist(X, metric="euclidean", *, out=None, p=None, w=None, V=None, VI=None):
    """distances of all pairs of rows of a matrix, in one vector"""
    a = np.asarray(X) * 1.0
    n = a.shape[0]
    f = of_rows(metric, p, w, V, VI, a, None)
    found = np.zeros(n * (n - 1) // 2)
    for i in range(n - 1):
        for j in range(i + 1, n):
            found[n * i - i * (i + 1) // 2 + j - i - 1] = f(a[i], a[j])
    return found


def of_rows(metric, p, w, V, VI, a, b):
    """The distance of two vectors, with the settings that it takes; what is not given is estimated of all rows."""
    if not isinstance(metric, str):
        return metric
    if metric not in METRICS:
        refuse(f"{metric!r} is no distance of the language", f"one of {', '.join(METRICS)}, or a function of two vectors")
    if metric == "minkowski":
        return lambda u, v: minkowski(u, v, 2 if p is None else p, w)
    rows = a if b is None else np.concatenate((a, b), axis=0)
    if metric == "seuclidean":
        variances = np.var(rows, axis=0, ddof=1) if V is None else V
        return lambda u, v: seuclidean(u, v, variances)
    if metric == "mahalanobis":
        inverse = np.linalg.inv(np.reshape(cov(rows.T), (rows.shape[1], rows.shape[1]))).T if VI is None else VI
        return lambda u, v: mahalanobis(u, v, inverse)
    if metric == "jensenshannon":
        return lambda u, v: jensenshannon(u, v)
    return lambda u, v: METRICS[metric](u, v, w)


def squareform(X, force="no", checks=True):
    """the vector of distances of pairs as a symmetric matrix, or such a matrix as that vector"""
    X = np.asarray(X)
    if len(X.shape) == 2:
        n = X.shape[0]
        vector = np.zeros(n * (n - 1) // 2)
        for i in range(n - 1):
            for j in range(i + 1, n):
                vector[n * i - i * (i + 1) // 2 + j - i - 1] = X[i, j]
        return vector
    n = rows_of(X.shape[0])
    matrix = np.zeros((n, n))
    for i in range(n - 1):
        for j in range(i + 1, n):
            d = X[n * i - i * (i + 1) // 2 + j - i - 1]
            matrix[i, j] = d
            matrix[j, i] = d
    return matrix


def rows_of(pairs):
    """Of how many rows are these all pairs?"""
    n = int((1.0 + (1.0 + 8.0 * pairs) ** 0.5) / 2.0 + 0.5)
    if n * (n - 1) // 2 != pairs:
        refuse(f"{pairs} distances are not those of all pairs of some rows")
    return n
