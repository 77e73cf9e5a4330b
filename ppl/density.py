"""A posterior's log density and its derivatives, at a point of unconstrained coordinates or at rows of them: what is asked of machine code, checked."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import numpy as np

from ..ir import names as parameters
from ..ir.errors import SettingsError
from ..ir.given import NUMBERS, names_in, numbers
from ..ir.public import public
from ..ir.words import offered
from ..lang.values.dtypes import unmasked
from .base.types import Numbers

if TYPE_CHECKING:
    from ..lang.staging import Leaf
    from .programs import Programs

P = ParamSpec("P")
R = TypeVar("R")
COORDINATES = "`posterior.unconstrain({name: value})` makes it of values, `posterior.unconstrained_names` says what it holds"


def never_nan(value: float) -> float:
    """A log density where the model computes nan, the root or logarithm of a negative number say: z is outside of its domain. A chain rejects
    nan as it is."""
    return -math.inf if math.isnan(value) else value


def is_rows(z: Any) -> bool:
    """Rows (n, dim) of coordinates, and no point?"""
    return getattr(z, "ndim", 0) == 2 or isinstance(z, list) and any(isinstance(row, (list, tuple, np.ndarray)) for row in z)


def wanted_data(inputs: Sequence[Leaf], names: str | Iterable[str] | None) -> dict[str, str]:
    """Names in the code of the data that slopes are asked of, by what the model calls them; all floats without `names`."""
    known = {leaf.name: parameters.argument(k) for k, leaf in enumerate(inputs) if k and leaf.dtype == "f8"}
    asked = list(known) if names is None else names_in(names, "names")
    for name in asked:
        if name not in known:
            there = offered(name, list(known)) or (f"there are {', '.join(f'`{n}`' for n in known)}" if known else "the model has none")
            raise SettingsError(f"`{name}` is no argument with floats, of which there are derivatives; {there}")
    return {name: known[name] for name in asked}


def of_posterior(method: Callable[P, R]) -> Callable[P, R]:
    """A public call, by the name of the class that users know."""
    return public(method, f"Posterior.{method.__name__}")


class Density:
    """`programs` compile what is asked for; points have `dim` coordinates."""

    programs: Programs
    dim: int

    def log_density(self, z: Numbers) -> Any:
        """log density at z, all constants and Jacobians kept; -inf outside of the domain and where the model computes nan. Of rows z (n, dim) in one call of
        machine code, (n,)."""
        if is_rows(z):
            return self.programs.density().rows(self.rows(z))[0]
        return never_nan(self.programs.density().log_density(self.vector(z)))

    def value_and_grad(self, z: Numbers) -> tuple[Any, np.ndarray]:
        """log density at z and its gradient, shape (dim,); zeros where the log density is -inf. Of rows z (n, dim) in one call: (n,) and (n, dim)."""
        if is_rows(z):
            values, (gradients,) = self.programs.density().rows(self.rows(z), (parameters.argument(0),))
            return values, gradients
        value, gradient = self.programs.density().value_and_grad(self.vector(z))
        return (-math.inf, np.zeros(self.dim)) if math.isnan(value) else (value, gradient)

    @of_posterior
    def data_gradients(self, z: Numbers, names: str | Iterable[str] | None = None) -> dict[str, np.ndarray]:
        """Derivatives of the log density with respect to data: which of them draw it which way.

        `z` is a point (dim,) or rows (n, dim); `names` are arguments of the model that hold floats, None all of them. Gives arrays of the data's shapes by
        name, of rows with a first axis of n; zeros where the log density is -inf, nan where z is. SettingsError for a name that has no derivative.
        """
        rows = self.rows(z if is_rows(z) else self.vector(z)[None])
        density = self.programs.density()
        of = wanted_data(density.staged.inputs, names)
        slopes = density.rows(rows, tuple(of.values()))[1]
        for a in slopes:
            a[np.isnan(rows).any(axis=1)] = np.nan
        return {name: a if is_rows(z) else a[0] for name, a in zip(of, slopes, strict=True)}

    @of_posterior
    def hvp(self, z: Numbers, v: Numbers) -> np.ndarray:
        """Hessian of the log density at z times v, shape (dim,)."""
        return self.programs.density().hvp(self.vector(z), self.vector(v))

    @of_posterior
    def hessian(self, z: Numbers) -> np.ndarray:
        """All second derivatives, shape (dim, dim)."""
        return self.programs.density().hessian(self.vector(z))

    def rows(self, z: Numbers) -> np.ndarray:
        """z as rows that machine code reads."""
        found = np.ascontiguousarray(numbers(z, "z"), float)
        if found.shape[1:] != (self.dim,):
            raise SettingsError(f"rows of z have {self.dim} coordinates, not shape {found.shape}", hint=COORDINATES)
        return found

    def vector(self, z: Numbers) -> np.ndarray:
        """z as the vector that machine code reads."""
        if type(z) is not np.ndarray:               # a plain array hides nothing, and is asked for once a gradient
            unmasked(z, "z")
            if isinstance(z, Mapping):
                raise SettingsError("z is a vector of coordinates, not values by name", hint=COORDINATES)
            z = numbers(z, "z")
        found = np.ascontiguousarray(z, float) if z.dtype.kind in NUMBERS else numbers(z, "z")
        if found.shape != (self.dim,):
            raise SettingsError(f"z must be a vector of {self.dim} coordinates, not of shape {found.shape}", hint=COORDINATES)
        return found
