"""What methods assume of inputs: their sort, and the moments that their numbers are made of."""
from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import shown
from ...ir.places import users_level
from ..method import UqWarning
from .protocol import Uncertain

SHOWN = 0.25                         # of the variance, at least


@runtime_checkable
class Quantiles(Protocol):
    """What tells inputs from anything else."""

    def from_unit(self, u: np.ndarray) -> np.ndarray: ...


def uncertain(inputs: Uncertain) -> Uncertain:
    """The inputs; SettingsError for anything else, which says how they are made."""
    if isinstance(inputs, Quantiles) and not isinstance(inputs, type):
        return inputs
    raise SettingsError(f"`inputs`, the second argument, must be `uq.Inputs` or another kind of inputs, not {shown(inputs)}", hint=made_of(inputs))


def made_of(inputs: object) -> str:
    """How what was given for inputs may become some."""
    if hasattr(inputs, "from_normal") and hasattr(inputs, "parameters") and hasattr(inputs, "dim"):
        return "`uq.inputs_of(posterior)` of a model without observations; `uq.Draws(tree)` of draws"
    if callable(getattr(inputs, "quantile", None)) and not hasattr(inputs, "columns") or callable(getattr(inputs, "ppf", None)):
        return "an input has a name: `uq.Inputs(load=…)` of this law"
    if hasattr(inputs, "data_vars") or hasattr(inputs, "columns") or hasattr(inputs, "children") or hasattr(inputs, "posterior"):
        return "draws or data are inputs by `uq.Draws(…)`"
    if callable(inputs) and not isinstance(inputs, type):
        return "the model comes first, then its inputs"
    return "`uq.Inputs(…)` of this dict" if isinstance(inputs, Mapping) else "`uq.Inputs(load=Normal(10, 2))`"


def without_moments(inputs: Uncertain) -> list[str]:
    """Names of the inputs that have no finite mean or variance."""
    good = np.isfinite(inputs.mean) & np.isfinite(np.diag(inputs.covariance))
    return [name for name, has in zip(inputs.names, good, strict=True) if not has]


def named(names: list[str]) -> str:
    """"input `a` has", "inputs `a`, `b` have"."""
    listed = ", ".join(f"`{name}`" for name in names)
    return f"input {listed} has" if len(names) == 1 else f"inputs {listed} have"


def say_moments(inputs: Uncertain, points: np.ndarray, what: str, instead: str) -> None:
    """UqWarning where `what` is said of the outputs, or its standard errors, need moments that an input has not, or that its points (n, d) do not show."""
    for names, why in ((without_moments(inputs), "no finite mean and variance: {what} of the outputs need not exist, and what is given may mean nothing"),
                       (unseen(inputs, points), "a variance of which the points show less than {share:.0%}: {what} of the outputs may be far too small"),
                       (heavy(inputs), "no finite fourth moment: {what} of the outputs settle slowly, and standard errors may be too small")):
        if names:
            warnings.warn(f"{named(names)} {why.format(what=what, share=SHOWN)}; {instead}", UqWarning, stacklevel=users_level())
            return


def unseen(inputs: Uncertain, points: np.ndarray) -> list[str]:
    """Names of the inputs whose long tails or rare values are not among the points."""
    with np.errstate(all="ignore"):
        apart = points - inputs.mean
        variance = np.einsum("nd,nd->d", apart, apart) / len(points) - apart.mean(axis=0) ** 2
        return [name for name, has in zip(inputs.names, variance < SHOWN * np.diag(inputs.covariance), strict=True) if has]


def heavy(inputs: Uncertain) -> list[str]:
    """Names of the inputs without a fourth moment, which the error of a variance is made of."""
    return [name for name, tail in zip(inputs.names, inputs.tails, strict=True) if tail <= 4.0]
