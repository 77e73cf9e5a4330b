"""Uncertain inputs by name, each with its law.

A law is a distribution of `ppl`, a frozen one of `scipy.stats`, or a number that does not vary (`laws.py`). Quantiles turn points of the unit cube, or
standard normal numbers, into inputs: in machine code, one call for all whose law has a distribution in the compiled language, and by SciPy, one column
after the other, for the rest.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...ir.given import one_of
from ...ppl.distributions import Normal
from ..shown import SHOWN, shown_inputs
from . import outside
from .given import in_cube, read_only, together
from .laws import Law, law_of
from .maps import Mapped
from .moments import moments, tail_exponent
from .parameters import rebuilt, stated
from .protocol import Marginal, Parameter, Place, Space


@dataclass(frozen=True, eq=False, repr=False)
class Inputs(Mapped):
    """Independent inputs by name: `Inputs(load=Normal(10, 2), length=Uniform(1, 2))`; a dict where names are no identifiers.

    SettingsError that names the input for what is no law of one number. Moments that do not exist are nan.
    """

    laws: dict[str, Any]             # frozen distributions of scipy.stats, or what answers as they do
    placed: tuple[Any, ...]          # distributions in the compiled language, None where there is none

    def __init__(self, laws: Mapping[str, Any] | None = None, /, **named: Any):
        both: dict[str, Law] = {name: law_of(name, law) for name, law in together(laws, named).items()}
        object.__setattr__(self, "laws", {name: law.frozen for name, law in both.items()})
        object.__setattr__(self, "placed", tuple(law.placed for law in both.values()))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.laws)

    @property
    def dim(self) -> int:
        return len(self.laws)

    @property
    def independent(self) -> bool:
        return True

    # -- moments
    @cached_property
    def tails(self) -> np.ndarray:
        """(d,); inf where no tail falls as a power."""
        return read_only([tail_exponent(law) for law in self.laws.values()])

    @cached_property
    def mean(self) -> np.ndarray:
        """(d,)"""
        return read_only(self._moments("mv")[0])

    @cached_property
    def covariance(self) -> np.ndarray:
        """(d, d), diagonal."""
        return read_only(np.diag(self._moments("mv")[1]))

    @cached_property
    def cumulants(self) -> np.ndarray:
        """(2, d): third and fourth cumulants, which the second-order delta method needs beside the covariance."""
        sd = np.sqrt(np.diag(self.covariance))
        with np.errstate(over="ignore"):
            return read_only(self._moments("sk") * np.array([sd**3, sd**4]))

    def _moments(self, which: str) -> np.ndarray:
        """(2, d)"""
        return np.array([moments(law, which, tail) for law, tail in zip(self.laws.values(), self.tails, strict=True)]).T

    def marginal(self, name: str) -> Marginal:
        """The law of one input, as SciPy's frozen distributions answer."""
        one_of(name, self.names, "name")
        return self.laws[name]

    # -- the map: by SciPy's laws a standard normal number stays one until the call of machine code is over
    @cached_property
    def outside(self) -> list[int]:
        """The inputs whose laws are SciPy's alone."""
        return [i for i, law in enumerate(self.placed) if law is None]

    @cached_property
    def in_code(self) -> tuple[Any, ...]:
        """What stands for the laws in machine code."""
        return tuple(Normal(0.0, 1.0) if law is None else law for law in self.placed)

    def place(self, space: Space) -> Place:
        laws = self.in_code

        def of_normal(u: Any) -> Any:
            return np.array([law.from_normal(u[k]) for k, law in enumerate(laws)])

        def of_unit(p: Any) -> Any:
            return np.array([law.quantile(p[k]) for k, law in enumerate(laws)])
        return of_normal if space == "normal" else of_unit

    def score(self) -> Place:
        laws = self.in_code

        def scores(x: Any) -> Any:
            return np.array([law.to_normal(x[k]) for k, law in enumerate(laws)])
        return scores

    def density(self) -> Place:
        laws = self.in_code

        def log_density(x: Any) -> Any:
            total = 0.0
            for k, law in enumerate(laws):
                total = total + law.logpdf(x[k])
            return total
        return log_density

    def in_language(self, space: Space) -> Place | None:
        found = super().in_language(space)
        return None if self.outside else found

    # -- over rows, with the columns of SciPy's laws
    def from_normal(self, u: np.ndarray) -> np.ndarray:
        return self.with_scipy(super().from_normal(u))

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        x = super().from_unit(u)
        for i in self.outside:
            x[:, i] = self.scipy_law(i).ppf(in_cube(u, self.dim)[:, i])
        return x

    def with_scipy(self, z: np.ndarray) -> np.ndarray:
        """Columns of standard normal numbers as inputs, where laws are SciPy's."""
        for i in self.outside:
            z[:, i] = outside.from_normal(self.scipy_law(i), z[:, i])
        return z

    def scored(self, x: np.ndarray) -> np.ndarray:
        """Columns of inputs as standard normal numbers, where laws are SciPy's."""
        z = self.rows(x, "x")
        for i in self.outside:
            z[:, i] = outside.to_normal(self.scipy_law(i), z[:, i])
        return z

    def to_normal(self, x: np.ndarray) -> np.ndarray:
        return super().to_normal(self.scored(x))

    def logpdf(self, x: np.ndarray) -> np.ndarray:
        z = self.scored(x)
        found = super().logpdf(z)
        for i in self.outside:
            found = found - outside.log_slope(self.scipy_law(i), z[:, i], np.asarray(x, float)[:, i])
        return found

    def pullback(self, u: np.ndarray, g: np.ndarray) -> np.ndarray:
        if self.outside:
            z, g = super().from_normal(u), self.rows(g, "g")
            for i in self.outside:
                g[:, i] *= outside.slope(self.scipy_law(i), z[:, i])
        return super().pullback(u, g)

    def scipy_law(self, i: int) -> Any:
        return self.laws[self.names[i]]

    # -- parameters
    @property
    def parameters(self) -> list[Parameter]:
        """Those of `ppl`'s families: (input, name, value)."""
        return [(name, parameter, value) for name, law in zip(self.names, self.placed, strict=True) for parameter, value in stated(law)]

    def parameter_slopes(self, u: np.ndarray) -> np.ndarray:
        """(n_parameters, d): d inputs / d parameter at one point u (d,) of standard normal numbers. An input has parameters of its own, so that the slopes
        of the sum of all inputs are those of each."""
        from ...ad import grad

        own = [i for i, law in enumerate(self.placed) for _ in stated(law)]
        slopes = np.zeros((len(own), self.dim))
        if own:
            if "slopes" not in self.programs:
                self.programs["slopes"] = grad(self.sum_by_parameters())
            theta = np.array([value for _, _, value in self.parameters])
            slopes[np.arange(len(own)), own] = self.programs["slopes"](theta, self.rows(np.asarray(u, float)[None], "u")[0])
        return slopes

    def sum_by_parameters(self) -> Any:
        """The sum of the inputs that have parameters, of those and one point of standard normal numbers, in the language."""
        ends = np.cumsum([0, *(len(stated(law)) for law in self.placed)])
        laws = tuple((law, k, int(a), int(b)) for k, (law, a, b) in enumerate(zip(self.in_code, ends[:-1], ends[1:], strict=True)) if a < b)

        def total(theta: Any, u: Any) -> Any:
            found = 0.0
            for law, k, a, b in laws:
                found = found + rebuilt(law, tuple(theta[j] for j in range(a, b))).from_normal(u[k])
            return found
        return total

    def __repr__(self) -> str:
        return shown_inputs(self.names, np.array([law.ppf(SHOWN) for law in self.laws.values()])).text()

    def _repr_html_(self) -> str:
        return shown_inputs(self.names, np.array([law.ppf(SHOWN) for law in self.laws.values()])).html()
