"""The rule of Gauss and Kronrod with 21 points on -1 … 1, and where it is put: on finite and infinite ranges, with ends that may be singular.

Nodes and weights: the zeros of P10 and of Stieltjes' polynomial of degree 11, and the weights that integrate all powers up to 20, in 60 digits.
"""

from __future__ import annotations

import numpy as np

from ..base.types import Value

_NODES = (0.148874338981631211, 0.294392862701460198, 0.433395394129247191, 0.562757134668604683, 0.679409568299024406, 0.780817726586416897,
          0.865063366688984511, 0.930157491355708226, 0.97390652851717172, 0.995657163025808081)  # fmt: skip
_KRONROD = (0.147739104901338491, 0.142775938577060081, 0.134709217311473326, 0.123491976262065851, 0.109387158802297642, 0.0931254545836976055,
            0.0750396748109199528, 0.054755896574351996, 0.0325581623079647275, 0.0116946388673718743)  # fmt: skip
_GAUSS = (0.29552422471475287, 0.0, 0.269266719309996355, 0.0, 0.219086362515982044, 0.0, 0.149451349150580593, 0.0, 0.0666713443086881376, 0.0)
POINTS = 21
NODES = np.array([*(-x for x in reversed(_NODES)), 0.0, *_NODES])
KRONROD = np.array([*reversed(_KRONROD), 0.149445554002916906, *_KRONROD])
GAUSS = np.array([*reversed(_GAUSS), 0.0, *_GAUSS])


def place(s: Value, a: Value, b: Value) -> tuple[Value, Value]:
    """Where s in -1 … 1 lies in the range from a to b, and dx/ds. `left` and `right` are the shares of the way from either end, squares near the ends: a
    root or its reciprocal there becomes smooth. An infinite end is left / right of the way from the other one."""
    left, right, speed = 0.25 * (1.0 + s) ** 2 * (2.0 - s), 0.25 * (1.0 - s) ** 2 * (2.0 + s), 0.75 * (1.0 - s * s)
    if np.isinf(a) and np.isinf(b):
        whole = 4.0 * left * right
        way, speed = (left - right) / whole, 2.0 * speed * (2.0 - whole) / (whole * whole)
        return (way, speed) if a < b else (-way, -speed)
    if np.isinf(b):
        way, speed = left / right, speed / (right * right)
        return (a + way, speed) if b > 0.0 else (a - way, -speed)
    if np.isinf(a):
        way, speed = right / left, speed / (left * left)
        return (b - way, speed) if a < 0.0 else (b + way, -speed)
    return (a + (b - a) * left if s < 0.0 else b - (b - a) * right), (b - a) * speed
