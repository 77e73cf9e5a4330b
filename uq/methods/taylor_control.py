"""Taylor control variates: mean and sd of an output from runs, of which its expansion at the middle of the inputs takes most of the variance away.

The expansion T = f + gᵀz + ½ zᵀHz in the inputs about their mean, or in their standard normal numbers about 0, has exact moments (`delta_method` says which).
Runs need to tell f - T and (f - E T)² - (T - E T)² only (Chen, Villa & Ghattas 2019 in the control of differential equations): both estimates are unbiased,
whatever the expansion is worth.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import SettingsError
from ...ir.given import one_of, share, whole
from ...ir.public import public
from ...samplers.settings import Seed
from ..campaigns.campaign import Campaign, Gathered, Scale
from ..campaigns.points import block_size, power_of_two, sobol_blocks
from ..campaigns.replicates import Sums, jackknife
from ..chaos.slopes import shaped
from ..evaluation.derivatives import Slopes
from ..evaluation.evaluator import Evaluator
from ..evaluation.standard import Standard
from ..inputs import Uncertain
from ..inputs.assumed import say_moments, uncertain, without_moments
from ..labels import found_by
from ..method import Method, Model, Needs
from ..result import Result
from ..shown import Table, axes, finished, output_names, picked, places, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 1e15                          # times less variance: an expansion that is exact has as many as floats tell
MOST_ROWS = 20                       # outputs of a table


SPACES = ("inputs", "normal")


@dataclass(frozen=True)
class Moments:
    """Of the variables z: covariance (d, d), third and fourth cumulants (2, d) of independent ones."""

    covariance: np.ndarray
    cumulants: np.ndarray


@dataclass(frozen=True)
class Expansion:
    """Of m outputs: value (m,), gradient (m, d) and Hessian (m, d, d) at z = 0."""

    value: np.ndarray
    gradient: np.ndarray
    hessian: np.ndarray
    moments: Moments

    def __call__(self, z: np.ndarray) -> np.ndarray:
        """(n, m)"""
        return self.value + z @ self.gradient.T + 0.5 * np.einsum("ni,mij,nj->nm", z, self.hessian, z, optimize=True)

    @property
    def mean(self) -> np.ndarray:
        return self.value + 0.5 * np.einsum("mij,ij->m", self.hessian, self.moments.covariance)

    @property
    def variance(self) -> np.ndarray:
        (third, fourth), HS = self.moments.cumulants, self.hessian @ self.moments.covariance
        diagonal = np.einsum("mii->mi", self.hessian)
        first = np.einsum("mi,ij,mj->m", self.gradient, self.moments.covariance, self.gradient)
        return first + 0.5 * np.einsum("mij,mji->m", HS, HS) + (self.gradient * diagonal) @ third + 0.25 * diagonal**2 @ fourth

    def scaled(self, units: np.ndarray) -> Expansion:
        """In units (m,)."""
        return Expansion(self.value / units, self.gradient / units[:, None], self.hessian / units[:, None, None], self.moments)


@dataclass(frozen=True)
class Plan:
    """2^m points a replicate, compared with the expansion."""

    m: int
    expansion: Expansion
    inputs: Any
    space: str

    def blocks(self, inputs: Uncertain, seed: np.random.SeedSequence) -> Iterator[np.ndarray]:
        """(1, n, d) block after block."""
        for p in sobol_blocks(self.m, inputs.dim, seed, block_size(inputs.dim)):
            yield inputs.from_unit(p)[None]

    def sums(self, points: np.ndarray, outputs: np.ndarray, scale: Scale) -> dict[str, np.ndarray]:
        """Of outputs, of what the expansion leaves of them, and of what it leaves of their squares."""
        units = scale.unit.reshape(-1)
        f = outputs[0].reshape(len(outputs[0]), -1) / units
        T = self.expansion.scaled(units)
        said = T(points[0] - self.inputs.mean if self.space == "inputs" else self.inputs.to_normal(points[0]))
        f, left, away = f - T.mean, f - said, said - T.mean
        return {"n": np.array(float(len(f))), "sum": f.sum(axis=0), "squares": (f * f).sum(axis=0), "left": left.sum(axis=0),
                "left_squares": (left * left).sum(axis=0), "left_of_squares": (f * f - away * away).sum(axis=0)}


@public
def taylor_control(model: Model, inputs: Uncertain, *, order: int = 2, space: str | None = None, n: int = 256, replicates: int = 16, seed: Seed = None,
                   level: float = 0.95, how: str | None = None, allowed_failures: int = 0, executor: Any = None, store: Any = None,
                   progress: bool | None = None) -> Result:
    """Mean and sd of the outputs by quasi-Monte Carlo, with the outputs' Taylor expansion as control variate.

    order: 1 or 2; of the expansion: a gradient, or a Hessian too
    space: of the expansion: "inputs", about their mean, or "normal", in their standard normal numbers; None: the former where inputs are independent and have
        the
        moments that it takes
    n: points of each sequence, a power of two
    replicates: independently scrambled sequences, at least 2; their spread is the standard error
    seed: a whole number or several; None: fresh entropy
    level: of the intervals, between 0 and 1
    how: as in `propagate`; derivatives are those of `uq.Model` where it is not compiled
    allowed_failures: as in `propagate`
    executor: as in `propagate`
    store: as in `propagate`
    progress: as in `propagate`

    `mean` and `sd`, with errors, are unbiased (the sd's square is) wherever the expansion leads; `mean_taylor` and `sd_taylor` are its own, and exact for it.
    `reduction` is how many times less variance f - T has than f: how many times fewer independent runs give the same error; below 1 a note says so.

    CompileError for a model without derivatives; SettingsError for a Hessian through laws that are SciPy's alone. UqWarning as in `propagate`.
    """
    order, level, m = whole(order, "order", 1, 2), share(level, "level"), power_of_two(n, "n")
    run = Evaluator(model, uncertain(inputs), how, allowed_failures)
    space = space_of(space, order, inputs)
    expansion = expanded(run, order, space)
    settings = {"n": n, "order": order, "space": space, "level": level}
    gathered = Campaign(replicates, seed, executor, store, progress, "taylor_control", settings).run(run, Plan(m, expansion, inputs, space))
    run.check_repeats()
    say_moments(inputs, gathered.seen, "mean and sd", "`propagate` gives quantiles, which hold")
    fields = estimated(gathered, expansion, level)
    notes = [*gathered.notes]
    if np.any(fields["reduction"] < 1.0):
        notes.append("the expansion is no help for an output: what it leaves varies more than the output does")
    return found_by("taylor_control", run, shaped(fields, {}, run.shape), {}, {}, settings, notes)


def space_of(space: str | None, order: int, inputs: Uncertain) -> str:
    """That is asked for, or the one that the inputs' moments allow; SettingsError where they do not allow what is asked for."""
    if space is not None:
        one_of(space, SPACES, "space", " or None")
    finite = not without_moments(inputs) and (order == 1 or (inputs.independent and bool(np.isfinite(inputs.cumulants).all())))
    if space == "inputs" and not finite:
        raise SettingsError("an expansion in the inputs needs their mean and variance, of second order independent inputs with third and fourth moments",
                            hint='`space="normal"`')
    return space or ("inputs" if finite and inputs.independent else "normal")


def expanded(run: Evaluator, order: int, space: str) -> Expansion:
    """At the mean or the median of the inputs."""
    inputs, d = run.inputs, run.inputs.dim
    if space == "inputs":
        slopes, at = Slopes(run), np.array(inputs.mean)[None]
        values, gradients = slopes(at)
        moments = Moments(np.array(inputs.covariance), np.array(inputs.cumulants) if order == 2 else np.zeros((2, d)))
        curved = slopes.hessians
    else:
        standard, at = Standard(run), np.zeros((1, d))
        values, gradients = standard.gradients(at)
        moments, curved = Moments(np.eye(d), np.zeros((2, d))), standard.hessians
    value, gradient = values.reshape(-1), gradients.reshape(-1, d)
    hessian = curved(at).reshape(-1, d, d) if order == 2 else np.zeros((len(value), d, d))
    run.first = np.zeros(0)                              # whether it is a function is asked of the runs
    return Expansion(value, gradient, hessian, moments)


class Estimate:
    """Mean, sd and reduction from sums, about the expansion's mean, in units."""

    def __init__(self, variance: np.ndarray):
        self.variance = variance

    def __call__(self, sums: Sums) -> dict[str, np.ndarray]:
        n = sums["n"]
        left = sums["left"] / n
        variance = np.maximum(self.variance + sums["left_of_squares"] / n - left**2, 0.0)
        plain = sums["squares"] / n - (sums["sum"] / n) ** 2
        with np.errstate(divide="ignore", invalid="ignore"):
            reduction = plain / (sums["left_squares"] / n - left**2)
        return {"mean": left, "sd": np.sqrt(variance), "reduction": np.minimum(np.nan_to_num(reduction, nan=MOST), MOST)}


def estimated(gathered: Gathered, expansion: Expansion, level: float) -> dict[str, np.ndarray]:
    """The fields, in the outputs' own units."""
    units = gathered.scale.unit.reshape(-1)
    T = expansion.scaled(units)
    found = jackknife(gathered.sums, Estimate(T.variance), level)
    reduction = found.value.pop("reduction")
    fields = found.fields()
    for name in ("mean", "mean_ci_low", "mean_ci_high"):
        fields[name] = fields[name] + T.mean
    fields |= {"mean_taylor": T.mean, "sd_taylor": np.sqrt(T.variance)}
    return {name: a * units for name, a in fields.items()} | {"reduction": reduction}


class Looks:
    """Mean and sd, with errors and the expansion's own."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """One line of one output, a line an output of several."""
        above = runs_of(f"Taylor control variates of order {r.settings['order']}", r.names, r.counts.n_evaluations, r.evaluated)
        columns = [r.array(name).ravel() for name in ("mean", "mean_se", "sd", "sd_se", "mean_taylor", "sd_taylor", "reduction")]
        count = len(columns[0])
        one = picked(output, count)
        names = r.output_names or (output_names(r.shape, count) if r.shape else [""])
        shown = range(min(count, MOST_ROWS)) if one is None else [one]
        rows = [(names[k], *(f"{column[k]:.5g}" for column in columns)) for k in shown]
        return Table(("mean", "± se", "sd", "± se", "expansion's", "its sd", "variance ÷"), rows, above, 0 if one is not None else max(0, count - MOST_ROWS))

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """Mean and sd of one output beside those of the expansion; of several mean ± 2 sd as a band over `at`."""
        from ...plots.series import bars, lines

        mean, sd = r.array("mean").ravel(), r.array("sd").ravel()
        if (one := picked(output, len(mean))) is None:
            ax, where = axes(ax, 7, 3.2), places(at, r.shape)
            lines(ax, where, {"mean ± 2 sd": (mean, mean - 2 * sd, mean + 2 * sd)})
            return finished(ax, at, r.shape, "value")
        ax = axes(ax, 4.5, 3.2)
        found: Any = tuple(np.array([r.array(f"{name}{ending}").ravel()[one] for name in ("mean", "sd")]) for ending in ("", "_ci_low", "_ci_high"))
        own = np.array([r.array(f"{name}_taylor").ravel()[one] for name in ("mean", "sd")])
        bars(ax, ("mean", "sd"), {"with runs": found, "the expansion alone": (own, own, own)})
        ax.set_ylabel("value")
        ax.set_title(f"variance ÷ {float(r.array('reduction').ravel()[one]):.3g}", fontsize=10)
        ax.legend(frameon=False, fontsize=8)
        return ax


TAYLOR_CONTROL = Method("taylor_control", taylor_control, Looks(), "its mean and sd, from fewer runs?", "a gradient, a Hessian, n × replicates runs",
                        Needs.INPUTS, "mean sd reduction mean_taylor sd_taylor", True)
