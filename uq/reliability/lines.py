"""Lines through standard normal space: the probability of the failure's side along each, from all its crossings of the surface (Koutsourelakis et al. 2004).

Values and slopes at nodes of a line show where the sign changes between two of them, and where a cubic through both has another sign in between; there the
function is asked. Each crossing is found by Newton's method inside its bracket, halved where a step leaves it or does not help.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .design_points import Rare

SETTLED, STEPS = 1e-10, 80           # of a crossing's place; at most
SUSPECT = 0.5                        # of the smaller end: a cubic that comes so near to zero between two nodes is looked at
INSIDE = np.linspace(0.0, 1.0, 17)[1:-1]

Along = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]         # values and slopes at places c (m,) of lines numbered (m,)


class Brackets(NamedTuple):
    """Lines (m,), places (m,) on both sides of a crossing, and whether the failure begins there, going up."""

    line: np.ndarray
    low: np.ndarray
    high: np.ndarray
    begins: np.ndarray


def along(rare: Rare, base: np.ndarray, direction: np.ndarray) -> Along:
    """The limit state on lines base (n, d) + c · direction (d,); DataError where it has no value."""
    def at(c: np.ndarray, line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        u = base[line] + c[:, None] * direction
        values, gradients = rare.both(u)
        return rare.g.checked(u, values), gradients @ direction
    return at


def beyond(at: Along, count: int, reach: float, nodes: int) -> np.ndarray:
    """(count,): the probability of the failure's side along each line; nodes, an odd number of them, from -reach to reach."""
    from scipy.special import ndtr

    places = np.linspace(-reach, reach, nodes)
    line = np.repeat(np.arange(count), nodes)
    values, slopes = (a.reshape(count, nodes) for a in at(np.tile(places, count), line))
    brackets = joined(between_nodes(values, places), hidden(at, values, slopes, places))
    root = crossings(at, brackets)
    sign = np.where(brackets.begins, 1.0, -1.0)
    mass = sign * np.where(root > 0.0, ndtr(-root), -ndtr(root))                  # of what changes at a crossing, from the nearer tail
    return (values[:, nodes // 2] <= 0.0) + np.bincount(brackets.line, mass, count)


def between_nodes(values: np.ndarray, places: np.ndarray) -> Brackets:
    """Where the sign changes from a node to the next."""
    fails = values <= 0.0
    line, j = np.nonzero(fails[:, 1:] != fails[:, :-1])
    return Brackets(line, places[j], places[j + 1], fails[line, j + 1])


def hidden(at: Along, values: np.ndarray, slopes: np.ndarray, places: np.ndarray) -> Brackets:
    """Where it changes twice between two nodes: both brackets."""
    h = places[1] - places[0]
    a, b, da, db = values[:, :-1], values[:, 1:], h * slopes[:, :-1], h * slopes[:, 1:]
    same = (a <= 0.0) == (b <= 0.0)
    side = np.where(a <= 0.0, -1.0, 1.0)
    line, j = np.nonzero(same & (side * da < 0.0) & (side * db > 0.0))
    cubic = side[line, j] * hermite(a[line, j], b[line, j], da[line, j], db[line, j])
    least = cubic.argmin(axis=0)
    near = cubic.min(axis=0) <= SUSPECT * np.minimum(np.abs(a[line, j]), np.abs(b[line, j]))
    line, j, middle = line[near], j[near], (places[j] + h * INSIDE[least])[near]
    if not len(line):
        return Brackets(line, middle, middle, line > 0)
    there = at(middle, line)[0] <= 0.0
    other = there != (values[line, j] <= 0.0)
    line, j, middle, begins = line[other], j[other], middle[other], there[other]
    return joined(Brackets(line, places[j], middle, begins), Brackets(line, middle, places[j + 1], ~begins))


def hermite(a: np.ndarray, b: np.ndarray, da: np.ndarray, db: np.ndarray) -> np.ndarray:
    """(inside, m): cubics of values and slopes at both ends."""
    t = INSIDE[:, None]
    return (1 + 2 * t) * (1 - t) ** 2 * a + t * (1 - t) ** 2 * da + t * t * (3 - 2 * t) * b + t * t * (t - 1) * db


def joined(a: Brackets, b: Brackets) -> Brackets:
    """Both."""
    return Brackets(*(np.concatenate(pair) for pair in zip(a, b, strict=True)))


def crossings(at: Along, brackets: Brackets) -> np.ndarray:
    """(m,): the places of the crossings."""
    low, high = brackets.low.copy(), brackets.high.copy()
    x, step = 0.5 * (low + high), high - low
    open_ = np.arange(len(x))
    for _ in range(STEPS):
        if not len(open_):
            break
        k = open_
        values, slopes = at(x[k], brackets.line[k])
        upper = (values <= 0.0) == brackets.begins[k]                             # x lies above the crossing
        high[k], low[k] = np.where(upper, x[k], high[k]), np.where(upper, low[k], x[k])
        with np.errstate(all="ignore"):
            newton = x[k] - values / slopes
            bad = ~((newton >= low[k]) & (newton <= high[k]) & (np.abs(newton - x[k]) < 0.5 * np.abs(step[k])))
        following = np.where(bad, 0.5 * (low[k] + high[k]), newton)
        step[k], x[k] = following - x[k], following
        open_ = k[(np.abs(step[k]) > SETTLED * (1.0 + np.abs(x[k]))) & (values != 0.0)]
    return x
