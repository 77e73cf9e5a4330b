"""Why trajectories ended, or proposals were rejected, where the density is not finite: the model is run by CPython at some of the points that chains kept.

A trajectory that diverged at a finite density, where the edge of the domain had thrown it back, is asked about the other side of that edge.
"""
from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...ad.logdensity import Target
from .watched import BEFORE, COUNTS, EARLY, INSIDE, KEPT, LATE

if TYPE_CHECKING:
    from ...results import Outside

LOOKED_AT, USUAL = 100, 4            # points of a kind that the model is run at, and draws
SECONDS, AT_LEAST = 0.05, 12         # no longer for a kind, where so many points have been looked at
DOWNHILL = (0.1, 0.3, 1.0)           # standard deviations of the draws, from the point before a divergence
ONWARD = (1.25, 1.5, 2.0)            # of the step that diverged


def outside(target: Target, words: Sequence[np.ndarray], kept: Sequence[np.ndarray], draws: np.ndarray, diverged: int, made: int) -> Outside | None:
    """What came of it; None where the domain of the model has no part in it. Of each chain: words, with the counts of `watched.py`, and kept, (KINDS, KEPT,
    dim); draws (chain, draw, dim) where the density is finite; how many draws of all chains diverged, and how many were made."""
    from ... import results

    beyond, inside = (sum(int(word[COUNTS + kind]) for word in words) for kind in (LATE, INSIDE))
    if not beyond + inside or not diverged and beyond < results.WORTH_A_WORD * made:
        return None
    late, ends, before = (shared([rows(w, k, kind) for w, k in zip(words, kept, strict=True)]) for kind in (LATE, INSIDE, BEFORE))
    spread = draws.reshape(-1, target.dim).std(axis=0)
    edges = [edge(target, z, back, spread) for z, back in zip(ends, before, strict=True)]
    usual = some(draws)
    first, thrown = (looked_at(target, points, usual) for points in (late, edges))
    found = results.Outside(diverged, made, beyond, inside, len(first), len(thrown), [
        results.Cause(c.what, c.where, c.remedy, first.count(c), thrown.count(c)) for c in dict.fromkeys([*first, *thrown]) if c is not None and c.domain])
    return found if found.causes and (diverged or found.share() >= results.WORTH_A_WORD) else None


def tried(target: Target, word: np.ndarray, kept: np.ndarray, last: np.ndarray) -> list[str]:
    """Why none of the points at which a chain tried to start had a finite density, a line for each cause; of the last one alone where the target says no
    more."""
    points = shared([rows(word, kept, EARLY)])
    looked = looked_at(target, points, np.zeros((0, target.dim)))
    found = [cause for cause in looked if cause is not None]
    if not found:
        return [target.diagnose(last)]
    number = dict.fromkeys(found, 0)
    for cause in found:
        number[cause] += 1
    return [f"at {count:,} of {len(looked):,} points that were tried {cause}"
            for cause, count in sorted(number.items(), key=lambda item: -item[1])]


def rows(word: np.ndarray, kept: np.ndarray, kind: int) -> np.ndarray:
    """The points of a kind that a chain has kept, (n, dim)."""
    return kept[kind, :min(KEPT, int(word[COUNTS + min(kind, INSIDE)]))]


def shared(parts: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Points of all chains in turn, as many as are looked at."""
    longest = max(map(len, parts), default=0)
    return [part[k] for k in range(longest) for part in parts if k < len(part)][:LOOKED_AT]


def some(draws: np.ndarray) -> np.ndarray:
    """A few draws, (n, dim)."""
    flat = draws.reshape(-1, draws.shape[-1])
    return flat[np.linspace(0, len(flat) - 1, USUAL).astype(int)] if len(flat) else flat


def looked_at(target: Target, points: Sequence[np.ndarray | None], usual: np.ndarray) -> list[Any]:
    """The first cause at each of the points, None where there is none or no point; of fewer points where the model takes long."""
    found: list[Any] = []
    begun = time.perf_counter()
    there = target.causes((z for z in points if z is not None), usual)
    for z in points:
        if len(found) >= AT_LEAST and time.perf_counter() - begun > SECONDS:
            break
        causes = [] if z is None else next(there)
        found.append(causes[0]._replace(detail="") if causes else None)
    return found


def edge(target: Target, end: np.ndarray, before: np.ndarray, spread: np.ndarray) -> np.ndarray | None:
    """A point outside of the domain close to where a trajectory diverged: downhill from the point before, or beyond its end."""
    with np.errstate(all="ignore"):
        _, gradient = target.value_and_grad(before)
        way = -np.square(spread) * gradient
        way = way / np.max(np.abs(way / spread))
        points = [*(before + s * way for s in DOWNHILL), *(before + s * (end - before) for s in ONWARD)]
        return next((z for z in points if np.isfinite(z).all() and not np.isfinite(target.log_density(z))), None)
