"""Predictions and log likelihoods of a bound posterior: coordinates of draws in, groups of ArviZ's object out."""

from __future__ import annotations

import warnings
from collections.abc import Container
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np

from ...ir.errors import ModelError, SettingsError
from ...ir.given import check_memory, of_kind, seed_of, shown, whole
from ...ir.places import users_level
from ...ir.public import public
from ..base.draws import TRIES_OF_VECTORS, missing
from ..base.types import Seed, Value
from ..definition import Model
from ..interpret.host import Host
from ..interpret.interpretation import Score
from ..interpret.scoring import LogPrior, Pointwise
from ..interpret.services import Services
from ..interpret.simulation import Draw
from ..interpret.table import Binding, Site
from ..posterior import Posterior

if TYPE_CHECKING:
    from .matching import Draws

EMPTY = {  # why a group may have no members
    "posterior_predictive": "factors cannot be simulated; write the outcome as ppl.sample(…, obs=…) or ppl.generate",
    "log_likelihood": "no site is observed, and no factor says likelihood=True",
    "log_prior": "all parameters are flat on their sets",
}
Arrays: TypeAlias = dict[str, np.ndarray]        # by site


class Tree(Protocol):
    """ArviZ's object, whichever ArviZ made it: groups by name."""

    def __getitem__(self, key: str, /) -> Any: ...


@public
def prior_predictive(posterior: Posterior, draws: int = 1000, seed: Seed = None) -> Any:
    """A new tree with groups `prior` and `prior_predictive`: parameters from their priors, observations from the model."""
    draws, seed = whole(draws, "draws", 1), seed_of(seed)
    bound(posterior)
    check_memory(draws * (posterior.dim + 1), {"draws": draws})
    fixed_priors(posterior)
    values, predicted = simulate(posterior, np.zeros((draws, posterior.dim)), seed, prior=True)
    from ... import results

    groups = {"prior": one_chain(values), "prior_predictive": one_chain(predicted)}
    dims = dims_of(posterior, {n: a for group in groups.values() for n, a in group.items()})
    return results.from_groups(groups, coords=posterior.coords, dims=dims)


@public
def posterior_predictive(posterior: Posterior, tree: Tree, seed: Seed = None) -> Any:
    """Adds the group `posterior_predictive` to the tree: one simulated data set a draw, and the deterministics that depend on `ppl.generate`.

    Entries that `where=` leaves out are drawn too. Returns the tree, whose parameters are matched by dim and label. SettingsError where they
    do not fit, or the tree was made of other data, DataError where they lie off their sets.
    """
    seed = seed_of(seed)
    draws, z = coordinates_of(posterior, tree, "posterior_predictive")
    _, predicted = simulate(posterior, z, seed, prior=False)
    return add(posterior, tree, "posterior_predictive", predicted, draws)


@public
def log_likelihood(posterior: Posterior, tree: Tree) -> Any:
    """Adds the group `log_likelihood`: the log density of each observation at each draw. Returns the tree.

    Where `where=` says that nothing was observed it is nan: `.dropna("obs")` leaves such entries out. SettingsError where the tree does not fit, or
    was made of other data.
    """
    draws, z = coordinates_of(posterior, tree, "log_likelihood")
    arrays = posterior.programs.outputs("pointwise", Pointwise, z)
    masks = {name: mask for name in arrays if (mask := posterior.binding.mask(name)) is not None}
    arrays |= {name: np.where(mask, arrays[name], np.nan) for name, mask in masks.items()}
    if by_name := [name for name in posterior.model.likelihoods if name in posterior.sites]:
        values, _ = simulate(posterior, z, 0, False)
        arrays |= {name: values[name] for name in by_name if name in values}
    return add(posterior, tree, "log_likelihood", arrays, draws)


@public
def log_prior(posterior: Posterior, tree: Tree) -> Any:
    """Adds the group `log_prior`: the log prior density of each parameter at each draw, without Jacobians. Returns the tree. SettingsError where it
    does not fit."""
    draws, z = coordinates_of(posterior, tree, "log_prior")
    arrays = posterior.programs.outputs("prior", LogPrior, z)
    of_missing = {s.name: lacking_events(posterior, s.of) for s in posterior.parameters if s.of}
    arrays |= {name: arrays[name][:, lacking] for name, lacking in of_missing.items()}
    return add(posterior, tree, "log_prior", arrays, draws)


def lacking_events(posterior: Posterior, name: str) -> np.ndarray:
    """Which observations of a site lack something that is a parameter, all passes together."""
    lacking, each = posterior.binding.missing[name].lacking, posterior.binding.scores[name].whole
    return np.asarray(lacking.reshape((*each, -1)).any(axis=-1))


def bound(posterior: object) -> Posterior:
    """The bound model; SettingsError for anything else."""
    if isinstance(posterior, Model):
        raise SettingsError(f"the model `{posterior.__name__}` has no data yet", hint=f"bind it, `{posterior.__name__}.bind(…)`, and give the posterior")
    return of_kind(posterior, Posterior, "posterior", "a bound model, `model.bind(…)`")


