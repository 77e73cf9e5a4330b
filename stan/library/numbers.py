"""Functions of numbers, element by element, that NumPy has otherwise or not at all (functions reference, Real-valued basic functions)."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...ppl import special
from .sizes import together


def square(x: Any) -> Any:
    """x², a float."""
    return x * (1.0 * x)


def step(x: Any) -> Any:
    """0 below 0, else 1."""
    return np.where(x < 0, 0.0, 1.0)


def int_step(x: Any) -> Any:
    """1 above 0, else 0."""
    return int(x > 0)


def is_nan(x: Any) -> Any:
    """1 for nan, else 0."""
    return int(np.isnan(x))


def is_inf(x: Any) -> Any:
    """1 for an infinity of either sign, else 0."""
    return int(np.isinf(x))


def to_int(x: Any) -> Any:
    """Numbers without their fractions, as whole numbers."""
    return np.trunc(x).astype(int) if np.ndim(x) else int(x)


def round(x: Any) -> Any:
    """The nearest whole number, ties away from 0."""
    whole = np.trunc(1.0 * x)
    return whole + np.trunc(2.0 * (x - whole))


def fdim(x: Any, y: Any) -> Any:
    """x - y where that is positive, else 0."""
    together("fdim", x, y)
    return np.where(x <= y, 0.0, x - 1.0 * y)


def ldexp(x: Any, n: Any) -> Any:
    """x 2ⁿ for whole n."""
    together("ldexp", x, n)
    return x * np.exp2(1.0 * n)


def Phi_approx(x: Any) -> Any:
    """An approximation of the standard normal distribution function (Bowling et al. 2009, equation 13)."""
    return special.expit(0.07056 * x**3 + 1.5976 * x)


def binary_log_loss(y: Any, p: Any) -> Any:
    """-log p where y is 1, -log(1 - p) where it is 0."""
    together("binary_log_loss", y, p)
    return -np.log(np.where(y == 1, p, 1.0 - p))


def student_t_qf(p: Any, df: Any, loc: Any, scale: Any) -> Any:
    """Quantiles of Student's t: numbers and containers of one length."""
    together("student_t_qf", p, df)
    together("student_t_qf", loc, scale)
    standard = special.stdtrit(df, p)
    together("student_t_qf", standard, scale)
    together("student_t_qf", standard, loc)
    return loc + scale * standard
