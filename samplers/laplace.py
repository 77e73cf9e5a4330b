"""Laplace's approximation: a posterior as the Gaussian at its mode, in unconstrained coordinates. Exact for a quadratic log density.

The mode is found by a trust-region Newton method whose steps are conjugate-gradient iterations on exact Hessian-vector products
(Nocedal and Wright 2006, algorithm 7.2), the covariance is the inverse of the exact Hessian. How Gaussian the posterior really is
says `efficiency`.
"""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..ad.logdensity import as_target
from ..ir.errors import SamplingError, SettingsError

WANTED = 1e-6                         # of the Newton decrement, gᵀΣg: the squared distance to the mode in standard deviations


@dataclass(frozen=True, eq=False)
class Laplace:
    """The Gaussian at the mode, and draws from it."""

    names: tuple[str, ...]            # unconstrained coordinates
    mode: np.ndarray                  # (dim,), unconstrained
    covariance: np.ndarray            # (dim, dim), unconstrained
    log_evidence: float               # log ∫ exp(log density), exact for a Gaussian
    efficiency: float                 # effective share of the draws under importance weights: 1 where the posterior is Gaussian
    values: dict[str, np.ndarray]     # parameters and deterministics at the mode
    draws: dict[str, np.ndarray]      # the same for draws of the Gaussian, (n, …)
    n_gradients: int
    n_hvps: int

    def table(self) -> str:
        """Mean and sd of every scalar in the draws."""
        rows = [f"{'':20s} {'mode':>12s} {'mean':>12s} {'sd':>12s}"]
        for name, draws in self.draws.items():
            at = np.asarray(self.values[name])
            for index in np.ndindex(at.shape):
                label = name + (f"[{','.join(map(str, index))}]" if index else "")
                x = draws[(slice(None), *index)]
                rows.append(f"{label:20s} {at[index]:12.5g} {x.mean():12.5g} {x.std():12.5g}")
        return "\n".join(rows)

    def plot(self, ax=None, names=None):
        """Mean and 90 % interval of every scalar in the draws, one under the other."""
        import matplotlib.pyplot as plt

        columns = {f"{name}[{k}]" if d[0].size > 1 else name: d.reshape(len(d), -1)[:, k]
                   for name, d in self.draws.items() if names is None or name in names for k in range(d[0].size)}
        ax = ax or plt.subplots(figsize=(5, 1 + 0.25 * len(columns)), layout="constrained")[1]
        at = np.arange(len(columns))[::-1]
        low, middle, high = np.quantile(list(columns.values()), [0.05, 0.5, 0.95], axis=1)
        ax.hlines(at, low, high)
        ax.plot(middle, at, "o")
        ax.set_yticks(at, list(columns))
        ax.set_xlabel("Gaussian at the mode, 90 %")
        return ax


def laplace(posterior, *, draws: int = 1000, seed=None, start=None, dim: int | None = None, max_iterations: int = 200) -> Laplace:
    """The Gaussian at the mode of a bound model, of any log density, or with `dim` of a plain function of an array.

    `start` is the unconstrained point (dim,) where the search begins, 0 without it. SamplingError when it ends
    where there is no mode: the gradient does not vanish, or the density curves upwards.
    """
    target = as_target(posterior, dim)
    if draws < 2:
        raise SettingsError(f"`draws` is {draws}; it must be at least 2")
    mode, counts = find_mode(target, np.zeros(target.dim) if start is None else np.asarray(start, float), max_iterations)
    factor = spread(target, mode)
    z = mode + np.random.default_rng(seed).standard_normal((draws, target.dim)) @ factor.T
    log_density = float(target.log_density(mode))
    log_evidence = log_density + 0.5 * target.dim * math.log(2 * math.pi) + float(np.log(np.abs(np.diag(factor))).sum())
    return Laplace(tuple(target.unconstrained_names), mode, factor @ factor.T, log_evidence, efficiency(target, z, mode, factor),
                   target.constrain(mode), target.constrain(z), *counts)


def find_mode(target, start, max_iterations: int):
    """(mode, (gradients, Hessian-vector products))."""
    from scipy.optimize import minimize

    value, _ = target.value_and_grad(start)
    if not np.isfinite(value):
        raise SamplingError(f"the log density is {value} where the search for the mode begins\nhint: give `start=`, a point inside")
    counts = {"gradient": 0, "hvp": 0}

    def down(z):
        counts["gradient"] += 1
        v, g = target.value_and_grad(z)
        return (-v, -np.asarray(g)) if np.isfinite(v) else (1e300, np.zeros_like(z))

    def curvature(z, v):
        counts["hvp"] += 1
        return -np.asarray(target.hvp(z, v))

    found = minimize(down, start, jac=True, hessp=curvature, method="trust-ncg", options={"maxiter": max_iterations, "gtol": 1e-9})
    return found.x, (counts["gradient"], counts["hvp"])


def spread(target, mode):
    """Lower factor L with L Lᵀ the covariance at the mode; SamplingError when it is no mode."""
    hessian = -np.asarray(target.hessian(mode))
    if not np.all(np.isfinite(hessian)) or np.linalg.eigvalsh(hessian)[0] <= 0:
        names = list(target.unconstrained_names)
        flat = names[int(np.argmin(np.diag(hessian)))] if names else ""
        raise SamplingError(f"the density does not fall off in all directions where the search ended (least curved coordinate: `{flat}`)\n"
                            "hint: the posterior may have no mode, as a funnel has none; sample it with NUTS")
    covariance = np.linalg.inv(hessian)
    gradient = target.value_and_grad(mode)[1]
    decrement = gradient @ covariance @ gradient
    if not decrement < WANTED:
        raise SamplingError(f"the mode was not reached: the next Newton step is {math.sqrt(decrement):.1g} standard deviations long\n"
                            "hint: raise `max_iterations` or give `start=`")
    return np.linalg.cholesky(0.5 * (covariance + covariance.T))


def efficiency(target, z, mode, factor) -> float:
    """(Σw)² / (n Σw²) of the importance weights of the draws z."""
    whitened = np.linalg.solve(factor, (z - mode).T)
    log_weight = np.array([target.log_density(row) for row in z]) + 0.5 * np.sum(whitened**2, axis=0)
    weight = np.exp(log_weight - log_weight.max())
    return float(weight.sum() ** 2 / (len(weight) * np.sum(weight**2)))
