"""First-order indices from the order of given data (Gamboa, Gremaud, Klein & Lagnoux 2022; Chatterjee 2021).

Sorted by one input, neighbours have nearly the same value of it, so that the mean product of their outputs, the last with the first, estimates
E[E[y | x]²]. With y_j the outputs in that order, ȳ and V their mean and variance,

    S = (1/n Σ y_j y_{j+1} - ȳ²) / V,    influence of one place  ψ_j = (y_j y_{j+1} - 2 ȳ y_j - S (y_j² - 2 ȳ y_j)) / V

with y centred at ȳ the middle term is gone. Given the inputs, ψ_j depends on ψ_{j-1} and ψ_{j+1} alone, so that the variance of their sum is n (γ₀ + 2 (γ₁ -
γ)), γ_k their covariance k places apart and γ that of places farther apart, which is what a trend along the input leaves: no resampling, which has
neighbours that are the same run twice.
"""
from __future__ import annotations

import numpy as np

APART = (2, 3, 4)                    # places whose ψ have no run in common


def order_of(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Positions (n,) that sort x (n,); equal values in random order, whatever order the data came in."""
    return np.lexsort((rng.random(len(x)), x))


def first_order(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(S, standard error) of outputs y (n, m), centred, of variance 1, in the order of an input."""
    product = y * np.roll(y, -1, axis=0)
    S = product.mean(axis=0)
    influence = product - S * y * y
    influence -= influence.mean(axis=0)
    own = (influence**2).mean(axis=0)
    next_to, trend = together(influence, 1), np.mean([together(influence, k) for k in APART], axis=0)
    return S, np.sqrt(np.maximum(own + 2.0 * (next_to - trend), 0.0) / len(y))


def together(a: np.ndarray, k: int) -> np.ndarray:
    """Covariances of what stands k places apart."""
    return (a * np.roll(a, -k, axis=0)).mean(axis=0)
