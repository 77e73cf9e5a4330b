"""Inputs that are a function of standard normal numbers in the compiled language: over many points, backwards, differentiated.

A program is compiled when it is first asked for. Inputs travel without their programs.
"""
from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import fields
from functools import cached_property
from typing import Any

import numpy as np

from ...ir.given import check, numbers, one_of, whole
from ...samplers.settings import Seed
from .given import in_cube, rng_of
from .protocol import Parameter, Place, Space


class Mapped(ABC):
    """What follows for a frozen record of inputs from its map `place`, its inverse `score` and its `density`, each of one point (d,) in the language."""

    @property
    @abstractmethod
    def dim(self) -> int:
        """How many."""

    @abstractmethod
    def place(self, space: Space) -> Place:
        """The inputs of one point of that space."""

    @abstractmethod
    def score(self) -> Place:
        """The standard normal numbers of inputs."""

    @abstractmethod
    def density(self) -> Place:
        """The log density at inputs."""

    @property
    def parameters(self) -> list[Parameter]:
        """Of the laws: (input, name, value)."""
        return []

    def parameter_slopes(self, u: np.ndarray) -> np.ndarray:
        """(n_parameters, d): d inputs / d parameter at one point u (d,) of standard normal numbers."""
        return np.zeros((0, self.dim))

    # -- over rows
    @cached_property
    def programs(self) -> dict[str, Any]:
        """Of this object."""
        return {}

    def over(self, what: str, *rows: np.ndarray) -> Any:
        """One of the maps at many points."""
        if what not in self.programs:
            self.programs[what] = made(self, what)
        return self.programs[what](*rows)

    def in_language(self, space: Space) -> Place | None:
        """The inputs (d,) of one point u (d,), in the compiled language: `ad.batch(lambda u: model(to_x(u)))`. The point is one of standard normal
        numbers ("normal") or of the open unit cube ("unit")."""
        one_of(space, ("normal", "unit"), "space")
        return self.place(space)

    def from_normal(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of independent standard normal numbers u (n, d), exact in both tails."""
        return np.asarray(self.over("normal", self.rows(u, "u")))

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of points u (n, d) in the open unit cube."""
        return np.asarray(self.over("unit", in_cube(u, self.dim)))

    def to_normal(self, x: np.ndarray) -> np.ndarray:
        """The standard normal numbers (n, d) of inputs x (n, d): the inverse of `from_normal`."""
        return np.asarray(self.over("score", self.rows(x, "x")))

    def logpdf(self, x: np.ndarray) -> np.ndarray:
        """log densities (n,) at inputs x (n, d)."""
        return np.asarray(self.over("density", self.rows(x, "x")))

    def pullback(self, u: np.ndarray, g: np.ndarray) -> np.ndarray:
        """Gradients (n, d) with respect to u of a function whose gradients with respect to the inputs `from_normal(u)` are g (n, d): Jᵀg."""
        u, g = self.rows(u, "u"), self.rows(g, "g")
        check(len(u) == len(g), "g", g, f"gradients at {len(u)} points")
        return np.asarray(self.over("pullback", u, g))

    def sample(self, n: int, seed: Seed = None) -> np.ndarray:
        """(n, d) independent draws."""
        return self.from_normal(rng_of(seed).standard_normal((whole(n, "n", 0), self.dim)))

    def rows(self, points: Any, name: str) -> np.ndarray:
        """Points (n, d) of numbers; SettingsError for anything else."""
        allowed = f"an array of shape (n, {self.dim}) of numbers"
        a = numbers(points, name, allowed)
        check(a.ndim == 2 and a.shape[1] == self.dim, name, points, allowed)
        return a

    def __getstate__(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)


def made(inputs: Mapped, what: Any) -> Any:
    """A program over rows."""
    from ...ad import batch, vjp

    if what == "pullback":
        back = batch(vjp(inputs.place("normal")))
        return lambda u, g: back(u, g)[1]
    return batch({"score": inputs.score, "density": inputs.density}[what]() if what in ("score", "density") else inputs.place(what))
