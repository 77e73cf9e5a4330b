"""A model's priors as a map from independent standard normal numbers, and back: Rosenblatt's, one site after the other, each given those before it.

A number is placed by `from_normal` of its distribution, exact in both tails; a vector by its non-centred form, of standard draws that are placed so. There
are as many normal numbers as values, in the order of the coordinates z.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...base.constraints import Constraint
from ...base.distribution import Distribution
from ...base.types import Value
from ...forms.noncentered import Noncentered
from ..interpretation import Interpretation
from ..services import Services
from ..table import Binding, Site
from ..values import Values


class FromNormal(Values):
    """Parameters and deterministics where the coordinates are standard normal numbers."""

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        law = placed(it, site, dist)
        x = it.call(place, law, self.coordinates(it, site))
        self.on_parameter(it, site, x, 0.0, None)
        return x


class ToNormal(Interpretation):
    """The standard normal numbers of values; `places` say where a parameter's values stand in a row."""

    def __init__(self, binding: Binding, places: Mapping[str, int]):
        super().__init__(binding)
        self.places = places

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        law = placed(it, site, dist)
        x = self.coordinates(it, site)
        it.output(site.name, it.call(score, law, x))
        return x

    def coordinates(self, it: Services, site: Site) -> Any:
        return it.parameter(self.places[site.name], site.shape)


def placed(it: Services, site: Site, dist: Distribution | None) -> Distribution:
    """The distribution whose values have normal scores; an error at the site of one that has none."""
    law = dist.base if isinstance(dist, Noncentered) else dist
    if law is None:
        raise it.error(f"`{site.name}` is flat on its set: it has no distribution that standard normal numbers could be placed by", "give it a prior")
    if site.restricted:
        raise it.error(f"`{site.name}` has a prior and a constraint= that cuts it, which is not a distribution", "`.truncated(low, high)` is one")
    if site.free != site.shape or not (law.has("from_normal") if law.axes == 0 else stands_alone(law)):
        raise it.error(f"`{site.name}` follows {law.name}, whose values are not placed by standard normal numbers",
                       "distributions of numbers with a cdf are, and vectors and series made of independent standard draws")
    return law


def stands_alone(law: Distribution) -> bool:
    """Is a vector made of independent numbers with normal scores?"""
    return law.has("noncentered") and law.standard().axes == 0 and law.standard().has("from_normal")


def place(law: Any, u: Value) -> Value:
    """The value of standard normal numbers. Written in the language."""
    return law.from_normal(u) if law.axes == 0 else law.shift(law.standard().from_normal(u))


def score(law: Any, x: Value) -> Value:
    """The standard normal numbers of a value. Written in the language."""
    return law.to_normal(x) if law.axes == 0 else law.standard().to_normal(law.unshift(x))
