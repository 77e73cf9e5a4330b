"""What Gaussian processes at points and by a basis share: a value is one vector of real numbers, and its density needs no look at a support."""

from __future__ import annotations

from ...lang.values.hooks import compile_time
from ..base.constraints import Constraint, real
from ..base.distribution import Distribution
from ..base.parameters import array_of
from ..base.types import Value


class NormalVector(Distribution):
    """A normal vector with a mean, moments and a non-centred form. Abstract."""

    @property
    def discrete(self) -> bool:
        return False

    @property
    def axes(self) -> int:
        return 1

    @property
    def causal(self) -> bool:
        return True

    @compile_time
    def has(self, what: str) -> bool:
        return what in ("mean", "variance", "covariance", "noncentered")

    def support(self) -> Constraint:
        """All vectors."""
        return real

    def logpdf(self, x: Value) -> Value:
        """log density of vectors."""
        return self.density(array_of(x))
