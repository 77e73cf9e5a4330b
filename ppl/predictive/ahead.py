"""`ppl.predict`: draws of the parameters and new data in, the group `predictions` out."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ...ir.errors import LlbayesError, SettingsError
from ...ir.given import named, names_in, seed_of, shown
from ...ir.places import users_level
from ...ir.public import public
from ...ir.words import offered
from ..base.types import Labels, Seed, Shape
from ..definition import Model
from ..interpret.maps.inversion import laid_out
from ..interpret.table import Binding, Earlier, Site
from ..posterior import Posterior
from ..spaces.outside import strays
from .fresh import Fresh
from .groups import Tree, bound, dims_of, fixed_priors, possible, warn_of_gaps
from .matching import SAMPLED, Misfit, along, posterior_of
from .new_labels import Unknown, partly, refuse_parts, whole_in_part
from .other_data import holding, not_given, observed_sites, with_absent
from .reach import reached
from .sets import check_fixed, check_moving

HELD = ("parameter", "observed", "deterministic", "generated")      # kinds of sites that do= replaces


@public
def predict(posterior: Posterior, tree: Tree, *, data: Mapping[str, Any] | None = None, coords: Labels | None = None,
            names: str | Iterable[str] | None = None, seed: Seed = None, do: Mapping[str, Any] | None = None) -> Any:
    """Adds the group `predictions` to the tree: one draw of each observed and generated site and each deterministic, at each draw of the parameters, for
    new `data` of any length. Returns the tree, whose other groups stay.

    `data` holds the arguments that change; what is observed is predicted where it is left out or None, and the model goes on with what is given.
    Parameters are matched by label; those of labels that the tree does not know are drawn from their prior, given the others: a warning, and the attribute
    `drawn_from_priors`, say which. `do` holds sites at a value. `names` picks sites. DataError and SettingsError where data or tree do not fit.
    """
    from ... import results

    seed, fitted = seed_of(seed), bound(posterior)
    group = posterior_of(tree)
    given = named({} if do is None else do, "do", "a dict of values by site")
    changed = named({} if data is None else data, "data", "a dict of values by argument")
    ahead = new_binding(fitted, changed, named({} if coords is None else coords, "coords", "a dict of labels by dim"))
    values, unknown = matched(fitted, ahead, group, given, bool(changed))
    chains, draws = (along(group, dim) for dim in SAMPLED)
    n, held = len(chains) * len(draws), held_values(ahead, given)
    fixed = {name: np.broadcast_to(x, (n, *x.shape)) for name, x in held.items()}
    rows, places = laid_out({name: a.reshape(n, *a.shape[2:]) for name, a in values.items()} | fixed, n)
    going_on = tuple(s.name for s in ahead.parameters if s.name in unknown and whole_in_part(s, values[s.name]))
    how = tuple(unknown), tuple(held), going_on, bool(ahead.binding.gaps)
    key = ("predict", tuple(places), *how)
    found = ahead.programs.outputs(key, lambda b: Fresh(b, places, *how), rows, np.random.default_rng(seed).bit_generator, not ahead.model.lenient)
    warn_of_gaps(ahead)
    check_moving(ahead.binding, values, unknown, found, group)
    picked = chosen(ahead, {name: a for name, a in found.items() if name in ahead.sites}, unknown, names)
    shaped = {name: possible(ahead, name, found[name]).reshape(len(chains), len(draws), *found[name].shape[1:]) for name in picked}
    labels = {**ahead.coords, "chain": chains, "draw": draws}
    results.add_group(tree, "predictions", shaped, coords=labels, dims=dims_of(ahead, shaped))
    if constant := constants(ahead.binding):
        results.add_group(tree, "predictions_constant_data", constant, coords=ahead.coords, dims=dims_of_data(ahead, constant))
    say(tree, unknown)
    return tree


def constants(binding: Binding) -> dict[str, np.ndarray]:
    """Numbers and arrays of the data, but for sizes of dims."""
    return {name: np.asarray(v) for name, v in binding.data.items() if isinstance(v, (int, float, np.ndarray)) and name not in binding.sizes}


def say(tree: Any, unknown: Unknown) -> None:
    """Which parameters were drawn from their priors, by label."""
    if unknown:
        tree["predictions"].attrs["drawn_from_priors"] = json.dumps({name: [str(label) for label in labels] for name, labels in unknown.items()})
        said = "; ".join(f"`{name}` of {', '.join(map(str, labels[:6]))}{', …' if len(labels) > 6 else ''}" for name, labels in unknown.items())
        warnings.warn(f"the tree does not know these labels, and they were drawn from their priors, given the other parameters of each draw: {said}",
                      stacklevel=users_level())


# -- the model with new data
def new_binding(fitted: Posterior, changed: Mapping[str, Any], coords: Labels) -> Posterior:
    """The model with these data, for predictions alone."""
    model, old = fitted.model, fitted.binding
    assert isinstance(model, Model), "posteriors are bound by models"
    absent = not_given(fitted, changed)
    follows = Earlier(old.coords, frozenset(old.data.keys() - changed.keys()), frozenset(holding(fitted, changed)))
    binding = model.converted({**old.data, **changed, **dict.fromkeys(absent)}, coords, follows)
    binding.predicted = observed_sites(fitted)
    try:
        model.tried(binding)
    except LlbayesError as e:
        raise with_absent(e, absent) from None
    unused = [dim for dim in coords if dim in model.unused(binding)]
    if unused:
        raise SettingsError(f"coords for `{unused[0]}`: no site has this dim", hint=offered(unused[0], sorted(model.dims_written)))
    return Posterior(model, binding, fitted.programs.kin)


def held_values(ahead: Posterior, do: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """The values of `do=`, in the shapes of their sites."""
    found: dict[str, np.ndarray] = {}
    for name, value in do.items():
        site = ahead.sites.get(name)
        if site is None or site.kind not in HELD:
            known = [s.name for s in ahead.sites.values() if s.kind in HELD]
            raise SettingsError(f"`do` names no site that has a value: `{name}`", hint=offered(name, known) or listing(known))
        if not ahead.binding.passes[name].even:
            raise SettingsError(f"`do` cannot hold `{name}`: it has another shape in each pass of a loop", hint="make it an array at once")
        found[name] = held(site, ahead.binding.whole_shape(site), value)
    return found


def held(site: Site, shape: Shape, value: Any) -> np.ndarray:
    """One of them: a number for all entries, or an array of the site's shape in results, all passes of a loop together; in its set."""
    try:
        x = np.asarray(value, float)
    except (TypeError, ValueError):
        raise SettingsError(f"`do` of `{site.name}` must be numbers, not {shown(value)}") from None
    if x.shape not in ((), shape):
        raise SettingsError(f"`do` of `{site.name}` has shape {x.shape}, the site has {shape}", hint="a number holds for all entries")
    x = np.broadcast_to(x, shape)
    fixed = site.kind == "parameter" and site.constraint is not None and not site.constraint.moves()
    if not np.isfinite(x).all() or (fixed and site.constraint is not None and np.any(strays(site.constraint, x))):
        raise SettingsError(f"`do` of `{site.name}` must lie in {site.constraint or 'the finite numbers'}, not {shown(value)}")
    return x


