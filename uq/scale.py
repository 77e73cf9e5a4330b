"""Outputs in units in which their squares neither overflow nor underflow. Units are powers of two, so that nothing else changes: not a bit."""
from __future__ import annotations

import warnings

import numpy as np

from ..ir.places import users_level
from .method import UqWarning


def unit(size: np.ndarray) -> np.ndarray:
    """For each size a power of two, at most as large; half of 1 for 0."""
    return np.ldexp(1.0, np.frexp(size)[1] - 1)


def squared(what: str, in_units: np.ndarray, *units: np.ndarray) -> np.ndarray:
    """Something of second order, such as a variance, from its value in units; UqWarning where floats cannot hold it."""
    with np.errstate(over="ignore", under="ignore"):
        value = in_units
        for u in units:
            value = value * u
    lost = ~np.isfinite(value) | ((value == 0.0) & (in_units != 0.0))
    if lost.any():
        warnings.warn(f"`{what}` of an output is beyond the range of floats and given as {value[lost].flat[0]:g}; what else is given is right", UqWarning,
                      stacklevel=users_level())
    return value
