"""Initial value problems, gentle and stiff."""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


def hunted(t, y, a, b, c, d):
    return [(a - b * y[1]) * y[0], (d * y[0] - c) * y[1]]


def robertson(t, y, a, b, c):
    lost, back, made = a * y[0], c * y[1] * y[2], b * y[1] * y[1]
    return [back - lost, lost - back - made, made]


def van_der_pol(t, y, mu):
    return [y[1], mu * (1.0 - y[0] * y[0]) * y[1] - y[0]]


def forced(t, y, k):
    return [-k * (y[0] - np.cos(t)) - y[1], y[0] - 2.0 * y[1] + np.sin(t)]


def michaelis_menten(t, y, most, half, absorbed, dose):
    return [absorbed * dose * np.exp(-absorbed * t) - most * y[0] / (half + y[0])]


class Problem(NamedTuple):
    """dy/dt = f(t, y, *args), y(0) = y0. `small`: how small its smallest numbers are. `gentle`: may an explicit method follow it?"""

    f: Any
    y0: np.ndarray
    times: np.ndarray
    args: tuple[float, ...]
    gentle: bool = True
    small: float = 1.0


PROBLEMS = {
    "lotka volterra": Problem(hunted, np.array([30.0, 4.0]), np.linspace(1.0, 20.0, 20), (0.5, 0.03, 0.8, 0.02)),
    "michaelis menten": Problem(michaelis_menten, np.array([0.0]), np.linspace(0.5, 24.0, 20), (1.5, 2.0, 1.2, 10.0)),
    "linear": Problem(forced, np.array([2.0, 0.0]), np.linspace(0.1, 5.0, 20), (50.0,)),
    "linear, stiff": Problem(forced, np.array([2.0, 0.0]), np.linspace(0.1, 10.0, 20), (1000.0,), False),
    "robertson": Problem(robertson, np.array([1.0, 0.0, 0.0]), np.array([0.4, 4.0, 40.0, 4e2, 4e3, 4e4]), (0.04, 3e7, 1e4), False, 1e-3),
    "van der pol": Problem(van_der_pol, np.array([2.0, 0.0]), np.array([1.0, 500.0, 800.0, 900.0, 1500.0, 2000.0]), (1000.0,), False, 1e-3),
}
