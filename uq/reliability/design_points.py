"""Design points: where the surface g = 0 comes nearest to the origin of standard normal space (Hasofer & Lind 1974; Rackwitz & Fiessler 1978).

From each of several starts ½|u|² is minimised under g = 0 by sequential quadratic programming (Kraft 1988, SciPy's SLSQP) with exact gradients, then by
Newton's method on the conditions of Karush, Kuhn and Tucker: g(u) = 0 and u = -λ ∇g(u) with λ ≥ 0. Whatever the search says of itself, a point counts
when it fulfils these conditions. Where the surface has an edge, as that of a maximum of several limit states has, u is a sum of the gradients of all that meet
there, with weights that are not negative; the search then takes the nearest point of their tangent planes (least distance programming, Lawson & Hanson 1974).
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import DataError
from .limit_state import LimitState

REACH = 3.0                          # from the origin to a start
FARTHEST = 37.0                      # of a coordinate: beyond it the normal law has no mass in floats
TOLERANCE, ROUGH = 1e-6, 1e-3        # of the conditions, relative to the distance or 1: exact derivatives, others
APART = 1e-2                         # points that are nearer, relative to the distance or 1, are one
AXES = 8                             # inputs along which searches start, those of the largest slopes at the origin
CALLS = 300                          # of the limit state by one search
SETTLED = 1e-9                       # of ½|u|²: Newton steps do the rest
RADII = (0.3, 1e-2, 1e-4, 1e-6)      # around a point where the gradients that meet at an edge are looked for


class DesignPoint(NamedTuple):
    """A point u (d,) of the surface; the gradient there (d,); by how much the conditions are missed; unit normals (k, d) of the planes that meet there, from
    the failure, and the weights (k,) of them that make u; one of each where the surface is smooth."""

    u: np.ndarray
    gradient: np.ndarray
    residual: float
    normals: np.ndarray
    weights: np.ndarray

    @property
    def beta(self) -> float:
        """Its distance from the origin."""
        return float(np.linalg.norm(self.u))


class Exhausted(Exception):
    """A search has had its share of calls."""


class Rare:
    """The limit state, turned so that the origin lies where it is positive: what is looked for is the nearest point of the other side.

    It remembers the last point, whose value and gradient the search asks for in turn.
    """

    def __init__(self, g: LimitState):
        self.g, self.side = g, 1.0 if g.centre >= 0.0 else -1.0
        self.last: tuple[np.ndarray, float, np.ndarray] | None = None
        self.size, self.calls = 1.0, 0

    def both(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(values (n,), gradients (n, d))"""
        values, gradients = self.g.gradients(u)
        return self.side * values / self.size, self.side / self.size * gradients

    def one(self, u: np.ndarray) -> tuple[float, np.ndarray]:
        """At one point (d,); DataError where the model has no value there, Exhausted after too many calls since `calls` was 0."""
        if self.last is None or not np.array_equal(self.last[0], u):
            if self.calls >= CALLS:
                raise Exhausted
            values, gradients = self.both(u[None])
            self.calls += 1
            if not (np.isfinite(values[0]) and np.isfinite(gradients).all()):
                raise DataError("the model has no value, or no slope, where a design point was looked for")
            self.last = u.copy(), float(values[0]), gradients[0]
        return self.last[1:]


def starts(rare: Rare, count: int, d: int) -> Iterator[np.ndarray]:
    """The origin, points along the inputs that matter most there, and `count` in random directions, the same at every call."""
    yield np.zeros(d)
    slope = np.abs(rare.one(np.zeros(d))[1])
    for i in np.argsort(-slope, kind="stable")[:AXES]:
        for end in (-REACH, REACH):
            yield np.where(np.arange(d) == i, end, 0.0)
    for u in np.random.default_rng(1).standard_normal((count, d)):
        yield REACH * u / np.linalg.norm(u)


class Search(NamedTuple):
    """Distinct design points, nearest first; where other searches ended, with what is missed there; how many starts there were; what stopped those that were
    given up."""

    points: list[DesignPoint]
    ends: list[DesignPoint]
    starts: int
    lost: list[DataError]


def search(rare: Rare, count: int, d: int) -> Search:
    """From all starts."""
    points: list[DesignPoint] = []
    ends: list[DesignPoint] = []
    lost: list[DataError] = []
    begun = list(starts(rare, count, d))
    for start in begun:
        try:
            point = reached(rare, start)
        except DataError as e:
            lost.append(e)
            continue
        if point.residual <= (TOLERANCE if rare.g.exact else ROUGH):
            if all(np.linalg.norm(point.u - p.u) > APART * max(1.0, point.beta) for p in points):
                points.append(point)
        else:
            ends.append(point)
    points.sort(key=lambda p: (round(p.beta, 6), tuple(np.round(-p.u, 6))))
    return Search(points, sorted(ends, key=lambda p: p.residual), len(begun), lost)


def reached(rare: Rare, start: np.ndarray) -> DesignPoint:
    """Where the search from a start ends."""
    u = newton(rare, descended(rare, start))
    point = smooth(rare, u)
    if point.residual <= (TOLERANCE if rare.g.exact else ROUGH):
        return point
    return min(point, at_edge(rare, u), key=lambda p: p.residual)


