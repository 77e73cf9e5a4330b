"""Machine code of a posterior, made when first asked for; CPython stands in for an interpretation that cannot be compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..ir.errors import CompileError
from ..lang.library.random import Rng
from .interpret.host import Host


class Compiled:
    """Compiled functions of one posterior, by interpretation."""

    def __init__(self, posterior: Any):
        self.posterior = posterior
        self.functions: dict[Any, Any] = {}

    def log_density(self, z: np.ndarray) -> float:
        return self.density().log_density(z)

    def value_and_grad(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        return self.density().value_and_grad(z)

    def hvp(self, z: np.ndarray, v: np.ndarray) -> np.ndarray:
        return self.density().hvp(z, v)

    def native(self) -> Any:
        return self.density().native()

    def hessian(self, z: np.ndarray) -> np.ndarray:
        return self.density().hessian(z) if z.size else np.zeros((0, 0))

    def density(self) -> Any:
        if "density" not in self.functions:
            from .native import density

            self.functions["density"] = density(self.posterior)
        return self.functions["density"]

    def outputs(self, key: Any, interpretation: Any, rows: np.ndarray, generator: Any = None) -> dict[str, np.ndarray]:
        """The named outputs of an interpretation for each row of z, stacked on a leading axis. `generator`: NumPy's bit generator, for
        interpretations that draw."""
        if key not in self.functions:
            from .native import Outputs

            try:
                self.functions[key] = Outputs(self.posterior, interpretation, generator is not None)
            except CompileError:
                self.functions[key] = None
        function = self.functions[key]
        return function(rows, generator) if function is not None else self.interpreted(interpretation, rows, generator)

    def interpreted(self, interpretation: Any, rows: np.ndarray, generator: Any = None) -> dict[str, np.ndarray]:
        found: dict[str, list[Any]] = {}
        rng = None if generator is None else Rng(generator)
        for z in rows:
            host = Host(z, rng)
            self.posterior.run(interpretation(self.posterior.binding), host)
            for name, parts in host.outputs.items():
                found.setdefault(name, []).append(parts[0] if len(parts) == 1 else np.stack(parts))
        return {name: np.array(values) for name, values in found.items()}
