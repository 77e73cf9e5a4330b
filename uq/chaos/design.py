"""The runs of an expansion, of which there are more and more: prefixes of one scrambled Sobol sequence."""
from __future__ import annotations

import numpy as np

from ...ir.errors import CompileError, DataError
from ...ir.given import seed_of
from ...samplers.settings import Seed
from ..campaigns.points import sobol_points
from ..evaluation.derivatives import Slopes
from ..evaluation.evaluator import Evaluator
from ..evaluation.standard import Standard
from ..evaluation.trust import trusted
from ..scale import unit
from .axes import Axis, placed
from .regression import Runs
from .slopes import LOOKED_AT, ROUNDING


class Design:
    """Runs, of which there are more and more: inputs x (n, d), standard normal numbers u (n, d), values (n, m) and gradients (n, m, d), in units of each
    output, with respect to x, of dependent inputs to u."""

    def __init__(self, run: Evaluator, gradients: bool | None, seed: Seed, most: int):
        self.run, self.inputs, self.notes = run, run.inputs, list[str]()
        self.points = sobol_points(max(2, (most - 1).bit_length()), self.inputs.dim, seed_of(seed))
        self.slopes = Slopes(run) if self.inputs.independent else Standard(run).gradients
        self.done = 0
        self.with_gradients = self.has_gradients() if gradients is None else bool(gradients)
        self.optional = gradients is None
        self.x = self.u = self.values = self.raw = np.zeros((0, self.inputs.dim))
        self.unit = np.ones(1)

    def has_gradients(self) -> bool:
        """Are there some, without being asked for?"""
        model = self.run.model
        given = model.gradient is not None or model.derivatives is not None
        return self.run.ready(self.inputs.from_unit(self.points[:1])[0]).name == "compiled" or given

    def grow(self, n: int) -> None:
        """To n runs."""
        from scipy.special import ndtri

        p = self.points[self.done:n]
        x, u = self.inputs.from_unit(p), ndtri(p)
        values, gradients = self.called(x, u)
        if self.done == 0:
            self.raw, self.gradients = values[:0], gradients[:0] if gradients is not None else None
        self.done = n
        self.x, self.u, self.raw = np.concatenate([self.x, x]), np.concatenate([self.u, u]), np.concatenate([self.raw, values])
        if gradients is not None and self.gradients is not None:
            self.gradients = np.concatenate([self.gradients, gradients])
        self.leave_out_failures()
        self.measure()
        if n == len(p):
            self.look_at_derivatives()

    def called(self, x: np.ndarray, u: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Values (n, m) and gradients (n, m, d)."""
        at = x if self.inputs.independent else u
        n, d = u.shape
        if self.with_gradients:
            try:
                values, gradients = self.slopes(at)
                return values.reshape(n, -1), gradients.reshape(n, -1, d)
            except CompileError as e:
                if not self.optional or self.done:
                    raise
                self.with_gradients = False
                self.notes.append(f"without gradients: {e.message.splitlines()[0]}")
        return self.run(x).reshape(n, -1), None

    def leave_out_failures(self) -> None:
        """Whole runs."""
        good = np.isfinite(self.raw).all(axis=1)
        if self.gradients is not None:
            good &= np.isfinite(self.gradients).all(axis=(1, 2))
        if not good.all():
            self.x, self.u, self.raw = self.x[good], self.u[good], self.raw[good]
            self.gradients = None if self.gradients is None else self.gradients[good]

    def measure(self) -> None:
        """Units of the outputs; DataError for one that does not vary."""
        size = np.abs(self.raw).max(axis=0)
        self.unit = np.where(size > 0.0, unit(size), 1.0)
        self.values = self.raw / self.unit
        if np.any(np.ptp(self.values, axis=0) <= ROUNDING):
            raise DataError("an output does not vary with the inputs: its variance is 0, so no share of it can be given")

    def look_at_derivatives(self) -> None:
        """DataError where they do not tell how an output changes."""
        if self.gradients is None:
            return
        for k in np.unique(np.linspace(0, self.outputs - 1, min(self.outputs, LOOKED_AT)).astype(int)):
            trusted(self.u, self.values[:, k], self.in_u(self.u, self.gradients[:, k]) / self.unit[k], "pce", "`gradients=False`, or `uq.sobol`",
                    lambda u, k=k: self.more(u, k))

    def more(self, u: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Value and gradient with respect to u of one output, at other points."""
        values, gradients = self.called(self.inputs.from_normal(u), u)
        assert gradients is not None
        return values[:, k] / self.unit[k], self.in_u(u, gradients[:, k]) / self.unit[k]

    def in_u(self, u: np.ndarray, gradients: np.ndarray) -> np.ndarray:
        """Gradients (n, d) with respect to the normal scores."""
        return self.inputs.pullback(u, gradients) if self.inputs.independent else gradients

    @property
    def outputs(self) -> int:
        """How many."""
        return self.raw.shape[1]

    def runs(self, axes: list[Axis], k: int) -> Runs:
        """Of one output, for the regression."""
        g = None if self.gradients is None else self.gradients[:, k:k + 1] / self.unit[k]
        if not self.inputs.independent:
            return Runs(self.u, self.values[:, k], None if g is None else g[:, 0])
        t, g = placed(axes, self.inputs, self.x, self.u, g)
        return Runs(t, self.values[:, k], None if g is None else g[:, 0])
