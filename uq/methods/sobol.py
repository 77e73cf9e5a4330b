"""Sobol' indices: the share of an output's variance that each input causes, alone (first order) and with its interactions (total).

Design of Saltelli et al. (2010, table 2: A, B and A with one column from B) on a scrambled Sobol sequence; first order by their
estimator (b) on centred outputs, total order by Jansen's (f). Standard errors and intervals by the bootstrap over rows, which does not
see the gain of a quasi-random sequence and so errs on the safe side.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import DataError, SettingsError
from ...ir.given import seed_of, share, whole
from ...ir.public import public
from ...samplers.settings import Seed
from ..assumed import say_moments, uncertain
from ..evaluate import evaluate
from ..inputs import Uncertain
from ..method import Method, Model, Needs
from ..points import power_of_two, sobol_points
from ..scale import squared, unit
from ..shown import Table, Tabled, axes, finished, of_output, output_names, picked, places, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
def sobol(model: Model, inputs: Uncertain, *, n: int = 1024, seed: Seed = None, resamples: int = 500, level: float = 0.95,
          how: str | None = None) -> Sobol:
    """First and total Sobol' indices from n (d + 2) evaluations.

    n: points of each of the d + 2 parts of the design, a power of two
    seed: a whole number or several; None: fresh entropy
    resamples: of the bootstrap that gives errors and intervals, at least 2
    level: of the intervals, between 0 and 1
    how: as in `propagate`

    SettingsError for dependent inputs, where the variance cannot be divided this way; DataError for an output that does not vary or is no finite number
    or array. UqWarning as in `propagate`, and for a variance that floats cannot hold.
    """
    if not uncertain(inputs).independent:
        raise SettingsError("Sobol' indices need independent inputs: with correlated ones the shares of the variance overlap")
    level, resamples, seed = share(level, "level"), whole(resamples, "resamples", 2), seed_of(seed)
    points = design(inputs, n, seed)
    outputs, way = evaluate(model, points.reshape(-1, inputs.dim), how)
    say_moments(inputs, points[:2].reshape(-1, inputs.dim), "variance and its shares", "truncate such an input, or transform the output")
    f = outputs.reshape(inputs.dim + 2, n, *outputs.shape[1:])
    return Sobol(inputs.names, **estimate(f, resamples, level, seed), level=level, n_evaluations=len(outputs), evaluated=way)


def design(inputs: Uncertain, n: int, seed: Seed) -> np.ndarray:
    """(d + 2, n, d): A, B, then A with column i from B."""
    d = inputs.dim
    u = sobol_points(power_of_two(n, "n"), 2 * d, seed)
    a, b = u[:, :d], u[:, d:]
    mixed = np.repeat(a[None], d, axis=0)
    for i in range(d):
        mixed[i, :, i] = b[:, i]
    cube = np.concatenate([a[None], b[None], mixed])
    return inputs.from_unit(cube.reshape(-1, d)).reshape(cube.shape)


def estimate(f: np.ndarray, resamples: int, level: float, seed: Seed) -> dict[str, np.ndarray]:
    """Indices, errors and intervals from outputs f (d + 2, n, …)."""
    size = unit(np.abs(f).max(axis=(0, 1)))
    f = f / size
    both = f[:2].reshape(-1, *f.shape[2:])
    variance = both.var(axis=0)
    if np.any(variance <= ROUNDING * np.abs(both).max(axis=0) ** 2):
        raise DataError("an output does not vary with the inputs: its variance is 0, so no share of it can be given")
    rng = np.random.default_rng(seed)
    f = f - both.mean(axis=0)
    n = f.shape[1]
    S1, ST = indices(f)
    again = np.array([indices(f[:, rng.integers(0, n, n)]) for _ in range(resamples)])
    se = again.std(axis=0, ddof=1)
    tails = np.quantile(again, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return {"S1": S1, "S1_se": se[0], "S1_ci": tails[:, 0], "ST": ST, "ST_se": se[1], "ST_ci": tails[:, 1],
            "mean": both.mean(axis=0) * size, "variance": squared("variance", variance, size, size)}


def indices(f: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(first, total), each (d, …), of outputs f (d + 2, n, …); first is centred again, as a bootstrap sample has another mean."""
    a, b, mixed = f[0], f[1], f[2:]
    both = np.concatenate([a, b])
    variance = both.var(axis=0)
    first = np.mean((b - both.mean(axis=0)) * (mixed - a), axis=1) / variance
    total = np.mean((a - mixed) ** 2, axis=1) / (2 * variance)
    return first, total


SOBOL = Method("sobol", sobol, Sobol, "which input is to blame?", "n (d + 2) runs", Needs.INDEPENDENT_INPUTS)
