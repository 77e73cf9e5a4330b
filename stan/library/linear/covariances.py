"""Covariance matrices of Gaussian processes: `sigma` the standard deviation, `length` the scale of distances, one or one for each dimension
(functions reference, Gaussian process covariance functions). Between points x and y, or (None) of x among themselves."""
from __future__ import annotations

from typing import Any

import numpy as np


def squares(x: Any, y: Any, length: Any) -> Any:
    """The squared distances of points x and y, in lengths."""
    to = x if y is None else y
    if x.ndim == 1:
        return ((x[:, None] - to) / length) ** 2
    return np.sum(((x[:, None, :] - to) / length) ** 2, axis=-1)


def distances(x: Any, y: Any, length: Any) -> Any:
    """The distances of points x and y, in lengths."""
    return np.abs(x[:, None] - (x if y is None else y)) / length if x.ndim == 1 else np.sqrt(squares(x, y, length))


def gp_exp_quad_cov(x: Any, y: Any, sigma: Any, length: Any) -> Any:
    """sigma² exp(-d² / 2)."""
    return sigma**2 * np.exp(-0.5 * squares(x, y, length))


def gp_exponential_cov(x: Any, y: Any, sigma: Any, length: Any) -> Any:
    """sigma² exp(-d)."""
    return sigma**2 * np.exp(-distances(x, y, length))


def gp_matern32_cov(x: Any, y: Any, sigma: Any, length: Any) -> Any:
    """sigma² (1 + √3 d) exp(-√3 d)."""
    d = np.sqrt(3.0) * distances(x, y, length)
    return sigma**2 * (1.0 + d) * np.exp(-d)


def gp_matern52_cov(x: Any, y: Any, sigma: Any, length: Any) -> Any:
    """sigma² (1 + √5 d + 5/3 d²) exp(-√5 d)."""
    d = np.sqrt(5.0) * distances(x, y, length)
    return sigma**2 * (1.0 + d + d * d / 3.0) * np.exp(-d)


def gp_dot_prod_cov(x: Any, y: Any, sigma: Any) -> Any:
    """sigma² + the products of points x and y."""
    to = x if y is None else y
    return sigma**2 + (np.outer(x, to) if x.ndim == 1 else x @ to.T)


def gp_periodic_cov(x: Any, y: Any, sigma: Any, length: Any, period: Any) -> Any:
    """sigma² exp(-2 sin²(π d / period) / length²)."""
    return sigma**2 * np.exp(-2.0 * (np.sin(np.pi / period * distances(x, y, 1.0)) / length) ** 2)
