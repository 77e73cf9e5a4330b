"""Laplace's approximation: a posterior as the Gaussian at its mode, in unconstrained coordinates. Exact for a quadratic log density.

The mode is found by a trust-region Newton method whose steps are conjugate-gradient iterations on exact Hessian-vector products
(Nocedal and Wright 2006, algorithm 7.2), the covariance is the inverse of the exact Hessian. How Gaussian the posterior really is
says `efficiency`.
"""
from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .. import __version__
from ..ad.logdensity import Target, as_target
from ..ir.errors import SamplingError
from ..ir.given import named, names_in
from ..ir.public import public
from ..results import Tree, Variable, axes_of
from .advice import names, short, why_no_start
from .call import Sampled, names_of, seed_of
from .settings import Seed, check, check_memory, whole
from .start import ByName, named_points

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEADINGS = ("mode", "mean", "sd")
FLAT = 1e-12                          # times dim: smaller eigenvalues of the curvature, scaled to ones on its diagonal, are rounding
WANTED, NEGLIGIBLE = 1e-3, 1e-8       # of the length of a Newton step, (gᵀΣg)^½, in standard deviations
SHRINKS = 0.1                         # what one step leaves of the next, at most
SEARCHES = 4                          # where one ends at a saddle, the next begins beside it
BESIDE = 0.01                         # how far, in standard deviations: there a maximum has fallen by BESIDE² / 2
NOISE = 1e-11                         # of rounding in a log density, in its own size


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
            dim: int | None = None, max_iterations: int = 200) -> Tree:
    """Draws from the Gaussian at the mode as ArviZ's object: one chain of independent draws, and what is in `Laplace` beside them.

    The group `laplace` has the mode, unconstrained (`mode`) and by parameter, and `covariance`, with the coordinates' names; attributes of
    `posterior` have `log_evidence` and `efficiency`. Arguments and errors as in `uq.laplace`.
    """
    draws, seed = whole(draws, "draws", 2), seed_of(seed)
    target = target_of(posterior, dim, draws)
    begun = time.perf_counter()
    return tree(target, approximate(target, draws=draws, seed=seed, start=start, keep=keep, max_iterations=max_iterations), seed, time.perf_counter() - begun)


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
                dim: int | None = None, max_iterations: int = 200) -> Laplace:
    """The Gaussian at the mode of a bound model, of any log density, or with `dim` of a plain function of an array.

    draws: from the Gaussian, at least 2
    seed: a whole number or several; None: fresh entropy
    start: where the search begins, a point (dim,), unconstrained, or a dict of constrained values by name; what is not given is 0
    keep: names of parameters and deterministics to give; None: all
    dim: the number of coordinates, where `posterior` is a plain function
    max_iterations: of the search

    A search that ends at a saddle or a minimum begins again beside it. SamplingError, with the coordinates' names, when it ends where there is no
    mode: the gradient does not vanish, the density is flat, or it rises or curves upwards. SettingsError for arguments.
    """
    draws, max_iterations, seed = whole(draws, "draws", 2), whole(max_iterations, "max_iterations", 1), None if seed is None else seed_of(seed)
    target = target_of(posterior, dim, draws)
    keep, start = names_of(target, keep), start_of(target, start)
    mode, factor, counts = maximum(target, start, max_iterations)
    normals = np.random.default_rng(seed).standard_normal((draws, target.dim))
    z = mode + normals @ factor.T
    log_density = np.array([float(target.log_density(row)) for row in z])
    at_mode = float(target.log_density(mode))
    log_evidence = at_mode + 0.5 * target.dim * math.log(2 * math.pi) + float(np.log(np.abs(np.diag(factor))).sum())
    draws_of, dims = target.constrain(z, keep), {v.name: tuple(v.dims) for v in target.variables}
    axes = {name: axes_of(name, d.ndim + 1, True, dims.get(name, ())) for name, d in draws_of.items()}
    return Laplace(tuple(target.unconstrained_names), mode, factor @ factor.T, log_evidence, efficiency(log_density + 0.5 * np.sum(normals**2, axis=1)),
                   target.constrain(mode, keep), draws_of, log_density, *counts, axes, target.coords)


class NoMaximum(SamplingError):
    """The search has ended where the density does not fall off in all directions; `higher` is a point beside that lies higher, None without one."""

    higher: np.ndarray | None = None


def maximum(target: Target, start: np.ndarray, max_iterations: int) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """(mode, lower factor of the covariance there, (gradients, Hessian-vector products)); the first search's error where all end at none."""
    first: NoMaximum | None = None
    gradients = products = 0
    for _ in range(SEARCHES):
        found, counts = find_mode(target, start, max_iterations)
        gradients, products = gradients + counts[0], products + counts[1]
        try:
            mode, factor = spread(target, found)
            check_beside(target, mode, factor)
            return mode, factor, (gradients, products)
        except NoMaximum as e:
            first = first or e
            if e.higher is None:
                break
            start = e.higher
    assert first is not None, "the last search ended in an error"
    raise first


