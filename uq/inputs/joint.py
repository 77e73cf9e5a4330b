"""A model of `ppl` without observations as the joint law of inputs: dependent inputs are written as what they depend on."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...ir.errors import CompileError, SettingsError
from ...ir.given import one_of, shown
from ...ir.public import public
from ...ppl.interpret.maps.placing import InCode, Placing, Scoring, Weighing
from ..campaigns.points import NEAREST, sobol_points
from ..shown import SHOWN, Table
from .given import in_cube, read_only
from .laws.empirical import Empirical
from .maps import Mapped
from .protocol import Marginal, Place, Space
from .table import shortened, table

LOOKED_AT = 13                       # 2^13 points, of which moments and quantiles are those of this law


@dataclass(frozen=True, eq=False, repr=False)
class JointInputs(Mapped):
    """The parameters of a bound model as inputs, arrays entry by entry: `load`, `wind[0]`, `wind[1]`.

    Points are those of Rosenblatt's map (`posterior.from_normal`), exact in both tails. `mean` and `covariance` are those of a fixed sequence of points.
    """

    posterior: Any

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of the inputs, in the order of the model's parameters."""
        found: list[str] = []
        for site in self.posterior.parameters:
            found += [site.name + (f"[{','.join(map(str, at))}]" if site.shape else "") for at in np.ndindex(*site.shape)]
        return tuple(found)

    @property
    def dim(self) -> int:
        return self.posterior.dim

    @property
    def independent(self) -> bool:
        """What a model says of one input may depend on others."""
        return self.dim == 1

    @cached_property
    def looked_at(self) -> np.ndarray:
        """Points of a fixed sequence."""
        return self.from_unit(sobol_points(LOOKED_AT, self.dim, 0))

    @cached_property
    def mean(self) -> np.ndarray:
        """(d,)"""
        return read_only(self.looked_at.mean(axis=0))

    @cached_property
    def covariance(self) -> np.ndarray:
        """(d, d)"""
        return read_only(np.cov(self.looked_at.T).reshape(self.dim, self.dim))

    @property
    def cumulants(self) -> np.ndarray:
        """Of dependent inputs there are none, input by input."""
        raise SettingsError("the inputs are the joint law of a model: third and fourth cumulants are those of independent inputs", hint="`order=1`")

    @property
    def tails(self) -> np.ndarray:
        """(d,): not looked at."""
        return np.full(self.dim, np.inf)

    # -- the map
    def place(self, space: Space) -> Place:
        """Of the model's priors, one after the other."""
        from ...ppl.base.functions import ndtri

        of_normal = self.in_code(Placing)

        def of_unit(p: Any) -> Any:
            z: Any = ndtri(p)
            return of_normal(z)
        return of_normal if space == "normal" else of_unit

    def score(self) -> Place:
        return self.in_code(Scoring)

    def density(self) -> Place:
        weights = self.in_code(Weighing)

        def log_density(x: Any) -> Any:
            return np.sum(weights(x))
        return log_density

    def in_code(self, meaning: type[Placing]) -> InCode:
        return InCode(self.posterior.model, self.posterior.binding, meaning)

    def in_language(self, space: Space) -> Place | None:
        """None where the model is outside of the compiled language."""
        found = super().in_language(space)
        try:
            self.over(space, np.full((1, self.dim), 0.5))
        except CompileError:
            return None
        return found

    def from_normal(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of independent standard normal numbers u (n, d)."""
        u = self.rows(u, "u")
        values = self.posterior.from_normal(u, [site.name for site in self.posterior.parameters])
        return np.concatenate([values[site.name].reshape(len(u), -1) for site in self.posterior.parameters], axis=1)

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of points u (n, d) in the open unit cube."""
        from scipy.special import ndtri

        return self.from_normal(ndtri(np.clip(in_cube(u, self.dim), NEAREST, 1.0 - NEAREST)))

    def to_normal(self, x: np.ndarray) -> np.ndarray:
        """The standard normal numbers (n, d) of inputs x (n, d)."""
        x = self.rows(x, "x")
        return self.posterior.to_normal({s.name: x[:, s.offset : s.offset + s.size].reshape(len(x), *s.shape) for s in self.posterior.parameters})

    def marginal(self, name: str) -> Marginal:
        """The law of one input, as draws of a fixed sequence show it."""
        one_of(name, self.names, "name")
        return Empirical(self.looked_at[:, self.names.index(name)])

    def shown(self) -> Table:
        """Quantiles of each."""
        laws = [shortened(str(site.dist)) for site in self.posterior.parameters for _ in range(site.size)]
        quantiles = np.quantile(self.looked_at, SHOWN, axis=0).T
        return table(self.names, laws, self.mean, np.sqrt(np.diag(self.covariance)), quantiles, f"dependent, of the model `{self.posterior.name}`")

    def __repr__(self) -> str:
        return self.shown().text()

    def _repr_html_(self) -> str:
        return self.shown().html()


@public
def inputs_of(posterior: Any) -> JointInputs:
    """The joint law of a model's parameters as uncertain inputs: any model of `ppl` that observes nothing, bound to its arguments.

    SettingsError for anything else, and for a model with observations, whose parameters follow a posterior; ModelError for parameters that have no map from
    normal numbers (`posterior.from_normal`).

    >>> from llbayes import ppl, uq
    >>> @ppl.model
    ... def loads():
    ...     wind = ppl.sample("wind", ppl.Gumbel(20.0, 4.0))
    ...     ppl.sample("wave", ppl.Normal(0.1 * wind, 0.3))
    >>> uq.inputs_of(loads.bind()).names
    ('wind', 'wave')
    """
    if not hasattr(posterior, "from_normal"):
        raise SettingsError(f"`posterior` must be a bound model, not {shown(posterior)}", hint="bind it: `model.bind()`; laws by name make `uq.Inputs`")
    seen = [site.name for site in posterior.sites.values() if site.kind in ("observed", "factor", "likelihood", "marginal")]
    if seen:
        raise SettingsError(f"the model observes {', '.join(f'`{name}`' for name in seen)}: its parameters follow a posterior, which is known by draws only",
                            hint="inputs are a model without obs=; draws of a posterior are propagated by deterministics of the model")
    found = JointInputs(posterior)
    found.from_normal(np.zeros((1, found.dim)))                      # what has no map is said here
    return found
