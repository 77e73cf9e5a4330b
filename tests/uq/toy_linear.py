"""Squared correlations: the share of an output's variance that is linear in each input, which is all of it for linear models of independent inputs."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import DataError, SettingsError
from ...samplers.settings import Seed
from ..campaigns.campaign import Campaign, Scale
from ..campaigns.points import power_of_two, sobol_points
from ..campaigns.replicates import jackknife
from ..evaluation.evaluator import Evaluator
from ..inputs import Uncertain
from ..inputs.assumed import named, say_moments, uncertain, without_moments
from ..labels import found_by
from ..method import Method, Model, Needs
from ..result import Result
from ..shown import Table, axes, of_output, picked, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class Plan:
    """2^m points a replicate, and the inputs' means and sds (d,)."""

    m: int
    mean: np.ndarray
    sd: np.ndarray

    def blocks(self, inputs: Uncertain, seed: np.random.SeedSequence) -> Iterator[np.ndarray]:
        """(1, n, d)"""
        yield inputs.from_unit(sobol_points(self.m, inputs.dim, seed))[None]

    def sums(self, points: np.ndarray, outputs: np.ndarray, scale: Scale) -> dict[str, np.ndarray]:
        """Of inputs z and outputs f, of their squares and of their products."""
        z, f = (points[0] - self.mean) / np.where(self.sd > 0.0, self.sd, 1.0), scale.of(outputs[0])
        return {"n": np.array(float(len(f))), "z": z.sum(axis=0), "f": f.sum(axis=0), "zz": (z * z).sum(axis=0), "ff": (f * f).sum(axis=0),
                "zf": np.tensordot(z, f, (0, 0))}


def shares(s: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """(d, …)"""
    n, each = s["n"], (slice(None), *[None] * s["f"].ndim)
    joint = s["zf"] / n - s["z"][each] * s["f"] / n**2
    spread, variance = s["zz"] / n - (s["z"] / n) ** 2, s["ff"] / n - (s["f"] / n) ** 2
    if not np.all(variance > 0.0):
        raise DataError("an output does not vary with the inputs")
    return {"linear": joint**2 / (np.where(spread > 0.0, spread, 1.0)[each] * variance)}


def linear(model: Model, inputs: Uncertain, *, n: int = 64, seed: Seed = None, level: float = 0.95, how: str | None = None) -> Result:
    """Squared correlations of the inputs with the outputs from 8 n evaluations.

    n: points of each of 8 sequences, a power of two
    seed: a whole number or several; None: fresh entropy
    level: of the intervals, between 0 and 1
    how: as in `propagate`
    """
    if lacking := without_moments(uncertain(inputs)):
        raise SettingsError(f"{named(lacking)} no finite variance, so there is no correlation with it")
    run, plan = Evaluator(model, inputs, how), Plan(power_of_two(n, "n"), inputs.mean, np.sqrt(np.diag(inputs.covariance)))
    gathered = Campaign(8, seed, what="linear", settings={"n": n}).run(run, plan)
    run.check_repeats()
    say_moments(inputs, gathered.seen, "correlations", "transform such an input")
    return found_by("linear", run, jackknife(gathered.sums, shares, level).fields(), {"linear": ("input",)}, {}, {"n": n}, gathered.notes)


class Looks:
    """Bars."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """One line an input, of one output or of the first."""
        k = picked(output, int(np.prod(r.shape))) or 0
        both = zip(r.names, of_output(r.array("linear"), k, 1), of_output(r.array("linear_se"), k, 1), strict=True)
        return Table(("linear", "± se"), [(name, f"{x:.3f}", f"{se:.3f}") for name, x, se in both], runs_of("correlations", r.names, r.n_evaluations, r.evaluated))

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """One bar an input."""
        ax = axes(ax, 4, 3)
        ax.bar(r.names, of_output(r.array("linear"), picked(output, int(np.prod(r.shape))) or 0, 1))
        ax.set_ylabel("linear share")
        return ax


LINEAR = Method("linear", linear, Looks(), "is it a linear matter?", "8 n runs", Needs.INPUTS, "linear")
