"""Propagation: the distribution of a model's outputs when its inputs are uncertain, by randomised quasi-Monte Carlo.

Independently scrambled Sobol sequences are replicates of one estimate, so their spread is an honest standard error (Owen 1997).
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.given import check, numbers, seed_of, whole
from ...ir.public import public
from ...samplers.settings import Seed
from ..evaluate import evaluate
from ..inputs import Uncertain
from ..inputs.assumed import say_moments, uncertain
from ..method import Method, Model, Needs
from ..points import power_of_two, sobol_points
from ..scale import unit
from ..shown import Table, Tabled, axes, finished, of_output, output_names, picked, places, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ROWS = 20                       # outputs of a table
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, eq=False, repr=False)
class Propagation(Tabled):
    """Moments and quantiles of the outputs (shape …), `_se` their standard errors; `quantile` is (q, …).

    `inputs` (n, d) and `outputs` (n, …) are all runs."""

    names: tuple[str, ...]
    mean: np.ndarray
    mean_se: np.ndarray
    sd: np.ndarray
    sd_se: np.ndarray
    probabilities: np.ndarray
    quantile: np.ndarray
    quantile_se: np.ndarray
    inputs: np.ndarray
    outputs: np.ndarray
    n_evaluations: int
    evaluated: str

    def table(self, output: int | None = None) -> str:
        """Mean, sd and quantiles with their standard errors: of one output, or without its number a line an output where there are several."""
        return self.rows(output).text()

    def rows(self, output: int | None = None) -> Table:
        """The table's cells."""
        above = runs_of("propagation", self.names, self.n_evaluations, self.evaluated)
        if (one := picked(output, self.mean.size)) is not None:
            return Table(("value", "± se"), self.of_one(one), above)
        shown = min(self.mean.size, MOST_ROWS)
        columns = [self.mean.ravel(), self.mean_se.ravel(), self.sd.ravel(), *self.quantile.reshape(len(self.probabilities), -1)]
        rows = [(name, *(f"{column[k]:.6g}" for column in columns)) for k, name in enumerate(output_names(self.mean.shape, shown))]
        return Table(("mean", "± se", "sd", *map(percent, self.probabilities)), rows, f"{above}, {self.mean.size} outputs", self.mean.size - shown)

    def of_one(self, output: int) -> list[tuple[str, str, str]]:
        """Rows of one output."""
        lines = [("mean", of_output(self.mean, output), of_output(self.mean_se, output)), ("sd", of_output(self.sd, output), of_output(self.sd_se, output))]
        quantiles = zip(self.probabilities, of_output(self.quantile, output, 1), of_output(self.quantile_se, output, 1), strict=True)
        lines += [(percent(p), value, error) for p, value, error in quantiles]
        return [(what, f"{value:.6g}", f"{error:.2g}") for what, value, error in lines]

    def plot(self, ax: Axes | None = None, output: int | None = None, at: ArrayLike | None = None) -> Axes:
        """Histogram of one output with its mean and outer quantiles; of several outputs without a number their quantiles as bands, over the places `at`."""
        if (one := picked(output, self.mean.size)) is None:
            return self.bands(at, axes(ax, 7, 3.2), places(at, self.mean.shape))
        ax = axes(ax, 5, 3.2)
        ax.hist(of_output(self.outputs, one, 1), bins=60, density=True, alpha=0.6)
        ax.axvline(float(of_output(self.mean, one)), color="black", label="mean")
        for p, q in zip(self.probabilities[[0, -1]], of_output(self.quantile, one, 1)[[0, -1]], strict=True):
            ax.axvline(q, color="black", ls="--", lw=1, label=percent(p))
        ax.set_xlabel("output" if self.mean.size == 1 else f"output {one}")
        ax.set_ylabel("density")
        ax.legend(frameon=False)
        return ax

    def bands(self, given: ArrayLike | None, ax: Axes, at: np.ndarray) -> Axes:
        """Quantiles of all outputs."""
        from ...plots.series import band, is_series

        band(ax, at, self.quantile.reshape(len(self.probabilities), -1), self.probabilities)
        ax.plot(at, self.mean.ravel(), color="black", ls="--" if is_series(at) else "", marker="" if is_series(at) else "_", lw=0.8, label="mean")
        return finished(ax, given, self.mean.shape, "value")


def percent(p: float) -> str:
    """The name of a quantile."""
    return f"{100 * p:g} %"


@public
def propagate(model: Model, inputs: Uncertain, *, n: int = 1024, replicates: int = 16, seed: Seed = None, probabilities: Sequence[float] = QUANTILES,
              how: str | None = None) -> Propagation:
    """Mean, sd and quantiles of the outputs by randomised quasi-Monte Carlo.

    n: points of each sequence, a power of two
    replicates: independently scrambled sequences, at least 2; their spread is the standard error
    seed: a whole number or several; None: fresh entropy
    probabilities: of the quantiles, between 0 and 1
    how: the model is "compiled", "vectorised" (it takes all points (n, d) at once) or "looped" (called for one point after another); None: compiled,
        or looped where it is outside the compiled language

    SettingsError for arguments; DataError where the model gives no finite number or array of them. UqWarning for inputs without the moments that mean
    and sd need, and for a model that gives other numbers when it is called again.
    """
    replicates = whole(replicates, "replicates", 2)              # a standard error needs 2
    asked = between_0_and_1(probabilities)
    points = design(uncertain(inputs), n, replicates, seed)
    outputs, way = evaluate(model, points, how)
    say_moments(inputs, points, "mean and sd", "quantiles hold")
    runs = outputs.reshape(replicates, n, *outputs.shape[1:])
    kept = {"inputs": points, "outputs": outputs, "n_evaluations": len(points), "evaluated": way}
    return Propagation(inputs.names, **estimate(runs, asked), **kept)


def between_0_and_1(probabilities: Sequence[float]) -> np.ndarray:
    """(q,)"""
    asked = np.atleast_1d(numbers(probabilities, "probabilities"))
    check(asked.ndim == 1 and asked.size > 0 and bool(np.all((asked > 0) & (asked < 1))), "probabilities", probabilities, "numbers between 0 and 1")
    return asked


def design(inputs: Uncertain, n: int, replicates: int, seed: Seed) -> np.ndarray:
    """(replicates · n, d) inputs, one scrambled sequence after another."""
    m = power_of_two(n, "n")
    seeds = np.random.SeedSequence(seed_of(seed)).spawn(replicates)
    return np.concatenate([inputs.from_unit(sobol_points(m, inputs.dim, s)) for s in seeds])


def estimate(runs: np.ndarray, probabilities: np.ndarray) -> dict[str, np.ndarray]:
    """Values from all runs (replicates, n, …) pooled, their errors from the spread between replicates."""
    size = unit(np.abs(runs).max(axis=(0, 1)))
    runs = runs / size
    pooled = runs.reshape(-1, *runs.shape[2:])
    root = np.sqrt(len(runs))
    quantiles = np.quantile(runs, probabilities, axis=1)
    found = {"mean": pooled.mean(axis=0), "mean_se": runs.mean(axis=1).std(axis=0, ddof=1) / root,
             "sd": pooled.std(axis=0, ddof=1), "sd_se": runs.std(axis=1, ddof=1).std(axis=0, ddof=1) / root,
             "quantile": np.quantile(pooled, probabilities, axis=0), "quantile_se": quantiles.std(axis=1, ddof=1) / root}
    return {name: value * size for name, value in found.items()} | {"probabilities": probabilities}


PROPAGATE = Method("propagate", propagate, Propagation, "what is the distribution of the output?", "n · replicates runs", Needs.INPUTS)
