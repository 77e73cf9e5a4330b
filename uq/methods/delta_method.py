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
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import CompileError, DataError, SettingsError
from ...ir.given import whole
from ...ir.public import public
from ..evaluate import looped, of_one_array, once, repeats
from ..inputs import Uncertain
from ..inputs.assumed import named, uncertain, without_moments
from ..method import Method, Model, Needs
from ..outputs import at_inputs, floats
from ..scale import squared, unit
from ..shown import Table, Tabled, axes, finished, output_names, picked, places

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Derivative = Callable[[np.ndarray], np.ndarray]
GIVEN = "give the derivatives of a model that is not in the compiled language: `jacobian=`, and `hessian=` or `order=1`"
MOST_ROWS = 20                       # outputs of a table
TINY = 1e-30                         # of an output in units of its derivatives: an output that does not vary has shares of 0, not nan


@dataclass(frozen=True, eq=False, repr=False)
class DeltaMethod(Tabled):
    """Outputs are flattened to m; `mean` and `covariance` are of the asked order, `_first` always of the first."""

    names: tuple[str, ...]
    order: int
    mean: np.ndarray                # (m,)
    sd: np.ndarray                  # (m,)
    covariance: np.ndarray          # (m, m)
    mean_first: np.ndarray          # (m,)
    covariance_first: np.ndarray    # (m, m)
    jacobian: np.ndarray            # (m, d)
    hessian: np.ndarray | None      # (m, d, d); None at first order
    share: np.ndarray               # (m, d): of the first-order variance, through covariances too; rows sum to 1

    def table(self, output: int | None = None) -> str:
        """Mean and sd of one output, one line an input; of several without a number a line an output."""
        return self.rows(output).text()

    def rows(self, output: int | None = None) -> Table:
        """The table's cells."""
        if (k := picked(output, len(self.mean))) is not None:
            columns = zip(self.names, self.jacobian[k], self.share[k], strict=True)
            return Table(("derivative", "share"), [(name, f"{slope:.6g}", f"{share:.3f}") for name, slope, share in columns], self.head(k))
        shown = min(len(self.mean), MOST_ROWS)
        columns = self.mean, self.sd, self.mean_first, np.sqrt(np.diag(self.covariance_first))
        rows = [(name, *(f"{column[k]:.6g}" for column in columns)) for k, name in enumerate(output_names(self.mean.shape, shown))]
        return Table(("mean", "sd", "first order", "its sd"), rows, f"delta method of order {self.order}", len(self.mean) - shown)

    def head(self, output: int) -> str:
        """Mean and sd of one output."""
        return (f"output {output}: mean {self.mean[output]:.6g}, sd {self.sd[output]:.6g} (first order {self.mean_first[output]:.6g}, "
                f"{np.sqrt(self.covariance_first[output, output]):.6g})")

    def plot(self, ax: Axes | None = None, output: int | None = None, at: ArrayLike | None = None) -> Axes:
        """Bars of each input's share of the first-order variance, the largest on top; of several outputs without a number mean ± 2 sd as a band over `at`."""
        if (k := picked(output, len(self.mean))) is None:
            return self.band(at, axes(ax, 7, 3.2), places(at, self.mean.shape))
        ax = axes(ax, 5, 1 + 0.35 * len(self.names))
        order = np.argsort(np.abs(self.share[k]))
        ax.barh([self.names[i] for i in order], self.share[k][order])
        ax.set_xlabel("share of the variance (first order)")
        ax.set_title(f"mean {self.mean[k]:.4g}, sd {self.sd[k]:.4g}", fontsize=10)
        return ax

    def band(self, given: ArrayLike | None, ax: Axes, at: np.ndarray) -> Axes:
        """All outputs."""
        from ...plots.series import lines

        lines(ax, at, {"mean ± 2 sd": (self.mean, self.mean - 2 * self.sd, self.mean + 2 * self.sd)})
        return finished(ax, given, self.mean.shape, "value")


