"""Poincaré constants of one-dimensional laws: the smallest C with Var g(X) ≤ C E g'(X)² for every smooth g (Roustant, Barthe & Iooss 2017).

Of a few laws they are closed forms. Of any other C is one over the smallest eigenvalue but 0 of -(ρ g')' = λ ρ g with free ends, by linear elements between
quantiles that reach to probabilities of 1e-284: on shorter ones exponential tails, whose constant is that of waves that never end, come out too small.
"""
from __future__ import annotations

import numpy as np

from ..inputs import Uncertain
from ..inputs.laws.constant import Constant
from ..inputs.laws.scipy_laws import of_frozen
from .axes import FAR, at, heavy

STEP = 1.0 / 256.0                   # of elements, in normal scores
CLOSEST = 3e-5                       # nodes, in the width of the law's middle: eigenvalues are known to 1e-16 of the largest, 1e10 for such nodes
CLOSED = {                           # of SciPy's shapes, loc and scale
    "uniform": lambda loc, scale: scale**2 / np.pi**2,
    "norm": lambda loc, scale: scale**2,
    "expon": lambda loc, scale: 4.0 * scale**2,
    "laplace": lambda loc, scale: 4.0 * scale**2,
}


def constants(inputs: Uncertain) -> np.ndarray:
    """(d,): of each input, in its unit squared; nan where tails are heavier than exponential ones and there is none."""
    return np.array([constant(inputs, k, name) for k, name in enumerate(inputs.names)])


def constant(inputs: Uncertain, k: int, name: str) -> float:
    """Of one input."""
    law = inputs.marginal(name)
    if isinstance(law, Constant):
        return 0.0
    named = of_frozen(law)
    if named is not None and named[0] in CLOSED:
        return float(CLOSED[named[0]](*named[1]))
    return np.nan if heavy(inputs, k) else by_elements(inputs, k)


def by_elements(inputs: Uncertain, k: int) -> float:
    """Masses lumped at the nodes make the eigenproblem a tridiagonal one."""
    from scipy.linalg import eigh_tridiagonal
    from scipy.special import ndtr

    u = np.arange(-FAR, FAR + 0.5 * STEP, STEP)
    x = at(inputs, k, u)
    known = np.isfinite(x)
    x, u = x[known], u[known]
    low, high = np.interp([-1.0, 1.0], u, x)
    apart = np.concatenate([[True], np.diff(x) > CLOSEST * (high - low)])        # at the end of a bounded law quantiles are the same number
    last = np.flatnonzero(apart)[-1]
    apart[-1] = x[-1] - x[last] > 0.0                            # the end itself
    x, u = x[apart], u[apart]
    p = np.where(u[1:] <= 0.0, np.diff(ndtr(u)), -np.diff(ndtr(-u)))
    stiff, mass = p / np.diff(x) ** 2, 0.5 * (np.append(p, 0.0) + np.append(0.0, p))
    diagonal = (np.append(stiff, 0.0) + np.append(0.0, stiff)) / mass
    beside = -stiff / np.sqrt(mass[1:]) / np.sqrt(mass[:-1])
    return float(1.0 / eigh_tridiagonal(diagonal, beside, select="i", select_range=(1, 1), eigvals_only=True)[0])