# -- the parameters
def matched(fitted: Posterior, ahead: Posterior, group: Any, do: Mapping[str, Any], changed: bool) -> tuple[dict[str, np.ndarray], Unknown]:
    """The parameters' draws in the shapes of the new data, nan where the tree does not know a label; and the labels that it does not know."""
    values: dict[str, np.ndarray] = {}
    problems: list[str] = []
    unknown: Unknown = {}
    for site in ahead.parameters:
        if site.name in do:
            continue
        try:
            values[site.name], labels = partly(fitted.binding, ahead.binding, site, group, changed)
            refuse_parts(ahead.binding, site, values[site.name])
            if labels:
                unknown[site.name] = labels
        except Misfit as e:
            problems.append(f"`{site.name}` {e}")
    if problems:
        raise SettingsError("the tree does not fit these data:" + "".join(f"\n- {p}" for p in problems), hint="give coords= for the dims whose labels change")
    check_fixed(ahead.binding, values, unknown, group)
    if unknown:
        drawable(ahead, unknown)
    return values, unknown


def drawable(ahead: Posterior, unknown: Unknown) -> None:
    """SettingsError where entries cannot be drawn from their prior alone."""
    flat = next((s for s in ahead.parameters if s.name in unknown and s.dist is None and not s.of), None)
    if flat is not None:
        raise SettingsError(f"`{flat.name}` has no prior to draw {', '.join(map(str, unknown[flat.name][:6]))} from: it is flat on {flat.constraint}")
    if any(s.kind == "factor" for s in ahead.sites.values()):
        for name in unknown:
            if found := reached(ahead.model, ahead.binding, {name}):
                raise SettingsError(f"`{name}` cannot be drawn for new labels: the factor `{found[0]}`{ahead.sites[found[0]].where} depends on it, and is a "
                                    "part of what it follows", hint=f"make the factor a distribution, `ppl.Custom`; or hold the site, `do={{\"{name}\": …}}`")
    fixed_priors(ahead, unknown)


def chosen(ahead: Posterior, found: Mapping[str, Any], unknown: Unknown, names: str | Iterable[str] | None) -> list[str]:
    """The sites that are asked for: all but the parameters that the tree has."""
    if names is None:
        return [n for n in found if ahead.sites[n].kind != "parameter" or n in unknown]
    wanted = names_in(names, "names")
    for name in wanted:
        if name not in found:
            raise SettingsError(f"no site `{name}` is predicted", hint=offered(name, list(found)) or listing(found))
    return wanted


def listing(names: Iterable[str]) -> str:
    """What there is, for hints."""
    return f"there are {', '.join(f'`{n}`' for n in names)}"


def dims_of_data(ahead: Posterior, constant: Mapping[str, np.ndarray]) -> dict[str, list[str]]:
    """Dims of data that annotations name."""
    assert isinstance(ahead.model, Model), "posteriors are bound by models"
    return {name: list(a.dims) for name, a in ahead.model.annotations.items() if name in constant and len(a.dims) == constant[name].ndim}


