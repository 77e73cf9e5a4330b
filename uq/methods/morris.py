"""Elementary effects (Morris 1991; mean of absolute values by Campolongo et al. 2007): which inputs matter at all, from few runs.

An effect is the change of the output over that of an input's probability along a path on which one input after another moves ("trajectories", Morris
1991), or all from one point ("radial", Campolongo et al. 2011, here with steps of one length). Morris's levels are p equal steps of the probability from
0 to 1, moved half of them at once, Δ = p / (2 (p - 1)), which is 2/3 of 4 levels; here they go from `edge` to 1 - `edge`, where every law has quantiles.
Δ near one half is blind to what repeats itself twice over an input's range, the second of Ishigami's inputs: the more levels, the nearer.
"""
from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import SettingsError
from ...ir.given import check, is_number, one_of, plain, share, whole
from ...ir.places import users_level
from ...ir.public import public
from ...samplers.settings import Seed
from ..campaigns.campaign import Campaign, Gathered, Scale
from ..campaigns.replicates import jackknife
from ..evaluation.evaluator import Evaluator
from ..inputs import Uncertain
from ..inputs.assumed import named, uncertain, without_moments
from ..labels import found_by
from ..method import Method, Model, Needs, UqWarning
from ..result import Result
from ..shown import Table, axes, finished, output_names, picked, places, runs_of
from .sobol import Groups, asked, divided

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DESIGNS = ("trajectories", "radial")
REPLICATES = 32                      # at least, where there are as many paths
RATIOS = (0.1, 0.5, 1.0)             # σ / μ*: up to which effects are nearly linear, monotone, nearly monotone (Garcia Sanchez et al. 2014)
FEWEST = 4                           # paths: without one the others still have a spread of a spread


