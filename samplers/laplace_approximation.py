"""Laplace's approximation: a posterior as the Gaussian at its mode, in unconstrained coordinates. Exact for a quadratic log density.

The mode is found by a trust-region Newton method whose steps are conjugate-gradient iterations on exact Hessian-vector products
(Nocedal and Wright 2006, algorithm 7.2), the covariance is the inverse of the exact Hessian. How Gaussian the posterior really is
says `efficiency`.
"""
from __future__ import annotations

import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .. import __version__
from ..ad.logdensity import Target, as_target
from ..ir.given import named, names_in
from ..ir.places import users_level
from ..ir.public import public
from ..results import Tree, Variable, axes_of
from .call import Sampled, names_of, seed_of
from .modes.search import evidence, highest
from .outcome import SamplingWarning
from .settings import Seed, check, check_memory, whole
from .start import ByName, named_points

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEADINGS = ("mode", "mean", "sd")
POOR = 0.1                            # of the draws, left by importance weights


@dataclass(frozen=True, eq=False, repr=False)
class Laplace:
    """The Gaussian at the mode, and draws from it."""

    names: tuple[str, ...]            # unconstrained coordinates
    mode: np.ndarray                  # (dim,), unconstrained
    covariance: np.ndarray            # (dim, dim), unconstrained
    log_evidence: float               # log ∫ exp(log density), exact for a Gaussian
    efficiency: float                 # effective share of the draws under importance weights: 1 where the posterior is Gaussian
    values: dict[str, np.ndarray]     # parameters and deterministics at the mode
    draws: dict[str, np.ndarray]      # the same for draws of the Gaussian, (n, …)
    log_density: np.ndarray           # (n,) of the posterior at the draws
    n_gradients: int
    n_hvps: int

    axes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])      # names of all axes of the draws, by name
    coords: Mapping[str, np.ndarray] = field(default_factory=dict[str, np.ndarray])              # labels by dim

    def variables(self) -> list[Variable]:
        """The draws with their labels, as one chain."""
        return [Variable(name, d[None], self.axes.get(name, axes_of(name, d.ndim + 1, True, ())), self.coords) for name, d in self.draws.items()]

    def table(self, rows: int | None = 20) -> str:
        """Mode, and mean and sd of the draws, of every entry; of long vectors the first, so that there are no more lines than `rows` (None: all)."""
        from ..results.cells import text_of

        cells, note = self.cells(None if rows is None else whole(rows, "rows", 1))
        return "\n".join([*self.head(), text_of(cells, HEADINGS, note)])

    def head(self) -> list[str]:
        """Lines above the table."""
        return [f"Gaussian at the mode of {len(self.names)} coordinates, log evidence {self.log_evidence:.6g}",
                f"efficiency {self.efficiency:.2f}: the share of the draws that importance weights leave, 1 where the posterior is Gaussian"]

    def cells(self, rows: int | None) -> tuple[list[tuple[str, ...]], str]:
        """Rows of the table, and a line for those that are left out."""
        from ..results.folding import folded

        found: list[tuple[str, ...]] = []
        variables = [v for v in self.variables() if v.size]
        shown = folded([v.size for v in variables], rows)
        for v, count in zip(variables, shown, strict=False):
            x, at = v.entries()[:, 0], np.ravel(self.values[v.name])
            found += [(v.entry_name(k), f"{at[k]:.5g}", f"{x[k].mean():.5g}", f"{x[k].std():.3g}") for k in range(count)]
            found += [(f"… {v.size - count} more of {v.name}", "", "", "")] if count < v.size else []
        left = len(variables) - len(shown)
        found += [(f"… {left} more variables", "", "", "")] if left else []
        return found, "`.table(rows=None)` shows all" if left or any(k < v.size for v, k in zip(variables, shown, strict=False)) else ""

    def plot(self, ax: Axes | None = None, names: str | Sequence[str] | None = None) -> Axes:
        """Mean and 90 % interval of every entry in the draws, one under the other."""
        import matplotlib.pyplot as plt

        wanted = list(self.draws) if names is None else names_in(names, "names")
        check(set(wanted) <= set(self.draws), "names", names, f"some of {', '.join(f'`{name}`' for name in self.draws)}")
        entries = [(v.entry_name(k), v.entries()[k, 0]) for v in self.variables() if v.name in wanted for k in range(v.size)]
        ax = ax or plt.subplots(figsize=(5, 1 + 0.25 * len(entries)), layout="constrained")[1]
        at = np.arange(len(entries))[::-1]
        low, middle, high = np.quantile([x for _, x in entries], [0.05, 0.5, 0.95], axis=1) if entries else np.zeros((3, 0))
        ax.hlines(at, low, high)
        ax.plot(middle, at, "o")
        ax.set_yticks(at, [label for label, _ in entries])
        ax.set_ylim(-0.6, len(entries) - 0.4)
        ax.set_xlabel("Gaussian at the mode, 90 %")
        return ax

    def __repr__(self) -> str:
        return self.table()

    def _repr_html_(self) -> str:
        from ..results.html import page

        rows, note = self.cells(20)
        return page(rows, HEADINGS, note, "; ".join(self.head()))


@public
def laplace(posterior: Sampled, *, draws: int = 1000, seed: Seed = None, start: np.ndarray | ByName | None = None, keep: Sequence[str] | None = None,
            dim: int | None = None, max_iterations: int = 200, starts: int = 1) -> Tree:
    """Draws from the Gaussian at the mode as ArviZ's object: one chain of independent draws, and what is in `Laplace` beside them.

    The group `laplace` has the mode, unconstrained (`mode`) and by parameter, and `covariance`, with the coordinates' names; attributes of
    `posterior` have `log_evidence` and `efficiency`. Arguments and errors as in `uq.laplace`.
    """
    draws, seed = whole(draws, "draws", 2), seed_of(seed)
    target = target_of(posterior, dim, draws)
    begun = time.perf_counter()
    found = approximate(target, draws=draws, seed=seed, start=start, keep=keep, max_iterations=max_iterations, starts=starts)
    return tree(target, found, seed, time.perf_counter() - begun)


