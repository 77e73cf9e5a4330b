"""Problems of SALib as inputs."""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ... import ppl
from ...ir.errors import LlbayesError, SettingsError
from ...ir.given import named, numbers, shown
from ...ir.public import public
from ...ppl.base.distribution import Distribution
from .inputs import Inputs


def truncated(low: float, high: float, mean: float, sd: float) -> Distribution:
    return ppl.Normal(mean, sd).truncated(low, high)


def triangular(low: float, high: float, share: float) -> Distribution:
    return ppl.Triangular(low, low + share * (high - low), high)


def log_uniform(low: float, high: float) -> Distribution:
    return ppl.Transformed(ppl.Uniform(math.log(low), math.log(high)), np.exp)


DISTS: dict[str, tuple[int, Callable[..., Distribution], str]] = {     # how many bounds, the law, what the bounds are
    "unif": (2, ppl.Uniform, "low, high"), "logunif": (2, log_uniform, "low, high"), "triang": (3, triangular, "low, high, peak as a share of the width"),
    "norm": (2, ppl.Normal, "mean, sd"), "truncnorm": (4, truncated, "low, high, mean, sd"), "lognorm": (2, ppl.LogNormal, "mean, sd of the logarithm"),
}


@public
def from_salib(problem: Mapping[str, Any]) -> Inputs:
    """The inputs of a problem of SALib: a dict of `names`, `bounds` and, unless all are uniform, `dists`. Groups are kept: `inputs.groups` has the inputs of
    each by its name.

    SettingsError for what is none, and for a dist that SALib has not.

    >>> from llbayes import uq
    >>> uq.from_salib({"num_vars": 2, "names": ["x", "y"], "bounds": [[0, 1], [10, 2]], "dists": ["unif", "norm"]}).names
    ('x', 'y')
    """
    given = named(problem, "problem", "a dict of SALib: `names`, `bounds`, `dists`")
    if "bounds" not in given:
        raise SettingsError(f"a problem of SALib has `bounds`; this one has {', '.join(f'`{k}`' for k in given) or 'nothing'}")
    bounds = list(given["bounds"])
    names = [str(n) for n in given.get("names") or [f"x{k + 1}" for k in range(len(bounds))]]
    dists = given.get("dists") or ["unif"] * len(bounds)
    lengths = {"names": len(names), "bounds": len(bounds), "dists": len(dists), "num_vars": int(given.get("num_vars", len(bounds)))}
    if len(set(lengths.values())) > 1:
        raise SettingsError(f"the problem disagrees with itself: {', '.join(f'`{k}` says {n}' for k, n in lengths.items())}")
    laws = {name: law_of(name, str(dist), at) for name, dist, at in zip(names, dists, bounds, strict=True)}
    if len(laws) < len(names):
        raise SettingsError(f"a name comes twice in `names`: {', '.join(names)}")
    return Inputs(laws, groups=groups_of(given.get("groups"), names))


def law_of(name: str, dist: str, bounds: Any) -> Distribution:
    """The law of one input."""
    if dist not in DISTS:
        raise SettingsError(f"input `{name}` has the dist `{dist}`; SALib has {', '.join(f'`{d}`' for d in DISTS)}")
    count, make, what = DISTS[dist]
    at = numbers(bounds, f"bounds of `{name}`", f"{count} numbers: {what}")
    if at.shape != (count,):
        raise SettingsError(f"the bounds of `{name}` are {shown(bounds)}; those of `{dist}` are {count} numbers: {what}")
    try:
        return make(*(float(b) for b in at))
    except (LlbayesError, ValueError) as error:
        raise SettingsError(f"input `{name}`: the bounds {shown(bounds)} make no `{dist}` ({error}); they are {what}") from None


def groups_of(groups: Any, names: list[str]) -> dict[str, tuple[str, ...]]:
    """The inputs of each group; none where there are none."""
    if groups is None:
        return {}
    if len(groups) != len(names):
        raise SettingsError(f"the problem has {len(groups)} `groups` and {len(names)} inputs: each input has one")
    return {str(g): tuple(n for n, own in zip(names, groups, strict=True) if own == g) for g in dict.fromkeys(groups)}
