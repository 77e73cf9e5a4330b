"""Sobol' indices: the share of an output's variance that each input causes, alone (first order), with its interactions (total), and with one other.

Design of Saltelli et al. (2010, table 2: A, B and A with one column from B) on independently scrambled Sobol sequences; first order by their
estimator (b) on centred outputs, total order by Jansen's (f), second order by Saltelli (2002), which takes B with one column from A as well. Of
each sequence sums are kept and no outputs; standard errors and intervals by the jackknife over the sequences (`campaigns/replicates.py`).
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import DataError, SettingsError
from ...ir.given import check, share
from ...ir.public import public
from ...samplers.settings import Seed
from ..campaigns.campaign import Campaign, Gathered, Scale
from ..campaigns.points import block_size, replicates_of, sobol_blocks
from ..campaigns.replicates import jackknife
from ..evaluation.evaluator import Evaluator
from ..evaluation.mixture import Mixture
from ..evaluation.tails import say_tails
from ..inputs import Uncertain
from ..inputs.assumed import say_moments, uncertain
from ..labels import found_by
from ..method import Method, Model, Needs
from ..result import Result
from ..scale import squared
from ..shown import Table, axes, finished, output_names, picked, places, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REPLICATES = 16
ROUNDING = 1e-26                     # of the square of the largest output: a smaller variance is what is left of a constant
Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Plan:
    """2^m points of each part: A, B, A with each group of columns from B, and for second order B with each group from A."""

    m: int
    columns: tuple[tuple[int, ...], ...]
    second_order: bool

    def blocks(self, inputs: Uncertain, seed: np.random.SeedSequence) -> Iterator[Mixture]:
        """(parts, n, d) block after block, of independent inputs."""
        d, choice = inputs.dim, self.choice(inputs.dim)
        for u in sobol_blocks(self.m, 2 * d, seed, block_size(choice.size)):
            yield Mixture(inputs.from_unit(u.reshape(-1, d)).reshape(-1, 2, d), choice)

    def choice(self, d: int) -> np.ndarray:
        """(parts, d): which columns of each part are from B."""
        moved = np.zeros((len(self.columns), d), bool)
        for row, columns in zip(moved, self.columns, strict=True):
            row[list(columns)] = True
        ends = np.array([[False], [True]]) & np.ones(d, bool)
        return np.concatenate([ends, moved, ~moved] if self.second_order else [ends, moved])

    def sums(self, points: Mixture, outputs: np.ndarray, scale: Scale) -> dict[str, np.ndarray]:
        """What indices are made of."""
        f, g = scale.of(outputs), len(self.columns)
        a, b, mixed = f[0], f[1], f[2:2 + g]
        moved = mixed - a
        found = {"n": np.array(float(len(a))), "sum": (a + b).sum(axis=0), "squares": (a * a + b * b).sum(axis=0),
                 "first": np.einsum("n...,in...->i...", b, moved), "moved": moved.sum(axis=1), "total": np.einsum("in...,in...->i...", moved, moved)}
        if self.second_order:
            other = f[2 + g:]
            found |= {"pairs": np.einsum("in...,jn...->ij...", other, mixed), "product": (a * b).sum(axis=0),
                      "other": other.sum(axis=1), "mixed": mixed.sum(axis=1), "a": a.sum(axis=0), "b": b.sum(axis=0)}
        return found


def moments(sums: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of the outputs at A and B."""
    mean = sums["sum"] / (2.0 * sums["n"])
    return mean, sums["squares"] / (2.0 * sums["n"]) - mean * mean


