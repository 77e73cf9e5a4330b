"""Sobol' indices: the share of an output's variance that each input causes, alone (first order) and with its interactions (total).

Design of Saltelli et al. (2010, table 2: A, B and A with one column from B) on independently scrambled Sobol sequences; first order by their
estimator (b) on centred outputs, total order by Jansen's (f). Of each sequence sums are kept and no outputs; standard errors and intervals by the
jackknife over the sequences (`replicates.py`).
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import DataError, SettingsError
from ...ir.given import seed_of, share
from ...ir.public import public
from ...samplers.settings import Seed
from ..evaluate import Evaluator
from ..inputs import Uncertain
from ..inputs.assumed import say_moments, uncertain
from ..method import Method, Model, Needs
from ..points import power_of_two, sobol_points
from ..replicates import jackknife, seeds
from ..scale import squared, unit
from ..shown import Table, Tabled, axes, finished, of_output, output_names, picked, places, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


REPLICATES = 16
LOOKED_AT = 2**16                    # points of which the inputs' spread is compared with that of their laws
ROUNDING = 1e-26                     # of the square of the largest output: a smaller variance is what is left of a constant


@dataclass(frozen=True, eq=False, repr=False)
class Sobol(Tabled):
    """Indices of d inputs. Arrays are (d,) for a scalar output and (d, outputs) otherwise; `_se` are standard errors, `_ci` (2, d, …)."""

    names: tuple[str, ...]
    S1: np.ndarray
    S1_se: np.ndarray
    S1_ci: np.ndarray
    ST: np.ndarray
    ST_se: np.ndarray
    ST_ci: np.ndarray
    mean: np.ndarray
    variance: np.ndarray
    level: float
    n_evaluations: int
    evaluated: str

    def table(self, output: int | None = None) -> str:
        """One line an input: of one output; of several without a number the shares of all their variances together, and where each input matters most."""
        return self.rows(output).text()

    def rows(self, output: int | None = None) -> Table:
        """The table's cells."""
        above = runs_of("Sobol' indices", self.names, self.n_evaluations, self.evaluated)
        if (one := picked(output, self.variance.size)) is not None:
            columns = [of_output(a, one, 1) for a in (self.S1, self.S1_se, self.ST, self.ST_se)]
            return Table(("S1", "± se", "ST", "± se"), [(name, *(f"{x:.4f}" for x in row)) for name, *row in zip(self.names, *columns, strict=True)], above)
        total, most = self.ST.reshape(len(self.names), -1), self.ST.reshape(len(self.names), -1).argmax(axis=1)
        where = output_names(self.variance.shape, self.variance.size)
        rows = [(name, f"{s:.4f}", f"{t:.4f}", f"{total[i, k]:.4f}", where[k])
                for i, (name, s, t, k) in enumerate(zip(self.names, self.together(self.S1), self.together(self.ST), most, strict=True))]
        return Table(("S1", "ST", "largest ST", "of output"), rows, f"{above}\nshares of the variance of all {self.variance.size} outputs together")

    def together(self, indices: np.ndarray) -> np.ndarray:
        """(d,) indices of all outputs together, which their variances weigh (Gamboa et al. 2014)."""
        weights = self.variance.ravel() / self.variance.max()
        return indices.reshape(len(self.names), -1) @ (weights / weights.sum())

    def plot(self, ax: Axes | None = None, output: int | None = None, at: ArrayLike | None = None) -> Axes:
        """First and total order side by side, with their confidence intervals; of several outputs without a number the total order of each input as a line
        over the places `at`, the first order dashed."""
        from ...plots.series import bars

        if (one := picked(output, self.variance.size)) is None:
            return self.lines(at, axes(ax, 7, 3.6), places(at, self.variance.shape))
        ax = axes(ax, 1.5 + 0.8 * len(self.names), 3.2)
        both = {"first order": (self.S1, self.S1_ci), "total": (self.ST, self.ST_ci)}
        bars(ax, self.names, {label: (of_output(value, one, 1), *of_output(interval, one, 2)) for label, (value, interval) in both.items()})
        ax.set_ylabel("share of the variance")
        ax.legend(frameon=False, loc="upper left", ncols=2)
        return ax

    def lines(self, given: ArrayLike | None, ax: Axes, at: np.ndarray) -> Axes:
        """Indices of all outputs."""
        from ...plots.series import is_series, lines

        flat = [a.reshape(*a.shape[:before], -1) for a, before in ((self.ST, 1), (self.ST_ci, 2), (self.S1, 1))]
        lines(ax, at, {name: (flat[0][i], *flat[1][:, i]) for i, name in enumerate(self.names)})
        for i, first in enumerate(flat[2] if is_series(at) else ()):
            ax.plot(at, first, color=f"C{i % 10}", ls="--", lw=0.8)
        ax.set_ylim(min(0.0, ax.get_ylim()[0]), max(1.0, ax.get_ylim()[1]))
        return finished(ax, given, self.variance.shape, "share of the variance\n" + ("(total; first order dashed)" if is_series(at) else "(total)"))


