"""Sums, differences and mixtures of numbers given by their logarithms (functions reference, Composed functions; Log mixtures)."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...ppl import special
from .sizes import matched, together


def log_sum_exp(x: Any) -> Any:
    """log Σ exp(x) over all elements; -inf of none."""
    return special.logsumexp(x) if np.size(x) else -np.inf


def log_diff_exp(x: Any, y: Any) -> Any:
    """log(exp(x) - exp(y)): -inf where they are equal, nan where y is larger."""
    together("log_diff_exp", x, y)
    return np.where(x == y, -np.inf, x + special.log1mexp(np.where(x == y, -1.0, 1.0 * y - x)))


def log_inv_logit_diff(x: Any, y: Any) -> Any:
    """log(inv_logit(x) - inv_logit(y))."""
    together("log_inv_logit_diff", x, y)
    return special.log_expit(x) + special.log_expit(-y) + special.log1mexp(1.0 * y - x)


def log_mix(theta: Any, a: Any, b: Any) -> Any:
    """log(theta exp(a) + (1 - theta) exp(b))."""
    return np.logaddexp(np.log(theta) + a, np.log1p(-theta) + b)


def log_mix_of(theta: Any, x: Any) -> Any:
    """log Σ theta exp(x)."""
    matched("log_mix", theta, x)
    return log_sum_exp(np.log(theta) + x)


def log_mix_rows(theta: Any, x: Any) -> Any:
    """The sum of `log_mix` of every row of x with the same shares."""
    return np.sum(special.logsumexp(np.log(theta) + x, axis=-1))
