"""What every kind of inputs answers; methods ask for no more."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, Protocol

import numpy as np

Space = Literal["normal", "unit"]
Parameter = tuple[str, str, float]               # the input, the name of a parameter of its law, its value
Place = Callable[[Any], Any]                     # of one point (d,), in the compiled language


class Marginal(Protocol):
    """The law of one input, as SciPy's frozen distributions answer."""

    def ppf(self, p: Any) -> Any: ...

    def cdf(self, x: Any) -> Any: ...

    def logpdf(self, x: Any) -> Any: ...

    def logcdf(self, x: Any) -> Any: ...

    def logsf(self, x: Any) -> Any: ...

    def stats(self, moments: str = "mv") -> Any: ...


class Uncertain(Protocol):
    """d inputs, as a function of d independent standard normal numbers u: Rosenblatt's map, which is triangular where inputs depend on each other."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def dim(self) -> int: ...

    @property
    def independent(self) -> bool: ...

    @property
    def mean(self) -> np.ndarray: ...            # (d,)

    @property
    def covariance(self) -> np.ndarray: ...      # (d, d)

    @property
    def cumulants(self) -> np.ndarray: ...       # (2, d): third and fourth, of independent inputs

    @property
    def tails(self) -> np.ndarray: ...           # (d,): the exponents with which tails fall; no moment of that order or above exists

    @property
    def parameters(self) -> list[Parameter]: ...  # of the laws, those that are numbers; none where the law is no family of ours

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of points (n, d) in the open unit cube."""
        ...

    def from_normal(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of standard normal numbers (n, d), exact in both tails."""
        ...

    def to_normal(self, x: np.ndarray) -> np.ndarray:
        """The standard normal numbers (n, d) of inputs (n, d)."""
        ...

    def logpdf(self, x: np.ndarray) -> np.ndarray:
        """log densities (n,) of inputs (n, d)."""
        ...

    def pullback(self, u: np.ndarray, g: np.ndarray) -> np.ndarray:
        """Gradients (n, d) with respect to u of a function whose gradients with respect to the inputs of u are g (n, d)."""
        ...

    def in_language(self, space: Space) -> Place | None:
        """The inputs (d,) of one point u (d,) in the compiled language, twice differentiable; None where it has none."""
        ...

    def marginal(self, name: str) -> Marginal:
        """The law of one input."""
        ...

    def parameter_slopes(self, u: np.ndarray) -> np.ndarray:
        """(n_parameters, d): the derivatives of the inputs of one point u (d,) of standard normal numbers with respect to the parameters."""
        ...
