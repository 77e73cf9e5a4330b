"""The record that every sampler module gives, and the start of a chain that all of them share.

A sampler is `Settings` (run-time numbers), `State` (arrays only; complete after every draw), `Stats` (scalars of one draw), `init` and
`step`, written in the compiled language; all of it runs in CPython too. Common arguments of the compiled functions:

    metric    compile-time record (`metric.py`) of the linear map between momentum and position
    density   log density as a call: density(z, g) writes the gradient into g and returns the value
    rng       uniform() in [0, 1) and bits() in [0, 2**63)
    s, c      the settings and the state of the chain
"""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ..lang import compiled
from ..lang.library.random import normal


class Sampler(NamedTuple):
    """What a sampler module gives; everything here is known when the chain is compiled."""

    name: str
    settings: type                   # NamedTuple of numbers with defaults
    state: Callable[..., Any]        # (new, dim) -> State, where new(*shape, dtype=float) makes an array
    stats: type                      # NamedTuple of numbers, among them n_steps, step_size, diverging, warmup
    metric: Any
    init: Callable[..., Any]         # (metric, density, rng, settings, state) -> found a start
    step: Callable[..., Any]         # (metric, density, rng, settings, state, i) -> Stats of draw i, made in place


STEEP = 1e13                         # differences of a larger log density are lost to rounding: a start for want of a better one only


@compiled
def usable(lp, g):
    """Are the value and every part of the gradient finite?"""
    total = abs(lp)
    for i in range(len(g)):
        total += abs(g[i])
    return total < math.inf                                # nan compares false


@compiled
def find_start(density, rng, tries, start, z, g):
    """Moves z to a point of finite density; returns its log density, or nan when none of the tries had one.

    Coordinates of `start` that are nan are drawn from uniform(-2, 2), the others are kept.
    """
    for k in range(tries):
        for i in range(len(z)):
            z[i] = 4.0 * rng.uniform() - 2.0 if math.isnan(start[i]) else start[i]
        lp = density(z, g)
        if usable(lp, g) and (abs(lp) < STEEP or 2 * k > tries):
            return lp
    return math.nan


@compiled
def draw_normals(rng, x):
    for i in range(len(x)):
        x[i] = normal(rng)


def allocate(*shape: int, dtype: type = float) -> np.ndarray:
    """The `new` of CPython: zeros."""
    return np.zeros(shape, dtype=np.int64 if dtype is int else np.float64)
