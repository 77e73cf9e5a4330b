"""Active subspaces: the few directions of input space along which an output changes (Constantine, Dow & Wang 2014).

They are the leading eigenvectors of C = E[∇f ∇fᵀ], gradients being those with respect to the inputs' normal scores, or to the inputs in units of their sd. An
eigenvalue is the mean squared derivative along its direction; errors are those of the jackknife over independently scrambled sequences.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import SettingsError
from ...ir.given import one_of, share
from ...ir.public import public
from ...samplers.settings import Seed
from ..campaigns.points import replicates_of
from ..campaigns.replicates import Sums, jackknife
from ..chaos.slopes import Sampled, sampled, shaped
from ..evaluation.evaluator import Evaluator
from ..inputs import Uncertain
from ..inputs.assumed import named, say_moments, uncertain, without_moments
from ..labels import found_by
from ..method import Method, Model, Needs
from ..result import Result
from ..scale import squared
from ..shown import Table, axes, finished, output_names, picked, places, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SPACES = ("normal", "inputs")
MOST_ROWS = 20                       # outputs of a table
FLOOR = 1e-16                        # of the largest eigenvalue: rounding
MATTERS = 0.01                       # of the largest eigenvalue: gaps below are between directions that hardly matter


@public
def active_subspace(model: Model, inputs: Uncertain, *, n: int = 64, replicates: int | None = None, space: str = "normal", seed: Seed = None,
                    level: float = 0.95, how: str | None = None) -> Result:
    """Directions along which the outputs change, with the mean squared derivative along each, from n gradients.

    n: gradients, a power of two
    replicates: independently scrambled sequences that these are divided among, a power of two from 2 to n / 2; their spread gives errors and intervals. None:
        8, or n / 2 where that is less
    space: of the directions: "normal", that of the inputs' normal scores, or "inputs", that of the inputs in units of their sd
    seed: a whole number or several; None: fresh entropy
    level: of the intervals, between 0 and 1
    how: as in `propagate`; derivatives are those of `uq.Model` where it is not compiled

    `eigenvalues` fall, with errors; `directions` (input, direction) have length 1 and a positive largest entry; `activity` of an input is the sum of its
    squared entries times the eigenvalues of the active directions (its derivative-based measure where all are active). `dimension` is how many eigenvalues
    stand before the largest gap between two, the former at least a hundredth of the largest; `scores` and `outputs` are those of the runs, for the summary
    plot of outputs over the first directions.

    CompileError for a model without derivatives; DataError for one whose derivatives do not tell how it changes, and for an output that does not vary.
    UqWarning as in `propagate`.
    """
    level, parts, inputs = share(level, "level"), replicates_of(n, replicates, 8), uncertain(inputs)
    one_of(space, SPACES, "space")
    lacking = without_moments(inputs) if space == "inputs" else []
    if lacking:
        raise SettingsError(f"{named(lacking)} no finite sd, in whose unit directions are", hint='`space="normal"`')
    run = Evaluator(model, inputs, how)
    found = sampled(run, parts, seed, "active_subspace")
    sd = np.sqrt(np.diag(inputs.covariance)) if space == "inputs" else np.ones(inputs.dim)
    gradients = found.in_x * sd if space == "inputs" else found.in_u
    sums = {"n": np.full(parts.replicates, float(n // parts.replicates)), "products": np.einsum("rnmi,rnmj->rijm", gradients, gradients)}
    fields = jackknife(sums, eigenvalues, level).fields()
    values, directions = eigen(sums["products"].sum(axis=0) / n)
    dimension = np.array([largest_gap(v) for v in values.T])
    fields |= {"directions": directions, "activity": activity(values, directions, dimension)} | scores(found, directions, space, inputs, sd)
    for name in [name for name in fields if name.startswith("eigenvalues") or name == "activity"]:
        fields[name] = squared(name, fields[name], found.unit, found.unit)
    fields |= {"outputs": fields["outputs"] * found.unit, "dimension": dimension.astype(float)}
    say_moments(inputs, found.x.reshape(-1, inputs.dim), "mean squared derivatives", "truncate such an input, or transform the output")
    dims = {"eigenvalues": ("direction",), "directions": ("input", "direction"), "activity": ("input",), "scores": ("run", "direction"), "outputs": ("run",)}
    settings = {"n": n, "level": level, "space": space}
    return found_by("active_subspace", run, shaped(fields, dims, run.shape), dims, {"direction": list(range(1, inputs.dim + 1))}, settings)


def eigen(C: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues (d, m), falling, and directions (d, d, m) of matrices (d, d, m)."""
    values, vectors = np.linalg.eigh(C.transpose(2, 0, 1))
    values, vectors = np.maximum(values[:, ::-1], 0.0), vectors[:, :, ::-1]
    largest = np.take_along_axis(vectors, np.abs(vectors).argmax(axis=1)[:, None], axis=1)
    return values.T, (vectors * np.sign(largest)).transpose(1, 2, 0)


def eigenvalues(sums: Sums) -> dict[str, np.ndarray]:
    """From sums of products of gradients."""
    return {"eigenvalues": eigen(sums["products"] / sums["n"])[0]}


