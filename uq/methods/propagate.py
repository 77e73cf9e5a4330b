"""Propagation: the distribution of a model's outputs when its inputs are uncertain, by randomised quasi-Monte Carlo.

Independently scrambled Sobol sequences are replicates of one estimate, so their spread is an honest standard error (Owen 1997). Quantiles and means
beyond them (CVaR, the superquantile of Rockafellar & Uryasev 2002) are those of all runs together, with the spread of the replicates' own as their error.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ...ir.given import check, numbers, share, whole
from ...ir.public import public
from ...samplers.settings import Seed
from ..campaigns.campaign import Campaign, Gathered, Scale
from ..campaigns.points import block_size, power_of_two, sobol_blocks
from ..campaigns.replicates import named, t_quantile
from ..evaluation.evaluator import Evaluator
from ..evaluation.tails import say_tails
from ..inputs import Uncertain
from ..inputs.assumed import say_moments, uncertain
from ..labels import found_by
from ..method import Method, Model, Needs
from ..result import Result
from ..shown import Table, axes, finished, of_output, output_names, picked, places, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ROWS = 20                       # outputs of a table
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
KEPT = 2**22                         # numbers of outputs, and of inputs, that a result holds; of larger runs each replicate leaves its quantiles alone


@dataclass(frozen=True)
class Plan:
    """2^m points a replicate; what of them is kept."""

    m: int
    probabilities: np.ndarray
    thresholds: np.ndarray
    tails: np.ndarray
    numbers: int                     # that a result may hold of each replicate

    whole = True                     # quantiles want all outputs of a replicate

    def blocks(self, inputs: Uncertain, seed: np.random.SeedSequence) -> Iterator[np.ndarray]:
        """(1, n, d) block after block."""
        for u in sobol_blocks(self.m, inputs.dim, seed, block_size(inputs.dim)):
            yield inputs.from_unit(u)[None]

    def sums(self, points: np.ndarray, outputs: np.ndarray, scale: Scale) -> dict[str, np.ndarray]:
        """Sums, quantiles, and runs where they are few."""
        f, n = scale.of(outputs[0]), 1 << self.m
        found = {"n": np.array(float(len(f))), "sum": f.sum(axis=0), "squares": (f * f).sum(axis=0), **self.of_all(f, scale)}
        for name, a in (("inputs", points[0]), ("outputs", outputs[0])):
            if n * a[:1].size <= self.numbers and len(a) == len(f):
                found[name] = np.concatenate([a, np.full((n - len(a), *a.shape[1:]), np.nan)]) if len(a) < n else a
        return found

    def of_all(self, f: np.ndarray, scale: Scale) -> dict[str, np.ndarray]:
        """Quantiles, probabilities to exceed thresholds, and means beyond quantiles, of outputs f (n, …) in their units."""
        found = {"quantile": np.quantile(f, self.probabilities, axis=0)}
        if self.thresholds.size:
            at = self.thresholds.reshape(-1, *[1] * (f.ndim - 1)) / scale.unit - scale.centre
            found["exceedance"] = np.array([(f > t).mean(axis=0) for t in at])
        if self.tails.size:
            quantiles = np.quantile(f, self.tails, axis=0)
            found["cvar"] = np.array([q + np.maximum(f - q, 0.0).mean(axis=0) / (1.0 - p) for p, q in zip(self.tails, quantiles, strict=True)])
        return found


@public
def propagate(model: Model, inputs: Uncertain, *, n: int = 1024, replicates: int = 16, seed: Seed = None, probabilities: Sequence[float] = QUANTILES,
              thresholds: Sequence[float] = (), cvar: Sequence[float] = (), level: float = 0.95, how: str | None = None, allowed_failures: int = 0,
              executor: Any = None, store: Any = None, progress: bool | None = None) -> Result:
    """Mean, sd and quantiles of the outputs by randomised quasi-Monte Carlo; probabilities to exceed thresholds, and means beyond quantiles (CVaR).

    n: points of each sequence, a power of two
    replicates: independently scrambled sequences, at least 2; their spread is the standard error
    seed: a whole number or several; None: fresh entropy
    probabilities: of the quantiles, between 0 and 1
    thresholds: whose probabilities to be exceeded are given, as `exceedance`
    cvar: probabilities p, between 0 and 1, of the means of the outputs beyond their p-quantiles
    level: of the intervals, between 0 and 1
    how: the model is "compiled", "vectorised" (it takes all points (n, d) at once) or "looped" (called for one point after another); None: compiled,
        or looped where it is outside the compiled language
    allowed_failures: how many points may raise or be not finite; they are left out and counted
    executor: of `concurrent.futures` or alike, which runs the replicates; None: here. The numbers are the same
    store: a folder that keeps what each replicate leaves; a call with the same settings goes on from there
    progress: show a bar? None: in a terminal, when it takes more than a second

    SettingsError for arguments; DataError where the model gives no finite number or array of them. UqWarning for inputs without the moments that mean
    and sd need, and for a model that gives other numbers when it is called again.
    """
    replicates, level = whole(replicates, "replicates", 2), share(level, "level")
    asked, beyond = between_0_and_1(probabilities, "probabilities", 1), between_0_and_1(cvar, "cvar", 0)
    limits = np.atleast_1d(numbers(thresholds, "thresholds"))
    check(limits.ndim == 1, "thresholds", thresholds, "numbers")
    m = power_of_two(n, "n")
    run = Evaluator(model, uncertain(inputs), how, allowed_failures)
    settings = {"n": n, "level": level, "probabilities": asked, "thresholds": limits, "cvar_of": beyond}
    plan = Plan(m, asked, limits, beyond, KEPT // replicates)
    gathered = Campaign(replicates, seed, executor, store, progress, "propagate", settings).run(run, plan)
    run.check_repeats()
    say_moments(inputs, gathered.seen, "mean and sd", "quantiles hold")
    say_tails(run, "mean and sd", "quantiles hold")
    dims = {"quantile": ("quantile_of",), "exceedance": ("threshold",), "cvar": ("cvar_of",), "outputs": ("run",), "inputs": ("run", "input")}
    coords = {"quantile_of": asked.tolist(), "threshold": limits.tolist(), "cvar_of": beyond.tolist()}
    return found_by("propagate", run, estimated(gathered, plan, level), dims, coords, settings, gathered.notes, ("inputs",))


def between_0_and_1(given: Sequence[float], name: str, least: int) -> np.ndarray:
    """(q,)"""
    asked = np.atleast_1d(numbers(given, name))
    check(asked.ndim == 1 and asked.size >= least and bool(np.all((asked > 0) & (asked < 1))), name, given, "numbers between 0 and 1")
    return asked


def estimated(gathered: Gathered, plan: Plan, level: float) -> dict[str, np.ndarray]:
    """Values from all runs pooled, their errors from the spread between replicates; the runs themselves where they were kept."""
    sums, (unit, centre) = gathered.sums, gathered.scale
    replicates = len(sums["n"])
    half, root = t_quantile(0.5 + 0.5 * level, replicates - 1), np.sqrt(replicates)
    n = sums["n"].reshape(-1, *[1] * np.ndim(unit))
    means, squares, count = sums["sum"] / n, sums["squares"] / n, n.sum()
    mean, square = sums["sum"].sum(axis=0) / count, sums["squares"].sum(axis=0) / count
    sds = np.sqrt(np.maximum(squares - means**2, 0.0) * (n / np.maximum(n - 1.0, 1.0)))
    sd = np.sqrt(np.maximum(square - mean**2, 0.0) * (count / (count - 1.0)))
    fields = named("mean", (mean + centre) * unit, means.std(axis=0, ddof=1) / root * unit, half)
    fields |= named("sd", sd * unit, sds.std(axis=0, ddof=1) / root * unit, half)
    runs = {name: sums[name].reshape(-1, *sums[name].shape[2:]) for name in ("inputs", "outputs") if name in sums}
    if "outputs" in runs:
        whole = np.isfinite(runs["outputs"].reshape(len(runs["outputs"]), -1)).all(axis=1)
        runs = {name: a[whole] for name, a in runs.items()}
    pooled = plan.of_all(gathered.scale.of(runs["outputs"]), gathered.scale) if "outputs" in runs else {}
    for name in ("quantile", "exceedance", "cvar"):
        if name in sums:
            value, se = pooled[name] if name in pooled else sums[name].mean(axis=0), sums[name].std(axis=0, ddof=1) / root
            fields |= named(name, value, se, half) if name == "exceedance" else named(name, (value + centre) * unit, se * unit, half)
    return fields | runs


def percent(p: float) -> str:
    """The name of a quantile."""
    return f"{100 * p:g} %"


class Looks:
    """A histogram, or bands of quantiles over the places of many outputs."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Mean, sd, quantiles and what else was asked for, with their standard errors: of one output, or a line an output where there are several."""
        above = runs_of("propagation", r.names, r.counts.n_evaluations, r.evaluated)
        count = r.array("mean").size
        if (one := picked(output, count)) is not None:
            return Table(("value", "± se"), [(what, f"{value:.6g}", f"{error:.2g}") for what, value, error in of_one(r, one)], above)
        shown = min(count, MOST_ROWS)
        quantiles = r.array("quantile")
        columns = [r.array("mean").ravel(), r.array("mean_se").ravel(), r.array("sd").ravel(), *quantiles.reshape(len(quantiles), -1)]
        names = list(r.output_names or output_names(r.shape, count))[:shown]
        rows = [(name, *(f"{column[k]:.6g}" for column in columns)) for k, name in enumerate(names)]
        return Table(("mean", "± se", "sd", *map(percent, r.coords["quantile_of"])), rows, f"{above}, {count} outputs", count - shown)

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """Histogram of one output with its mean and outer quantiles; of several outputs without a number their quantiles as bands, over the places `at`."""
        if (one := picked(output, r.array("mean").size)) is None:
            return bands(r, axes(ax, 7, 3.2), at, places(at, r.shape))
        ax = axes(ax, 5, 3.2)
        if "outputs" in r.values:
            ax.hist(of_output(r.array("outputs"), one, 1), bins=60, density=True, alpha=0.6)
        ax.axvline(float(of_output(r.array("mean"), one)), color="black", label="mean")
        found = list(zip(r.coords["quantile_of"], of_output(r.array("quantile"), one, 1), strict=True))
        for p, q in (found[0], found[-1]):
            ax.axvline(q, color="black", ls="--", lw=1, label=percent(p))
        ax.set_xlabel(r.output_names[one] if r.output_names else "output" if r.array("mean").size == 1 else f"output {one}")
        ax.set_ylabel("density")
        ax.legend(frameon=False)
        return ax


