"""Importance sampling of a failure: points around the design points, weighed by how much likelier the nominal law makes them.

Draws come from normal laws centred at the design points and, for a share of them, from the nominal one (`reliability/mixture.py`); the estimate is unbiased
whatever the limit state is like, first order only decides how many draws it takes. Points are scrambled Sobol sequences, replicates of each other.
"""
from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ...ir.given import between, share, whole
from ...ir.public import public
from ...samplers.settings import Seed
from ..campaigns.campaign import Campaign, Scale
from ..campaigns.points import block_size, power_of_two, sobol_blocks
from ..campaigns.replicates import t_quantile
from ..inputs import Uncertain
from ..labels import found_by
from ..method import Method, Model, Needs
from ..reliability.centres import centres, compared, counted
from ..reliability.estimate import probability_fields, rows_of
from ..reliability.limit_state import LimitState
from ..reliability.mixture import Mixture, around
from ..result import Result
from ..shown import Table, axes, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


EARLY = 3                            # replicates whose wide intervals do not set the picture's height


@dataclass(frozen=True)
class Plan:
    """2^m points a replicate, of a mixture, and the weights of those that lie beyond the threshold on the rare side."""

    m: int
    mixture: Mixture
    inputs: Uncertain
    sign: float                      # of output less threshold where the rare side is

    threshold: float

    def blocks(self, inputs: Uncertain, seed: np.random.SeedSequence) -> Iterator[np.ndarray]:
        """(1, n, d) block after block."""
        for unit in sobol_blocks(self.m, inputs.dim + 1, seed, block_size(inputs.dim)):
            yield inputs.from_normal(self.mixture.draws(unit))[None]

    def sums(self, points: np.ndarray, outputs: np.ndarray, scale: Scale) -> dict[str, np.ndarray]:
        """Counts, weights and their squares."""
        beyond = self.sign * (outputs.reshape(points.shape[1], -1)[:, 0] - self.threshold) >= 0.0
        weights = np.where(beyond, self.mixture.weights(self.inputs.to_normal(points[0])), 0.0)
        return {"n": np.array(float(len(weights))), "hits": np.array(weights.sum()), "squares": np.array((weights * weights).sum())}


@public
def importance(limit_state: Model, inputs: Uncertain, *, threshold: float = 0.0, failure: str = "below", n: int = 1024, replicates: int = 16,
               at: Result | ArrayLike | None = None, starts: int = 8, defensive: float = 0.1, seed: Seed = None, level: float = 0.95,
               allowed_failures: int = 0, executor: Any = None, store: Any = None, progress: bool | None = None) -> Result:
    """The probability of failure by sampling around the design points: unbiased, with its standard error, also where first order is far off.

    threshold: as in `form`
    failure: as in `form`
    n: points of each sequence, a power of two
    replicates: as in `propagate`
    at: a result of `uq.form`, or points (k, d) of standard normal space around which points are drawn, for a limit state without derivatives; None: `uq.form`
        is called
    starts: as in `form`
    defensive: the share of points that are drawn from the nominal law, between 0 and 1: no weight is above its inverse
    seed: as in `propagate`
    level: as in `propagate`
    allowed_failures: as in `propagate`
    executor: as in `propagate`
    store: as in `propagate`
    progress: as in `propagate`

    `P_f` and the reliability index `beta` = -Φ⁻¹(P_f) that belongs to it; `cov` is the standard error of `P_f` relative to it (to the probability of safety
    where that is the smaller), `ess` how many draws of equal weight the failures are worth, `P_form` the first order, `estimates` those of the replicates.

    SettingsError for arguments, the errors of `form` where it is called, DataError where no point fails.
    """
    level, m, defensive = share(level, "level"), power_of_two(n, "n"), between(defensive, "defensive", 0.0, 1.0, "between 0 and 1")
    starts, allowed = whole(starts, "starts", 0), whole(allowed_failures, "allowed_failures", 0)
    g = LimitState(limit_state, inputs, threshold, failure)
    found = centres(g, at, starts)
    before, g.run.tally.failed, g.run.allowed = copy(g.run.tally), 0, allowed
    side = 1.0 if g.centre >= 0.0 else -1.0
    plan = Plan(m, around(found.points, defensive), g.inputs, -side * g.sign, g.threshold)
    settings = {"n": n, "level": level, "threshold": g.threshold, "failure": failure, "defensive": defensive}
    gathered = Campaign(replicates, seed, executor, store, progress, "importance", {**settings, "centres": found.points}).run(g.run, plan)
    counted(g, before)
    g.run.check_repeats()
    sums = gathered.sums
    fields = probability_fields(sums, side, level) | {"ess": np.array(sums["hits"].sum() ** 2 / sums["squares"].sum()), "P_form": np.array(found.first_order),
                                                      "points": found.points}
    notes = [*gathered.notes, *compared(found.first_order, float(fields["P_f"]))]
    return found_by("importance", g.run, fields, {"estimates": ("replicate",), "points": ("point", "input")}, {}, settings, notes, tuple(fields))


class Looks:
    """The estimate, and how it settles."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Probability and index with their errors; what sampling was worth."""
        more = [("P_f, first order", f"{float(r.array('P_form')):.6g}", ""), ("effective draws", f"{float(r.array('ess')):,.0f}", "")]
        return Table(("value", "± se"), [*rows_of(r), *more], runs_of("importance sampling", r.names, r.counts.n_evaluations, r.evaluated))

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """The estimate with its interval as replicates come in, beside the first order."""
        return settling(r, axes(ax, 5, 3.2))


def settling(r: Result, ax: Axes) -> Axes:
    """Running means of the replicates' estimates, with their intervals, and the first order."""
    each, first = r.array("estimates"), float(r.array("P_form"))
    count = np.arange(1, len(each) + 1)
    mean = np.cumsum(each) / count
    half = np.array([each[:k].std(ddof=1) / np.sqrt(k) * t_quantile(0.5 + 0.5 * r.settings["level"], k - 1) for k in count[1:]])
    low, high = mean[1:] - half, mean[1:] + half
    ax.plot(count, mean, marker=".", lw=1, label="estimate")
    ax.fill_between(count[1:], low, high, alpha=0.25, lw=0, label=f"{100 * r.settings['level']:g} % interval")
    if np.isfinite(first):
        ax.axhline(first, color="tab:red", ls="--", lw=1, label="first order")
    late = min(EARLY, len(half) - 1)
    shown = [*low[late:], *high[late:], *mean, *([first] if np.isfinite(first) else [])]
    room = 0.1 * (max(shown) - min(shown))
    if room > 0.0:
        ax.set_ylim(min(shown) - room, max(shown) + room)
    ax.locator_params(axis="x", integer=True)
    ax.set_xlabel("replicates")
    ax.set_ylabel("P_f")
    ax.legend(frameon=False, fontsize=8)
    return ax


IMPORTANCE = Method("importance", importance, Looks(), "how likely is failure, with an error?", "those of `form`, n · replicates runs", Needs.LIMIT_STATE,
                    "P_f beta cov ess P_form estimates points", True)
