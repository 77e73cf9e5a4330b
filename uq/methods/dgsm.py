"""Derivative-based sensitivity: the mean squared derivative of an output in each input, and the bound on its total Sobol' index that follows.

    ST_i ≤ C_i ν_i / V,   ν_i = E (∂f/∂x_i)²

with the Poincaré constant C_i of the input's law (Lamboni et al. 2013; Roustant, Barthe & Iooss 2017). Laws with tails heavier than exponential ones have none:
there the derivative is with respect to the input's normal score, whose constant is 1. Of pairs the superset index, all that both take part in together, is at
most C_i C_j E (∂²f/∂x_i∂x_j)² / V (Roustant et al. 2014).
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import SettingsError
from ...ir.given import flag, share
from ...ir.public import public
from ...samplers.settings import Seed
from ..campaigns.points import replicates_of
from ..campaigns.replicates import Sums, jackknife
from ..chaos.poincare import constants
from ..chaos.slopes import Sampled, sampled, shaped
from ..evaluation.evaluator import Evaluator
from ..inputs import Uncertain
from ..inputs.assumed import say_moments, uncertain
from ..labels import found_by
from ..method import Method, Model, Needs
from ..result import Result
from ..scale import squared
from ..shown import Table, axes, output_names, over_places, picked, runs_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@public
def dgsm(model: Model, inputs: Uncertain, *, n: int = 64, replicates: int | None = None, crossed: bool = False, seed: Seed = None, level: float = 0.95,
         how: str | None = None) -> Result:
    """Mean squared derivatives of the outputs, and upper bounds on total Sobol' indices, from n gradients.

    n: gradients, a power of two
    replicates: independently scrambled sequences that these are divided among, a power of two from 2 to n / 2; their spread gives errors and intervals. None:
        8, or n / 2 where that is less
    crossed: bounds on what pairs of inputs do together too? From n Hessians
    seed: a whole number or several; None: fresh entropy
    level: of the intervals, between 0 and 1
    how: as in `propagate`; derivatives are those of `uq.Model` where it is not compiled

    `nu` (of the input's unit) and `ST_bound`, with errors; `poincare` are the constants, 1 with derivatives with respect to the normal score where the input's
    tails are heavy (`nu` is that of the score there). A bound from few gradients may lie below the index that it bounds: its interval says by how much.

    SettingsError for dependent inputs; CompileError for a model without derivatives; DataError for one whose derivatives do not tell how it changes, and for
    an output that does not vary. UqWarning as in `propagate`.
    """
    if not uncertain(inputs).independent:
        raise SettingsError("bounds on Sobol' indices need independent inputs: with correlated ones the shares of the variance overlap",
                            hint="`uq.active_subspace` takes dependent inputs")
    level, crossed = share(level, "level"), flag(crossed, "crossed")
    parts = replicates_of(n, replicates, 8)
    run = Evaluator(model, inputs, how)
    found = sampled(run, parts, seed, "dgsm", crossed)
    C = constants(inputs)
    heavy = np.isnan(C)
    estimate = Estimate(np.where(heavy, 1.0, C))
    fields = jackknife(sums_of(found, heavy), estimate, level).fields()
    unit = found.unit
    fields = {name: squared("nu", a, unit, unit) if name.startswith("nu") or name.startswith("variance") else a for name, a in fields.items()}
    say_moments(inputs, found.x.reshape(-1, inputs.dim), "variance and its shares", "truncate such an input, or transform the output")
    dims = {"nu": ("input",), "ST_bound": ("input",), "pair_bound": ("input", "input2"), "poincare": ("input",)}
    scored = ", ".join(f"`{name}`" for name, h in zip(inputs.names, heavy, strict=True) if h)
    notes = [f"derivatives are with respect to the normal score of {scored}"] if scored else []
    found_fields = shaped(fields, dims, run.shape) | {"poincare": np.where(heavy, 1.0, C)}
    return found_by("dgsm", run, found_fields, dims, {"input2": inputs.names}, {"n": n, "level": level, "crossed": crossed}, notes, ("poincare",))


def sums_of(found: Sampled, heavy: np.ndarray) -> dict[str, np.ndarray]:
    """Of each replicate, (replicates, …)."""
    f = found.values - found.values.mean(axis=(0, 1))
    slopes = np.where(heavy, found.in_u, found.in_x)
    sums = {"n": np.full(len(f), float(f.shape[1])), "sum": f.sum(axis=1), "squares": (f * f).sum(axis=1),
            "slopes": np.einsum("rnmi,rnmi->rim", slopes, slopes)}
    if found.hessians is not None:
        sums["bends"] = np.einsum("rnmij,rnmij->rijm", found.hessians, found.hessians)
    return sums


class Estimate:
    """Means of squares, and bounds."""

    def __init__(self, constants: np.ndarray):
        self.constants = constants

    def __call__(self, sums: Sums) -> dict[str, np.ndarray]:
        n = sums["n"]
        variance = sums["squares"] / n - (sums["sum"] / n) ** 2
        variance = variance * n / (n - 1.0)
        nu = sums["slopes"] / n
        found = {"nu": nu, "ST_bound": self.constants[:, None] * nu / variance, "variance": variance}
        if "bends" in sums:
            pairs = sums["bends"] / n / variance              # with respect to normal scores, whose constants are 1
            pairs[np.tril_indices(len(pairs))] = np.nan
            found["pair_bound"] = pairs
        return found


class Looks:
    """Bars of bounds with their intervals, or lines over the places of many outputs."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Of one output; of several the largest bound of each input."""
        above = runs_of("derivative-based bounds", r.names, r.settings["n"], f"{r.evaluated} gradient")
        nu, bound, se = (r.array(name).reshape(len(r.names), -1) for name in ("nu", "ST_bound", "ST_bound_se"))
        if (one := picked(output, nu.shape[1])) is not None:
            rows = [(name, f"{nu[i, one]:.5g}", f"{bound[i, one]:.4f}", f"{se[i, one]:.4f}") for i, name in enumerate(r.names)]
            return Table(("ν", "ST at most", "± se"), rows, above)
        where = r.output_names or output_names(r.shape, nu.shape[1])
        rows = [(name, f"{bound[i, k]:.4f}", f"{se[i, k]:.4f}", where[k]) for i, (name, k) in enumerate(zip(r.names, bound.argmax(axis=1), strict=True))]
        return Table(("ST at most", "± se", "of output"), rows, f"{above}, {nu.shape[1]} outputs")

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """Bounds of one output, the largest on top; of several each input's as a line over the places `at`."""
        value, low, high = (r.array(f"ST_bound{ending}").reshape(len(r.names), -1) for ending in ("", "_ci_low", "_ci_high"))
        if (one := picked(output, value.shape[1])) is None:
            return over_places(r, "ST_bound", axes(ax, 7, 3.6), at, "total index at most")
        ax = axes(ax, 5, 1 + 0.3 * len(r.names))
        order = np.argsort(value[:, one])
        ax.barh([r.names[i] for i in order], value[order, one], color="none", edgecolor="C0", hatch="///")
        ax.hlines(np.arange(len(order)), np.maximum(low[order, one], 0.0), high[order, one], color="black", lw=1)
        ax.axvline(1.0, color="black", lw=0.8, ls=":")
        ax.set_xlabel("total index at most (bound from derivatives)")
        return ax


DGSM = Method("dgsm", dgsm, Looks(), "which inputs cannot matter?", "n gradients", Needs.INDEPENDENT_INPUTS, "nu ST_bound pair_bound poincare variance", True)
