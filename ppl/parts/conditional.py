"""Draws of normal vectors given some of their entries, which are numbers where the others are nan. In the language.

A normal vector is shift(u) of independent standard normal u. Where shift makes each entry of the u up to it, and what is known comes first, as the past of a
series does, u is known as far as x is. Else a draw x of all entries is moved by what the known ones say of its error: x + S[:, K] S[K, K]⁻¹ (known - x[K]),
with the covariance S (Hoffman and Ribak 1991).
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from ...lang.library import random
from ...lang.library.random import Rng
from ..base.draws import size_of, spread_out
from ..base.functions import where
from ..base.types import Truth, Value


class Vector(Protocol):
    """What is asked of a distribution."""

    @property
    def axes(self) -> int: ...

    @property
    def causal(self) -> bool: ...

    @property
    def hides(self) -> bool: ...

    def has(self, what: str, /) -> bool: ...
    def standard(self) -> Any: ...
    def shift(self, u: Value, /) -> Value: ...
    def unshift(self, x: Value, /) -> Value: ...


def completes(dist: Vector) -> bool:
    """Can values be drawn of which some entries are known? Normal vectors can, and series of hidden states, by their own `draw_given`."""
    return dist.hides or (dist.axes == 1 and dist.has("noncentered") and dist.standard().name == "Normal")


def partial(dist: Vector, values: np.ndarray) -> str:
    """What is said of values that are known in part where the rest of them cannot be drawn; empty otherwise."""
    if not dist.axes or values.dtype.kind != "f" or completes(dist):
        return ""
    partly = known_partly(~np.isnan(values), dist.axes)
    return (f"{int(partly.sum())} of {partly.size} values are given in part, and {dist} has no draws of the rest of a value: give all of it, or none, nan "
            "everywhere") if partly.any() else ""  # fmt: skip


def draw_given(dist: Any, rng: Rng, x: Any) -> Any:
    """Random values whose entries are x where x is not nan; where all of a value is known or nothing, one that knows nothing."""
    return dist.draw_given(rng, x) if dist.hides else given(rng, dist, x)


def given(rng: Rng, dist: Vector, x: Any) -> Any:
    """A draw of each vector on the last axis: the entries that are not nan as they are; of a vector that is known as a whole a fresh one."""
    known: Any = x == x
    u = np.zeros(x.shape).ravel()
    for k in range(size_of(x.shape)):
        u[k] = random.normal(rng)
    u = u.reshape(x.shape)
    plain = dist.shift(u)
    found = plain + 0.0
    if np.any(known_partly(known, 1)):
        found = of_parts(dist, x, known, u, plain)
    return beside(x, found, plain, 1)


def whole(known: np.ndarray, axes: int) -> np.ndarray:
    """Which values, of so many axes each, are known as wholes, in NumPy."""
    return known if axes == 0 else np.asarray(known.all(axis=tuple(range(known.ndim - axes, known.ndim))))


def known_partly(known: Any, axes: int) -> Any:
    """Which values, of so many axes each, are known in part."""
    some: Any = known
    every: Any = known
    for _ in range(axes):
        some, every = np.any(some, axis=-1), np.all(every, axis=-1)
    return some & ~every


def beside(x: Any, found: Any, plain: Any, axes: int) -> Any:
    """What is known with what was found for the rest of its value; values that are known as a whole, or not at all, are the plain ones."""
    known = x == x
    return where(spread_out(known_partly(known, axes), axes), where(known, x, found), plain)


def of_parts(dist: Vector, x: Any, known: Any, u: Any, plain: Any) -> Any:
    """The draws of vectors that are known in part."""
    if dist.causal and is_past(known):
        return dist.shift(where(known, dist.unshift(where(known, x, plain)), u))
    return moved(dist, x, known, plain)


def is_past(known: Any) -> Truth:
    """Is what is known all before what is not?"""
    k: Any = where(known, 1.0, 0.0)
    return np.all(k[..., 1:] <= k[..., :-1])


def moved(dist: Vector, x: Any, known: Any, plain: Any) -> Any:
    """A draw, moved by what is known of its error."""
    n = x.shape[-1]
    zero: Any = dist.shift(np.zeros(x.shape))
    factor = np.zeros((*x.shape, n))
    for j in range(n):
        one = np.zeros(x.shape)
        one[..., j] = 1.0
        factor[..., j] = dist.shift(one) - zero
    k: Any = where(known, 1.0, 0.0)
    errors: Any = where(known, x - plain, 0.0)
    factors, there, errors = factor.reshape((-1, n, n)), k.reshape((-1, n)), errors.reshape((-1, n))
    found = np.zeros(errors.shape)
    for i in range(errors.shape[0]):
        cov = factors[i] @ factors[i].T
        found[i] = cov @ np.linalg.solve(cov * there[i][:, None] * there[i] + np.diag(1.0 - there[i]), errors[i])
    return plain + found.reshape(x.shape)