def check_beside(target: Target, mode: np.ndarray, factor: np.ndarray) -> None:
    """NoMaximum where the density is higher beside the mode: derivatives do not tell the top of a kink from its bottom."""
    top = float(target.log_density(mode))
    points = [mode + side * BESIDE * column for column in factor.T for side in (1.0, -1.0)]
    rise = np.array([float(target.log_density(z)) for z in points]) - top
    if not len(points) or not np.max(rise) > 0.5 * BESIDE**2 + NOISE * abs(top):
        return
    k = int(np.argmax(rise))
    error = NoMaximum(f"the search for the mode ended at no maximum, at {short(mode)}: the density rises beside it, along "
                      f"{names(target, np.argsort(-np.abs(factor[:, k // 2]))[:1])}, where its derivatives say that it falls", hint="give `start=`")
    error.higher = points[k]
    raise error


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


def find_mode(target: Target, start: np.ndarray, max_iterations: int) -> tuple[np.ndarray, tuple[int, int]]:
    """(mode, (gradients, Hessian-vector products))."""
    from scipy.optimize import minimize

    value, gradient = target.value_and_grad(start)
    if not np.isfinite(value) or not np.all(np.isfinite(gradient)):
        raise SamplingError(f"the search for the mode cannot begin: {why_no_start(target, start)}", hint="give `start=`, a point inside")
    counts = {"gradient": 0, "hvp": 0}

    def down(z: np.ndarray) -> tuple[float, np.ndarray]:
        counts["gradient"] += 1
        v, g = target.value_and_grad(z)
        return (-v, -np.asarray(g)) if np.isfinite(v) else (1e300, np.zeros_like(z))

    def curvature(z: np.ndarray, v: np.ndarray) -> np.ndarray:
        counts["hvp"] += 1
        return -np.asarray(target.hvp(z, v))

    found = minimize(down, start, jac=True, hessp=curvature, method="trust-ncg", options={"maxiter": max_iterations, "gtol": 1e-9})
    return found.x, (counts["gradient"], counts["hvp"])


def spread(target: Target, mode: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(mode after one Newton step more, lower factor L with L Lᵀ the covariance there); SamplingError when it is no mode."""
    hessian = -np.asarray(target.hessian(mode))
    if not np.all(np.isfinite(hessian)):
        raise SamplingError(f"second derivatives are not finite in {names(target, np.flatnonzero(~np.isfinite(hessian).all(axis=1)))} where the search "
                            f"for the mode ended, at {short(mode)}", hint="give `start=`")
    check_curvature(target, mode, hessian)
    covariance = np.linalg.inv(hessian)
    step = covariance @ target.value_and_grad(mode)[1]
    last = covariance @ target.value_and_grad(mode + step)[1]
    length, left = (math.sqrt(abs(x @ hessian @ x)) for x in (step, last))
    if not length < WANTED or not left <= max(NEGLIGIBLE, SHRINKS * length):   # nan too; at a mode what is left shrinks as the square
        far = np.argsort(-np.abs(step) / np.sqrt(np.diag(covariance)))
        raise SamplingError(f"no mode was reached: at {short(mode)} the next Newton step is {length:.1g} standard deviations long and leaves {left:.1g}, "
                            f"most of it along {names(target, far[:1])}", hint="raise `max_iterations` or give `start=`; the mode may be at infinity")
    return mode + step, np.linalg.cholesky(0.5 * (covariance + covariance.T))


def check_curvature(target: Target, mode: np.ndarray, hessian: np.ndarray) -> None:
    """NoMaximum unless the matrix is positive definite, in the scale of each coordinate."""
    if not len(hessian):
        return
    scale = 1.0 / np.sqrt(np.where(np.diag(hessian) > 0, np.diag(hessian), 1.0))
    values, vectors = np.linalg.eigh(hessian * np.outer(scale, scale))
    if values[0] > FLAT * len(values):
        return
    along = np.argsort(-np.abs(vectors[:, 0]))
    along = along[np.abs(vectors[along, 0]) > 0.3 * np.abs(vectors[along[0], 0])]
    upwards = values[0] < -FLAT * len(values)
    error = NoMaximum(f"the density does not fall off in all directions where the search for the mode ended, at {short(mode)}: it "
                      f"{'curves upwards' if upwards else 'is flat'} along {names(target, along)}",
                      hint="the posterior may be improper or, as a funnel, have no mode; sample it with NUTS, or give `start=`")
    if upwards:
        error.higher = higher(target, mode, scale * vectors[:, 0])
    raise error


def higher(target: Target, mode: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """The higher one of the two points beside another."""
    points = [mode + BESIDE * direction, mode - BESIDE * direction]
    return max(points, key=lambda z: float(target.log_density(z)))


def efficiency(log_weight: np.ndarray) -> float:
    """(Σw)² / (n Σw²) of importance weights."""
    weight = np.exp(log_weight - log_weight.max())
    return float(weight.sum() ** 2 / (len(weight) * np.sum(weight**2)))
