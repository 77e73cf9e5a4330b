"""The output at a low and a high quantile of each input, with the others in the middle: 2 d + 1 runs; elasticities there where the model has derivatives."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import CompileError, SettingsError
from ...ir.given import one_of, share
from ...ir.public import public
from ..evaluation.derivatives import Slopes
from ..evaluation.evaluator import Evaluator
from ..inputs import Uncertain
from ..inputs.assumed import named, uncertain, without_moments
from ..labels import found_by
from ..method import Method, Model, Needs
from ..result import Result
from ..shown import Table, axes, finished, of_output, output_names, picked, places

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_BARS = 30
ROUNDING = 1e-9                      # of the output
CENTRES = ("median", "mean")


@public
def tornado(model: Model, inputs: Uncertain, *, low: float = 0.05, high: float = 0.95, centre: str = "median", how: str | None = None) -> Result:
    """The outputs at a low and a high quantile of each input with the others in the middle, from 2 d + 1 evaluations.

    low: probability of the low quantile, below that of the high one
    high: of the high quantile, below 1
    centre: where the other inputs are, their "median" or "mean"
    how: as in `propagate`

    `base` is the output in the middle, `low` and `high` (d, …) those at the quantiles, `swing` their distance, and `elasticity` the relative change of the
    output over that of the input, x f'(x) / f, in the middle, where the model has derivatives and the output is not 0. One input moves at a time: what
    inputs do together is not seen (`morris`, `sobol`), and an output that turns between the quantiles is said in the notes.
    SettingsError for dependent inputs, and for inputs without a mean that is asked for; DataError where the output is no finite number or array.
    """
    if not uncertain(inputs).independent:
        raise SettingsError("a tornado needs independent inputs: one of several that depend on each other does not move alone",
                            hint="`uq.shapley` takes dependent inputs")
    ends = share(low, "low"), share(high, "high")
    if not ends[0] < ends[1]:
        raise SettingsError(f"`low` is {low} and `high` is {high}: the first is the smaller probability", hint="`low=0.05, high=0.95`")
    points = design(inputs, ends, centre)
    run = Evaluator(model, inputs, how)
    f = run(points)
    d = inputs.dim
    fields = {"base": f[0], "low": f[1:1 + d], "high": f[1 + d:], "swing": np.abs(f[1 + d:] - f[1:1 + d])} | elasticity(run, points[:1], f[0])
    run.check_repeats()
    dims: dict[str, tuple[str, ...]] = dict.fromkeys(("low", "high", "swing", "elasticity"), ("input",))
    settings = {"probabilities": ends, "centre": centre}
    return found_by("tornado", run, fields, dims, {}, settings, turns(fields, inputs.names))


def design(inputs: Uncertain, ends: tuple[float, float], centre: str) -> np.ndarray:
    """(2 d + 1, d): the middle, then each input low, then each high."""
    one_of(centre, CENTRES, "centre")
    if centre == "mean" and (lacking := without_moments(inputs)):
        raise SettingsError(f"{named(lacking)} no finite mean and variance", hint='`centre="median"`')
    d = inputs.dim
    quantiles = inputs.from_unit(np.array([0.5, *ends])[:, None] * np.ones(d))
    points = np.tile(quantiles[0] if centre == "median" else inputs.mean, (2 * d + 1, 1))
    each = np.arange(d)
    points[1 + each, each], points[1 + d + each, each] = quantiles[1], quantiles[2]
    return points


def elasticity(run: Evaluator, at: np.ndarray, base: np.ndarray) -> dict[str, np.ndarray]:
    """`elasticity` (d, …) in the middle, at (1, d); nothing where the model has no derivatives. nan of an output of 0."""
    if run.way is not None and run.way.name != "compiled" and run.model.gradient is None and run.model.derivatives is None:
        return {}
    try:
        gradient = Slopes(run)(at)[1][0]
    except CompileError:                                 # of a model whose values compile and whose derivatives do not
        return {}
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        found = gradient * at[0] / base[..., None]
    return {"elasticity": np.moveaxis(np.where(np.isfinite(found), found, np.nan), -1, 0)}


def turns(fields: dict[str, np.ndarray], names: tuple[str, ...]) -> list[str]:
    """A note of the inputs between whose quantiles the output in the middle is not between the two: their bars are too short."""
    low, high, base = fields["low"], fields["high"], fields["base"]
    beyond = np.maximum(base - np.maximum(low, high), np.minimum(low, high) - base)
    size = np.maximum(np.abs(low), np.abs(high))
    found = (beyond > ROUNDING * np.maximum(size, np.abs(base))).reshape(len(names), -1)
    turning = [f"`{name}`" for name, turn in zip(names, found, strict=True) if turn.any()]
    return [f"between the quantiles of {', '.join(turning)} the output turns: such an input does more than its bar shows"] if turning else []


class Looks:
    """Bars about the middle, the longest on top, or swings as lines over the places of many outputs."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Of one output, the largest swing first; of several where each input moves most."""
        swing = r.array("swing").reshape(len(r.names), -1)
        ends = " and ".join(f"{100 * p:g} %" for p in r.settings["probabilities"])
        above = f"outputs at the {ends} quantiles of {len(r.names)} inputs, with the others at their {r.settings['centre']}s"
        if (one := picked(output, swing.shape[1])) is not None:
            there = [name for name in ("low", "high", "swing", "elasticity") if name in r.values]
            columns = [of_output(r.array(name), one, 1) for name in there]
            rows = [(r.names[i], *(f"{column[i]:.6g}" for column in columns)) for i in np.argsort(-swing[:, one], kind="stable")]
            return Table(tuple(there), rows, f"{above}; {of_output(r.array('base'), one):.6g} in the middle")
        shares = swing / np.maximum(swing.max(axis=0), np.finfo(float).tiny)
        most, where = shares.argmax(axis=1), r.output_names or output_names(r.shape, swing.shape[1])
        rows = [(name, f"{shares[i, k]:.4f}", where[k], f"{swing[i, k]:.6g}") for i, (name, k) in enumerate(zip(r.names, most, strict=True))]
        return Table(("largest share", "of output", "swing there"), rows, f"{above}\nshares of the largest swing of each of {swing.shape[1]} outputs")

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """Of one output bars from the middle to both quantiles; of several the changes by each input as bands over the places `at`."""
        from ...plots.series import lines

        swing = r.array("swing").reshape(len(r.names), -1)
        if (one := picked(output, swing.shape[1])) is None:
            ax = axes(ax, 7, 3.6)
            low, high = ((r.array(name) - r.array("base")).reshape(len(r.names), -1) for name in ("low", "high"))
            lines(ax, places(at, r.shape), {name: (high[i], np.minimum(low[i], high[i]), np.maximum(low[i], high[i])) for i, name in enumerate(r.names)})
            return finished(ax, at, r.shape, "change from the middle to the high quantile\n(shaded: from the low one)")
        order = np.argsort(swing[:, one], kind="stable")[-MOST_BARS:]
        ax, base = axes(ax, 6, 1 + 0.35 * len(order)), float(of_output(r.array("base"), one))
        for name, p, colour in zip(("low", "high"), r.settings["probabilities"], ("tab:blue", "tab:orange"), strict=True):
            ax.barh([r.names[i] for i in order], of_output(r.array(name), one, 1)[order] - base, left=base, color=colour, label=f"{100 * p:g} % quantile")
        ax.axvline(base, color="black", lw=1)
        ax.set_xlabel(r.output_names[one] if r.output_names else "output")
        ax.legend(frameon=False)
        return ax


TORNADO = Method("tornado", tornado, Looks(), "what does each input do alone, from low to high?", "2 d + 1 runs", Needs.INDEPENDENT_INPUTS,
                 "base low high swing elasticity", moments=False)
