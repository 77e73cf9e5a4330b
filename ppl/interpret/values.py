"""Values of parameters and deterministics, in the constrained space."""

from __future__ import annotations

from typing import Any

from .interpretation import Interpretation
from .table import Binding


class Values(Interpretation):
    """Parameters and deterministics, those of `names` (None: all)."""

    def __init__(self, binding: Binding, names: Any = None):
        super().__init__(binding)
        self.names = names

    def wants(self, name: str) -> bool:
        return self.names is None or name in self.names

    def on_parameter(self, it, site, x, jacobian, score):
        if self.wants(site.name):
            self.output(it, site.name, x)

    def on_deterministic(self, it, name, value):
        if self.wants(name):
            self.output(it, name, value)
