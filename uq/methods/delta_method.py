"""The delta method: mean and covariance of a function's outputs from its derivatives at the mean of its inputs; no sampling.

With gradient g and Hessian H of an output at the mean, Σ the inputs' covariance and κ₃, κ₄ their third and fourth cumulants,

    mean       f + ½ tr(HΣ)
    covariance gₐᵀΣg_b + ½ tr(HₐΣH_bΣ) + ½ Σᵢ κ₃ᵢ (gₐᵢH_bᵢᵢ + g_bᵢHₐᵢᵢ) + ¼ Σᵢ κ₄ᵢ HₐᵢᵢH_bᵢᵢ

which is exact for quadratic functions of Gaussian inputs (κ = 0) and of independent inputs of any law. The first order stops at f and
gₐᵀΣg_b.
The Jacobian takes one forward sweep with a lane for each input; Hessians come from Hessian-vector products.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import SettingsError
from ...ir.given import whole
from ...ir.public import public
from ..evaluation.declared import declared
from ..evaluation.derivatives import Slopes
from ..evaluation.evaluator import Evaluator, repeats
from ..inputs import Uncertain
from ..inputs.assumed import named, uncertain, without_moments
from ..labels import found_by
from ..method import Method, Model, Needs
from ..result import Result
from ..scale import squared, unit
from ..shown import Table, axes, finished, output_names, picked, places

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Derivative = Callable[[np.ndarray], np.ndarray]
SEEN = 0.1                           # of the variance: more of it that the first order misses is said
MOST_ROWS = 20                       # outputs of a table
TINY = 1e-30                         # of an output in units of its derivatives: an output that does not vary has shares of 0, not nan


@public
def delta_method(model: Model, inputs: Uncertain, *, order: int = 2, jacobian: Derivative | None = None,
                 hessian: Derivative | None = None) -> Result:
    """Mean and covariance of the outputs from exact derivatives at the mean of the inputs, without sampling.

    order: 1 or 2; of the expansion
    jacobian: function of x (d,) to (m, d), where the model is not in the compiled language; None: that of a `uq.Model`, or the compiler's
    hessian: function of x (d,) to (m, d, d), likewise

    Outputs are flattened to m; `mean` and `covariance` are of the asked order, `_first` always of the first; `share` (m, d) is that of the first-order
    variance, through covariances too.

    SettingsError, with their names, for inputs without the moments: mean and variance, at second order third and fourth of those that a Hessian has on
    its diagonal. DataError when the model or a derivative is not finite at the mean, or is no number or array.
    """
    order = whole(order, "order", 1, 2)
    known = declared(model)
    known = replace(known, gradient=known.gradient if jacobian is None else jacobian, hessian=known.hessian if hessian is None else hessian)
    run, at = Evaluator(known, uncertain(inputs)), design(inputs)
    value, J, H = evaluate(run, at, order)
    fields = estimate(value, J, H, inputs) | ({} if H is None else {"hessian": H})
    names = run.layout.names or tuple(output_names(run.shape, len(value)))
    dims = dict.fromkeys(("mean", "sd", "mean_first"), ("output",)) | {
        "covariance": ("output", "output2"), "covariance_first": ("output", "output2"), "jacobian": ("output", "input"), "share": ("output", "input"),
        "hessian": ("output", "input", "input2")}
    coords = {"output": names, "output2": names, "input2": inputs.names}
    return found_by("delta_method", run, fields, dims, coords, {"order": order}, notes(fields), tuple(fields))


def notes(fields: dict[str, np.ndarray]) -> list[str]:
    """That inputs matter which the first order does not see, at an optimum, say."""
    first, both = np.diag(fields["covariance_first"]), np.diag(fields["covariance"])
    with np.errstate(all="ignore"):
        missed = 1.0 - first / both
    if not np.any(missed > SEEN):
        return []
    return [f"the first order sees {1.0 - np.nanmax(missed):.0%} of the variance of second order; shares are of first order"]


def design(inputs: Uncertain) -> np.ndarray:
    """The one point where the model is expanded: the mean (d,)."""
    if lacking := without_moments(inputs):
        raise SettingsError(f"{named(lacking)} no finite mean and variance: the delta method does not exist for it", hint="use `propagate`, for quantiles")
    return np.array(inputs.mean)


def evaluate(run: Evaluator, at: np.ndarray, order: int) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Value (m,), Jacobian (m, d) and Hessians (m, d, d), or None at first order."""
    slopes, d = Slopes(run), len(at)
    values, gradients = slopes(at[None])
    J = gradients.reshape(-1, d)
    H = None if order == 1 else slopes.hessians(at[None]).reshape(len(J), d, d)
    if run.way is not None and run.way.name != "compiled":
        repeats(run.way, at[None], values)
    return values.ravel(), J, H


