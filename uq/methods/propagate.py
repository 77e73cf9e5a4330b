"""Propagation: the distribution of a model's outputs when its inputs are uncertain, by randomised quasi-Monte Carlo.

Independently scrambled Sobol sequences are replicates of one estimate, so their spread is an honest standard error (Owen 1997).
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...ir.errors import SettingsError
from ..evaluate import evaluate
from ..points import power_of_two, sobol_points

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, eq=False)
class Propagation:
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

    def table(self) -> str:
        """Mean, sd and quantiles with their standard errors; the first output when there are several."""
        first = [np.ravel(a)[0] for a in (self.mean, self.mean_se, self.sd, self.sd_se)]
        rows = [f"{'':8s} {'value':>12s} {'± se':>12s}"]
        rows += [f"{what:8s} {first[i]:12.6g} {first[i + 1]:12.2g}" for what, i in (("mean", 0), ("sd", 2))]
        q, e = (a.reshape(len(self.probabilities), -1)[:, 0] for a in (self.quantile, self.quantile_se))
        return "\n".join(rows + [f"{f'{100 * p:g} %':8s} {v:12.6g} {s:12.2g}" for p, v, s in zip(self.probabilities, q, e, strict=True)])

    def plot(self, ax=None, output: int = 0):
        """Histogram of one output with its mean and outer quantiles."""
        import matplotlib.pyplot as plt

        ax = ax or plt.subplots(figsize=(5, 3.2), layout="constrained")[1]
        values = self.outputs.reshape(len(self.outputs), -1)[:, output]
        ax.hist(values, bins=60, density=True, alpha=0.6)
        ax.axvline(np.ravel(self.mean)[output], color="black", label="mean")
        for p, q in zip(self.probabilities[[0, -1]], self.quantile.reshape(len(self.probabilities), -1)[[0, -1], output], strict=True):
            ax.axvline(q, color="black", ls="--", lw=1, label=f"{100 * p:g} %")
        ax.set_xlabel("output")
        ax.set_ylabel("density")
        ax.legend(frameon=False)
        return ax


def propagate(model, inputs, *, n: int = 1024, replicates: int = 16, seed=None, probabilities=QUANTILES,
              how: str | None = None) -> Propagation:
    """Mean, sd and quantiles of the outputs from `replicates` scrambled sequences of n points (a power of two) each."""
    if replicates < 2:
        raise SettingsError(f"`replicates` is {replicates}; a standard error needs at least 2")
    probabilities = np.asarray(probabilities, float)
    if probabilities.size == 0 or not np.all((probabilities > 0) & (probabilities < 1)):
        raise SettingsError("`probabilities` must be numbers between 0 and 1")
    points = design(inputs, n, replicates, seed)
    outputs, way = evaluate(model, points, how)
    runs = outputs.reshape(replicates, n, *outputs.shape[1:])
    kept = {"inputs": points, "outputs": outputs, "n_evaluations": len(points), "evaluated": way}
    return Propagation(inputs.names, **estimate(runs, probabilities), **kept)


def design(inputs, n: int, replicates: int, seed):
    """(replicates · n, d) inputs, one scrambled sequence after another."""
    m = power_of_two(n, "n")
    seeds = np.random.SeedSequence(seed).spawn(replicates)
    return np.concatenate([inputs.from_unit(sobol_points(m, inputs.dim, s)) for s in seeds])


def estimate(runs, probabilities):
    """Values from all runs (replicates, n, …) pooled, their errors from the spread between replicates."""
    pooled = runs.reshape(-1, *runs.shape[2:])
    root = np.sqrt(len(runs))
    quantiles = np.quantile(runs, probabilities, axis=1)
    return {"mean": pooled.mean(axis=0), "mean_se": runs.mean(axis=1).std(axis=0, ddof=1) / root,
            "sd": pooled.std(axis=0, ddof=1), "sd_se": runs.std(axis=1, ddof=1).std(axis=0, ddof=1) / root,
            "probabilities": probabilities, "quantile": np.quantile(pooled, probabilities, axis=0),
            "quantile_se": quantiles.std(axis=1, ddof=1) / root}
