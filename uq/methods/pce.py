"""Polynomial chaos: an output as a sum of products of polynomials that are orthonormal under the inputs' laws, by least squares.

Mean, variance and Sobol' indices are sums of squared coefficients (Sudret 2008). Each run's gradient gives an equation for each input beside that of its value
(Peng, Hampton & Doostan 2016), weighed by the roots of the laws' Poincaré constants (Roustant et al. 2025); terms are selected by orthogonal
matching pursuit (Blatman & Sudret 2011 by least angles), the degree by runs that are left out.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import SettingsError
from ...ir.given import between, check, flag, share, whole
from ...ir.public import public
from ...samplers.settings import Seed
from ..chaos.axes import axes_of
from ..chaos.design import Design
from ..chaos.indices import moments, shares
from ..chaos.regression import MOST_DEGREE, Asked, Expansion, expansion, highest
from ..chaos.slopes import shaped
from ..evaluation.evaluator import Evaluator
from ..inputs import Uncertain
from ..inputs.assumed import say_moments, uncertain
from ..labels import found_by
from ..method import Method, Model, Needs
from ..result import Result
from ..scale import squared
from ..shown import Table, finished, output_names, picked, places, runs_of
from ..shown import axes as new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

START, GROWTH = 16, 1.5              # runs of the first design, and how many times as many are in the next
FEWEST = 4


@public
def pce(model: Model, inputs: Uncertain, *, n: int | None = None, target_q2: float = 0.99, max_runs: int = 512, degree: int | None = None, q: float = 1.0,
        sparse: bool = True, gradients: bool | None = None, seed: Seed = None, how: str | None = None, allowed_failures: int = 0) -> Result:
    """Mean, sd, Sobol' indices and a surrogate of the outputs (`uq.surrogate`) by polynomial chaos, from values and, where the model has them, gradients.

    n: runs, points of a scrambled Sobol sequence; None: as many as `target_q2` takes
    target_q2: of the variance that expansions from four fifths of the runs explain at the others; runs are added until each output has it
    max_runs: where adding them ends
    degree: of the polynomials; None: the best by runs that are left out, up to 8192 terms
    q: of the index set, above 0 and up to 1: below 1 products of many inputs have lower degrees
    sparse: are terms selected? False: all of a `degree` are taken
    gradients: use those of the model? None: where it is compiled or has them
    seed: a whole number or several; None: fresh entropy
    how: as in `propagate`
    allowed_failures: as in `propagate`

    Fields: `mean`, `sd`, `variance`, `S1`, `ST`, `S2` (above the diagonal), `coefficients` of the terms `multi_index`; `Q2` from runs left out in five parts,
    for each of which terms are selected anew, `LOO` (1 - Q² of runs left out one by one, the terms kept, smaller than it should be), `Q2_of_degree` from the
    latter; the runs, with what the others say of them (`predicted`). There are no standard errors: what 1 - Q² of the variance is not
    explained may belong to any input. Polynomials are of the input itself, or of its normal score where its tails are heavier than exponential. Of
    dependent inputs they are of the numbers of `from_normal`, and there are no indices.

    SettingsError for arguments, and more terms than equations; DataError for an output that does not vary, and for gradients that do not tell how the
    output changes. UqWarning as in `propagate`.
    """
    asked = asked_for(degree, q, sparse, uncertain(inputs))
    target, most = share(target_q2, "target_q2"), whole(max_runs, "max_runs", FEWEST, 2**20)
    check(gradients in (None, True, False), "gradients", gradients, "True, False or None")
    fixed = None if n is None else whole(n, "n", FEWEST, 2**20)
    run = Evaluator(model, inputs, how, allowed_failures)
    design = Design(run, gradients, seed, fixed or most)
    axes = axes_of(inputs, asked.degree or min(highest(inputs.dim, asked.q), MOST_DEGREE))
    size = fixed or min(most, START if design.with_gradients else max(START, 2 * (inputs.dim + 1)))
    while True:
        design.grow(size)
        found = [expansion(axes, design.runs(axes, k), asked) for k in range(design.outputs)]
        q2 = np.array([explained(e.predicted, design.runs(axes, k).values) for k, e in enumerate(found)])
        if fixed or size == most or np.all(q2 >= target):
            break
        size = min(most, int(np.ceil(GROWTH * size)))
    run.check_repeats()
    say_moments(inputs, design.x, "mean, variance and its shares", "truncate such an input, or transform the output")
    notes = list(design.notes)
    if not fixed and not np.all(q2 >= target):
        notes.append(f"the target Q² of {target:g} is not reached with {most} runs: {np.nanmin(q2):.4f}")
    return result(run, design, found, q2, asked, notes)


def asked_for(degree: int | None, q: float, sparse: bool, inputs: Uncertain) -> Asked:
    """The settings of the expansion."""
    q, sparse = between(q, "q", 0.0, np.nextafter(1.0, 2.0), "above 0 and up to 1"), flag(sparse, "sparse")
    if degree is None:
        if not sparse:
            raise SettingsError("`sparse=False` takes all terms of a degree, and `degree` is None", hint="give `degree=`")
        return Asked(None, q, True)
    most = highest(inputs.dim, q)
    degree = whole(degree, "degree", 1)
    if degree > most:
        raise SettingsError(f"`degree` is {degree}; of {inputs.dim} inputs a degree above {most} has more than 8192 terms, or is above {MOST_DEGREE}",
                            hint="`q=0.7` leaves out products of many inputs")
    return Asked(degree, q, sparse)


def explained(predicted: np.ndarray, values: np.ndarray) -> float:
    """Q²: the share of the variance of values that predictions explain."""
    return float(1.0 - np.mean((predicted - values) ** 2) / np.var(values))


def result(run: Evaluator, design: Design, found: list[Expansion], q2: np.ndarray, asked: Asked, notes: list[str]) -> Result:
    """All outputs' expansions, with the terms of any of them."""
    terms = np.unique(np.concatenate([e.terms for e in found]), axis=0)
    terms = terms[np.lexsort((*terms.T, terms.sum(axis=1)))]
    row = {tuple(t): k for k, t in enumerate(terms.tolist())}
    coefficients = np.zeros((len(terms), len(found)))
    for k, e in enumerate(found):
        coefficients[[row[tuple(t)] for t in e.terms.tolist()], k] = e.coefficients
    mean, variance = moments(terms, coefficients)
    unit, tried = design.unit, max(np.flatnonzero(np.isfinite(e.errors)).max() for e in found) + 1
    fields = {"mean": mean * unit, "sd": np.sqrt(variance) * unit, "variance": squared("variance", variance, unit, unit)}
    if run.inputs.independent:
        fields |= shares(terms, coefficients)
    fields |= {"Q2": q2, "LOO": np.array([np.nanmin(e.errors) for e in found]), "degree": np.array([float(e.degree) for e in found]),
               "Q2_of_degree": 1.0 - np.array([e.errors[:tried] for e in found]).T, "coefficients": coefficients * unit,
               "outputs": design.values * unit, "predicted": np.array([e.predicted for e in found]).T * unit}
    dims = {"S1": ("input",), "ST": ("input",), "S2": ("input", "input2"), "Q2_of_degree": ("of_degree",), "coefficients": ("term",), "outputs": ("run",),
            "predicted": ("run",), "multi_index": ("term", "input"), "inputs": ("run", "input")}
    all_fields = shaped(fields, dims, run.shape) | {"multi_index": terms.astype(float), "inputs": design.x}
    settings = {"n": len(design.x), "q": asked.q, "sparse": asked.sparse, "gradients": design.with_gradients}
    coords = {"input2": run.inputs.names, "of_degree": list(range(1, tried + 1))}
    return found_by("pce", run, all_fields, dims, coords, settings, notes, ("multi_index", "inputs"))