class Indices:
    """Estimates from sums; of several outputs those of all together too, which their variances weigh (Gamboa et al. 2014)."""

    def __init__(self, scale: Scale):
        self.weights = (scale.unit / np.max(scale.unit)) ** 2

    def __call__(self, sums: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """First and total order, each (d, …), and what else there is."""
        mean, variance = moments(sums)
        n = sums["n"]
        first, total = (sums["first"] - mean * sums["moved"]) / n, sums["total"] / (2.0 * n)
        found = {"S1": first / variance, "ST": total / variance}
        if "pairs" in sums:
            centred = sums["pairs"] - mean * (sums["other"][:, None] + sums["mixed"][None])
            pairs = (centred - (sums["product"] - mean * (sums["a"] + sums["b"]))) / n
            found["S2"] = pairs / variance - found["S1"][:, None] - found["S1"][None]
        if variance.ndim:
            weighed = tuple(range(1, 1 + variance.ndim))
            all_of = (variance * self.weights).sum()
            found |= {"S1_all": (first * self.weights).sum(axis=weighed) / all_of, "ST_all": (total * self.weights).sum(axis=weighed) / all_of}
        return found


def estimated(gathered: Gathered, level: float, columns: int) -> dict[str, np.ndarray]:
    """The fields of a result."""
    sums, scale = gathered.sums, gathered.scale
    mean, variance = moments({name: a.sum(axis=0) for name, a in sums.items()})
    largest = np.abs(scale.centre) + np.abs(mean) + np.sqrt(np.maximum(variance, 0.0))
    if np.any(variance <= ROUNDING * largest**2):
        raise DataError("an output does not vary with the inputs: its variance is 0, so no share of it can be given")
    fields = jackknife(sums, Indices(scale), level).fields()
    for name in [name for name in fields if name.startswith("S2")]:
        fields[name] = upper(fields[name], columns)
    return fields | {"mean": (mean + scale.centre) * scale.unit, "variance": squared("variance", variance, scale.unit, scale.unit)}


def upper(pairs: np.ndarray, d: int) -> np.ndarray:
    """(d, d, …): pairs of inputs once, above the diagonal; nan elsewhere."""
    out = np.full_like(pairs, np.nan)
    i, j = np.triu_indices(d, 1)
    out[i, j] = pairs[i, j]
    return out


@public
def sobol(model: Model, inputs: Uncertain, *, n: int = 1024, replicates: int | None = None, second_order: bool = False, groups: Groups | None = None,
          seed: Seed = None, level: float = 0.95, how: str | None = None, allowed_failures: int = 0, executor: Any = None, store: Any = None,
          progress: bool | None = None) -> Result:
    """First and total Sobol' indices from n (d + 2) evaluations; n (2 d + 2) with those of pairs.

    n: points of each part of the design, a power of two
    replicates: independently scrambled sequences that the n points are divided among, a power of two from 2 to n / 2; their spread gives errors and
        intervals. None: 16, or n / 2 where that is less
    second_order: indices S2 of pairs of inputs too?
    groups: inputs that are moved together, by the group's name, `{"loads": ("wind", "snow")}`; what is in none is a group of its own. Indices are then those
        of groups. None: those that the inputs name (`inputs.groups`), if any; `{}`: every input alone
    seed: a whole number or several; None: fresh entropy
    level: of the intervals, between 0 and 1
    how: as in `propagate`
    allowed_failures: as in `propagate`; with a point all those of its row of the design are left out
    executor: as in `propagate`
    store: as in `propagate`
    progress: as in `propagate`

    SettingsError for dependent inputs, where the variance cannot be divided this way; DataError for an output that does not vary or is no finite number
    or array. UqWarning as in `propagate`, and for a variance that floats cannot hold.
    """
    if not uncertain(inputs).independent:
        raise SettingsError("Sobol' indices need independent inputs: with correlated ones the shares of the variance overlap",
                            hint="`uq.shapley` divides the variance among dependent inputs")
    level, parts = share(level, "level"), replicates_of(n, replicates, REPLICATES)
    check(second_order in (True, False), "second_order", second_order, "True or False")
    groups = asked(inputs, groups)
    names, columns = divided(inputs.names, groups)
    run, plan = Evaluator(model, inputs, how, allowed_failures), Plan(parts.m, columns, bool(second_order))
    settings = {"n": n, "second_order": bool(second_order), "level": level} | ({} if groups is None else {"groups": repr(columns)})
    gathered = Campaign(parts.replicates, seed, executor, store, progress, "sobol", settings).run(run, plan)
    run.check_repeats()
    say_moments(inputs, gathered.seen, "variance and its shares", "truncate such an input, or transform the output")
    say_tails(run, "variance and its shares", "`propagate` gives quantiles")
    axis = "input" if groups is None else "group"
    dims = {"S1": (axis,), "ST": (axis,), "S2": (axis, f"{axis}2"), "S1_all": (axis,), "ST_all": (axis,)}
    return found_by("sobol", run, estimated(gathered, level, len(columns)), dims, {axis: names, f"{axis}2": names}, settings, gathered.notes)


def asked(inputs: Uncertain, groups: Groups | None) -> Groups | None:
    """The groups that are given, or those of the inputs; None where every input is alone."""
    found: Groups | None = getattr(inputs, "groups", None) if groups is None else groups
    return None if isinstance(found, Mapping) and not found else found


def divided(names: tuple[str, ...], groups: Groups | None) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Names of groups and the columns of each; every input alone without groups. SettingsError for inputs that are not there or in two groups."""
    if groups is None:
        return names, tuple((k,) for k in range(len(names)))
    check(isinstance(groups, Mapping), "groups", groups, 'inputs by the name of their group, `{"loads": ("wind", "snow")}`')
    of = {name: [name] if isinstance(name, str) and isinstance(given, str) else list(given) for name, given in groups.items()}
    members = [name for inside in of.values() for name in inside]
    for name in members:
        if name not in names or members.count(name) > 1:
            what = "is in two groups" if name in names else "is no input"
            raise SettingsError(f"`groups`: `{name}` {what}; the inputs are {', '.join(names)}")
    of |= {name: [name] for name in names if name not in members}
    return tuple(of), tuple(tuple(names.index(name) for name in inside) for inside in of.values())


class Looks:
    """Bars of first and total order, or lines over the places of many outputs."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Of one output; of several the shares of all their variances together, and where each input matters most."""
        names = r.coords["input"] if "input" in r.coords else r.coords["group"]
        above = runs_of("Sobol' indices", names, r.counts.n_evaluations, r.evaluated)
        ST, variance = r.array("ST"), r.array("variance")
        if (one := picked(output, variance.size)) is not None:
            columns = [r.array(name).reshape(len(names), -1)[:, one] for name in ("S1", "S1_se", "ST", "ST_se")]
            return Table(("S1", "± se", "ST", "± se"), [(name, *(f"{x:.4f}" for x in row)) for name, *row in zip(names, *columns, strict=True)], above)
        total = ST.reshape(len(names), -1)
        where = r.output_names or output_names(variance.shape, variance.size)
        rows = [(name, f"{s:.4f}", f"{t:.4f}", f"{total[i, k]:.4f}", where[k])
                for i, (name, s, t, k) in enumerate(zip(names, r.array("S1_all"), r.array("ST_all"), total.argmax(axis=1), strict=True))]
        return Table(("S1", "ST", "largest ST", "of output"), rows, f"{above}\nshares of the variance of all {variance.size} outputs together")

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """First and total order side by side with their intervals; of several outputs the total order of each input as a line over the places `at`, the first
        order dashed."""
        from ...plots.series import bars

        names = r.coords["input"] if "input" in r.coords else r.coords["group"]
        if (one := picked(output, r.array("variance").size)) is None:
            return lines(r, names, axes(ax, 7, 3.6), at, places(at, r.shape))
        ax = axes(ax, 1.5 + 0.8 * len(names), 3.2)
        both: Any = {label: tuple(r.array(f"{name}{ending}").reshape(len(names), -1)[:, one] for ending in ("", "_ci_low", "_ci_high"))
                for label, name in (("first order", "S1"), ("total", "ST"))}
        bars(ax, names, both)
        ax.set_ylabel("share of the variance")
        ax.legend(frameon=False, loc="upper left", ncols=2)
        return ax


def lines(r: Result, names: Sequence[str], ax: Axes, given: ArrayLike | None, at: np.ndarray) -> Axes:
    """Indices of all outputs."""
    from ...plots.series import is_series, lines

    total, low, high, first = (r.array(name).reshape(len(names), -1) for name in ("ST", "ST_ci_low", "ST_ci_high", "S1"))
    lines(ax, at, {name: (total[i], low[i], high[i]) for i, name in enumerate(names)})
    for i, dashed in enumerate(first if is_series(at) else ()):
        ax.plot(at, dashed, color=f"C{i % 10}", ls="--", lw=0.8)
    ax.set_ylim(min(0.0, ax.get_ylim()[0]), max(1.0, ax.get_ylim()[1]))
    return finished(ax, given, r.shape, "share of the variance\n" + ("(total; first order dashed)" if is_series(at) else "(total)"))


SOBOL = Method("sobol", sobol, Looks(), "which input is to blame?", "n (d + 2) runs", Needs.INDEPENDENT_INPUTS, "S1 ST S2 mean variance")
