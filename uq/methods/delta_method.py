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

from ...ir.errors import DataError, SettingsError
from ..evaluate import floats
from ..inputs import Uncertain
from ..method import Method, Model, Needs
from ..shown import axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Derivative = Callable[[np.ndarray], np.ndarray]
TINY = 1e-300                        # an output that does not vary has shares of 0, not nan


@dataclass(frozen=True, eq=False)
class DeltaMethod:
    """Outputs are flattened to m; `mean` and `covariance` are of the asked order, `_first` always of the first."""

    names: tuple[str, ...]
    order: int
    mean: np.ndarray                # (m,)
    covariance: np.ndarray          # (m, m)
    mean_first: np.ndarray          # (m,)
    covariance_first: np.ndarray    # (m, m)
    jacobian: np.ndarray            # (m, d)
    hessian: np.ndarray | None      # (m, d, d); None at first order
    share: np.ndarray               # (m, d): of the first-order variance, through covariances too; rows sum to 1

    @property
    def sd(self) -> np.ndarray:
        """(m,) standard deviations of the outputs."""
        return np.sqrt(np.diag(self.covariance))

    def table(self, output: int = 0) -> str:
        """Mean and sd of one output; one line an input."""
        rows = [f"output {output}: mean {self.mean[output]:.6g}, sd {self.sd[output]:.6g} (first order {self.mean_first[output]:.6g}, "
                f"{np.sqrt(self.covariance_first[output, output]):.6g})", f"{'input':16s} {'derivative':>12s} {'share':>8s}"]
        columns = zip(self.names, self.jacobian[output], self.share[output], strict=True)
        return "\n".join(rows + [f"{name:16s} {slope:12.6g} {share:8.3f}" for name, slope, share in columns])

    def plot(self, ax: Axes | None = None, output: int = 0) -> Axes:
        """Bars of each input's share of the first-order variance, the largest on top."""
        ax = axes(ax, 5, 1 + 0.35 * len(self.names))
        order = np.argsort(np.abs(self.share[output]))
        ax.barh([self.names[i] for i in order], self.share[output][order])
        ax.set_xlabel("share of the variance (first order)")
        ax.set_title(f"mean {self.mean[output]:.4g}, sd {self.sd[output]:.4g}", fontsize=10)
        return ax


def delta_method(model: Model, inputs: Uncertain, *, order: int = 2, jacobian: Derivative | None = None,
                 hessian: Derivative | None = None) -> DeltaMethod:
    """Mean and covariance of the outputs from exact derivatives at the mean of the inputs, without sampling.

    order: 1 or 2; of the expansion
    jacobian: function of x (d,) to (m, d), where the model is not in the compiled language; None: the compiler's
    hessian: function of x (d,) to (m, d, d), likewise

    SettingsError for inputs without finite mean and variance; DataError when the model or a derivative is not finite at the mean.
    """
    if order not in (1, 2):
        raise SettingsError(f"`order` is {order}; it is 1 or 2")
    at = design(inputs)
    value, J, H = evaluate(model, at, order, jacobian, hessian)
    return DeltaMethod(inputs.names, order, hessian=H, **estimate(value, J, H, inputs))


def design(inputs: Uncertain) -> np.ndarray:
    """The one point where the model is expanded: the mean (d,)."""
    if not (np.all(np.isfinite(inputs.mean)) and np.all(np.isfinite(inputs.covariance))):
        raise SettingsError("an input has no finite mean and variance: the delta method does not exist for it")
    return inputs.mean


def evaluate(model: Model, at: np.ndarray, order: int, jacobian: Derivative | None = None,
             hessian: Derivative | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Value (m,), Jacobian (m, d) and Hessians (m, d, d), or None at first order."""
    value = floats(model(at))
    m, d = value.size, at.size
    J = np.asarray((jacobian or exact_jacobian(model))(at), float).reshape(m, d)
    H = None if order == 1 else np.asarray((hessian or exact_hessian(model, value.shape))(at), float).reshape(m, d, d)
    for what, a in (("value", value), ("Jacobian", J), ("Hessian", H)):
        if a is not None and not np.all(np.isfinite(a)):
            raise DataError(f"the model's {what} is not finite at the inputs' mean {np.array2string(at, precision=6)}")
    return np.ravel(value), J, H


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
    first = J @ cov @ J.T
    variance = np.maximum(np.diag(first), TINY)[:, None]
    out = {"mean_first": value, "covariance_first": first, "mean": value, "covariance": first, "jacobian": J,
           "share": J * (J @ cov) / variance}
    if H is None:
        return out
    HS = H @ cov
    third, fourth = inputs.cumulants
    diagonal = np.einsum("aii->ai", H)
    skew = (J * third) @ diagonal.T
    second = 0.5 * np.einsum("aij,bji->ab", HS, HS) + 0.5 * (skew + skew.T) + 0.25 * (diagonal * fourth) @ diagonal.T
    return out | {"mean": value + 0.5 * np.einsum("aii->a", HS), "covariance": first + second}


DELTA_METHOD = Method("delta_method", delta_method, DeltaMethod, "its mean and sd, without sampling?", "one run, a Jacobian, a Hessian", Needs.INPUTS)
