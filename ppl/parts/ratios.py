"""Functions that lose their digits, or their limit, where they are written out: log(1 + x) / x and its kin beside 0, and what cloglog is the inverse of.

Series are used well inside of where they converge, so that derivatives of any order are right on both sides.
"""

from __future__ import annotations

import math

from ...lang.library.special.normal import horner
from ..base.functions import exp, expm1, log, log1mexp, maximum, minimum, where
from ..base.types import Value

ATANH = tuple(1.0 / (2 * k + 1) for k in range(9, -1, -1))                # of v², |v| ≤ 1/9
EXPM1 = tuple(1.0 / math.factorial(k + 1) for k in range(16, -1, -1))     # of |x| < 1/2
SMALL = 0.2
ALONE = -38.0                                    # exp(v) / 2 is below the rounding of v
UNDERFLOWS = -30.0                              # exp(v) is below the rounding of 1 - exp(v) / 2


def log1p_ratio(x: Value) -> Value:
    """log(1 + x) / x, 1 at 0, for |x| ≤ SMALL."""
    v = x / (2.0 + x)
    return 2.0 / (2.0 + x) * horner(ATANH, v * v)


def expm1_ratio(x: Value) -> Value:
    """(exp(x) - 1) / x, 1 at 0."""
    near = abs(x) < 0.5
    small, large = where(near, x, 0.0), where(near, 1.0, x)
    return where(near, horner(EXPM1, small), expm1(large) / large)


def log_less_exp_exp(v: Value) -> Value:
    """log(1 - exp(-exp(v))), where exp(v) underflows too."""
    far = minimum(v, UNDERFLOWS)
    return where(v < UNDERFLOWS, far - 0.5 * exp(far), log1mexp(-exp(maximum(v, UNDERFLOWS))))


def log_minus(tail: Value, other: Value) -> Value:
    """log(-tail) of the logarithm of one tail, which is that of the other where that is so small that they are the same."""
    small = other < ALONE
    return where(small, other, log(-where(small, -1.0, tail)))
