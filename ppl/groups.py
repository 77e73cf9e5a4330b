"""Predictions and log likelihoods of a bound posterior, as groups of ArviZ's object."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from ..ir.errors import ModelError, SettingsError
from .base.draws import IMPOSSIBLE
from .interpret.host import Host
from .interpret.scoring import LogPrior, Pointwise
from .interpret.simulation import Draw
from .posterior import Posterior

EMPTY = {  # why a group may have no members
    "posterior_predictive": "factors cannot be simulated; write the outcome as ppl.sample(…, obs=…) or ppl.generate",
    "log_likelihood": "no site is observed, and no factor says likelihood=True",
    "log_prior": "all parameters are flat on their sets",
}


def prior_predictive(posterior: Posterior, draws: int = 1000, seed: Any = None) -> Any:
    """A new tree with groups `prior` and `prior_predictive`: parameters from their priors, observations from the model."""
    if draws < 1:
        raise SettingsError(f"`draws` must be 1 or more, not {draws}")
    fixed_priors(posterior)
    values, predicted = simulate(posterior, np.zeros((draws, posterior.dim)), seed, prior=True)
    from .. import results

    groups = {"prior": one_chain(values), "prior_predictive": one_chain(predicted)}
    dims = dims_of(posterior, {n: a for group in groups.values() for n, a in group.items()})
    return results.from_groups(groups, coords=posterior.coords, dims=dims)


def posterior_predictive(posterior: Posterior, tree: Any, seed: Any = None) -> Any:
    """Adds the group `posterior_predictive` to the tree: one simulated data set a draw. Returns the tree."""
    z, shape = coordinates_of(posterior, tree)
    _, predicted = simulate(posterior, z, seed, prior=False)
    return add(posterior, tree, "posterior_predictive", predicted, shape)


def log_likelihood(posterior: Posterior, tree: Any) -> Any:
    """Adds the group `log_likelihood`: the log density of each observation at each draw. Returns the tree.

    Of a site with `where=` only the entries that exist are there, in order.
    """
    z, shape = coordinates_of(posterior, tree)
    arrays = posterior.programs.outputs("pointwise", Pointwise, z)
    for s in posterior.sites.values():
        if s.mask is not None and s.name in arrays and arrays[s.name].shape[1:] == s.mask.shape:
            arrays[s.name] = arrays[s.name][:, s.mask]
    return add(posterior, tree, "log_likelihood", arrays, shape)


def log_prior(posterior: Posterior, tree: Any) -> Any:
    """Adds the group `log_prior`: the log prior density of each parameter at each draw, without Jacobians. Returns the tree."""
    z, shape = coordinates_of(posterior, tree)
    return add(posterior, tree, "log_prior", posterior.programs.outputs("prior", LogPrior, z), shape)


def simulate(posterior: Posterior, rows: np.ndarray, seed: Any, prior: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """(parameters and deterministics, simulated sites) stacked over the rows of z; with `prior` the rows only count."""
    generator = np.random.default_rng(seed).bit_generator
    arrays = posterior.programs.outputs(("draw", prior), lambda b: Draw(b, prior), rows, generator)
    for name, a in arrays.items():
        possible(posterior, name, a)
    values = [n for n in arrays if posterior.sites[n].kind in ("parameter", "deterministic")]
    return {n: arrays[n] for n in values}, {n: a for n, a in arrays.items() if n not in values}


def possible(posterior: Posterior, name: str, a: np.ndarray) -> None:
    """ModelError where a draw could not be made."""
    site = posterior.sites[name]
    if site.dist is None:
        return
    bad = a == IMPOSSIBLE if a.dtype.kind == "i" else np.isnan(a)
    rows = np.flatnonzero(bad.reshape(len(a), -1).any(axis=1))
    if rows.size:
        raise ModelError(f"`{name}` could not be simulated in {rows.size} of {len(a)} draws, the first is number {int(rows[0])}: a parameter of "
                         f"{site.dist} is not finite or outside of its domain there, or no draw fits its bounds{site.where}",
                         hint="tighter priors, or a constraint on that parameter")


def fixed_priors(posterior: Posterior) -> None:
    """A restricted prior can be drawn from only if its parameters are numbers, not other parameters."""
    seen: list[dict[str, Any]] = []
    for z in (np.zeros(posterior.dim), np.full(posterior.dim, 0.1)):
        look = Look(posterior.binding)
        posterior.run(look, Host(z))
        seen.append(look.found)
    for name in seen[0]:
        if not all(np.array_equal(a, b) for a, b in zip(seen[0][name], seen[1][name], strict=True)):
            raise ModelError(
                f"`{name}` has no prior draw: its prior is restricted and depends on other parameters, so no constant normalises it; "
                "use `.truncated` for a renormalised prior"
            )


class Look(Pointwise):
    """The distribution parameters of restricted sites."""

    def __init__(self, binding: Any):
        super().__init__(binding)
        self.found: dict[str, Any] = {}

    def on_parameter(self, it: Any, site: Any, x: Any, jacobian: Any, score: Any) -> None:
        if site.restricted:
            self.found[site.name] = [*site.dist.params, *site.constraint.params]


def coordinates_of(posterior: Posterior, tree: Any) -> tuple[np.ndarray, tuple[int, int]]:
    """(z of all draws, (chains, draws)) from the parameters that a tree holds."""
    group = tree["posterior"]
    names = [s.name for s in posterior.parameters]
    missing = [n for n in names if n not in group]
    if missing:
        raise SettingsError(
            f"the tree's posterior lacks {', '.join(f'`{n}`' for n in missing)}: sample with keep= that holds every parameter"
        )
    arrays = {n: np.asarray(group[n].values) for n in names}
    shape = next(iter(arrays.values())).shape[:2] if arrays else (1, 1)
    flat = {n: a.reshape(-1, *a.shape[2:]) for n, a in arrays.items()}
    return posterior.unconstrain_many(flat, shape[0] * shape[1]), shape


def add(posterior: Posterior, tree: Any, group: str, arrays: dict[str, Any], shape: tuple[int, int]) -> Any:
    from .. import results

    if not arrays:
        warnings.warn(f"the model has nothing for the group `{group}`: {EMPTY[group]}", stacklevel=3)
        return tree
    shaped = {n: a.reshape(*shape, *a.shape[1:]) for n, a in arrays.items()}
    return results.add_group(tree, group, shaped, coords=posterior.coords, dims=dims_of(posterior, shaped))


def one_chain(arrays: dict[str, Any]) -> dict[str, Any]:
    return {n: a[None] for n, a in arrays.items()}


def dims_of(posterior: Posterior, arrays: dict[str, Any]) -> dict[str, list[str]]:
    """Dims by site, for arrays of shape (chain, draw, …): those of the leading axes where a vector or matrix became one number."""
    found = {}
    for name, a in arrays.items():
        dims = posterior.sites[name].dims or ()
        if dims and np.ndim(a) > 2 and np.shape(a)[2:] == posterior.sites[name].shape[:np.ndim(a) - 2]:
            found[name] = list(dims[:np.ndim(a) - 2])
    return found
