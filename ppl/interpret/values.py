"""Values of parameters and deterministics, in the constrained space."""

from __future__ import annotations

from collections.abc import Container

from ..base.types import Value
from .interpretation import Interpretation, Score
from .services import Services
from .table import Binding, Site


class Values(Interpretation):
    """Parameters and deterministics, those of `names` (None: all)."""

    def __init__(self, binding: Binding, names: Container[str] | None = None):
        super().__init__(binding)
        self.names = names

    def wants(self, name: str) -> bool:
        return self.names is None or name in self.names

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        if self.wants(site.name):
            self.output(it, site.name, x)

    def on_deterministic(self, it: Services, name: str, value: Value) -> None:
        if self.wants(name):
            self.output(it, name, value)