def of_one(r: Result, output: int) -> Iterator[tuple[str, Any, Any]]:
    """Rows of one output: what, value, standard error."""
    for name in ("mean", "sd"):
        yield name, of_output(r.array(name), output), of_output(r.array(f"{name}_se"), output)
    for name, axis, words in (("quantile", "quantile_of", percent), ("exceedance", "threshold", lambda t: f"P(> {t:g})"),
                              ("cvar", "cvar_of", lambda p: f"mean beyond {percent(p)}")):
        if name in r.values:
            yield from zip(map(words, r.coords[axis]), of_output(r.array(name), output, 1), of_output(r.array(f"{name}_se"), output, 1), strict=True)


def bands(r: Result, ax: Axes, given: ArrayLike | None, at: np.ndarray) -> Axes:
    """Quantiles of all outputs."""
    from ...plots.series import band, is_series

    quantiles = r.array("quantile")
    band(ax, at, quantiles.reshape(len(quantiles), -1), np.array(r.coords["quantile_of"]))
    ax.plot(at, r.array("mean").ravel(), color="black", ls="--" if is_series(at) else "", marker="" if is_series(at) else "_", lw=0.8, label="mean")
    return finished(ax, given, r.shape, "value")


PROPAGATE = Method("propagate", propagate, Looks(), "what is the distribution of the output?", "n · replicates runs", Needs.INPUTS,
                   "mean sd quantile exceedance cvar inputs outputs")