def estimate(value: np.ndarray, J: np.ndarray, H: np.ndarray | None, inputs: Uncertain) -> dict[str, np.ndarray]:
    """Moments of the outputs; the formulas are those of the module's head."""
    cov = inputs.covariance
    size = unit(np.maximum(np.abs(J).max(axis=1), 0.0 if H is None else np.abs(H).max(axis=(1, 2))))
    J1 = J / size[:, None]
    first = J1 @ cov @ J1.T
    share = J1 * (J1 @ cov) / np.maximum(np.diag(first), TINY * np.diag(cov).max())[:, None]
    shift, second = (0.0, 0.0) if H is None else second_order(J1, H / size[:, None, None], inputs)
    both = first + second
    units = size[:, None], size
    return {"mean_first": value, "covariance_first": squared("covariance_first", first, *units), "mean": value + shift * size,
            "sd": np.sqrt(np.diag(both)) * size, "covariance": squared("covariance", both, *units), "jacobian": J, "share": share}


def second_order(J: np.ndarray, H: np.ndarray, inputs: Uncertain) -> tuple[np.ndarray, np.ndarray]:
    """What the second order adds to means (m,) and covariance (m, m)."""
    HS, diagonal = H @ inputs.covariance, np.einsum("aii->ai", H)
    bends = diagonal.any(axis=0)                                     # cumulants of the others are not needed, and may not exist
    third, fourth = np.where(bends, inputs.cumulants, 0.0)
    lacking = [name for name, x in zip(inputs.names, third + fourth, strict=True) if not np.isfinite(x)]
    if lacking:
        raise SettingsError(f"{named(lacking)} no finite third and fourth moments, which the second order needs", hint="`order=1`, or `propagate`")
    skew = (J * third) @ diagonal.T
    second = 0.5 * np.einsum("aij,bji->ab", HS, HS) + 0.5 * (skew + skew.T) + 0.25 * (diagonal * fourth) @ diagonal.T
    return 0.5 * np.einsum("aii->a", HS), second


class Looks:
    """Shares of one output's variance, or mean ± 2 sd over the places of many outputs."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Mean and sd of one output, one line an input; of several without a number a line an output."""
        mean, order = r.array("mean"), r.settings["order"]
        sd_first = np.sqrt(np.diag(r.array("covariance_first")))
        if (k := picked(output, len(mean))) is not None:
            columns = zip(r.names, r.array("jacobian")[k], r.array("share")[k], strict=True)
            what = f"delta method of order {order}" if len(mean) == 1 else f"output {r.coords['output'][k]}"
            head = f"{what}: mean {mean[k]:.6g}, sd {r.array('sd')[k]:.6g} (first order {r.array('mean_first')[k]:.6g}, {sd_first[k]:.6g})"
            return Table(("derivative", "share"), [(name, f"{slope:.6g}", f"{share:.3f}") for name, slope, share in columns], head)
        shown = min(len(mean), MOST_ROWS)
        columns = mean, r.array("sd"), r.array("mean_first"), sd_first
        rows = [(name, *(f"{column[k]:.6g}" for column in columns)) for k, name in enumerate(r.coords["output"][:shown])]
        return Table(("mean", "sd", "first order", "its sd"), rows, f"delta method of order {order}", len(mean) - shown)

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """Bars of each input's share of the first-order variance, the largest on top; of several outputs without a number mean ± 2 sd as a band over `at`."""
        from ...plots.series import lines

        mean, sd = r.array("mean"), r.array("sd")
        if (k := picked(output, len(mean))) is None:
            ax, where = axes(ax, 7, 3.2), places(at, mean.shape)
            lines(ax, where, {"mean ± 2 sd": (mean, mean - 2 * sd, mean + 2 * sd)})
            return finished(ax, at, r.shape, "value")
        ax = axes(ax, 5, 1 + 0.35 * len(r.names))
        share = r.array("share")[k]
        order = np.argsort(np.abs(share))
        ax.barh([r.names[i] for i in order], share[order])
        ax.set_xlabel("share of the variance (first order)")
        ax.set_title(f"mean {mean[k]:.4g}, sd {sd[k]:.4g}", fontsize=10)
        return ax


DELTA_METHOD = Method("delta_method", delta_method, Looks(), "its mean and sd, without sampling?", "one run, a Jacobian, a Hessian", Needs.INPUTS,
                      "mean sd covariance mean_first covariance_first jacobian hessian share", True)
