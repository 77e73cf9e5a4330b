"""Shapley effects: an output's variance divided among its inputs, each interaction in equal parts, and of inputs that depend on each other too.

What a set s of inputs leaves, c(s) = ½ E (f(x) - f(x'))², takes pairs of points x, x' in which the inputs in s are drawn twice and independently, given
the others (`shares/conditional.py`). Of few inputs all sets are taken, in one design of 2^d points whose outputs are paired in all ways where
inputs are independent; of many, random orders in which inputs are drawn anew one after another (Song, Nelson & Staum 2016; Goda 2021).
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import DataError, SettingsError
from ...ir.given import one_of, share
from ...ir.public import public
from ...samplers.settings import Seed
from ..campaigns.campaign import Campaign, Gathered, Scale
from ..campaigns.points import block_size, replicates_of, sobol_blocks
from ..campaigns.replicates import jackknife
from ..evaluation.evaluator import Evaluator
from ..evaluation.tails import say_tails
from ..inputs import Uncertain
from ..inputs.assumed import say_moments, uncertain
from ..labels import found_by
from ..method import Method, Model, Needs
from ..result import Result
from ..scale import squared
from ..shares.conditional import redrawing
from ..shares.lattice import members, of_orders, of_pairs, of_sets
from ..shown import Table, axes, explained, of_output, output_names, over_places, picked, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 10                            # inputs of which all sets are taken
TOGETHER = 8                         # points with the same order of dependent inputs
ROUNDING = 1e-26                     # of the square of the largest output: a smaller variance is what is left of a constant
BY = ("sets", "orders")


@dataclass(frozen=True)
class Sets:
    """2^m points for each set of inputs: x with the inputs of the set drawn anew."""

    m: int

    def blocks(self, inputs: Uncertain, seed: np.random.SeedSequence) -> Iterator[np.ndarray]:
        """(2^d, n, d)"""
        redrawn, d = redrawing(inputs), inputs.dim
        for z, noise in normals(self.m, d, seed, block_size((1 << d) * d)):
            yield redrawn.parts(z, noise, members(d))

    def sums(self, points: np.ndarray, outputs: np.ndarray, scale: Scale) -> dict[str, np.ndarray]:
        """c(s) times the number of points, of pairs with the first part alone."""
        f = scale.of(outputs)
        return {"n": np.array(float(f.shape[1])), "c": 0.5 * ((f - f[0]) ** 2).sum(axis=1), **total(f[0])}


@dataclass(frozen=True)
class Lattice(Sets):
    """The same of independent inputs, of all pairs of parts: points of two designs are mixed in all ways."""

    def sums(self, points: np.ndarray, outputs: np.ndarray, scale: Scale) -> dict[str, np.ndarray]:
        """c(s) times the number of points."""
        f = scale.of(outputs)
        return {"n": np.array(float(f.shape[1])), "c": of_pairs(f), **total(f[0])}


@dataclass(frozen=True)
class Orders:
    """2^m points from which inputs are drawn anew one after another, in orders of their own; of dependent inputs a few points share an order."""

    m: int

    def blocks(self, inputs: Uncertain, seed: np.random.SeedSequence) -> Iterator[np.ndarray]:
        """(d + 1, n, d)"""
        redrawn, d = redrawing(inputs), inputs.dim
        own, rest = seed.spawn(2)
        rng = np.random.default_rng(rest)
        for z, noise in normals(self.m, d, own, block_size((d + 1) * d) if inputs.independent else TOGETHER):
            if inputs.independent:
                turn, (first, second) = rng.permuted(np.tile(np.arange(d), (len(z), 1)), axis=1), redrawn.both(z, noise)
                yield np.stack([np.where(turn < k, second, first) for k in range(d + 1)])
            else:
                order = rng.permutation(d).tolist()
                yield redrawn.parts(z, noise, [tuple(sorted(order[:k])) for k in range(d + 1)])

    def sums(self, points: np.ndarray, outputs: np.ndarray, scale: Scale) -> dict[str, np.ndarray]:
        """What each input adds to c, over the points; which one is added is seen in the points."""
        f, d = scale.of(outputs), points.shape[2]
        left = 0.5 * (f - f[0]) ** 2
        added, other = left[1:] - left[:-1], points != points[0]
        new = other[1:] & ~np.logical_or.accumulate(other[:-1], axis=0)
        return {"n": np.array(float(f.shape[1])), "added": np.stack([np.einsum("kn,kn...->...", new[:, :, i], added) for i in range(d)]), **total(f[0])}


def normals(m: int, d: int, seed: np.random.SeedSequence, most: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs (n, d) of standard normal numbers."""
    from scipy.special import ndtri

    for u in sobol_blocks(m, 2 * d, seed, most):
        z = ndtri(u)
        yield z[:, :d], z[:, d:]


def total(f: np.ndarray) -> dict[str, np.ndarray]:
    """Sums of outputs (n, …) at the first part."""
    return {"sum": f.sum(axis=0), "squares": (f * f).sum(axis=0)}


