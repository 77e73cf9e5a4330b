"""A model's priors inside compiled code, where what calls them is compiled with them: values of standard normal numbers, these of values, and log densities,
each of one vector in the order of the coordinates."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...base.constraints import Constraint
from ...base.distribution import Distribution
from ..host import Host
from ..interpretation import Interpretation
from ..running import run
from ..services import Services
from ..table import Binding, Definition, Site
from .scores import place, placed, score


class Placing(Interpretation):
    """Parameters of standard normal numbers: the vector is u, and the values are kept as they are made."""

    def __init__(self, binding: Binding, vector: Any):
        super().__init__(binding)
        self.vector = vector
        self.made: dict[str, Any] = {}

    def coordinates(self, it: Services, site: Site) -> Any:
        return it.call(part, self.vector, site.offset, site.size, site.shape)

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        x = it.call(place, placed(it, site, dist), self.coordinates(it, site))
        self.made[site.name] = x
        return x


class Scoring(Placing):
    """Standard normal numbers of values: the vector is that of the values."""

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        x = self.coordinates(it, site)
        self.made[site.name] = it.call(score, placed(it, site, dist), x)
        return x


class Weighing(Placing):
    """Log densities of values."""

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        x = self.coordinates(it, site)
        self.made[site.name] = it.call(weight, placed(it, site, dist), x)
        return x


class InCode:
    """What an interpretation makes of a vector (dim,), as one vector. Called inside compiled code, or in CPython."""

    def __init__(self, model: Definition, binding: Binding, meaning: type[Placing]):
        self.binding, self.meaning, function, data = binding, meaning, model.function, dict(binding.data)

        def bound() -> Any:
            return function(**data)
        self.bound = bound

    def __call__(self, vector: np.ndarray) -> Any:
        meaning = self.meaning(self.binding, vector)
        run(self.bound, meaning, Host(vector), {})
        return joined(self.values(meaning))

    def __llbayes_stage__(self, it: Any, args: list[Any], keywords: dict[str, Any]) -> Any:
        meaning = self.meaning(self.binding, *args, **keywords)
        it.under(meaning, self.bound)
        return it.call(joined, self.values(meaning))

    def values(self, meaning: Placing) -> tuple[Any, ...]:
        """Those that were made, in the order of the coordinates."""
        return tuple(meaning.made[site.name] for site in self.binding.parameters)


# -- in the language
def part(vector: Any, offset: int, size: int, shape: tuple[int, ...]) -> Any:
    """The numbers of one parameter."""
    if not shape:
        return vector[offset]
    return np.reshape(vector[offset : offset + size], shape)


def weight(law: Any, x: Any) -> Any:
    """The log density of a value."""
    return np.sum(law.logpdf(x))


def joined(values: tuple[Any, ...]) -> Any:
    """One vector of numbers and arrays."""
    return np.concatenate([np.ravel(v) for v in values])
