"""Counts of choices and orders, and functions of the gamma function's family (functions reference, Combinatorial functions)."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...ppl import special
from .sizes import together


def whole(x: Any) -> Any:
    """A number or array, whole but for rounding, as whole numbers."""
    return np.rint(x).astype(int) if np.ndim(x) else int(np.rint(x))


def choose(n: Any, k: Any) -> Any:
    """How many ways there are to choose k of n things; 0 for k > n."""
    together("choose", n, k)
    return whole(np.where(k > n, 0.0, special.binom(1.0 * n, 1.0 * k)))


def falling_count(x: Any, n: Any) -> Any:
    """x (x - 1) … of n factors, of whole numbers."""
    return whole(falling_factorial(x, n))


def rising_count(x: Any, n: Any) -> Any:
    """x (x + 1) … of n factors, of whole numbers."""
    return whole(rising_factorial(x, n))


def falling_factorial(x: Any, n: Any) -> Any:
    """x (x - 1) … of n factors."""
    together("falling_factorial", x, n)
    return special.poch(x - n + 1.0, 1.0 * n)


def rising_factorial(x: Any, n: Any) -> Any:
    """x (x + 1) … of n factors."""
    together("rising_factorial", x, n)
    return special.poch(1.0 * x, 1.0 * n)


def lchoose(n: Any, k: Any) -> Any:
    """The logarithm of the binomial coefficient of real n and k."""
    together("lchoose", n, k)
    return -np.log1p(n) - special.betaln(n - k + 1.0, k + 1.0)


def log_falling_factorial(x: Any, n: Any) -> Any:
    """log Γ(x + 1) - log Γ(x - n + 1)."""
    together("log_falling_factorial", x, n)
    return special.gammaln(x + 1.0) - special.gammaln(x - n + 1.0)


def log_rising_factorial(x: Any, n: Any) -> Any:
    """log Γ(x + n) - log Γ(x)."""
    together("log_rising_factorial", x, n)
    return special.gammaln(1.0 * x + n) - special.gammaln(x)


def lmgamma(k: Any, x: Any) -> Any:
    """The logarithm of the multivariate gamma function of dimension k."""
    together("lmgamma", k, x)
    total = 0.25 * k * (k - 1) * np.log(np.pi) + 0.0 * x
    for j in range(np.max(k)):
        total = total + np.where(j < k, special.gammaln(x - 0.5 * j), 0.0)
    return total


def log_modified_bessel_first_kind(v: Any, z: Any) -> Any:
    """log I_v(z): of the scaled function, or of the first terms of its series where that is tiny."""
    together("log_modified_bessel_first_kind", v, z)
    scaled = special.ive(1.0 * v, 1.0 * z)
    leading = v * np.log(0.5 * z) - special.gammaln(v + 1.0) + np.log1p(0.25 * z * z / (v + 1.0))
    return np.where(scaled > 1e-290, np.log(np.where(scaled > 1e-290, scaled, 1.0)) + z, leading)