@public
def shapley(model: Model, inputs: Uncertain, *, n: int = 1024, replicates: int = 16, by: str | None = None, seed: Seed = None, level: float = 0.95,
            how: str | None = None, allowed_failures: int = 0, executor: Any = None, store: Any = None, progress: bool | None = None) -> Result:
    """Shapley effects of the inputs, which add up to 1; from all sets of them with first and total indices too, `S1` and `ST`.

    n: points of each part of the design, a power of two
    replicates: independently scrambled sequences that the n points are divided among, a power of two from 2 to n / 2; their spread gives errors and
        intervals
    by: "sets", all of them, from n 2^d evaluations, or "orders", random ones, from n (d + 1); None: sets of up to 10 inputs
    seed: a whole number or several; None: fresh entropy
    level: of the intervals, between 0 and 1
    how: as in `propagate`
    allowed_failures: as in `propagate`; with a point all those of its row of the design are left out
    executor: as in `propagate`
    store: as in `propagate`
    progress: as in `propagate`

    Inputs may depend on each other as Gaussians do (`uq.GaussianInputs`) or by a copula; S1 is then the share that an input explains alone, ST what it
    leaves when all others are known (Kucherenko et al. 2012), and ST may be the smaller. SettingsError for other dependent inputs, of which some cannot be
    drawn given any others; DataError for an output that does not vary or is no finite number or array. UqWarning as in `propagate`.
    """
    level, parts = share(level, "level"), replicates_of(n, replicates, 16)
    plan = planned(uncertain(inputs), by, parts.m)
    run = Evaluator(model, inputs, how, allowed_failures)
    settings = {"n": n, "by": "orders" if isinstance(plan, Orders) else "sets", "level": level}
    gathered = Campaign(parts.replicates, seed, executor, store, progress, "shapley", settings).run(run, plan)
    run.check_repeats()
    say_moments(inputs, gathered.seen, "variance and its shares", "truncate such an input, or transform the output")
    say_tails(run, "variance and its shares", "`propagate` gives quantiles")
    return found_by("shapley", run, estimated(gathered, level, inputs.dim), dict.fromkeys(("shapley", "S1", "ST"), ("input",)), {}, settings, gathered.notes)


def planned(inputs: Uncertain, by: str | None, m: int) -> Sets | Orders:
    """The design; SettingsError for more sets than can be taken and for inputs that cannot be drawn given any others."""
    if by is not None:
        one_of(by, BY, "by", " or None")
    if by == "sets" and inputs.dim > MOST:
        raise SettingsError(f"{inputs.dim} inputs have {2.0**inputs.dim:.3g} sets; all are taken of {MOST} inputs at most", hint='`by="orders"`')
    redrawing(inputs)
    if by == "orders" or inputs.dim > MOST:
        return Orders(m)
    return Lattice(m) if inputs.independent else Sets(m)


def estimated(gathered: Gathered, level: float, d: int) -> dict[str, np.ndarray]:
    """The fields of a result."""
    sums, (unit, centre) = gathered.sums, gathered.scale
    n = sums["n"].sum()
    mean = sums["sum"].sum(axis=0) / n
    variance = sums["squares"].sum(axis=0) / n - mean * mean
    if np.any(variance <= ROUNDING * (np.abs(centre) + np.abs(mean)) ** 2):
        raise DataError("an output does not vary with the inputs: its variance is 0, so no share of it can be given")
    estimate: Callable[[Mapping[str, np.ndarray]], dict[str, np.ndarray]] = of_orders if "added" in sums else lambda s: of_sets(s["c"], d)
    fields = jackknife({name: a for name, a in sums.items() if name in ("added", "c")}, estimate, level).fields()
    return fields | {"mean": (mean + centre) * unit, "variance": squared("variance", variance, unit, unit)}


class Looks:
    """Bars, or lines over the places of many outputs."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Of one output; of several where each input matters most."""
        shares = r.array("shapley").reshape(len(r.names), -1)
        above = runs_of("Shapley effects", r.names, r.counts.n_evaluations, r.evaluated)
        there = [name for name in ("shapley", "shapley_se", "S1", "S1_se", "ST", "ST_se") if name in r.values]
        heads = tuple("± se" if name.endswith("_se") else "effect" if name == "shapley" else name for name in there)
        if (one := picked(output, shares.shape[1])) is not None:
            columns = [r.array(name).reshape(len(r.names), -1)[:, one] for name in there]
            return Table(heads, [(name, *(f"{x:.4f}" for x in row)) for name, *row in zip(r.names, *columns, strict=True)], above)
        where, most = r.output_names or output_names(r.shape, shares.shape[1]), shares.argmax(axis=1)
        rows = [(name, f"{shares[i, k]:.4f}", where[k]) for i, (name, k) in enumerate(zip(r.names, most, strict=True))]
        return Table(("largest effect", "of output"), rows, f"{above}, {shares.shape[1]} outputs")

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """Effects with their intervals, beside first and total indices where these are known; of several outputs the effect of each input as a line over
        the places `at`."""
        from ...plots.series import bars

        if (one := picked(output, r.array("shapley").size // len(r.names))) is None:
            return over_places(r, "shapley", axes(ax, 7, 3.6), at, "share of the variance\n(Shapley)")
        ax = axes(ax, max(4.2, 1.5 + 0.8 * len(r.names)), 3.2)
        known = [(label, name) for label, name in (("first order", "S1"), ("Shapley", "shapley"), ("total", "ST")) if name in r.values]
        bars(ax, r.names, {label: of_interval(r, name, one) for label, name in known})
        ax.set_ylabel("share of the variance")
        return explained(ax)


def of_interval(r: Result, name: str, output: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values and ends of their intervals, each (d,), of one output."""
    value, low, high = (of_output(r.array(f"{name}{end}"), output, 1) for end in ("", "_ci_low", "_ci_high"))
    return value, low, high


SHAPLEY = Method("shapley", shapley, Looks(), "how is the variance divided among inputs, dependent ones too?", "n 2^d or n (d + 1) runs", Needs.INPUTS,
                 "shapley S1 ST mean variance")
