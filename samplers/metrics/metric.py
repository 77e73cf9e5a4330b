"""The record of a metric: a linear map F between momentum and position, and how it is learnt from draws.

The momentum has unit mass; F is applied where the momentum meets the position and, transposed, where it meets the gradient:

    kick:   p = p0 + h Fᵀ g          drift:   z = z0 + h F p          F Fᵀ is the inverse mass matrix

So kinetic energy, refreshment and U-turn checks never see the metric.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np

from ..adapt.schedule import Schedule

Arrays = tuple[np.ndarray, ...]      # of a map: a NamedTuple of each metric's own


class Moments(Protocol):
    """What is known of the draws of a window: a NamedTuple of each metric's own."""

    @property
    def count(self) -> np.ndarray: ...           # (1,): draws


class Metric(NamedTuple):
    """Compile-time: the arrays of a metric and the functions on them (m: arrays of the map, w: moments of a window)."""

    name: str
    arrays: Callable[..., Arrays]    # (new, dim) -> m
    moments: Callable[..., Moments]  # (new, dim) -> w
    kick: Callable[..., float]       # (m, h, g, p0, p) -> p·p after the kick; p0 and p may be one array
    drift: Callable[..., None]       # (m, h, p, z0, z)
    first: Callable[..., None]       # (m, g): from the gradient at the start
    add: Callable[..., None]         # (w, z, g): one draw
    move: Callable[..., None]        # (a, b): a := b, b := empty
    learn: Callable[..., None]       # (m, w): from at least 3 draws
    schedule: Schedule               # when it is learnt
    smooth: bool                     # may be learnt after every draw (cheap, changes little) or at the ends of windows only
    matching: Callable[[np.ndarray], np.ndarray]          # covariance -> a factor F of this kind, for tests: F Fᵀ need not be the covariance
    put: Callable[..., None]         # (m, F): such a factor, or the identity, into the arrays, for tests
    between: Callable[..., None] | None = None     # (chain, first): learnt by Python, between machine code, from the draws since `first`