class Looks:
    """Indices of one output, predicted against true values, or shares over the places of many outputs."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Indices, largest total first said; Q² above."""
        above = runs_of("polynomial chaos", r.names, r.settings["n"], f"{r.evaluated} value" + ("-and-gradient" if r.settings["gradients"] else ""))
        count = r.array("mean").size
        if (one := picked(output, count)) is None:
            names = r.output_names or output_names(r.shape, count)
            columns = [r.array(name).ravel() for name in ("mean", "sd", "Q2", "degree")]
            rows = [(name, *(f"{x:.5g}" for x in row)) for name, *row in zip(names[:20], *columns)]
            return Table(("mean", "sd", "Q²", "degree"), rows, above, max(0, count - 20))
        of = {name: float(r.array(name).reshape(-1)[one]) for name in ("mean", "sd", "Q2", "degree")}
        used = int(np.count_nonzero(r.array("coefficients").reshape(-1, count)[:, one]))
        above += f"\nmean {of['mean']:.6g}, sd {of['sd']:.6g}; degree {of['degree']:.0f}, {used} terms, Q² {of['Q2']:.4f}"
        if "ST" not in r.values:
            return Table(("",), [], above)
        both = [r.array(name).reshape(len(r.names), -1)[:, one] for name in ("S1", "ST")]
        return Table(("S1", "ST"), [(name, f"{s:.4f}", f"{t:.4f}") for name, s, t in zip(r.names, *both, strict=True)], above)

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """What the expansion of other runs says of each run against what it is; of several outputs the total index of each input over the places `at`."""
        count = r.array("mean").size
        if (one := picked(output, count)) is None:
            return over_places(r, ax, at)
        ax = new_axes(ax, 4, 3.6)
        true, said = (r.array(name).reshape(-1, count)[:, one] for name in ("outputs", "predicted"))
        ends = [true.min(), true.max()]
        ax.plot(ends, ends, color="black", lw=0.8)
        ax.plot(true, said, "o", ms=4, alpha=0.7)
        ax.set_xlabel("output")
        ax.set_ylabel("predicted from other runs")
        ax.set_title(f"Q² {float(r.array('Q2').reshape(-1)[one]):.4f}, {len(true)} runs", fontsize=10)
        return ax


def over_places(r: Result, ax: Axes | None, at: ArrayLike | None) -> Axes:
    """Total indices, or Q² of dependent inputs."""
    from ...plots.series import line, roomy

    ax, where = new_axes(ax, 7, 3.6), places(at, r.shape)
    shown = dict(zip(r.names, r.array("ST").reshape(len(r.names), -1), strict=True)) if "ST" in r.values else {"Q²": r.array("Q2").ravel()}
    for k, (name, values) in enumerate(shown.items()):
        line(ax, where, values, f"C{k % 10}", name)
    roomy(ax, where)
    return finished(ax, at, r.shape, "share of the variance\n(total)" if "ST" in r.values else "Q²")


PCE = Method("pce", pce, Looks(), "a surrogate: all of this from few runs?", "tens of runs or gradients", Needs.INPUTS,
             "mean sd variance S1 ST S2 Q2 LOO degree Q2_of_degree coefficients multi_index inputs outputs predicted")