def largest_gap(values: np.ndarray) -> int:
    """How many eigenvalues stand before the largest ratio of two that follow each other, the first of them no less than MATTERS; 1 for one input."""
    logs = np.log(np.maximum(values, max(FLOOR * values[0], np.finfo(float).tiny)))
    before = values[:-1] >= MATTERS * values[0]
    return int(np.argmax(np.where(before, logs[:-1] - logs[1:], -1.0))) + 1 if len(values) > 1 else 1


def activity(values: np.ndarray, directions: np.ndarray, dimension: np.ndarray) -> np.ndarray:
    """(d, m): Σ λ_k w_ik² over the active directions (Constantine & Diaz 2017)."""
    active = np.arange(len(values))[:, None] < dimension
    return np.einsum("ikm,km->im", directions**2, values * active)


def scores(found: Sampled, directions: np.ndarray, space: str, inputs: Uncertain, sd: np.ndarray) -> dict[str, np.ndarray]:
    """The runs along the directions (n, d, m), and their outputs (n, m)."""
    d = inputs.dim
    at = found.u.reshape(-1, d) if space == "normal" else (found.x.reshape(-1, d) - inputs.mean) / np.where(sd > 0.0, sd, 1.0)
    return {"scores": np.einsum("ni,ikm->nkm", at, directions), "outputs": found.values.reshape(len(at), -1)}


class Looks:
    """Eigenvalues with their band, and the output over the first direction."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Of one output the first direction and the activities; of several their dimensions."""
        above = runs_of("active subspace", r.names, r.settings["n"], f"{r.evaluated} gradient")
        d, dimension = len(r.names), r.array("dimension").ravel()
        values = r.array("eigenvalues").reshape(d, -1)
        if (one := picked(output, len(dimension))) is None:
            names = r.output_names or output_names(r.shape, len(dimension))
            share = values / np.maximum(values.sum(axis=0), 1e-300)
            rows = [(name, f"{dimension[k]:.0f}", f"{share[0, k]:.4f}") for k, name in enumerate(names[:MOST_ROWS])]
            return Table(("dimension", "share of the first"), rows, above, max(0, len(dimension) - MOST_ROWS))
        first = r.array("directions").reshape(d, d, -1)[:, 0, one]
        score = r.array("activity").reshape(d, -1)[:, one]
        shown = ", ".join(f"{x:.4g}" for x in values[:6, one]) + (" …" if d > 6 else "")
        rows = [(name, f"{first[i]:.4f}", f"{score[i]:.5g}") for i, name in enumerate(r.names)]
        return Table(("direction 1", "activity"), rows, f"{above}\n{dimension[one]:.0f} active; eigenvalues {shown}")

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """Eigenvalues with their intervals, on a new figure beside them the output over its first direction; of several outputs the largest eigenvalues over
        the places `at`."""
        import matplotlib.pyplot as plt

        if (one := picked(output, r.array("dimension").size)) is None:
            return over_places(r, axes(ax, 7, 3.4), at)
        beside = None
        if ax is None:
            _, (ax, beside) = plt.subplots(1, 2, figsize=(8.4, 3.4), layout="constrained")
        ax = axes(ax, 4, 3.4)
        spectrum(r, ax, one)
        if beside is not None:
            summary(r, beside, one)
        return ax


def over_places(r: Result, ax: Axes, at: ArrayLike | None) -> Axes:
    """The largest eigenvalues with their bands."""
    from ...plots.series import lines

    value, low, high = (r.array(f"eigenvalues{ending}").reshape(len(r.names), -1) for ending in ("", "_ci_low", "_ci_high"))
    lines(ax, places(at, r.shape), {f"direction {k + 1}": (value[k], low[k], high[k]) for k in range(min(3, len(value)))})
    return finished(ax, at, r.shape, "mean squared derivative")


def spectrum(r: Result, ax: Axes, one: int) -> None:
    """Eigenvalues, falling, with their band; the largest gap is marked."""
    d = len(r.names)
    value, low, high = (r.array(f"eigenvalues{ending}").reshape(d, -1)[:, one] for ending in ("", "_ci_low", "_ci_high"))
    k = np.arange(1, d + 1)
    floor = max(value.max() * FLOOR, np.finfo(float).tiny)
    shown = value > floor
    ax.fill_between(k[shown], np.maximum(low, 0.1 * np.maximum(value, floor))[shown], high[shown], alpha=0.25, lw=0)
    ax.plot(k[shown], value[shown], "o-", ms=4, lw=1)
    ax.axvline(float(r.array("dimension").ravel()[one]) + 0.5, color="black", lw=0.8, ls=":")
    ax.set_yscale("log")
    ax.set_xticks(k[::max(1, d // 8)])
    ax.set_xlabel("direction")
    ax.set_ylabel("mean squared derivative")


def summary(r: Result, ax: Axes, one: int) -> None:
    """The output over the first direction."""
    runs, d = r.array("outputs").shape[0], len(r.names)
    ax.plot(r.array("scores").reshape(runs, d, -1)[:, 0, one], r.array("outputs").reshape(runs, -1)[:, one], "o", ms=4, alpha=0.7)
    ax.set_xlabel("along the first direction")
    ax.set_ylabel("output")


ACTIVE_SUBSPACE = Method("active_subspace", active_subspace, Looks(), "along which directions does it change?", "n gradients", Needs.INPUTS,
                         "eigenvalues directions activity dimension scores outputs", True)
