"""Shares of a variance from what every set of inputs leaves of it: c(s), the variance that is left on average when all inputs but those in s are known.

Shapley effects are the same with c(s) as with the variance that s explains (Song, Nelson & Staum 2016, theorem 1). Sets are numbers whose bits are inputs.
"""
from __future__ import annotations

from collections.abc import Mapping
from math import comb

import numpy as np


def members(d: int) -> list[tuple[int, ...]]:
    """The inputs in each of the 2^d sets."""
    return [tuple(i for i in range(d) if s >> i & 1) for s in range(1 << d)]


def weights(d: int) -> np.ndarray:
    """(d, 2^d): Shapley's value of each input is this matrix times c: the mean of what it adds over all orders of the inputs."""
    sizes = np.array([s.bit_count() for s in range(1 << d)])
    out = np.zeros((d, 1 << d))
    for i in range(d):
        inside = (np.arange(1 << d) >> i & 1).astype(bool)
        share = np.array([1.0 / (d * comb(d - 1, k)) for k in range(d)])
        out[i, inside] = share[sizes[inside] - 1]
        out[i, ~inside] = -share[sizes[~inside]]
    return out


def of_pairs(f: np.ndarray) -> np.ndarray:
    """(2^d, …): sums over points of ½ (f_v - f_w)² for sets v, w that differ by each set, over all v, of outputs f (2^d, n, …) at points of which the inputs in
    v are from one design and the others from another. Walsh's transform turns the 4^d products into d 2^d sums."""
    spectrum = walsh(f)
    joint = walsh((spectrum * spectrum).sum(axis=1)) / len(f) ** 2
    return joint[0] - joint


def walsh(a: np.ndarray) -> np.ndarray:
    """Along the first axis, of length 2^d."""
    out, h = a.copy(), 1
    while h < len(a):
        both = out.reshape(-1, 2, h, *a.shape[1:])
        out = np.stack([both[:, 0] + both[:, 1], both[:, 0] - both[:, 1]], axis=1).reshape(a.shape)
        h *= 2
    return out


def of_sets(c: np.ndarray, d: int) -> dict[str, np.ndarray]:
    """Shapley effects, and first and total indices, which are those of Kucherenko et al. (2012) where inputs depend on each other, from c (2^d, …)."""
    every, alone = (1 << d) - 1, np.array([1 << i for i in range(d)])
    return {"shapley": np.tensordot(weights(d), c, 1) / c[every], "S1": 1.0 - c[every - alone] / c[every], "ST": c[alone] / c[every]}


def of_orders(sums: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Shapley effects from what inputs add in random orders (Goda 2021)."""
    return {"shapley": sums["added"] / sums["added"].sum(axis=0)}
