"""The record of a metric: a linear map F between momentum and position, and how it is learnt from draws.

The momentum has unit mass; F is applied where the momentum meets the position and, transposed, where it meets the gradient:

    kick:   p = p0 + h Fᵀ g          drift:   z = z0 + h F p          F Fᵀ is the inverse mass matrix

So kinetic energy, refreshment and U-turn checks never see the metric.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..adapt import windows


class Metric(NamedTuple):
    """Compile-time: the arrays of a metric and the functions on them (m: arrays of the map, w: moments of a window)."""

    name: str
    arrays: Callable[..., Any]       # (new, dim) -> m
    moments: Callable[..., Any]      # (new, dim) -> w
    kick: Callable[..., Any]         # (m, h, g, p0, p) -> p·p after the kick; p0 and p may be one array
    drift: Callable[..., Any]        # (m, h, p, z0, z)
    first: Callable[..., Any]        # (m, g): from the gradient at the start
    add: Callable[..., Any]          # (w, z, g): one draw
    move: Callable[..., Any]         # (a, b): a := b, b := empty
    learn: Callable[..., Any]        # (m, w): from at least 3 draws
    schedule: windows.Schedule       # defaults of the settings that say when it is learnt
    smooth: bool                     # may be learnt after every draw (cheap, changes little) or at the ends of windows only
    between: Callable[..., Any] | None = None      # (chain, first): learnt by Python, between machine code, from the draws since `first`