def tree(target: Target, r: Laplace, seed: int | list[int], seconds: float) -> Tree:
    from .. import results

    dims = {v.name: tuple(v.dims) for v in target.variables if v.dims and v.name in r.draws}
    facts = {"inference_library": "llbayes", "inference_library_version": __version__, "sampler": "laplace", "seed": seed, "sampling_time": seconds,
             "log_evidence": r.log_evidence, "efficiency": r.efficiency, "gradient_evaluations": r.n_gradients, "hessian_products": r.n_hvps}
    built = results.build({name: a[None] for name, a in r.draws.items()}, {"lp": r.log_density[None]}, coords=target.coords, dims=dims | target.observed_dims,
                          observed=target.observed, attributes=facts)
    taken = {*r.values, *target.coords, *(d for own in dims.values() for d in own)}
    mode, covariance, row = (results.unused(name, taken) for name in ("mode", "covariance", "coordinate"))
    column = results.unused(f"{row}_", taken)
    return results.add_group(built, "laplace", {mode: r.mode, covariance: r.covariance, **r.values},
                             coords={**target.coords, row: list(r.names), column: list(r.names)}, dims={**dims, mode: (row,), covariance: (row, column)})


def approximate(posterior: Sampled, *, draws: int = 1000, seed: Seed = None, start: np.ndarray | ByName | None = None, keep: Sequence[str] | None = None,
                dim: int | None = None, max_iterations: int = 200, starts: int = 1) -> Laplace:
    """The Gaussian at the mode of a bound model, of any log density, or with `dim` of a plain function of an array.

    draws: from the Gaussian, at least 2
    seed: a whole number or several; None: fresh entropy
    start: where the search begins, a point (dim,), unconstrained, or a dict of constrained values by name; what is not given is 0
    keep: names of parameters and deterministics to give; None: all
    dim: the number of coordinates, where `posterior` is a plain function
    max_iterations: of the search
    starts: searches, the first from `start`, others from random points within 2 of it; kept is the mode whose Gaussian holds most (`log_evidence`)

    A search that ends at a saddle or a minimum begins again beside it. SamplingError, with the coordinates' names, when all end where there is no
    mode: the gradient does not vanish, the density is flat, or it rises or curves upwards. SettingsError for arguments. SamplingWarning where importance
    weights leave less than a tenth of the draws: the posterior is not like the Gaussian, or has its bulk elsewhere.
    """
    draws, max_iterations, seed = whole(draws, "draws", 2), whole(max_iterations, "max_iterations", 1), None if seed is None else seed_of(seed)
    starts = whole(starts, "starts", 1)
    target = target_of(posterior, dim, draws)
    keep, start = names_of(target, keep), start_of(target, start)
    sequence = np.random.SeedSequence(seed)
    mode, factor, counts = highest(target, start, starts, max_iterations, np.random.default_rng(sequence.spawn(1)[0]))
    normals = np.random.default_rng(sequence).standard_normal((draws, target.dim))
    z = mode + normals @ factor.T
    log_density = np.array([float(target.log_density(row)) for row in z])
    log_weight = log_density + 0.5 * np.sum(normals**2, axis=1)
    share = efficiency(log_weight)
    say_poor(share, float(np.max(log_weight)) - float(target.log_density(mode)))
    draws_of, dims = target.constrain(z, keep), {v.name: tuple(v.dims) for v in target.variables}
    axes = {name: axes_of(name, d.ndim + 1, True, dims.get(name, ())) for name, d in draws_of.items()}
    return Laplace(tuple(target.unconstrained_names), mode, factor @ factor.T, evidence(target, mode, factor), share, target.constrain(mode, keep), draws_of,
                   log_density, *counts, axes, target.coords)


def target_of(posterior: Sampled, dim: object, draws: int) -> Target:
    """What is approximated; SettingsError where its Hessian or that many draws do not fit into memory."""
    length = None if dim is None else whole(dim, "dim", 0)
    check_memory((length or 0) * ((length or 0) + draws), {"dim": length or 0, "draws": draws})
    return as_target(posterior, length)


def start_of(target: Target, start: object) -> np.ndarray:
    """Where the search begins, (dim,)."""
    if isinstance(start, Mapping):
        return np.nan_to_num(named_points(target, [named(start, "start")], "start")[0])
    try:
        found = np.zeros(target.dim) if start is None else np.asarray(start, float)
    except (TypeError, ValueError, OverflowError):
        found = np.full(1, np.nan)
    check(found.shape == (target.dim,) and bool(np.isfinite(found).all()), "start", start, f"finite numbers of shape ({target.dim},)")
    return found


def say_poor(share: float, above: float) -> None:
    """SamplingWarning where few draws are left; `above` is the most by which the log density at a draw is above what the Gaussian says."""
    if share < POOR:
        warnings.warn(f"the Gaussian at the mode is a poor picture of the posterior: importance weights leave {share:.2g} of its draws, and at one the "
                      f"posterior is {above:.3g} nats above it; search from several starts (`starts=8`), or sample with NUTS", SamplingWarning,
                      stacklevel=users_level())


def efficiency(log_weight: np.ndarray) -> float:
    """(Σw)² / (n Σw²) of importance weights."""
    weight = np.exp(log_weight - log_weight.max())
    return float(weight.sum() ** 2 / (len(weight) * np.sum(weight**2)))
