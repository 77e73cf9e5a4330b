"""The leapfrog integrator, the only integrator here."""
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..lang import compiled
from .sampler import Array, DensityCall

if TYPE_CHECKING:
    from .metrics.metric import Arrays, Metric


class Point(NamedTuple):
    """End of a step: total energy (kinetic minus log density) and log density."""

    energy: float
    lp: float


@compiled
def leapfrog(density: DensityCall, metric: Metric, m: Arrays, step: float, z0: Array, p0: Array, g0: Array, z: Array, p: Array, g: Array) -> Point:
    """One step from (z0, p0) with gradient g0 to (z, p) with gradient g, which may be the same rows.

    Reversible (the step -step goes back) and volume preserving (Neal 2011, equations 2.28-2.30).
    """
    metric.kick(m, 0.5 * step, g0, p0, p)
    metric.drift(m, step, p, z0, z)
    lp = density(z, g)
    kinetic = 0.5 * metric.kick(m, 0.5 * step, g, p, p)
    return Point(kinetic - lp, lp)


@compiled
def kinetic_energy(p: Array) -> float:
    """½ p·p: the momentum has unit mass under every metric."""
    square = 0.0
    for i in range(len(p)):
        square += p[i] * p[i]
    return 0.5 * square