@public
def delta_method(model: Model, inputs: Uncertain, *, order: int = 2, jacobian: Derivative | None = None,
                 hessian: Derivative | None = None) -> DeltaMethod:
    """Mean and covariance of the outputs from exact derivatives at the mean of the inputs, without sampling.

    order: 1 or 2; of the expansion
    jacobian: function of x (d,) to (m, d), where the model is not in the compiled language; None: the compiler's
    hessian: function of x (d,) to (m, d, d), likewise

    SettingsError, with their names, for inputs without the moments: mean and variance, at second order third and fourth of those that a Hessian has on
    its diagonal. DataError when the model or a derivative is not finite at the mean, or is no number or array.
    """
    order = whole(order, "order", 1, 2)
    at = design(uncertain(inputs))
    value, J, H = evaluate(of_one_array(model), at, order, jacobian, hessian)
    return DeltaMethod(inputs.names, order, hessian=H, **estimate(value, J, H, inputs))


def design(inputs: Uncertain) -> np.ndarray:
    """The one point where the model is expanded: the mean (d,)."""
    if lacking := without_moments(inputs):
        raise SettingsError(f"{named(lacking)} no finite mean and variance: the delta method does not exist for it", hint="use `propagate`, for quantiles")
    return inputs.mean


def evaluate(model: Model, at: np.ndarray, order: int, jacobian: Derivative | None = None,
             hessian: Derivative | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Value (m,), Jacobian (m, d) and Hessians (m, d, d), or None at first order."""
    value, d = finite("value", once(model, at), at), at.size
    J = derivative("jacobian", exact_jacobian(model) if jacobian is None else jacobian, at, value.shape, (d,))
    H = None if order == 1 else derivative("hessian", exact_hessian(model, value.shape) if hessian is None else hessian, at, value.shape, (d, d))
    if jacobian is not None:                             # else the model is in the compiled language, whose functions give the same numbers again
        repeats(looped(model, at), at[None], value[None], "looped")
    return np.ravel(value), J, H


def derivative(name: str, of: Derivative, at: np.ndarray, outputs: tuple[int, ...], inner: tuple[int, ...]) -> np.ndarray:
    """(m, *inner); DataError for a given function that returns another shape."""
    try:
        returned = of_one_array(of, name)(at.copy())
    except CompileError as e:
        raise CompileError(e.message, e.position, f"{GIVEN}; {e.hint}" if e.hint else GIVEN) from None
    found, flat = floats(returned, at), (int(np.prod(outputs)), *inner)
    if found.shape not in ((*outputs, *inner), flat):
        raise DataError(f"`{name}` returned shape {found.shape} at {at_inputs(at)}; outputs of shape {outputs} and {len(at)} inputs make it {flat}")
    return finite(name, found.reshape(flat), at)


def finite(what: str, a: np.ndarray, at: np.ndarray) -> np.ndarray:
    if not np.all(np.isfinite(a)):
        raise DataError(f"the model's {what} is not finite at the inputs' mean {np.array2string(at, precision=6)}")
    return a


def exact_jacobian(model: Model) -> Derivative:
    from ... import ad as api

    return api.jacobian(model)


def exact_hessian(model: Model, shape: tuple[int, ...]) -> Derivative:
    """x → (m, d, d): the Hessian of each output."""
    from ... import ad as api

    if not shape:
        return api.hessian(model)
    return lambda x: np.array([api.hessian(component(model, shape, k))(x) for k in range(int(np.prod(shape)))])


def component(model: Model, shape: tuple[int, ...], k: int) -> Model:
    """The k-th output, counted in row order, as a function of its own."""
    index = tuple(int(i) for i in np.unravel_index(k, shape))

    def output(x: np.ndarray) -> float:
        return model(x)[index]          # type: ignore[index]

    return output


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


DELTA_METHOD = Method("delta_method", delta_method, DeltaMethod, "its mean and sd, without sampling?", "one run, a Jacobian, a Hessian", Needs.INPUTS)
