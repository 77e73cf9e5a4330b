"""Subset simulation: a rare failure reached level by level, without derivatives, by chains in standard normal space (`reliability/levels.py`)."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import SettingsError
from ...ir.given import between, seed_of, share, whole
from ...ir.public import public
from ...samplers.settings import Seed
from ..campaigns.replicates import seeds
from ..inputs import Uncertain
from ..labels import found_by
from ..method import Method, Model, Needs
from ..reliability.estimate import probability_fields, rows_of
from ..reliability.levels import Reached, descent
from ..reliability.limit_state import LimitState
from ..result import Result
from ..shown import Table, axes, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@public
def subset(limit_state: Model, inputs: Uncertain, *, threshold: float = 0.0, failure: str = "below", n: int = 1000, replicates: int = 10,
           conditional: float = 0.1, seed: Seed = None, level: float = 0.95) -> Result:
    """The probability of a rare failure by subset simulation: needs no derivatives, and no more runs for each further power of ten than for the first.

    threshold: as in `form`
    failure: as in `form`
    n: samples of each level
    replicates: independent runs, at least 2; their spread is the standard error
    conditional: the share of samples beyond the next level, between 0 and 1: n of these, and 1 of them, must be whole numbers
    seed: as in `propagate`
    level: as in `propagate`

    `P_f`, `beta`, `cov` and `estimates` as in `importance`. `levels` are the outputs that bound the levels of each replicate, nan behind its last, and
    `level_probability` their probabilities as levels are defined; `taken` are the shares of the chains' moves that were taken.

    The estimate has a bias of order 1 / n. SettingsError for arguments. DataError where the model is not finite and where a run is stuck: levels that come no
    lower, as of an output that never reaches the threshold or goes there in steps, and chains that do not move.
    """
    n, replicates, level = whole(n, "n", 10), whole(replicates, "replicates", 2), share(level, "level")
    conditional, seed = between(conditional, "conditional", 0.0, 1.0, "between 0 and 1"), seed_of(seed)
    divides(n, conditional)
    g = LimitState(limit_state, inputs, threshold, failure)
    side = 1.0 if g.centre >= 0.0 else -1.0
    runs = [descent(g, side, n, conditional, np.random.default_rng(sequence)) for sequence in seeds(seed, replicates)]
    g.run.check_repeats()
    each = np.array([run.probability for run in runs])
    fields = probability_fields({"hits": each, "n": np.ones(replicates)}, side, level) | described(g, side, runs, conditional)
    dims = {"estimates": ("replicate",), "levels": ("replicate", "stage"), "taken": ("replicate", "move"), "level_probability": ("stage",)}
    settings = {"n": n, "level": level, "threshold": g.threshold, "failure": failure, "conditional": conditional}
    return found_by("subset", g.run, fields, dims, {}, settings, (), tuple(fields))


def divides(n: int, conditional: float) -> None:
    """SettingsError unless chains of one length fill a level."""
    length, first = 1.0 / conditional, n * conditional
    if abs(length - round(length)) > 1e-9 * length or abs(first - round(first)) > 1e-9 * first or round(first) < 2:
        raise SettingsError(f"`n` is {n} and `conditional` is {conditional:g}: {first:g} chains of length {length:g} begin a level; both must be whole "
                            "numbers, and 2 chains at least", hint="for example n=1000, conditional=0.1")


def described(g: LimitState, side: float, runs: list[Reached], conditional: float) -> dict[str, np.ndarray]:
    """Levels in the output's units and moves, of all runs, nan where there are fewer."""
    count = max(len(run.levels) for run in runs)
    levels, taken = np.full((len(runs), count), np.nan), np.full((len(runs), count - 1), np.nan)
    for k, run in enumerate(runs):
        levels[k, : len(run.levels)], taken[k, : len(run.taken)] = g.outputs(side * run.levels), run.taken
    return {"levels": levels, "level_probability": conditional ** np.arange(1.0, count + 1.0), "taken": taken}


class Looks:
    """The estimate, and the levels that lead to it."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Probability and index with their errors; how many levels there were."""
        counts = np.isfinite(r.array("levels")).sum(axis=1)
        stages = f"{counts.min()}" if counts.min() == counts.max() else f"{counts.min()} to {counts.max()}"
        return Table(("value", "± se"), [*rows_of(r), ("levels", stages, "")], runs_of("subset simulation", r.names, r.counts.n_evaluations, r.evaluated))

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """Probabilities of the levels over the outputs that bound them, a line for each replicate, down to the threshold."""
        ax = axes(ax, 5, 3.2)
        probability = r.array("level_probability")
        for levels, last in zip(r.array("levels"), r.array("estimates"), strict=True):
            stages = int(np.isfinite(levels).sum())
            ax.plot(levels[:stages], [*probability[: stages - 1], min(last, 1.0 - last)], color="tab:blue", marker=".", lw=0.8, alpha=0.6)
        ax.axvline(r.settings["threshold"], color="black", ls="--", lw=1, label="threshold")
        ax.set_yscale("log")
        ax.set_xlabel("output")
        ax.set_ylabel("probability beyond")
        ax.legend(frameon=False, fontsize=8)
        return ax


SUBSET = Method("subset", subset, Looks(), "how likely is a very rare failure, without derivatives?", "n a power of ten and replicate", Needs.LIMIT_STATE,
                "P_f beta cov estimates levels level_probability taken")
