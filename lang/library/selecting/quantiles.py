"""Quantiles by all rules of NumPy's (Hyndman and Fan 1996, and four more), with weights, and of what is not nan, in the language."""
from __future__ import annotations

import numpy as np

from .axes import in_front, remaining
from .ordering import argsort, sort, take_along_axis
from .refusing import refuse

# rule -> (alpha, beta) of the place n q + alpha + q (1 - alpha - beta) - 1 among the sorted numbers, between which is interpolated
CONTINUOUS = {"interpolated_inverted_cdf": (0.0, 1.0), "hazen": (0.5, 0.5), "weibull": (0.0, 0.0), "linear": (1.0, 1.0),
              "median_unbiased": (1.0 / 3.0, 1.0 / 3.0), "normal_unbiased": (3.0 / 8.0, 3.0 / 8.0)}
HALVING = ("midpoint", "averaged_inverted_cdf")
DISCRETE = ("inverted_cdf", "closest_observation", "lower", "higher", "nearest")


def quantile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """below which number a share q of the numbers lies, of all or along axes, by any of NumPy's rules; q may be an array"""
    return of_shares(a, q, axis, method, keepdims, weights, False)


def percentile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """below which number q per cent of the numbers lie, of all or along axes"""
    return of_shares(a, np.asarray(q) / 100.0, axis, method, keepdims, weights, False)


def nanquantile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """quantiles of what is not nan"""
    return of_shares(a, q, axis, method, keepdims, weights, True)


def nanpercentile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """percentiles of what is not nan"""
    return of_shares(a, np.asarray(q) / 100.0, axis, method, keepdims, weights, True)


def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    """the middle of the sorted values, of all or along axes"""
    return of_shares(a, 0.5, axis, "linear", keepdims, None, False)


def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    """the middle of the sorted values that are not nan"""
    return of_shares(a, 0.5, axis, "linear", keepdims, None, True)


def of_shares(a, q, axis, method, keepdims, weights, skip):
    """The quantiles for a number or an array of shares; `skip` leaves nan out."""
    a = np.asarray(a)
    if method not in CONTINUOUS and method not in HALVING and method not in DISCRETE:
        refuse(f"{method!r} is no rule for quantiles", f"`method=` is one of {', '.join((*CONTINUOUS, *HALVING, *DISCRETE))}")
    if 0 in a.shape:
        refuse("a quantile of no elements")
    of_one = by_rule(in_front(a, axis), None if weights is None else in_front(np.asarray(weights), axis), method, skip)
    if len(np.shape(q)) == 0:
        found = of_one(checked(q))
        return np.reshape(found, remaining(a.shape, axis, True)) if keepdims else found
    q = np.asarray(q)
    flat = np.ravel(q)
    found = np.stack([of_one(checked(flat[k])) for k in range(flat.shape[0])])
    return found.reshape((*q.shape, *remaining(a.shape, axis, keepdims)))


def by_rule(front, weights, method, skip):
    """The quantile of numbers along the first axis as a function of the share."""
    if weights is None:
        s = sort(front, 0)
        return (lambda q: among_numbers(s, q, method)) if skip else (lambda q: among(s, q, method))
    if method != "inverted_cdf":
        refuse("quantiles with weights have one rule", "`method=\"inverted_cdf\"`")
    s, shares = with_weights(front, weights, skip)
    return lambda q: by_weights(s, shares, q, skip)


def checked(q):
    """A share between 0 and 1."""
    if not 0.0 <= q <= 1.0:
        raise ValueError("quantiles must be in the range [0, 1], percentiles in [0, 100]")
    return q


# -- all numbers count the same
def among(s, q, method):
    """The quantile of sorted numbers along the first axis; nan, where there is one, is last and the result."""
    n = s.shape[0]
    below, between = place_of(n, q, method)
    lower, upper = clipped(below, n), clipped(below + 1.0, n)
    found = s[int(lower)] if method in DISCRETE else interpolated(s[int(lower)], s[int(upper)], between)
    return np.where(np.isnan(s[n - 1]), s[n - 1], found) if s.dtype.kind == "f" else found


def among_numbers(s, q, method):
    """The same of what is not nan, in every column as many as there are."""
    if s.dtype.kind != "f":
        return among(s, q, method)
    n = np.sum(~np.isnan(s), axis=0)
    below, between = place_of(n, q, method)
    lower, upper = (row(s, clipped(place, n)) for place in (below, below + 1.0))
    return lower if method in DISCRETE else interpolated(lower, upper, between)


def row(s, places):
    """From each column of s the element at its place."""
    return s[int(places)] if len(s.shape) == 1 else take_along_axis(s, np.asarray(places).astype(np.int64)[None], 0)[0]


def clipped(place, n):
    """A place among n, the first or last where it lies outside."""
    return np.maximum(np.minimum(place, n - 1), 0)


def interpolated(a, b, t):
    """a + t (b - a), from the nearer end; a itself and the mean of both where they may be infinite."""
    between = np.where(t >= 0.5, b - (b - a) * (1.0 - t), a + (b - a) * t)
    return np.where(t == 0.0, a, np.where(t == 0.5, 0.5 * a + 0.5 * b, between))


def place_of(n, q, method):
    """Below the quantile q of n numbers by this rule: the place of the last one, and how far between it and the next the quantile is."""
    if method == "linear":
        h = (n - 1) * q
    elif method in CONTINUOUS:
        alpha, beta = CONTINUOUS[method]
        h = n * q + (alpha + q * (1.0 - alpha - beta)) - 1.0
    elif method == "closest_observation":
        h = n * q - 1.5
    elif method in ("inverted_cdf", "averaged_inverted_cdf"):
        h = n * q - 1.0
    else:
        h = (n - 1) * q
    if method == "nearest":
        return np.rint(h), 0.0
    if method == "higher":
        return np.ceil(h), 0.0
    below = np.floor(h)
    if method == "inverted_cdf":
        return np.ceil(h), 0.0
    if method == "closest_observation":
        return np.where((h == below) & (below % 2.0 == 1.0), below, below + 1.0), 0.0
    if method == "averaged_inverted_cdf":
        return below, np.where(h == below, 0.5, 1.0)
    if method == "midpoint":
        return below, np.where(h == below, 0.0, 0.5)
    return below, 0.0 if method == "lower" else h - below


# -- every number has a weight
def with_weights(front, weights, skip):
    """The sorted numbers along the first axis, and which share of the weight each and those before it have."""
    if weights.shape != front.shape:
        refuse("quantiles take a weight for each number")
    places = argsort(front, 0)
    s, w = take_along_axis(front, places, 0), take_along_axis(weights, places, 0)
    if skip:
        w = np.where(np.isnan(s), 0.0, w)
    shares = np.cumsum(w, axis=0)
    return s, shares / shares[shares.shape[0] - 1]


def by_weights(s, shares, q, skip):
    """The first number whose share reaches q; those without weight before it are none."""
    place = np.minimum(np.sum((shares < q) | (shares == 0.0), axis=0), s.shape[0] - 1)
    found = row(s, place)
    return found if skip else np.where(np.isnan(s[s.shape[0] - 1]), s[s.shape[0] - 1], found)
