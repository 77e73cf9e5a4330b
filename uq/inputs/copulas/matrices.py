"""Correlation matrices as they are given: whole, or by pairs of inputs."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ....ir.errors import SettingsError
from ....ir.given import numbers, shown


def matrix(given: Any, names: tuple[str, ...]) -> np.ndarray:
    """(d, d), symmetric, of ones on the diagonal and of numbers between -1 and 1; SettingsError for anything else."""
    if isinstance(given, Mapping):
        return by_pairs(given, names)
    d = len(names)
    found = numbers(given, "correlation", f"a matrix of shape ({d}, {d}), or a dict by pairs of inputs")
    if found.shape != (d, d):
        raise SettingsError(f"the correlations have shape {found.shape}, and there are {d} inputs: {', '.join(names)}")
    if not np.allclose(found, found.T, rtol=0.0, atol=1e-12) or not np.allclose(np.diag(found), 1.0, rtol=0.0, atol=1e-12):
        raise SettingsError("the correlations are no symmetric matrix with ones on its diagonal")
    if not (np.abs(found) <= 1.0).all():
        raise SettingsError("correlations lie between -1 and 1")
    return found


def by_pairs(given: Mapping[Any, Any], names: tuple[str, ...]) -> np.ndarray:
    """The matrix of {("M", "P"): 0.5}; what is not named is 0."""
    found = np.eye(len(names))
    for pair, value in given.items():
        if not isinstance(pair, tuple) or len(pair) != 2 or pair[0] == pair[1] or not set(pair) <= set(names):
            raise SettingsError(f"`{shown(pair)}` is no pair of inputs; there are {', '.join(names)}", hint='as in `{("load", "length"): 0.5}`')
        i, j = (names.index(name) for name in pair)
        number = numbers(value, f"the correlation of {pair}", "a number between -1 and 1")
        if number.shape or not abs(number) <= 1.0:
            raise SettingsError(f"the correlation of `{pair[0]}` and `{pair[1]}` is {shown(value)}; it lies between -1 and 1")
        found[i, j] = found[j, i] = float(number)
    return found


def factor(found: np.ndarray, what: str) -> np.ndarray:
    """Its Cholesky factor; SettingsError where it is not positive definite."""
    try:
        return np.linalg.cholesky(found)
    except np.linalg.LinAlgError:
        least = float(np.linalg.eigvalsh(found)[0])
        raise SettingsError(f"{what} are not positive definite, their least eigenvalue is {least:.3g}: no inputs have all of them at once",
                            hint="make some smaller; a matrix that is short of it by rounding is one times 1 - 1e-12 off the diagonal") from None
