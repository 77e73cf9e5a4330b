"""What is taken for inputs: names, laws, arrays and points. Each function gives what it was given in its final form, or a SettingsError with its name."""
from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import check, named, names_in, numbers, one_of, seed_of, shown
from ...lang.values.dtypes import unmasked
from ...samplers.settings import Seed

PROBES = (0.0625, 0.25, 0.5, 0.75, 0.9375)


def together(laws: Any, named: dict[str, Any]) -> dict[str, Any]:
    """Laws by name, of the mapping and of the keywords; SettingsError for laws without names and for names that come twice."""
    if laws is not None and not isinstance(laws, Mapping):
        raise SettingsError(f"every input has a name, and a {type(laws).__name__} has none: write for example `Inputs(load=Normal(10, 2))`, or a dict of "
                            "laws by name")
    given: dict[Any, Any] = dict(laws or {})
    distinct([*given, *named])
    return {**given, **named}


def distinct(names: Any) -> tuple[str, ...]:
    """The names; SettingsError where there are none, where one comes twice and where one is no text."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise SettingsError(f"`names` is {names!r}; it is a tuple of names, for example `('load', 'length')`")
    found = tuple(names)
    if not found:
        raise SettingsError("no inputs: write for example `Inputs(load=Normal(10, 2))`")
    for name in found:
        if not isinstance(name, str):
            raise SettingsError(f"`names` of inputs are text, not {name!r}")
        if found.count(name) > 1:
            raise SettingsError(f"the name `{name}` is given to two inputs")
    return found


def grouped(groups: Any, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The inputs of each group; SettingsError for names that there are not, and for an input in two groups."""
    found: dict[str, tuple[str, ...]] = {}
    for group, members in named({} if groups is None else groups, "groups", "a dict of names of inputs by group").items():
        found[group] = tuple(names_in(members, f"group `{group}`"))
        for name in found[group]:
            one_of(name, names, f"group `{group}`")
    every = [name for members in found.values() for name in members]
    if len(set(every)) < len(every):
        raise SettingsError(f"`{next(name for name in every if every.count(name) > 1)}` is in two groups")
    return found


def rng_of(seed: Seed) -> np.random.Generator:
    """SettingsError for what is no seed."""
    return np.random.default_rng(seed_of(seed))


def in_cube(u: Any, dim: int) -> np.ndarray:
    """Points (n, d) of the unit cube; SettingsError for anything else."""
    allowed = f"points of the unit cube, an array of shape (n, {dim}) of numbers from 0 to 1"
    points = numbers(u, "u", allowed)
    check(points.shape[1:] == (dim,) and bool(((points >= 0.0) & (points <= 1.0)).all()), "u", u, allowed)
    return points


def finite(what: str, value: Any) -> np.ndarray:
    """A read-only array of floats; SettingsError where it is none, or not finite."""
    unmasked(value, f"`{what}`")
    a = numbers(value, what, "an array of numbers")
    if not np.isfinite(a).all():
        raise SettingsError(f"`{what}` of Gaussian inputs is not finite: {shown(a)}")
    return read_only(a)


def read_only(values: Any) -> np.ndarray:
    """An array that nobody writes to: whoever asks the inputs for it again gets the same numbers."""
    a = np.array(values, float)
    a.flags.writeable = False
    return a


# -- laws
def sound(name: str, law: Any) -> Any:
    """The law; SettingsError that names the input unless its quantiles are numbers that rise."""
    quantiles = tried(name, law)
    if quantiles.shape != (len(PROBES),):
        raise SettingsError(f"input `{name}` has array parameters; each input is one number: give every one a name")
    if not np.isfinite(quantiles).all():
        raise SettingsError(f"input `{name}` has parameters outside of their domain: its quantiles are {np.array2string(quantiles, precision=6)}")
    if (np.diff(quantiles) < 0.0).any():
        raise SettingsError(f"input `{name}` has quantiles that do not rise, {np.array2string(quantiles, precision=6)}: it is no law")
    return law


def tried(name: str, law: Any) -> np.ndarray:
    """Its quantiles at the probes."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return np.array([law.ppf(p) for p in PROBES], float)
    except Exception:                # whatever SciPy says to a family without its shapes
        found = getattr(law, "name", type(law).__name__)
        raise SettingsError(f"input `{name}` has the law `{found}`, which gives no quantiles as it is",
                            hint=f"give it its parameters: `scipy.stats.{found}(…)`") from None
