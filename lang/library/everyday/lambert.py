"""Lambert's W of real numbers on its two real branches and Wright's omega, in the language (Corless, Gonnet, Hare, Jeffrey & Knuth 1996).

Near the branch point by the series in p = sqrt(2 (e x + 1)) (their 4.22), elsewhere by the iteration of Fritsch, Shafer & Crowley (1973), of order
four, from starts that are right to a tenth.
"""
from __future__ import annotations

import math
from types import ModuleType
from typing import Any

from ..ufunc import one_by_one, written

INF = math.inf
NAN = math.nan
# exp(-1) in two parts, computed to 60 digits
BRANCH, BRANCH_LOW = 0.36787944117144233, -1.2428753672788363e-17
# coefficients of the series, highest first, by the recurrence of Corless et al. (4.23), to 60 digits
SERIES = (0.00019438727605453933, -0.00029267722472962746, 0.0004424730618146209, -0.0006720616311561362, 0.0010262633205076071,
          -0.0015769303446867841, 0.0024408779911439826, -0.0038112980348919993, 0.006014543252956118, -0.009616892024299432,
          0.01563563253233392, -0.02598471487360376, 0.044502314814814814, -0.07962962962962963, 0.1527777777777778, -0.3333333333333333, 1.0, -1.0)
NEAR = 0.15                         # up to this p the series has full precision


def from_branch(x):
    """p, negative where x is left of the branch point by more than rounding -1 / e."""
    d = (x + BRANCH) + BRANCH_LOW
    return math.sqrt(2.0 * math.e * d) if d > 0.0 else (0.0 if d > -5e-17 else -1.0)


def by_series(p):
    """W near the branch point; of -p the lower branch."""
    s = 0.0
    for c in SERIES:
        s = s * p + c
    return s


def improved(w, z):
    """The next w for the residual z = log(x / w) - w."""
    q = 2.0 * (1.0 + w) * (1.0 + w + z * (2.0 / 3.0))
    return w * (1.0 + z / (1.0 + w) * ((q - z) / (q - 2.0 * z)))


def solved(w, x):
    """W by three steps from w."""
    for _ in range(3):
        w = improved(w, math.log(x / w) - w)
    return w


def lambert_w(x):
    """Lambert's W, the solution w ≥ -1 of w exp(w) = x

    nan below -1 / e.
    """
    if not x < INF or x == 0.0:
        return x
    p = from_branch(x)
    if p < NEAR:
        return by_series(p) if p >= 0.0 else NAN
    g = math.log1p(x)
    return solved(by_series(p) if x < -0.2 else g * (1.0 - math.log1p(g) / (2.0 + g)), x)


def lambert_w_lower(x):
    """the lower branch of Lambert's W, the solution w ≤ -1 of w exp(w) = x

    For -1 / e ≤ x < 0; -inf at 0, nan outside.
    """
    if not x < 0.0:
        return -INF if x == 0.0 else NAN
    p = from_branch(x)
    if p < NEAR:
        return by_series(-p) if p >= 0.0 else NAN
    g = math.log(-x)
    h = math.log(-g) if g < 0.0 else 0.0
    return solved(by_series(-p) if x < -0.2 else g - h + h / g, x)


def wrightomega(x):
    """Wright's omega function, the solution w of w + log(w) = x: Lambert's W of exp(x)

    Start and steps of Lawrence, Corless & Jeffrey (2012, algorithm 917).
    """
    if x < -30.0 or not x < 1e20:
        return math.exp(x) if x < 0.0 else x
    w = math.exp(x) if x < -2.0 else (math.exp((x - 1.0) * (2.0 / 3.0)) if x < 1.0 else x - math.log(x) + math.log(x) / x)
    for _ in range(3):
        w = improved(w, x - w - math.log(w))
    return w


def exact_omega(mp: ModuleType, x: Any) -> Any:
    """wrightomega by mpmath."""
    return mp.lambertw(mp.exp(x)).real if x < 1e3 else mp.findroot(lambda w: w + mp.log(w) - x, wrightomega(float(x)))


FUNCTIONS = (
    written(lambert_w, cost=100, twin=one_by_one(lambert_w), domains=((-0.36787, 1e300),), exact=lambda mp, x: mp.lambertw(x).real,
            edges={(0.0,): 0.0, (-BRANCH,): -1.0, (-0.4,): NAN, (INF,): INF, (-INF,): NAN, (NAN,): NAN}),
    written(lambert_w_lower, cost=100, twin=one_by_one(lambert_w_lower), domains=((-0.36787, -1e-300),), exact=lambda mp, x: mp.lambertw(x, -1).real,
            edges={(0.0,): -INF, (-BRANCH,): -1.0, (-0.4,): NAN, (1.0,): NAN, (NAN,): NAN}),
    written(wrightomega, "scipy.special.wrightomega", cost=90, domains=((-700.0, 1e15),), exact=exact_omega,
            edges={(INF,): INF, (-INF,): 0.0, (NAN,): NAN}),
)
