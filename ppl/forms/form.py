"""A form of one other distribution, the base: what the base says, as long as the form says nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base.constraints import Constraint
from ..base.distribution import Distribution, needs
from ..base.family import Param
from ..base.transforms import Logs
from ..base.types import Shape, ShapeOf, Value


@dataclass(frozen=True, eq=False, repr=False)
class Form(Distribution):
    """Answers as its base does. Abstract."""

    base: Distribution

    @property
    def made_of(self) -> tuple[Distribution, ...]:
        return (self.base,)

    @property
    def name(self) -> str:
        return self.base.name

    @property
    def discrete(self) -> bool:
        return self.base.discrete

    @property
    def axes(self) -> int:
        return self.base.axes

    @property
    def in_logs(self) -> bool:
        return self.base.in_logs

    @property
    def gaps(self) -> bool:
        return self.base.gaps

    @compile_time
    def has(self, what: str) -> bool:
        return self.base.has(what)

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return self.base.parameters()

    def support(self) -> Constraint:
        """The base's."""
        return self.base.support()

    def logs_support(self) -> Constraint:
        """The base's."""
        return self.base.logs_support()

    def density(self, x: Value) -> Value:
        """The base's."""
        return self.base.density(x)

    def by_logs(self, x: Value, logs: Logs) -> Value:
        """The base's."""
        return self.base.by_logs(x, logs)

    def logpdf(self, x: Value) -> Value:
        """The base's."""
        return self.base.logpdf(x)

    def cdf(self, x: Value) -> Value:
        """The base's."""
        return self.base.cdf(x)

    def logcdf(self, x: Value) -> Value:
        """The base's."""
        return self.base.logcdf(x)

    def logsf(self, x: Value) -> Value:
        """The base's."""
        return self.base.logsf(x)

    def quantile(self, p: Value) -> Value:
        """The base's."""
        return self.base.quantile(p)

    def from_tails(self, below: Value, above: Value) -> Value:
        """The base's."""
        return self.base.from_tails(below, above)

    def from_normal(self, z: Value) -> Value:
        """The base's."""
        needs(self, "from_normal")
        return self.base.from_normal(z)

    def to_normal(self, x: Value) -> Value:
        """The base's."""
        needs(self, "from_normal", "to_normal")
        return self.base.to_normal(x)

    def mean(self) -> Value:
        """The base's."""
        return self.base.mean()

    def variance(self) -> Value:
        """The base's."""
        return self.base.variance()

    def skewness(self) -> Value:
        """The base's, of forms that keep it."""
        needs(self, "skewness")
        return self.base.skewness()

    def kurtosis(self) -> Value:
        """The base's, of forms that keep it."""
        needs(self, "kurtosis")
        return self.base.kurtosis()

    def covariance(self) -> Value:
        """The base's."""
        return self.base.covariance()

    def standard(self) -> Distribution:
        """The base's."""
        return self.base.standard()

    def shift(self, u: Value) -> Value:
        """The base's."""
        return self.base.shift(u)

    def unshift(self, x: Any) -> Any:
        """The base's."""
        return self.base.unshift(x)

    def batch(self, shape_of: ShapeOf) -> Shape:
        """The base's."""
        return self.base.batch(shape_of)

    def event(self, shape_of: ShapeOf) -> Shape:
        """The base's."""
        return self.base.event(shape_of)

    @compile_time
    def sized(self, shape: Shape) -> Distribution:
        """The same form of the base as it is of this shape."""
        return replace(self, base=self.base.sized(shape))

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """The base's."""
        return self.base.draw(rng, shape)


class Direct(Form):
    """A form that is not written in logarithms, whatever its base is. Abstract."""

    @property
    def in_logs(self) -> bool:
        return False

    def logs_support(self) -> Constraint:
        """Its own support."""
        return self.support()
