"""Sums and jobs over slices, integrals and roots (functions reference, Higher-order functions)."""
from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...ppl import solve

WITHIN = math.sqrt(2.0**-52)         # Stan's relative tolerance of integrals
PARTS = 400                          # the most parts of a range


def reduce_sum(f: Any, slices: Any, grain: Any, *args: Any) -> Any:
    """The sum over all slices: f on the whole at once. Of no slices it is 0."""
    return f(slices, 1, len(slices), *args) if len(slices) > 0 else 0.0


def map_rect(f: Any, shared: Any, own: Any, x_r: Any, x_i: Any) -> Any:
    """The values of all jobs, one behind the other; each job gives as many as the first."""
    if len(own) == 0:
        return np.zeros(0)
    first = f(shared, own[0], x_r[0], x_i[0])
    found = np.zeros((len(own), len(first)))
    found[0] = first
    for j in range(1, len(own)):
        found[j] = f(shared, own[j], x_r[j], x_i[j])
    return np.reshape(found, (-1,))


def integrate_1d(f: Any, a: Any, b: Any, *args: Any) -> Any:
    """The integral of f(x, xc, *args) from a to b; xc is the end that is nearer less x, nan where an end is infinite."""
    return integral(f, a, b, args, WITHIN, 0.0)


def integrate_1d_tol(f: Any, a: Any, b: Any, rtol: Any, atol: Any, most: Any, *args: Any) -> Any:
    """The same to a relative or an absolute tolerance; ours has a limit of parts of its own."""
    return integral(f, a, b, args, rtol, atol)


def integrate_1d_last(f: Any, a: Any, b: Any, theta: Any, x_r: Any, x_i: Any, rtol: Any) -> Any:
    """The same with the arguments of earlier versions, a relative tolerance last."""
    return integral(f, a, b, (theta, x_r, x_i), rtol, 0.0)


def integral(f: Any, a: Any, b: Any, args: Any, rtol: Any, atol: Any) -> Any:
    """The integral, by adaptive quadrature."""
    infinite = np.isinf(a) or np.isinf(b)

    def integrand(x: Any, low: Any, high: Any, *args: Any) -> Any:
        rest = low - x if x - low < high - x else high - x
        return f(x, np.nan if infinite else rest, *args)

    return solve.quad(integrand, a, b, (a, b, *args), rtol=rtol, atol=atol, limit=PARTS)


def solve_newton(f: Any, guess: Any, *args: Any) -> Any:
    """x with f(x, *args) = 0, by Newton's method from a guess on, to the last digits."""
    return solve.root(f, guess, args, method="newton")


def solve_newton_tol(f: Any, guess: Any, scaling_step: Any, tolerance: Any, most: Any, *args: Any) -> Any:
    """The same. Tolerances, which Stan ends the search by, are met since ours goes to the last digits."""
    return solve.root(f, guess, args, method="newton")


def algebra_solver_newton(f: Any, guess: Any, theta: Any, x_r: Any, x_i: Any) -> Any:
    """The same with the arguments of earlier versions."""
    return solve.root(f, guess, (theta, x_r, x_i), method="newton")


def algebra_solver_newton_tol(f: Any, guess: Any, theta: Any, x_r: Any, x_i: Any, rtol: Any, tolerance: Any, most: Any) -> Any:
    """The same with tolerances, which stand last."""
    return solve.root(f, guess, (theta, x_r, x_i), method="newton")