def simulate(posterior: Posterior, rows: np.ndarray, seed: Seed, prior: bool) -> tuple[Arrays, Arrays]:
    """(parameters and deterministics, simulated sites with what depends on them) stacked over the rows of z; with `prior` the rows only count."""
    generator = np.random.default_rng(seed).bit_generator
    arrays = posterior.programs.outputs(("draw", prior), lambda b: Draw(b, prior), rows, generator, refuse=not posterior.model.lenient)
    warn_of_gaps(posterior)
    arrays = {name: possible(posterior, name, a) for name, a in arrays.items()}
    if prior:
        arrays |= {s.name: arrays[s.of][:, posterior.binding.missing[s.of].lacking] for s in posterior.parameters if s.of}
    values = [n for n in arrays if posterior.sites[n].kind in ("parameter", "deterministic") and n not in posterior.generated]
    return {n: arrays[n] for n in values}, {n: a for n, a in arrays.items() if n not in values}


def warn_of_gaps(posterior: Posterior) -> None:
    """Warns of blocks that gave up in some draws."""
    for said in posterior.gave_up():
        warnings.warn(said, stacklevel=users_level())


def possible(posterior: Posterior, name: str, a: np.ndarray) -> np.ndarray:
    """The draws; ModelError where one could not be made, unless nothing was observed there: then it is nan."""
    site, mask = posterior.sites[name], posterior.binding.mask(name)
    if site.dist is None:
        return a
    bad = missing(a)
    if not bad.any():
        return a
    seen = np.ones(a.shape[1:], bool) if mask is None else mask.reshape(mask.shape + (1,) * (a.ndim - 1 - mask.ndim))
    rows = np.flatnonzero((bad & seen).reshape(len(a), -1).any(axis=1))
    if rows.size:
        if site.restricted and site.constraint is not None and site.constraint.kind.axes:
            raise ModelError(f"`{name}` could not be drawn in {rows.size} of {len(a)} draws: {TRIES_OF_VECTORS:,} draws of {site.dist} in a row fell outside "
                             f"of the set {site.constraint}{site.where}", hint="a prior whose draws lie in it: apart from each other, or alike in each element")
        raise ModelError(f"`{name}` could not be simulated in {rows.size} of {len(a)} draws, the first is number {int(rows[0])}: a parameter of "
                         f"{site.dist} is not finite or outside of its domain there, no draw fits its bounds, or a count is beyond 64 bits{site.where}",
                         hint="tighter priors, or a constraint on that parameter")
    return np.where(bad, np.nan, a)


def fixed_priors(posterior: Posterior, names: Container[str] | None = None) -> None:
    """A restricted prior can be drawn from only if its parameters are numbers, not other parameters."""
    seen: list[dict[str, list[Any]]] = []
    for z in (np.zeros(posterior.dim), np.full(posterior.dim, 0.1)):
        look = Look(posterior.binding)
        posterior.run(look, Host(z))
        seen.append(look.found)
    for name in seen[0]:
        if (names is None or name in names) and not all(np.array_equal(a, b) for a, b in zip(seen[0][name], seen[1][name], strict=True)):
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
            self.found[site.name] = [*(p for _, p in site.dist.parameters()), *site.constraint.params]


def coordinates_of(posterior: Posterior, tree: Tree, group: str) -> tuple[Draws, np.ndarray]:
    """The draws of a tree, and z of all of them, (chains × draws, dim), for a group of it."""
    from .matching import matched, other_data

    if isinstance(tree, Posterior):
        raise SettingsError(f"`tree` must be a tree of draws, as a sampler returns it, not {shown(tree)}", hint="the posterior comes first, then the tree")
    draws = matched(bound(posterior).binding, tree)
    if problems := other_data(posterior.binding, posterior.observed, tree):
        raise SettingsError(f"the tree was made of other data than this posterior has, and its group `{group}` would be of both:"
                            + "".join(f"\n- {p}" for p in problems), hint="give the posterior of the run; a tree of its own for each data set")
    chains, length = draws.shape
    return draws, posterior.unconstrain_many(draws.values, chains * length)


def add(posterior: Posterior, tree: Tree, group: str, arrays: Arrays, draws: Draws) -> Any:
    """The tree with one more group, of arrays that are stacked over all draws, under the tree's own labels of chains and draws; a warning where
    the model has nothing for it."""
    from ... import results

    if not arrays:
        warnings.warn(f"the model has nothing for the group `{group}`: {EMPTY[group]}", stacklevel=users_level())
        return tree
    shaped = {n: a.reshape(*draws.shape, *a.shape[1:]) for n, a in arrays.items()}
    coords = {**posterior.coords, "chain": draws.chains, "draw": draws.draws}
    return results.add_group(tree, group, shaped, coords=coords, dims=dims_of(posterior, shaped))


def one_chain(arrays: Arrays) -> Arrays:
    """Draws as those of one chain: with a leading axis."""
    return {n: a[None] for n, a in arrays.items()}


def dims_of(posterior: Posterior, arrays: Arrays) -> dict[str, list[str]]:
    """Dims by site, for arrays of shape (chain, draw, …): those of the leading axes where a vector or matrix became one number."""
    found = {}
    for name, a in arrays.items():
        site, axes = posterior.sites[name], a.shape[2:]
        if axes and axes == posterior.binding.whole_shape(site)[: len(axes)]:
            found[name] = list(posterior.binding.named_axes(site)[: len(axes)])
    return found
