"""Second order at a design point: curvatures of the surface, and what they make of the probability.

With β the distance and κ the main curvatures, positive where the surface bends away from the failure's side,

    Breitung (1984)                   Φ(-β) Π (1 + β κ_i)^(-1/2)
    Hohenbichler & Rackwitz (1988)    Φ(-β) Π (1 + ψ κ_i)^(-1/2),  ψ = φ(β) / Φ(-β)

Where 1 + β κ is zero or less the point is no nearest one, and the formulas mean nothing.
"""
from __future__ import annotations

import numpy as np

from .design_points import DesignPoint, Rare


def curvatures(rare: Rare, point: DesignPoint) -> np.ndarray | None:
    """(d - 1,), the largest first: of Hessian products along the surface. None where there are no second derivatives, or at an edge."""
    if len(point.normals) != 1:
        return None
    along = tangents(point.normals[0])
    if not len(along):
        return np.zeros(0)
    products = rare.g.hvps(np.repeat(point.u[None], len(along), axis=0), along)
    if products is None or not np.isfinite(products).all():
        return None
    form = rare.side / rare.size * products @ along.T / np.linalg.norm(point.gradient)
    return np.linalg.eigvalsh(0.5 * (form + form.T))[::-1]


def tangents(normal: np.ndarray) -> np.ndarray:
    """(d - 1, d): an orthonormal basis of the plane across a unit vector (d,), by Householder's reflection."""
    d = len(normal)
    mirror = normal.copy()
    mirror[0] += 1.0 if normal[0] >= 0.0 else -1.0
    return (np.eye(d) - 2.0 / (mirror @ mirror) * np.outer(mirror, mirror))[1:]


def is_nearest(point: DesignPoint, kappa: np.ndarray | None) -> bool:
    """Is it a nearest point of its neighbourhood, and not a saddle? Yes where that is not known."""
    return kappa is None or bool(np.all(1.0 + point.beta * kappa > -1e-9))


def breitung(beta: float, kappa: np.ndarray) -> float:
    """The probability; nan where the formula does not hold."""
    from scipy.special import ndtr

    return float(ndtr(-beta)) * shrunk(beta, kappa, beta)


def hohenbichler(beta: float, kappa: np.ndarray) -> float:
    """The probability; nan where the formula does not hold."""
    from scipy.special import log_ndtr, ndtr

    psi = float(np.exp(-0.5 * (beta * beta + np.log(2.0 * np.pi)) - log_ndtr(-beta)))
    return float(ndtr(-beta)) * shrunk(psi, kappa, beta)


def shrunk(by: float, kappa: np.ndarray, beta: float) -> float:
    """Π (1 + by κ)^(-1/2); nan where one of these factors, or of those of β, is not positive."""
    factors = 1.0 + by * kappa
    if np.any(factors <= 0.0) or np.any(1.0 + beta * kappa <= 0.0):
        return float("nan")
    return float(np.exp(-0.5 * np.sum(np.log(factors))))
