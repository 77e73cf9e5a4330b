"""The search for a mode of a log density, in unconstrained coordinates, and the Gaussian there: a trust-region Newton method whose steps are
conjugate-gradient iterations on exact Hessian-vector products (Nocedal and Wright 2006, algorithm 7.2), then the inverse of the exact Hessian.
"""
from __future__ import annotations

import math

import numpy as np

from ...ad.logdensity import Target
from ...ir.errors import SamplingError
from ..advice import names, short, why_no_start

FLAT = 1e-12                          # times dim: smaller eigenvalues of the curvature, scaled to ones on its diagonal, are rounding
WANTED, NEGLIGIBLE = 1e-3, 1e-8       # of the length of a Newton step, (gᵀΣg)^½, in standard deviations
SHRINKS = 0.1                         # what one step leaves of the next, at most
SEARCHES = 4                          # where one ends at a saddle, the next begins beside it
ABOUT = 2.0                           # of other starts, to each side in unconstrained coordinates
BESIDE = 0.01                         # how far, in standard deviations: there a maximum has fallen by BESIDE² / 2
NOISE = 1e-11                         # of rounding in a log density, in its own size


class NoMaximum(SamplingError):
    """The search has ended where the density does not fall off in all directions; `higher` is a point beside that lies higher, None without one."""

    higher: np.ndarray | None = None


