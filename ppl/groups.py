"""Predictions and log likelihoods of a bound posterior: coordinates of draws in, groups of ArviZ's object out."""

from __future__ import annotations

import warnings
from typing import Any, Protocol, TypeAlias

import numpy as np

from ..ir.errors import ModelError, SettingsError
from .base.draws import IMPOSSIBLE
from .base.types import Seed, Value
from .interpret.host import Host
from .interpret.interpretation import Score
from .interpret.scoring import LogPrior, Pointwise
from .interpret.services import Services
from .interpret.simulation import Draw
from .interpret.table import Binding, Site
from .posterior import Posterior

EMPTY = {  # why a group may have no members
    "posterior_predictive": "factors cannot be simulated; write the outcome as ppl.sample(…, obs=…) or ppl.generate",
    "log_likelihood": "no site is observed, and no factor says likelihood=True",
    "log_prior": "all parameters are flat on their sets",
}
Arrays: TypeAlias = dict[str, np.ndarray]        # by site


class Tree(Protocol):
    """ArviZ's object, whichever ArviZ made it: groups by name."""

    def __getitem__(self, key: str) -> Any: ...


def prior_predictive(posterior: Posterior, draws: int = 1000, seed: Seed = None) -> Any:
    """A new tree with groups `prior` and `prior_predictive`: parameters from their priors, observations from the model."""
    if draws < 1:
        raise SettingsError(f"`draws` must be 1 or more, not {draws}")
    fixed_priors(posterior)
    values, predicted = simulate(posterior, np.zeros((draws, posterior.dim)), seed, prior=True)
    from .. import results

    groups = {"prior": one_chain(values), "prior_predictive": one_chain(predicted)}
    dims = dims_of(posterior, {n: a for group in groups.values() for n, a in group.items()})
    return results.from_groups(groups, coords=posterior.coords, dims=dims)


def posterior_predictive(posterior: Posterior, tree: Tree, seed: Seed = None) -> Any:
    """Adds the group `posterior_predictive` to the tree: one simulated data set a draw. Returns the tree."""
    z, shape = coordinates_of(posterior, tree)
    _, predicted = simulate(posterior, z, seed, prior=False)
    return add(posterior, tree, "posterior_predictive", predicted, shape)


def log_likelihood(posterior: Posterior, tree: Tree) -> Any:
    """Adds the group `log_likelihood`: the log density of each observation at each draw. Returns the tree.

    Of a site with `where=` only the entries that exist are there, in order.
    """
    z, shape = coordinates_of(posterior, tree)
    arrays = posterior.programs.outputs("pointwise", Pointwise, z)
    for site in posterior.sites.values():
        if site.mask is not None and site.name in arrays and arrays[site.name].shape[1:] == site.mask.shape:
            arrays[site.name] = arrays[site.name][:, site.mask]
    return add(posterior, tree, "log_likelihood", arrays, shape)


def log_prior(posterior: Posterior, tree: Tree) -> Any:
    """Adds the group `log_prior`: the log prior density of each parameter at each draw, without Jacobians. Returns the tree."""
    z, shape = coordinates_of(posterior, tree)
    return add(posterior, tree, "log_prior", posterior.programs.outputs("prior", LogPrior, z), shape)


def simulate(posterior: Posterior, rows: np.ndarray, seed: Seed, prior: bool) -> tuple[Arrays, Arrays]:
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
                         f"{site.dist} is not finite or outside of its domain there, no draw fits its bounds, or a count is beyond 64 bits{site.where}",
                         hint="tighter priors, or a constraint on that parameter")


def fixed_priors(posterior: Posterior) -> None:
    """A restricted prior can be drawn from only if its parameters are numbers, not other parameters."""
    seen: list[dict[str, list[Any]]] = []
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

    def __init__(self, binding: Binding):
        super().__init__(binding)
        self.found: dict[str, list[Any]] = {}

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        if site.restricted and site.dist is not None and site.constraint is not None:
            self.found[site.name] = [*site.dist.params, *site.constraint.params]


def coordinates_of(posterior: Posterior, tree: Tree) -> tuple[np.ndarray, tuple[int, int]]:
    """(z of all draws, (chains, draws)) from the parameters that a tree holds."""
    group, names = tree["posterior"], [s.name for s in posterior.parameters]
    missing = [n for n in names if n not in group]
    if missing:
        raise SettingsError(
            f"the tree's posterior lacks {', '.join(f'`{n}`' for n in missing)}: sample with keep= that holds every parameter"
        )
    arrays = {n: np.asarray(group[n].values) for n in names}
    chains, draws = next(iter(arrays.values())).shape[:2] if arrays else (1, 1)
    flat = {n: a.reshape(-1, *a.shape[2:]) for n, a in arrays.items()}
    return posterior.unconstrain_many(flat, chains * draws), (chains, draws)


def add(posterior: Posterior, tree: Tree, group: str, arrays: Arrays, shape: tuple[int, int]) -> Any:
    """The tree with one more group, of arrays that are stacked over all draws; a warning where the model has nothing for it."""
    from .. import results

    if not arrays:
        warnings.warn(f"the model has nothing for the group `{group}`: {EMPTY[group]}", stacklevel=3)
        return tree
    shaped = {n: a.reshape(*shape, *a.shape[1:]) for n, a in arrays.items()}
    return results.add_group(tree, group, shaped, coords=posterior.coords, dims=dims_of(posterior, shaped))


def one_chain(arrays: Arrays) -> Arrays:
    """Draws as those of one chain: with a leading axis."""
    return {n: a[None] for n, a in arrays.items()}


def dims_of(posterior: Posterior, arrays: Arrays) -> dict[str, list[str]]:
    """Dims by site, for arrays of shape (chain, draw, …): those of the leading axes where a vector or matrix became one number."""
    found = {}
    for name, a in arrays.items():
        site, axes = posterior.sites[name], a.shape[2:]
        if site.dims and axes and axes == site.shape[: len(axes)]:
            found[name] = list(site.dims[: len(axes)])
    return found
