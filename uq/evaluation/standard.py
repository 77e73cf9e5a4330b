"""A model as a function of independent standard normal numbers: the map from them to the inputs, then the model, in one piece of machine code where both
are in the language."""
from __future__ import annotations

import numpy as np

from ...ir.errors import SettingsError
from .derivatives import SECOND, Slopes
from .evaluator import Evaluator


class Standard:
    """Values (n, …), gradients (n, …, d) and Hessians (n, d, d) of a model at points u (n, d) of standard normal space."""

    def __init__(self, run: Evaluator):
        self.run, self.inputs = run, run.inputs
        self.slopes = Slopes(run)
        self.fused: Slopes | None = None

    def __call__(self, u: np.ndarray) -> np.ndarray:
        """Values (n, …)."""
        return self.run(self.inputs.from_normal(u))

    def together(self, u: np.ndarray) -> Slopes | None:
        """Derivatives of the map and the model in one; None where one of the two is not in the language, or the model's derivatives are given."""
        if self.fused is None:
            to_inputs, run = self.inputs.in_language("normal"), self.run
            way = run.ready(self.inputs.from_normal(u[:1])[0])
            if to_inputs is None or way.name != "compiled" or self.given:
                return None
            function = run.function
            self.fused = Slopes(run.of(lambda u: function(to_inputs(u)), tuple(f"score of {name}" for name in run.names)))
        return self.fused

    @property
    def given(self) -> bool:
        """Are the model's derivatives the user's, or differences?"""
        return self.run.model.gradient is not None or self.run.model.derivatives is not None

    def gradients(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(values (n, …), gradients (n, …, d))."""
        together = self.together(u)
        if together is not None:
            return together(u)
        values, slopes = self.slopes(self.inputs.from_normal(u))
        flat = slopes.reshape(len(u), -1, slopes.shape[-1])
        back = np.stack([self.inputs.pullback(u, flat[:, k]) for k in range(flat.shape[1])], axis=1)
        return values, back.reshape(slopes.shape)

    def hvps(self, u: np.ndarray, directions: np.ndarray) -> np.ndarray:
        """(n, d): Hessians times directions; differences of gradients where the model's own derivatives are given. SettingsError where there are none."""
        together = self.together(u)
        if together is not None:
            return together.hvps(u, directions)
        if not self.given:
            raise SettingsError("second derivatives need inputs whose laws are in the compiled language", hint="take families of `ppl`")
        h = SECOND / np.maximum(np.linalg.norm(directions, axis=1), 1e-300)[:, None]
        return (self.gradients(u + h * directions)[1] - self.gradients(u - h * directions)[1]) / (2.0 * h)

    def hessians(self, u: np.ndarray) -> np.ndarray:
        """(n, …, d, d), of every output."""
        together = self.together(u)
        if together is not None:
            return together.hessians(u)
        columns = [self.slopes_along(u, direction) for direction in np.eye(u.shape[1])]
        found = np.stack(columns, axis=-1)
        return 0.5 * (found + np.swapaxes(found, -1, -2))

    def slopes_along(self, u: np.ndarray, direction: np.ndarray) -> np.ndarray:
        """(n, …, d): how gradients change along a direction of length 1, by differences. SettingsError as of `hvps`."""
        if not self.given:
            raise SettingsError("second derivatives need inputs whose laws are in the compiled language", hint="take families of `ppl`")
        return (self.gradients(u + SECOND * direction)[1] - self.gradients(u - SECOND * direction)[1]) / (2.0 * SECOND)
