"""How long steps are, in the language. Nothing of this is differentiated: a derivative is that of the steps as they were taken.

Error norm and first step: Hairer, Nørsett and Wanner (1993), Solving Ordinary Differential Equations I, section II.4. Control by the last two errors (PI):
Gustafsson (1991), as in the second volume, section IV.2.
"""

from __future__ import annotations

import numpy as np

from .... import ad
from ...base.types import Value
from ..states import Slope

ROUNDING = 1e-13                                 # relative error of an estimate, most of which may be rounding
SAFETY, LEAST, MOST = 0.9, 0.2, 10.0             # of the estimated change of length; what a step may be shorter and longer than the last
MEMORY = 0.04                                    # exponent of the last but one error (β)
TINY, FIRST = 1e-5, 1e-6                         # below which a norm says nothing, and the first step then


def scale(y: Value, z: Value, rtol: Value, atol: Value, share: Value) -> Value:
    """What the estimated error of each number may be: a share of what the tolerances allow."""
    return share * (atol + rtol * np.maximum(np.abs(y), np.abs(z)))


def share_of(most: float, rtol: Value) -> Value:
    """The share of the tolerance that an estimate is kept below: where little is allowed not so much less that rounding is all there is."""
    return min(1.0, max(most, ROUNDING / rtol))


def norm(x: Value) -> Value:
    """The root of the mean square."""
    return np.sqrt(np.mean(x * x))


def first_step(slope: Slope, t: Value, y: Value, k: Value, end: Value, order: int, rtol: Value, atol: Value) -> Value:
    """The length of the first step."""
    t, y, k = ad.stop_gradient(t), ad.stop_gradient(y), ad.stop_gradient(k)
    allowed = atol + rtol * np.abs(y)
    size, speed = norm(y / allowed), norm(k / allowed)
    h = FIRST if size < TINY or speed < TINY else 0.01 * size / speed
    h = min(h, end - t)
    bend = norm((ad.stop_gradient(slope(t + h, y + h * k)) - k) / allowed) / h
    fastest = max(speed, bend)
    other = (0.01 / fastest) ** (1.0 / (order + 1.0)) if fastest > 1e-15 else max(FIRST, 1e-3 * h)
    return ad.stop_gradient(min(100.0 * h, other))


def change(error: Value, last: Value, estimate: int) -> Value:
    """How much longer the next step may be."""
    allowed = SAFETY * max(error, 1e-10) ** (0.75 * MEMORY - 1.0 / estimate) * last ** MEMORY
    return min(MOST, max(LEAST, allowed))
