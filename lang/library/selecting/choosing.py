"""Elements chosen by conditions and numbers, counts of bins, in the language."""
from __future__ import annotations

import numpy as np

from .ordering import searchsorted
from .refusing import refuse

KNOWN_BINS = "`bins=` is a number or an array of edges"


def numbered(value, mask, k):
    """The element number k of those that a mask selects; from the end for k < 0."""
    v, selects = np.ravel(value), np.ravel(mask)
    n = v.shape[0]
    wanted = k if k >= 0 else np.sum(selects) + k
    place, seen = n, 0
    for i in range(n):
        if selects[i]:
            if seen == wanted:
                place = i
            seen += 1
    return v[place]                                         # beyond the end where there are not so many


def extract(condition, arr):
    """the elements where the condition holds, in one dimension"""
    return np.ravel(arr)[np.ravel(condition)]


def compress(condition, a, axis=None, out=None):
    """the elements, or rows along an axis, where the condition holds"""
    if axis is None:
        return np.ravel(a)[np.flatnonzero(condition)]
    a = np.asarray(a)
    return a[(slice(None),) * (axis % len(a.shape)) + (np.flatnonzero(condition),)]


def compress_method(a, condition, axis=None, out=None):
    """the elements, or rows along an axis, where the condition holds"""
    return compress(condition, a, axis)


def choose(a, choices, out=None, mode="raise"):
    """from each choice the elements where its number stands"""
    if mode not in ("raise", "wrap", "clip"):
        refuse(f"`choose`: mode is 'raise', 'wrap' or 'clip', not {mode!r}")
    n = len(choices)
    a = np.asarray(a)
    k = a % n if mode == "wrap" else np.clip(a, 0, n - 1) if mode == "clip" else np.arange(n)[a]
    found = choices[0]
    for i in range(1, n):
        found = np.where(k == i, choices[i], found)
    return np.where(k == 0, choices[0], found)


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    """the edges of equally wide bins, between the smallest and the largest number or in a range"""
    if isinstance(bins, str):
        refuse(f"bins by the rule {bins!r} are as many as the numbers say", KNOWN_BINS)
    if not isinstance(bins, int):
        return np.asarray(bins)
    least, most = (np.min(a), np.max(a)) if range is None else (range[0], range[1])
    flat = least == most
    low, high = np.where(flat, least - 0.5, least), np.where(flat, most + 0.5, most)
    edges = low + np.arange(bins + 1) * ((high - low) / bins)
    edges[bins] = high
    return edges


def histogram(a, bins=10, range=None, density=None, weights=None):
    """how many numbers lie in each bin, or the sum of their weights, and the edges of the bins"""
    edges = histogram_bin_edges(a, bins, range)
    flat = np.ravel(a)
    n = edges.shape[0] - 1
    ones = 1 if weights is None else np.ravel(weights)
    each = np.broadcast_to(ones, flat.shape)
    counts = np.zeros(n, np.int64 if weights is None else np.float64)
    places = searchsorted(edges, flat, "right")
    for i in np.arange(flat.shape[0]):
        last = places[i] == n + 1 and flat[i] == edges[n]         # that bin has both its edges
        k = n - 1 if last else places[i] - 1
        if k >= 0 and k < n:
            counts[k] += each[i]
    if density:
        return counts / (np.sum(counts) * np.diff(edges)), edges
    return counts, edges
