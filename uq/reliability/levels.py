"""Subset simulation: a rare failure as a chain of frequent ones, each a lower level of the limit state (Au & Beck 2001).

Samples above a level are moved by u' = √(1 - σ²) u + σ z, which leaves the normal law as it is and is rejected where it falls back over the level; σ is
adapted to a share of 0.44 that is taken (Papaioannou, Betz, Zwirglmaier & Straub 2015, sec. 4.2). All chains of a level take a step at once.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...ir.errors import DataError
from .limit_state import LimitState

TAKEN = 0.44                         # of the moves
FIRST = 0.6                          # spread of a move, of the samples' own
MOST = 300                           # levels
LEAST_TAKEN = 0.01                   # of a level's moves
LEAST_DISTINCT = 0.1                 # of a level's samples


class Reached(NamedTuple):
    """The probability; levels (k,) of g with 0 at the end; shares of moves (k - 1,) that were taken."""

    probability: float
    levels: np.ndarray
    taken: np.ndarray


class Spread:
    """How far moves go, relative to the samples at hand."""

    def __init__(self):
        self.scale = FIRST

    def of(self, seeds: np.ndarray) -> np.ndarray:
        """(d,): σ by coordinate."""
        return np.minimum(1.0, self.scale * np.minimum(1.0, seeds.std(axis=0)))

    def adapt(self, taken: float, step: int) -> None:
        """More where more than enough was taken."""
        self.scale *= float(np.exp((taken - TAKEN) / np.sqrt(step)))


def descent(g: LimitState, side: float, n: int, share: float, rng: np.random.Generator) -> Reached:
    """One run of n samples a level, the share of which begins the next; `side` times g is what falls. DataError where it is stuck."""
    seeds = round(share * n)
    u = rng.standard_normal((n, g.inputs.dim))
    y = side * g.checked(u, g(u))
    levels, taken, spread = list[float](), list[float](), Spread()
    while True:
        order = np.argsort(y, kind="stable")
        level = float(y[order[seeds - 1]])
        if level <= 0.0:
            return Reached(share ** len(levels) * float(np.mean(y <= 0.0)), np.array([*levels, 0.0]), np.array(taken))
        below(g, side, level, levels, share)
        levels.append(level)
        u, y, moved = conditional(g, side, u[order[:seeds]], y[order[:seeds]], level, n // seeds, spread, rng)
        taken.append(moved)
        alive(g, side, u, moved, levels, share)


def conditional(g: LimitState, side: float, u: np.ndarray, y: np.ndarray, level: float, length: int, spread: Spread,
                rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, float]:
    """Samples below the level from chains of that length that begin at seeds u (m, d), their values, and the share of moves that was taken."""
    points, values, taken, start = [u], [y], list[float](), u
    for step in range(1, length):
        sigma = spread.of(start)
        moved = np.sqrt(1.0 - sigma**2) * u + sigma * rng.standard_normal(u.shape)
        there = side * g.checked(moved, g(moved))
        ok = there <= level
        u, y = np.where(ok[:, None], moved, u), np.where(ok, there, y)
        taken.append(float(ok.mean()))
        spread.adapt(taken[-1], step)
        points.append(u)
        values.append(y)
    return np.concatenate(points), np.concatenate(values), float(np.mean(taken))


def below(g: LimitState, side: float, level: float, levels: list[float], share: float) -> None:
    """DataError where a level is no lower than the last, or where there are too many."""
    if levels and not level < levels[-1] or len(levels) >= MOST:
        raise stuck(g, side, levels, share, "levels come no lower")


def alive(g: LimitState, side: float, u: np.ndarray, taken: float, levels: list[float], share: float) -> None:
    """DataError where chains do not move, or are few points many times over."""
    distinct = len(np.unique(u[:, 0])) / len(u)
    if taken < LEAST_TAKEN or distinct < LEAST_DISTINCT:
        raise stuck(g, side, levels, share, f"{taken:.1%} of the moves of chains are taken, and {distinct:.0%} of the samples are distinct")


def stuck(g: LimitState, side: float, levels: list[float], share: float, why: str) -> DataError:
    """What is said of a run that does not reach the failure."""
    return DataError(f"subset simulation is stuck at level {len(levels)}, a probability of {share ** len(levels):.2g}: {why}; the output there is "
                     f"{float(g.outputs(np.array(side * levels[-1]))):.6g}, and the threshold {g.threshold:.6g}",
                     hint="can the output reach the threshold, and does it change by degrees? Otherwise larger `n`")