@dataclass(frozen=True)
class Plan:
    """Paths of a replicate, each of one point more than there are groups of inputs."""

    n: int
    columns: tuple[tuple[int, ...], ...]
    levels: int
    edge: float
    radial: bool

    @property
    def step(self) -> float:
        """Of the probability."""
        return (1.0 - 2.0 * self.edge) * (self.levels // 2) / (self.levels - 1)

    def blocks(self, inputs: Uncertain, seed: np.random.SeedSequence) -> Iterator[np.ndarray]:
        """(groups + 1, n, d), all at once."""
        rng, g, d = np.random.default_rng(seed), len(self.columns), inputs.dim
        low, up = rng.integers(0, self.levels // 2, (self.n, d)), rng.integers(0, 2, (self.n, d))
        start = self.edge + (1.0 - 2.0 * self.edge) * (low + (1 - up) * (self.levels // 2)) / (self.levels - 1)
        turn = np.broadcast_to(np.arange(g), (self.n, g)) if self.radial else rng.permuted(np.tile(np.arange(g), (self.n, 1)), axis=1)
        moves = np.arange(g)[:, None, None] == turn if self.radial else np.arange(g)[:, None, None] >= turn
        ends = np.clip(np.concatenate([start, start + (2 * up - 1) * self.step]), 0.0, 1.0)
        here, there = inputs.from_unit(ends).reshape(2, self.n, d)
        points = np.repeat(here[None], g + 1, axis=0)                # mixed as they are: what has not moved is the same to the last bit
        for k, columns in enumerate(self.columns):
            points[1:, :, columns] = np.where(moves[:, :, k, None], there[:, columns], here[:, columns])
        yield points

    def sums(self, points: np.ndarray, outputs: np.ndarray, scale: Scale) -> dict[str, np.ndarray]:
        """Of effects and of their absolute values: sums, and squares about their own means."""
        n = points.shape[1]
        signed = effects(points, scale.of(outputs), self.columns, self.step, self.radial)
        found = {"n": np.array(float(n))}
        for name, e in (("effect", signed), ("size", np.abs(signed))):
            found |= {name: e.sum(axis=1), f"{name}_squares": ((e - e.sum(axis=1, keepdims=True) / max(n, 1)) ** 2).sum(axis=1)}
        return found


def effects(points: np.ndarray, f: np.ndarray, columns: tuple[tuple[int, ...], ...], step: float, radial: bool = False) -> np.ndarray:
    """(groups, n, …) of paths with points (groups + 1, n, d) and outputs f (groups + 1, n, …). An input moves where its values say so; one whose
    values are the same on both sides, as of a discrete law, has an effect of 0. The effect of a group has no direction: it is positive where the
    output rises."""
    before = np.broadcast_to(points[:1], points[1:].shape) if radial else points[:-1]
    moved, rises = points[1:] - before, f[1:] - (f[:1] if radial else f[:-1])
    out = np.zeros((len(columns), *f.shape[1:]))
    for k, inside in enumerate(columns):
        own = moved[:, :, list(inside)]
        turn, there = np.nonzero((own != 0.0).any(axis=2))
        sign = np.sign(own[turn, there, 0]) if len(inside) == 1 else np.ones(len(turn))
        out[k, there] = rises[turn, there] * (sign / step).reshape(-1, *[1] * (f.ndim - 2))
    return out


def replicates_of(n: int) -> int:
    """The fewest equal parts of n paths, REPLICATES or more; every path its own where there are none."""
    return next((k for k in range(REPLICATES, n) if n % k == 0), n)


def estimated(gathered: Gathered, level: float, alone: np.ndarray) -> dict[str, np.ndarray]:
    """The fields of a result; of groups of several inputs means of absolute values alone."""
    sums, (unit, _) = gathered.sums, gathered.scale
    n = sums["n"]
    count = n.reshape(-1, *[1] * (sums["effect"].ndim - 1))
    centre = sums["effect"].sum(axis=0) / n.sum()
    away = sums["effect"] - count * centre                           # about one number, so that a spread that is small beside the mean is not rounding
    own = sums["effect"] / np.maximum(count, 1.0) - centre
    shifted = {"n": n, "away": away, "squares": sums["effect_squares"] + count * own**2, "size": sums["size"]}

    def estimate(s: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        spread = (s["squares"] - s["away"] ** 2 / s["n"]) / (s["n"] - 1.0)
        return {"mu_star": s["size"] / s["n"], "mu": centre + s["away"] / s["n"], "sigma": np.sqrt(np.maximum(spread, 0.0))}
    known = alone.reshape(-1, *[1] * np.ndim(unit))
    fields = jackknife(shifted, estimate, level).fields()
    return {name: np.where(known | name.startswith("mu_star"), a * unit, np.nan) for name, a in fields.items()}


@public
def morris(model: Model, inputs: Uncertain, *, n: int = 64, design: str = "trajectories", levels: int = 4, edge: float = 0.05, groups: Groups | None = None,
           seed: Seed = None, level: float = 0.95, how: str | None = None, allowed_failures: int = 0, executor: Any = None, store: Any = None,
           progress: bool | None = None) -> Result:
    """Elementary effects of the inputs from n (d + 1) evaluations: `mu_star`, the mean of their absolute values, `mu`, their mean, and `sigma`, their sd.

    n: paths of d + 1 points each, at least 4
    design: "trajectories" (one input after another moves, in random order) or "radial" (each moves from the same point)
    levels: an even number of values of each input, quantiles that are equal steps of the probability apart; inputs move by half of them
    edge: probability of the lowest level, and beyond the highest; 0 is Morris's own grid, for laws that have ends
    groups: as in `sobol`; a path then has as many steps as there are groups, and a group of several inputs has `mu_star` alone
    seed: a whole number or several; None: fresh entropy
    level: of the intervals, between 0 and 1
    how: as in `propagate`
    allowed_failures: as in `propagate`; with a point its whole path is left out
    executor: as in `propagate`
    store: as in `propagate`
    progress: as in `propagate`

    Effects are changes of the output over those of the input's probability; of a uniform law, slopes times its width. SettingsError for dependent inputs, which
    do not move alone. UqWarning as in `propagate`.
    """
    if not uncertain(inputs).independent:
        raise SettingsError("elementary effects need independent inputs: one of several that depend on each other does not move alone",
                            hint="`uq.shapley` takes dependent inputs")
    n, levels, level = whole(n, "n", FEWEST), whole(levels, "levels", 2), share(level, "level")
    one_of(design, DESIGNS, "design")
    if levels % 2:
        raise SettingsError(f"`levels` is {levels}; inputs move by half of them, so it is even, for example {levels + 1}")
    check_edge(inputs, edge)
    groups = asked(inputs, groups)
    names, columns = divided(inputs.names, groups)
    replicates = replicates_of(n)
    settings = {"n": n, "design": design, "levels": levels, "edge": edge, "level": level, "groups": repr(columns)}
    run, plan = Evaluator(model, inputs, how, allowed_failures), Plan(n // replicates, columns, levels, float(edge), design == "radial")
    gathered = Campaign(replicates, seed, executor, store, progress, "morris", settings).run(run, plan)
    run.check_repeats()
    if wild := without_moments(inputs):
        warnings.warn(f"{named(wild)} no finite mean and variance: effects are those between quantiles, and grow without end with `levels`; transform such "
                      "an input", UqWarning, stacklevel=users_level())
    axis = "input" if groups is None else "group"
    dims: dict[str, tuple[str, ...]] = dict.fromkeys(("mu_star", "mu", "sigma"), (axis,))
    alone = np.array([len(inside) == 1 for inside in columns])
    return found_by("morris", run, estimated(gathered, level, alone), dims, {axis: names}, settings, gathered.notes)


def check_edge(inputs: Uncertain, edge: float) -> None:
    """SettingsError where the outermost levels are no probabilities, or no input has such a quantile."""
    at = plain(edge)
    check(is_number(at) and 0.0 <= at < 0.5, "edge", edge, "a number from 0 to below 0.5")
    ends = inputs.from_unit(np.array([[edge], [1.0 - edge]]) * np.ones(inputs.dim))
    lacking = [name for name, column in zip(inputs.names, ends.T, strict=True) if not np.isfinite(column).all()]
    if lacking:
        raise SettingsError(f"`edge` is {edge:g}, and input {', '.join(f'`{name}`' for name in lacking)} has no finite quantiles there", hint="`edge=0.05`")


class Looks:
    """The plane of μ* and σ, or μ* as lines over the places of many outputs."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Of one output; of several where each input matters most, beside the one that matters most there."""
        names, mu_star = moved(r), r.array("mu_star")
        flat = mu_star.reshape(len(names), -1)
        above = runs_of("elementary effects", names, r.counts.n_evaluations, r.evaluated)
        if (one := picked(output, flat.shape[1])) is not None:
            columns = [r.array(name).reshape(len(names), -1)[:, one] for name in ("mu_star", "mu_star_se", "mu", "sigma")]
            rows = [(name, *(f"{x:.4g}" for x in row)) for name, *row in zip(names, *columns, strict=True)]
            return Table(("mu*", "± se", "mu", "sigma"), rows, above)
        shares = flat / np.maximum(flat.max(axis=0), np.finfo(float).tiny)
        where = r.output_names or output_names(r.shape, flat.shape[1])
        most = shares.argmax(axis=1)
        rows = [(name, f"{shares[i, k]:.4f}", where[k], f"{flat[i, k]:.4g}") for i, (name, k) in enumerate(zip(names, most, strict=True))]
        return Table(("largest share", "of output", "mu* there"), rows, f"{above}\nshares of the largest mu* of each of {flat.shape[1]} outputs")

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """Every input in the plane of μ*, with its interval, and σ, with lines where σ / μ* is 0.1, 0.5 and 1; of several outputs μ* of each input as a line
        over the places `at`."""
        from ...plots.series import lines

        names = moved(r)
        value, low, high, sigma = (r.array(name).reshape(len(names), -1) for name in ("mu_star", "mu_star_ci_low", "mu_star_ci_high", "sigma"))
        if (one := picked(output, value.shape[1])) is None:
            ax = axes(ax, 7, 3.6)
            lines(ax, places(at, r.shape), {name: (value[i], low[i], high[i]) for i, name in enumerate(names)})
            return finished(ax, at, r.shape, "μ*")
        return plane(axes(ax, 5, 4), names, value[:, one], (low[:, one], high[:, one]), np.nan_to_num(sigma[:, one]))


def moved(r: Result) -> tuple[Any, ...]:
    """Names of what moves."""
    return r.coords["group"] if "group" in r.coords else r.coords["input"]


def plane(ax: Axes, names: tuple[Any, ...], value: np.ndarray, ends: tuple[np.ndarray, np.ndarray], sigma: np.ndarray) -> Axes:
    """μ* against σ."""
    ax.errorbar(value, sigma, xerr=(value - ends[0], ends[1] - value), fmt="o", capsize=3)
    for name, x, y in zip(names, value, sigma, strict=True):
        ax.annotate(name, (x, y), xytext=(4, 4), textcoords="offset points")
    right, top = 1.1 * max(float(ends[1].max()), np.finfo(float).tiny), 1.15 * float(sigma.max())
    for ratio in RATIOS:
        ax.axline((0.0, 0.0), slope=ratio, color="grey", ls="--", lw=0.8)
        end = min(right, (top or 1.0) / ratio)                       # where the line leaves the picture
        ax.annotate(f"{ratio:g}", (end, ratio * end), xytext=(-3, -3), textcoords="offset points", ha="right", va="top", color="grey", fontsize=8)
    ax.set_xlim(min(0.0, float(ends[0].min())), right)
    ax.set_ylim(0.0, top or 1.0)
    ax.set_xlabel("μ* (mean absolute effect)")
    ax.set_ylabel("σ (sd of effects)")
    return ax


MORRIS = Method("morris", morris, Looks(), "which inputs matter at all?", "n (d + 1) runs", Needs.INDEPENDENT_INPUTS, "mu_star mu sigma")
