"""The variable in which an input's polynomials are: the input itself, moved and stretched, or its standard normal number.

Polynomials of the input converge where its law is told by its moments, that is where tails are no heavier than exponential ones. Laws with heavier tails, the
lognormal among them, and dependent inputs are expanded in the numbers u of `from_normal`, by Hermite's polynomials.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ..inputs import Uncertain
from ..inputs.laws.constant import Constant
from ..inputs.laws.scipy_laws import of_frozen
from .polynomials import Recurrence, hermite, jacobi, laguerre, of_quadrature

FAR = 36.0                           # standard normal numbers up to which laws are looked at: probabilities of 1e-284
HEAVY = 5.0                          # how much farther out the tail is there than at half of it: 4 of exponential tails
PANELS, NODES = 32, 16               # Gauss and Legendre's points for one standard normal number


class Axis(NamedTuple):
    """t = (x - centre) / scale of the input x, or of its standard normal number where `normal` is true; the weight of derivatives with respect to t is the
    root of the law's Poincaré constant there (Roustant et al. 2025), as far as its variance tells."""

    recurrence: Recurrence
    normal: bool = True
    centre: float = 0.0
    scale: float = 1.0
    weight: float = 1.0


Classical = Callable[..., Axis]


def of_beta(degree: int, p: float, q: float, loc: float, scale: float) -> Axis:
    return Axis(jacobi(degree, p, q), False, loc + 0.5 * scale, 0.5 * scale, 2.0 * np.sqrt(p * q / (p + q + 1.0)) / (p + q))


CLASSICAL: dict[str, Classical] = {  # of the degree, then SciPy's shapes, loc and scale
    "norm": lambda degree, loc, scale: Axis(hermite(degree)),
    "lognorm": lambda degree, s, loc, scale: Axis(hermite(degree)),
    "uniform": lambda degree, loc, scale: of_beta(degree, 1.0, 1.0, loc, scale)._replace(weight=2.0 / np.pi),
    "beta": of_beta,
    "expon": lambda degree, loc, scale: Axis(laguerre(degree, 1.0), False, loc, scale, 2.0),
    "gamma": lambda degree, a, loc, scale: Axis(laguerre(degree, a), False, loc, scale, 2.0 * np.sqrt(max(a, 1.0))),
}


def axes_of(inputs: Uncertain, degree: int) -> list[Axis]:
    """One for each input."""
    if not inputs.independent:
        return [Axis(hermite(degree))] * inputs.dim
    return [classical(inputs, name, degree) or of_any(inputs, k, degree) for k, name in enumerate(inputs.names)]


def classical(inputs: Uncertain, name: str, degree: int) -> Axis | None:
    """Of a law whose polynomials have a name."""
    law = inputs.marginal(name)
    if isinstance(law, Constant):
        return Axis(hermite(degree))
    named = of_frozen(law)
    return CLASSICAL[named[0]](degree, *named[1]) if named is not None and named[0] in CLASSICAL else None


def of_any(inputs: Uncertain, k: int, degree: int) -> Axis:
    """Of any law, from its quantiles."""
    if heavy(inputs, k):
        return Axis(hermite(degree))
    x, weights = quadrature(inputs, k)
    centre = float(weights @ x)
    scale = float(np.sqrt(weights @ (x - centre) ** 2))
    return Axis(of_quadrature(degree, (x - centre) / scale, weights), False, centre, scale)


def at(inputs: Uncertain, k: int, u: np.ndarray) -> np.ndarray:
    """Values of one input at standard normal numbers."""
    points = np.zeros((len(u), inputs.dim))
    points[:, k] = u
    with np.errstate(all="ignore"):
        return inputs.from_normal(points)[:, k]


def heavy(inputs: Uncertain, k: int) -> bool:
    """Has it a tail heavier than an exponential one?"""
    far, half, middle, low, lowest = at(inputs, k, FAR * np.array([1.0, 0.5, 0.0, -0.5, -1.0]))
    return not (abs(far - middle) <= HEAVY * abs(half - middle) and abs(lowest - middle) <= HEAVY * abs(low - middle))


def quadrature(inputs: Uncertain, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Values of one input (n,) with weights that sum to 1."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    edges = np.linspace(-FAR, FAR, int(2 * FAR) * PANELS // 8 + 1)
    half = 0.5 * np.diff(edges)[:, None]
    u = (edges[:-1, None] + half * (1.0 + nodes)).ravel()
    w = (half * weights).ravel() * np.exp(-0.5 * u * u)
    x = at(inputs, k, u)
    known = np.isfinite(x)                               # laws of SciPy do not reach as far
    return x[known], w[known] / w[known].sum()


def placed(axes: list[Axis], inputs: Uncertain, x: np.ndarray, u: np.ndarray, gradients: np.ndarray | None) -> tuple[np.ndarray, Any]:
    """Variables t (n, d) of inputs x (n, d) with standard normal numbers u (n, d), and gradients (n, m, d) with respect to them, of those that are given with
    respect to the inputs."""
    normal = np.array([a.normal for a in axes])
    centre, scale = np.array([(a.centre, a.scale) for a in axes]).T
    t = np.where(normal, u, (x - centre) / scale)
    if gradients is None:
        return t, None
    back = np.stack([inputs.pullback(u, gradients[:, k]) for k in range(gradients.shape[1])], axis=1) if normal.any() else gradients
    return t, np.where(normal, back, gradients * scale)