def highest(target: Target, start: np.ndarray, starts: int, max_iterations: int,
            rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """What `maximum` gives from `start` and from points about it; of all modes the one whose Gaussian holds most. The first error where there is none."""
    found: list[tuple[float, np.ndarray, np.ndarray]] = []
    first: SamplingError | None = None
    gradients = products = 0
    for k in range(starts):
        try:
            mode, factor, counts = maximum(target, start + (rng.uniform(-ABOUT, ABOUT, target.dim) if k else 0.0), max_iterations)
        except SamplingError as e:
            first = first or e
            continue
        gradients, products = gradients + counts[0], products + counts[1]
        found.append((evidence(target, mode, factor), mode, factor))
    if not found:
        assert first is not None, "no search has ended"
        raise first
    _, mode, factor = max(found, key=lambda entry: entry[0])
    return mode, factor, (gradients, products)


def evidence(target: Target, mode: np.ndarray, factor: np.ndarray) -> float:
    """log ∫ exp(log density) of the Gaussian at the mode."""
    return float(target.log_density(mode)) + 0.5 * target.dim * math.log(2 * math.pi) + float(np.log(np.abs(np.diag(factor))).sum())


def maximum(target: Target, start: np.ndarray, max_iterations: int) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """(mode, lower factor of the covariance there, (gradients, Hessian-vector products)); the first search's error where all end at none."""
    first: NoMaximum | None = None
    gradients = products = 0
    for _ in range(SEARCHES):
        found, counts = find_mode(target, start, max_iterations)
        gradients, products = gradients + counts[0], products + counts[1]
        try:
            mode, factor = spread(target, found)
            check_beside(target, mode, factor)
            return mode, factor, (gradients, products)
        except NoMaximum as e:
            first = first or e
            if e.higher is None:
                break
            start = e.higher
    assert first is not None, "the last search ended in an error"
    raise first


def check_beside(target: Target, mode: np.ndarray, factor: np.ndarray) -> None:
    """NoMaximum where the density is higher beside the mode: derivatives do not tell the top of a kink from its bottom."""
    top = float(target.log_density(mode))
    points = [mode + side * BESIDE * column for column in factor.T for side in (1.0, -1.0)]
    rise = np.array([float(target.log_density(z)) for z in points]) - top
    if not len(points) or not np.max(rise) > 0.5 * BESIDE**2 + NOISE * abs(top):
        return
    k = int(np.argmax(rise))
    error = NoMaximum(f"the search for the mode ended at no maximum, at {short(mode)}: the density rises beside it, along "
                      f"{names(target, np.argsort(-np.abs(factor[:, k // 2]))[:1])}, where its derivatives say that it falls", hint="give `start=`")
    error.higher = points[k]
    raise error


def find_mode(target: Target, start: np.ndarray, max_iterations: int) -> tuple[np.ndarray, tuple[int, int]]:
    """(mode, (gradients, Hessian-vector products))."""
    from scipy.optimize import minimize

    value, gradient = target.value_and_grad(start)
    if not np.isfinite(value) or not np.all(np.isfinite(gradient)):
        raise SamplingError(f"the search for the mode cannot begin: {why_no_start(target, start)}", hint="give `start=`, a point inside")
    counts = {"gradient": 0, "hvp": 0}

    def down(z: np.ndarray) -> tuple[float, np.ndarray]:
        counts["gradient"] += 1
        v, g = target.value_and_grad(z)
        return (-v, -np.asarray(g)) if np.isfinite(v) else (1e300, np.zeros_like(z))

    def curvature(z: np.ndarray, v: np.ndarray) -> np.ndarray:
        counts["hvp"] += 1
        return -np.asarray(target.hvp(z, v))

    found = minimize(down, start, jac=True, hessp=curvature, method="trust-ncg", options={"maxiter": max_iterations, "gtol": 1e-9})
    return found.x, (counts["gradient"], counts["hvp"])


def spread(target: Target, mode: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(mode after one Newton step more, lower factor L with L Lᵀ the covariance there); SamplingError when it is no mode."""
    hessian = -np.asarray(target.hessian(mode))
    if not np.all(np.isfinite(hessian)):
        raise SamplingError(f"second derivatives are not finite in {names(target, np.flatnonzero(~np.isfinite(hessian).all(axis=1)))} where the search "
                            f"for the mode ended, at {short(mode)}", hint="give `start=`")
    check_curvature(target, mode, hessian)
    covariance = np.linalg.inv(hessian)
    step = covariance @ target.value_and_grad(mode)[1]
    last = covariance @ target.value_and_grad(mode + step)[1]
    length, left = (math.sqrt(abs(x @ hessian @ x)) for x in (step, last))
    shrinks = left <= max(NEGLIGIBLE, SHRINKS * length)              # at a mode what is left shrinks as the square, until it is rounding
    if not length < WANTED or not (shrinks or left < WANTED and steady(target, mode + step, hessian)):
        far = np.argsort(-np.abs(step) / np.sqrt(np.diag(covariance)))
        raise SamplingError(f"no mode was reached: at {short(mode)} the next Newton step is {length:.1g} standard deviations long and leaves {left:.1g}, "
                            f"most of it along {names(target, far[:1])}", hint="raise `max_iterations` or give `start=`; the mode may be at infinity")
    return mode + step, np.linalg.cholesky(0.5 * (covariance + covariance.T))


def steady(target: Target, there: np.ndarray, hessian: np.ndarray) -> bool:
    """Is the curvature the same behind a step? Then what steps leave is rounding; on the way to a mode at infinity each step changes it."""
    change = -np.asarray(target.hessian(there)) - hessian
    inverse = np.linalg.inv(np.linalg.cholesky(hessian))
    return bool(np.all(np.isfinite(change)) and np.linalg.norm(inverse @ change @ inverse.T, 2) < SHRINKS)


def check_curvature(target: Target, mode: np.ndarray, hessian: np.ndarray) -> None:
    """NoMaximum unless the matrix is positive definite, in the scale of each coordinate."""
    if not len(hessian):
        return
    scale = 1.0 / np.sqrt(np.where(np.diag(hessian) > 0, np.diag(hessian), 1.0))
    values, vectors = np.linalg.eigh(hessian * np.outer(scale, scale))
    if values[0] > FLAT * len(values):
        return
    along = np.argsort(-np.abs(vectors[:, 0]))
    along = along[np.abs(vectors[along, 0]) > 0.3 * np.abs(vectors[along[0], 0])]
    upwards = values[0] < -FLAT * len(values)
    error = NoMaximum(f"the density does not fall off in all directions where the search for the mode ended, at {short(mode)}: it "
                      f"{'curves upwards' if upwards else 'is flat'} along {names(target, along)}",
                      hint="the posterior may be improper or, as a funnel, have no mode; sample it with NUTS, or give `start=`")
    if upwards:
        error.higher = higher(target, mode, scale * vectors[:, 0])
    raise error


def higher(target: Target, mode: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """The higher one of the two points beside another."""
    points = [mode + BESIDE * direction, mode - BESIDE * direction]
    return max(points, key=lambda z: float(target.log_density(z)))
