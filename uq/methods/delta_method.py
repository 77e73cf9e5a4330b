"""The delta method: mean and covariance of a function's outputs from its derivatives at the mean of its inputs; no sampling.

With gradient g and Hessian H of an output at the mean, Σ the inputs' covariance and κ₃, κ₄ their third and fourth cumulants,

    mean       f + ½ tr(HΣ)
    covariance gₐᵀΣg_b + ½ tr(HₐΣH_bΣ) + ½ Σᵢ κ₃ᵢ (gₐᵢH_bᵢᵢ + g_bᵢHₐᵢᵢ) + ¼ Σᵢ κ₄ᵢ HₐᵢᵢH_bᵢᵢ

which is exact for quadratic functions of Gaussian inputs (κ = 0) and of independent inputs of any law. The first order stops at f and
gₐᵀΣg_b.
The Jacobian takes one forward sweep with a lane for each input; Hessians come from Hessian-vector products.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...ir.errors import DataError, SettingsError


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
    def sd(self):
        """(m,) standard deviations of the outputs."""
        return np.sqrt(np.diag(self.covariance))

    def table(self, output: int = 0) -> str:
        rows = [f"output {output}: mean {self.mean[output]:.6g}, sd {self.sd[output]:.6g} (first order {self.mean_first[output]:.6g}, "
                f"{np.sqrt(self.covariance_first[output, output]):.6g})", f"{'input':16s} {'derivative':>12s} {'share':>8s}"]
        columns = zip(self.names, self.jacobian[output], self.share[output], strict=True)
        return "\n".join(rows + [f"{name:16s} {slope:12.6g} {share:8.3f}" for name, slope, share in columns])

    def plot(self, ax=None, output: int = 0):
        """Bars of each input's share of the first-order variance, the largest on top."""
        import matplotlib.pyplot as plt

        ax = ax or plt.subplots(figsize=(5, 1 + 0.35 * len(self.names)), layout="constrained")[1]
        order = np.argsort(np.abs(self.share[output]))
        ax.barh([self.names[i] for i in order], self.share[output][order])
        ax.set_xlabel("share of the variance (first order)")
        ax.set_title(f"mean {self.mean[output]:.4g}, sd {self.sd[output]:.4g}", fontsize=10)
        return ax


def delta_method(model, inputs, *, order: int = 2, jacobian=None, hessian=None) -> DeltaMethod:
    """Mean and covariance of `model(x)` for uncertain x, expanded to first or second order.

    Derivatives are the compiler's; `jacobian(x)` → (m, d) and `hessian(x)` → (m, d, d) replace them where the model is not in its language.
    DataError when the model or a derivative is not finite at the mean.
    """
    if order not in (1, 2):
        raise SettingsError(f"`order` is {order}; it is 1 or 2")
    at = design(inputs)
    value, J, H = evaluate(model, at, order, jacobian, hessian)
    return DeltaMethod(inputs.names, order, **estimate(value, J, H, inputs))


def design(inputs):
    """The one point where the model is expanded: the mean (d,)."""
    if not (np.all(np.isfinite(inputs.mean)) and np.all(np.isfinite(inputs.covariance))):
        raise SettingsError("an input has no finite mean and variance: the delta method does not exist for it")
    return inputs.mean


def evaluate(model, at, order: int, jacobian=None, hessian=None):
    """Value (m,), Jacobian (m, d) and Hessians (m, d, d), or None at first order."""
    value = np.asarray(model(at), float)
    m, d = value.size, at.size
    J = np.asarray((jacobian or exact_jacobian(model))(at), float).reshape(m, d)
    H = None if order == 1 else np.asarray((hessian or exact_hessian(model, value.shape))(at), float).reshape(m, d, d)
    for what, a in (("value", value), ("Jacobian", J), ("Hessian", H)):
        if a is not None and not np.all(np.isfinite(a)):
            raise DataError(f"the model's {what} is not finite at the inputs' mean {np.array2string(at, precision=6)}")
    return np.ravel(value), J, H


def exact_jacobian(model):
    from ...ad.api import kinds as api

    return api.jacobian(model)


def exact_hessian(model, shape):
    """x → (m, d, d): the Hessian of each output."""
    from ...ad.api import kinds as api

    if not shape:
        return api.hessian(model)
    return lambda x: np.array([api.hessian(component(model, shape, k))(x) for k in range(int(np.prod(shape)))])


def component(model, shape, k: int):
    """The k-th output, counted in row order, as a function of its own."""
    index = tuple(int(i) for i in np.unravel_index(k, shape))

    def output(x):
        return model(x)[index]

    return output


def estimate(value, J, H, inputs):
    """Moments of the outputs; the formulas are those of the module's head."""
    cov = inputs.covariance
    first = J @ cov @ J.T
    variance = np.maximum(np.diag(first), 1e-300)[:, None]
    out = {"mean_first": value, "covariance_first": first, "mean": value, "covariance": first, "jacobian": J, "hessian": H,
           "share": J * (J @ cov) / variance}
    if H is None:
        return out
    HS = H @ cov
    third, fourth = inputs.cumulants
    diagonal = np.einsum("aii->ai", H)
    skew = (J * third) @ diagonal.T
    second = 0.5 * np.einsum("aij,bji->ab", HS, HS) + 0.5 * (skew + skew.T) + 0.25 * (diagonal * fourth) @ diagonal.T
    return out | {"mean": value + 0.5 * np.einsum("aii->a", HS), "covariance": first + second}