@public
def sobol(model: Model, inputs: Uncertain, *, n: int = 1024, replicates: int | None = None, seed: Seed = None, level: float = 0.95,
          how: str | None = None) -> Sobol:
    """First and total Sobol' indices from n (d + 2) evaluations.

    n: points of each of the d + 2 parts of the design, a power of two
    replicates: independently scrambled sequences that the n points are divided among, a power of two from 2 to n / 2; their spread gives errors and
        intervals. None: 16, or n / 2 where that is less
    seed: a whole number or several; None: fresh entropy
    level: of the intervals, between 0 and 1
    how: as in `propagate`

    SettingsError for dependent inputs, where the variance cannot be divided this way; DataError for an output that does not vary or is no finite number
    or array. UqWarning as in `propagate`, and for a variance that floats cannot hold.
    """
    if not uncertain(inputs).independent:
        raise SettingsError("Sobol' indices need independent inputs: with correlated ones the shares of the variance overlap")
    level, m = share(level, "level"), power_of_two(n, "n")
    parts = power_of_two(min(REPLICATES, max(2, n // 2)) if replicates is None else replicates, "replicates")
    if parts > m - 1:
        raise SettingsError(f"`replicates` is {replicates}; of {n} points there are at most {n // 2} sequences of two")
    run, sums, seen = Evaluator(model, how), Sums(), list[np.ndarray]()
    for sequence in seeds(seed_of(seed), 1 << parts):
        points = design(inputs, m - parts, sequence)
        outputs = run(points.reshape(-1, inputs.dim))
        sums.add(outputs.reshape(inputs.dim + 2, -1, *run.shape))
        if len(seen) * points.shape[1] < LOOKED_AT:
            seen.append(points[:2].reshape(-1, inputs.dim))
    run.check_repeats()
    say_moments(inputs, np.concatenate(seen), "variance and its shares", "truncate such an input, or transform the output")
    return Sobol(inputs.names, **sums.estimated(level), level=level, n_evaluations=run.count, evaluated=run.way or "")


def design(inputs: Uncertain, m: int, seed: np.random.SeedSequence) -> np.ndarray:
    """(d + 2, 2^m, d): A, B, then A with column i from B."""
    d = inputs.dim
    u = sobol_points(m, 2 * d, seed)
    a, b = inputs.from_unit(u[:, :d]), inputs.from_unit(u[:, d:])
    mixed = np.repeat(a[None], d, axis=0)
    for i in range(d):
        mixed[i, :, i] = b[:, i]
    return np.concatenate([a[None], b[None], mixed])


class Sums:
    """What indices are made of, for each replicate: sums of outputs less a constant near their mean, in units in which their squares are numbers."""

    def __init__(self) -> None:
        self.parts: list[dict[str, np.ndarray]] = []
        self.size = self.centre = self.largest = np.zeros(())

    def add(self, f: np.ndarray) -> None:
        """Outputs (d + 2, n, …) of one more replicate."""
        if not self.parts:
            self.size = unit(np.abs(f).max(axis=(0, 1)))
            self.centre = (f[:2] / self.size).mean(axis=(0, 1))
            self.largest = np.zeros(f.shape[2:])
        f = f / self.size
        self.largest = np.maximum(self.largest, np.abs(f[:2]).max(axis=(0, 1)))
        a, b, mixed = f[0] - self.centre, f[1] - self.centre, f[2:] - self.centre
        moved = mixed - a
        self.parts.append({"n": np.array(float(len(a))), "sum": (a + b).sum(axis=0), "squares": (a * a + b * b).sum(axis=0),
                           "first": (b * moved).sum(axis=1), "moved": moved.sum(axis=1), "total": (moved * moved).sum(axis=1)})

    def estimated(self, level: float) -> dict[str, np.ndarray]:
        """The fields of a `Sobol`."""
        sums = {name: np.array([part[name] for part in self.parts]) for name in self.parts[0]}
        mean, variance = moments({name: a.sum(axis=0) for name, a in sums.items()})
        if np.any(variance <= ROUNDING * self.largest**2):
            raise DataError("an output does not vary with the inputs: its variance is 0, so no share of it can be given")
        found = jackknife(sums, indices, level)
        fields = {f"{name}{ending}": part[name] for name in found.value for ending, part in (("", found.value), ("_se", found.se), ("_ci", found.ci))}
        return fields | {"mean": (mean + self.centre) * self.size, "variance": squared("variance", variance, self.size, self.size)}


def moments(sums: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of the outputs at A and B."""
    mean = sums["sum"] / (2.0 * sums["n"])
    return mean, sums["squares"] / (2.0 * sums["n"]) - mean * mean


def indices(sums: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """First and total order, each (d, …)."""
    mean, variance = moments(sums)
    return {"S1": (sums["first"] - mean * sums["moved"]) / (sums["n"] * variance), "ST": sums["total"] / (2.0 * sums["n"] * variance)}


SOBOL = Method("sobol", sobol, Sobol, "which input is to blame?", "n (d + 2) runs", Needs.INDEPENDENT_INPUTS)
