"""Uncertain inputs by name, each with its law.

A law is a distribution of `ppl`, a frozen one of `scipy.stats`, or a number that does not vary (`laws/law.py`). Quantiles turn points of the unit cube, or
standard normal numbers, into inputs: in machine code, one call for all whose law has a distribution in the compiled language, and by SciPy, one column
after the other, for the rest.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import check, one_of
from ...ppl.distributions import Normal
from ..campaigns.points import NEAREST
from ..shown import SHOWN, Table
from .copulas.copula import Copula, Dependence
from .given import grouped, in_cube, read_only, together
from .laws import outside
from .laws.law import Law, law_of
from .laws.moments import moments, tail_exponent
from .laws.parameters import rebuilt, stated
from .maps import Mapped
from .protocol import Marginal, Parameter, Place, Space
from .table import described, table


@dataclass(frozen=True, eq=False, repr=False)
class Inputs(Mapped):
    """Inputs by name: `Inputs(load=Normal(10, 2), length=Uniform(1, 2))`; a dict where names are no identifiers. They are independent, or depend on each
    other by a `copula`: `Inputs(…, copula=uq.GaussianCopula({("load", "length"): 0.5}))`.

    SettingsError that names the input for what is no law of one number. Moments that do not exist are nan.
    """

    laws: dict[str, Any]             # frozen distributions of scipy.stats, or what answers as they do
    placed: tuple[Any, ...]          # distributions in the compiled language, None where there is none
    copula: Copula | None
    groups: dict[str, tuple[str, ...]]       # the inputs of each group by its name

    def __init__(self, laws: Mapping[str, Any] | None = None, /, *, copula: Copula | None = None, groups: Mapping[str, Iterable[str]] | None = None,
                 **named: Any):
        both: dict[str, Law] = {name: law_of(name, law) for name, law in together(laws, named).items()}
        object.__setattr__(self, "laws", {name: law.frozen for name, law in both.items()})
        object.__setattr__(self, "placed", tuple(law.placed for law in both.values()))
        check(copula is None or isinstance(copula, Copula), "copula", copula, "one of `uq`'s, as in `copula=uq.GaussianCopula(correlations)`")
        object.__setattr__(self, "copula", copula)
        object.__setattr__(self, "groups", grouped(groups, tuple(both)))
        vars(self)["dependence"] = self.depends()

    @cached_property
    def dependence(self) -> Dependence | None:
        """The copula of these inputs; None where they are independent."""
        return self.depends()

    def depends(self) -> Dependence | None:
        found = None if self.copula is None else self.copula.of(self.names, tuple(self.laws.values()))
        return None if found is None or found.independent else found

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.laws)

    @property
    def dim(self) -> int:
        return len(self.laws)

    @property
    def independent(self) -> bool:
        return self.dependence is None

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
        """(d, d); diagonal where inputs are independent."""
        variance = self._moments("mv")[1]
        if self.dependence is None or not np.isfinite(variance).all():
            return read_only(np.diag(variance))
        found = self.dependence.covariance(tuple(self.laws.values()))
        np.fill_diagonal(found, variance)
        return read_only(found)

    @cached_property
    def cumulants(self) -> np.ndarray:
        """(2, d): third and fourth cumulants of independent inputs, which the second-order delta method needs beside the covariance."""
        if not self.independent:
            raise SettingsError("the inputs depend on each other: third and fourth cumulants are those of independent inputs", hint="`order=1`")
        sd = np.sqrt(np.diag(self.covariance))
        with np.errstate(over="ignore"):
            return read_only(self._moments("sk") * np.array([sd**3, sd**4]))

    def _moments(self, which: str) -> np.ndarray:
        """(2, d)"""
        return np.array([moments(law, which, tail, placed) for law, placed, tail in zip(self.laws.values(), self.placed, self.tails, strict=True)]).T

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
        from ...ppl.base.functions import ndtri

        laws, depends = self.in_code, self.dependence

        def of_normal(u: Any) -> Any:
            return np.array([law.from_normal(u[k]) for k, law in enumerate(laws)])

        def of_unit(p: Any) -> Any:
            return np.array([law.quantile(p[k]) for k, law in enumerate(laws)])
        if depends is None:
            return of_normal if space == "normal" else of_unit
        joint = depends.place

        def of_dependent(u: Any) -> Any:
            return of_normal(joint(u))

        def of_dependent_unit(p: Any) -> Any:
            return of_normal(joint(ndtri(p)))
        return of_dependent if space == "normal" else of_dependent_unit

    def score(self) -> Place:
        laws, depends = self.in_code, self.dependence

        def scores(x: Any) -> Any:
            return np.array([law.to_normal(x[k]) for k, law in enumerate(laws)])
        if depends is None:
            return scores
        back = depends.score

        def of_dependent(x: Any) -> Any:
            return back(scores(x))
        return of_dependent

    def density(self) -> Place:
        laws, depends = self.in_code, self.dependence

        def log_density(x: Any) -> Any:
            total = 0.0
            for k, law in enumerate(laws):
                total = total + law.logpdf(x[k])
            return total
        if depends is None:
            return log_density
        together = depends.log_density

        def of_dependent(x: Any) -> Any:
            return log_density(x) + together(np.array([law.to_normal(x[k]) for k, law in enumerate(laws)]))
        return of_dependent

    def in_language(self, space: Space) -> Place | None:
        found = super().in_language(space)
        return None if self.outside else found

    # -- over rows, with the columns of SciPy's laws
    def from_normal(self, u: np.ndarray) -> np.ndarray:
        return self.with_scipy(super().from_normal(u))

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        if not self.independent:
            p = np.clip(in_cube(u, self.dim), NEAREST, 1.0 - NEAREST)
            return self.with_scipy(super().from_unit(p))
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
        joint = same if self.dependence is None else self.dependence.place

        def total(theta: Any, u: Any) -> Any:
            found, z = 0.0, joint(u)
            for law, k, a, b in laws:
                found = found + rebuilt(law, tuple(theta[j] for j in range(a, b))).from_normal(z[k])
            return found
        return total

    def shown(self) -> Table:
        """Laws, moments and quantiles of each, and which are not compiled."""
        laws = [described(law, placed) for law, placed in zip(self.laws.values(), self.placed, strict=True)]
        quantiles = np.array([law.ppf(SHOWN) for law in self.laws.values()])
        kind = "" if self.copula is None else f"with {self.copula!r}"
        return table(self.names, laws, self.mean, np.sqrt(np.diag(self.covariance)), quantiles, kind, [self.names[i] for i in self.outside])

    def __repr__(self) -> str:
        return self.shown().text()

    def _repr_html_(self) -> str:
        return self.shown().html()


def same(u: Any) -> Any:
    """Of independent inputs the normal numbers are their own."""
    return u
