"""Elementary effects (Morris 1991; mean of absolute values by Campolongo et al. 2007): which inputs matter at all, from few runs."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...ir.errors import SettingsError
from ...samplers.settings import Seed
from ..evaluate import evaluate
from ..inputs import Uncertain
from ..inputs.assumed import say_moments, uncertain
from ..method import Method, Model, Needs
from ..points import power_of_two, sobol_points
from ..scale import unit
from ..shown import axes, of_output

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STEP = 0.5                           # of the unit interval, from below its middle to above it


@dataclass(frozen=True, eq=False)
class Morris:
    """Effects of moving an input by STEP of its probability: mean of absolute values with its error, and sd. Arrays are (d, outputs …)."""

    names: tuple[str, ...]
    mu_star: np.ndarray
    mu_star_se: np.ndarray
    sigma: np.ndarray

    def table(self, output: int = 0) -> str:
        """One line an input, for one output."""
        columns = [of_output(a, output, 1) for a in (self.mu_star, self.mu_star_se, self.sigma)]
        lines = [f"{name:16s} {mean:10.4g} {error:10.2g} {sd:10.4g}" for name, mean, error, sd in zip(self.names, *columns, strict=True)]
        return "\n".join([f"{'input':16s} {'mu*':>10s} {'± se':>10s} {'sigma':>10s}", *lines])

    def plot(self, ax: Axes | None = None, output: int = 0) -> Axes:
        """Every input in the plane of mean and sd."""
        ax = axes(ax, 4, 3.2)
        ax.plot(of_output(self.mu_star, output, 1), of_output(self.sigma, output, 1), "o")
        ax.set_xlabel("mu*")
        return ax


def morris(model: Model, inputs: Uncertain, *, n: int = 64, seed: Seed = None, how: str | None = None) -> Morris:
    """Elementary effects of the inputs from n (d + 1) evaluations.

    n: base points, a power of two
    seed: a whole number or several; None: fresh entropy
    how: as in `propagate`
    """
    if not uncertain(inputs).independent:
        raise SettingsError("elementary effects need independent inputs")
    points = design(inputs, n, seed)
    outputs, _ = evaluate(model, points.reshape(-1, inputs.dim), how)
    say_moments(inputs, points.reshape(-1, inputs.dim), "effects", "transform such an input")
    return Morris(inputs.names, **estimate(outputs.reshape(inputs.dim + 1, n, *outputs.shape[1:])))


def design(inputs: Uncertain, n: int, seed: Seed) -> np.ndarray:
    """(d + 1, n, d): base points in the lower halves, then each input moved."""
    cube = np.repeat(STEP * sobol_points(power_of_two(n, "n"), inputs.dim, seed)[None], inputs.dim + 1, axis=0)
    for i in range(inputs.dim):
        cube[i + 1, :, i] += STEP
    return inputs.from_unit(cube.reshape(-1, inputs.dim)).reshape(cube.shape)


def estimate(f: np.ndarray) -> dict[str, np.ndarray]:
    """From outputs f (d + 1, n, …)."""
    in_units = f / (size := unit(np.abs(f).max(axis=(0, 1))))
    effects = (in_units[1:] - in_units[0]) / STEP
    away = np.abs(effects)
    return {"mu_star": away.mean(axis=1) * size, "mu_star_se": away.std(axis=1, ddof=1) / np.sqrt(f.shape[1]) * size, "sigma": effects.std(axis=1, ddof=1) * size}


MORRIS = Method("morris", morris, Morris, "which inputs matter at all?", "n (d + 1) runs", Needs.INDEPENDENT_INPUTS)
