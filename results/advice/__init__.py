"""What is wrong with a run, in plain words, each with its remedy; and where nothing is, what was looked at to say so.

Values that are no numbers (`odd_values.py`), divergences, lengths and energy of trajectories (`trajectories.py`), where they gather (`funnels.py`) and
where they left the domain of the model (`domains.py`), R-hat and ESS in words (`mixing.py`), and what R-hat may be (`agreement.py`).
"""
from __future__ import annotations

import json
from typing import Any

from ...ir.given import whole
from ...ir.public import public
from ..trees import Groups
from ..variables import PlainGroups, attributes, group_list, variables
from . import domains, mixing, odd_values, trajectories
from .funnels import known
from .mixing import Mixing


@public
def diagnose(tree: Groups | PlainGroups, max_depth: int | None = None) -> list[str]:
    """What is wrong with a run, or cannot be known from it, in plain words, each with its remedy; empty when nothing is. `max_depth` is that of the run
    where its attributes do not say it."""
    return problems(tree, max_depth)[0]


@public
def verdict(tree: Groups | PlainGroups, max_depth: int | None = None) -> str:
    """A line on each problem; where there is none, a line on what was looked at and found good."""
    found, mixed = problems(tree, max_depth)
    if found:
        return "\n".join(f"! {text}" for text in found)
    seen = [*agreeing(mixed), *undisturbed(tree, max_depth)] if variables(tree, "sample_stats") or mixed.chains else []
    return f"no problems found: {', '.join(seen)}" if seen else "there is nothing to check: the result has no draws of parameters"


def problems(tree: Groups | PlainGroups, max_depth: int | None) -> tuple[list[str], Mixing]:
    """What is wrong, in words, and what R-hat and ESS were found."""
    group_list(tree)                                     # or an error that says what has draws
    max_depth = None if max_depth is None else whole(max_depth, "max_depth", 0)
    posterior, stats, mixed = variables(tree, "posterior"), variables(tree, "sample_stats"), mixing.mixing(tree)
    says = attributes(tree)
    paths = trajectories.told(posterior, stats, largest_depth(tree, max_depth), known(says), domains.known(says))
    return [*odd_values.told(posterior), *paths, *mixing.told(mixed)], mixed


def agreeing(found: Mixing) -> list[str]:
    """What R-hat and ESS say of a good run."""
    if not found.enough or not len(found.known):
        return []
    return [f"{found.chains} chains agree (R-hat at most {found.largest_rhat:.3f})", f"effective sample size at least {found.slowest[2]:,.0f}"]


def undisturbed(tree: Groups | PlainGroups, max_depth: int | None) -> list[str]:
    """What the trajectories say, where there were any: samplers without an energy have no divergences either."""
    stats, deepest = variables(tree, "sample_stats"), largest_depth(tree, max_depth)
    if "energy" not in stats:
        return []
    slowness, longest = trajectories.ebfmi(stats), trajectories.long(stats, deepest)
    lengths = f"{longest:.1%} of trajectories of the largest depth" if longest else "trajectories of legal length"
    return ["no divergences", *([f"energy explored (E-BFMI {slowness:.2f})"] if slowness < float("inf") else []),
            *([lengths] if deepest is not None and "tree_depth" in stats else [])]


def largest_depth(tree: Groups | PlainGroups, max_depth: int | None) -> int | None:
    """The largest depth of trees that the run allowed: as given, or from the settings that the run recorded."""
    if max_depth is not None:
        return max_depth
    settings: Any = attributes(tree).get("settings", {})
    try:
        known = json.loads(settings) if isinstance(settings, str) else settings
        return int(known["max_depth"])
    except (ValueError, LookupError, TypeError):           # of another program, or of a sampler that builds no trees
        return None