def descended(rare: Rare, start: np.ndarray) -> np.ndarray:
    """(d,), by SLSQP; where it has come when its calls are used up, as where noise or an edge keeps it from settling."""
    from scipy.optimize import minimize

    rare.calls = 0
    constraint: Any = {"type": "eq", "fun": lambda u: rare.one(u)[0], "jac": lambda u: rare.one(u)[1]}
    try:
        return minimize(lambda u: 0.5 * float(u @ u), start, jac=lambda u: u, method="SLSQP", constraints=constraint,
                        bounds=[(-FARTHEST, FARTHEST)] * len(start), options={"ftol": SETTLED, "maxiter": 100}).x
    except Exhausted:
        return start if rare.last is None else rare.last[0]
    finally:
        rare.calls = 0


def smooth(rare: Rare, u: np.ndarray) -> DesignPoint:
    """The point, judged by its own gradient alone."""
    value, gradient = rare.one(u)
    size = float(np.linalg.norm(gradient))
    if size == 0.0:
        return DesignPoint(u, gradient, np.inf, np.zeros((1, len(u))), np.zeros(1))
    normal = -gradient / size
    along = float(u @ normal)
    off = max(abs(value) / size, float(np.linalg.norm(u - max(along, 0.0) * normal)))
    return DesignPoint(u, gradient, off / max(1.0, float(np.linalg.norm(u))), normal[None], np.array([along]))


def newton(rare: Rare, u: np.ndarray) -> np.ndarray:
    """The point after Newton steps on u + λ ∇g = 0, g = 0, as long as they help; as it is where derivatives are not the compiler's."""
    d, best = len(u), smooth(rare, u)
    for _ in range(8 if rare.g.exact else 0):
        hessian = rare.g.hvps(np.repeat(best.u[None], d, axis=0), np.eye(d))
        size = float(np.linalg.norm(best.gradient))
        if hessian is None or size == 0.0 or best.residual <= 1e-14:
            break
        multiplier = best.weights[0] / size
        system = np.zeros((d + 1, d + 1))
        system[:d, :d] = np.eye(d) + multiplier * rare.side / rare.size * hessian
        system[:d, d] = system[d, :d] = best.gradient
        right = -np.append(best.u + multiplier * best.gradient, rare.one(best.u)[0])
        step = np.linalg.lstsq(system, right, rcond=None)[0][:d]
        further = smooth(rare, best.u + step)
        if not further.residual < best.residual:
            break
        best = further
    return best.u


# -- edges
def at_edge(rare: Rare, u: np.ndarray) -> DesignPoint:
    """The nearest point of the tangent planes around u, judged by all the gradients that meet there."""
    point = smooth(rare, u)
    for radius in RADII:
        for _ in range(3):
            values, gradients, at = around(rare, u, radius)
            nearer = nearest(gradients, np.einsum("nd,nd->n", gradients, at) - values)
            if nearer is None or np.abs(nearer).max() > FARTHEST:
                return point
            u = nearer
    value, gradient = rare.one(u)
    _, gradients, _ = around(rare, u, RADII[-1])
    normals, weights = made_of(-gradients / np.linalg.norm(gradients, axis=1)[:, None], u)
    off = max(abs(value) / float(np.linalg.norm(gradient)), float(np.linalg.norm(u - weights @ normals)))
    return DesignPoint(u, gradient, off / max(1.0, float(np.linalg.norm(u))), normals, weights)


def around(rare: Rare, u: np.ndarray, radius: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values, gradients and the points themselves, within that radius of u and at u; DataError where one has no value or does not change."""
    rng, d = np.random.default_rng(2), len(u)
    at = u + radius * np.vstack([np.zeros((1, d)), rng.uniform(-1.0, 1.0, (4 * (d + 1), d))])
    values, gradients = rare.both(at)
    if not (np.isfinite(values).all() and np.isfinite(gradients).all() and np.linalg.norm(gradients, axis=1).all()):
        raise DataError("the limit state has no slope where a design point was looked for: it does not change with the inputs there",
                        hint="sampling needs no slopes: `uq.subset`")
    return values, gradients, at


def nearest(slopes: np.ndarray, right: np.ndarray) -> np.ndarray | None:
    """The shortest u (d,) with slopes @ u <= right; None where there is none (Lawson & Hanson 1974, ch. 23)."""
    from scipy.optimize import nnls

    size = np.linalg.norm(slopes, axis=1)
    system = np.vstack([-(slopes / size[:, None]).T, -(right / size)[None]])
    target = np.append(np.zeros(slopes.shape[1]), 1.0)
    rest = system @ nnls(system, target)[0] - target
    return None if abs(rest[-1]) < 1e-12 else -rest[:-1] / rest[-1]


def made_of(normals: np.ndarray, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The unit normals among them, and weights >= 0, whose sum comes nearest to u."""
    from scipy.optimize import nnls

    distinct = [normals[0]]
    for normal in normals[1:]:
        if all(normal @ other < 1.0 - 1e-6 for other in distinct):
            distinct.append(normal)
    weights = nnls(np.array(distinct).T, u)[0]
    used = weights > 1e-6 * max(1.0, float(np.abs(weights).max()))
    return np.array(distinct)[used], weights[used]
