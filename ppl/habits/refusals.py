"""Errors for what stands in the place of a distribution, a constraint or a value: what it is, and what to write instead."""

from __future__ import annotations

from typing import Any

from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..interpret.services import Services

SUM_OUT = "sum it out: `ppl.marginalize(name, dist, f)`, where `f(k)` is the log likelihood of each entry given its value"


def no_distribution(it: Services, word: str, name: Any, value: Any) -> Exception:
    """The error for what stands in the place of a distribution."""
    from .values import for_distribution  # not for `import llbayes.ppl`

    if isinstance(name, Distribution):
        return it.error(f"`ppl.{word}` takes the name first, then the distribution", f'`ppl.{word}("{value if isinstance(value, str) else "x"}", {name})`')
    what, remedy = for_distribution(name, value)
    return it.error(f"`{name}`: the second argument of ppl.{word} must be a distribution, not {what}", remedy)


def no_constraint(it: Services, where: str, value: Any, keyword: str = "") -> Exception:
    """The error for what stands in the place of a constraint."""
    from .values import for_constraint  # not for `import llbayes.ppl`

    if isinstance(value, Distribution):
        return it.error(f"{where} must be a constraint, not the distribution {value}", "a parameter with a prior is `ppl.sample`")
    what, remedy = for_constraint(value, keyword)
    return it.error(f"{where} must be a constraint, not {what}", remedy)


def refuse_distribution(it: Services, name: str, word: str, value: Any, remedy: str) -> None:
    """A distribution is no value."""
    if isinstance(value, Distribution):
        raise it.error(f"`{name}`: ppl.{word} takes a value, not the distribution {value}", remedy)


def refuse_counts(it: Services, name: str, dist: Distribution) -> None:
    """A parameter has a density everywhere."""
    if dist.discrete:
        raise it.error(f"`{name}` is a discrete parameter", SUM_OUT)
    if dist.atoms:
        raise it.error(f"`{name}`: {dist} has probabilities of single values beside its density", "it is for observations: `obs=`")


def refuse_plane(it: Services, name: str, dist: Distribution | None, constraint: Constraint | None) -> None:
    """A prior on a set without room in it, as vectors that sum to 0, has no density on any other set."""
    if dist is None or constraint is None:
        return
    own = it.call(dist.support)
    if own.kind.thin and not constraint.kind.holds(own.kind):
        raise it.error(f"`{name}`: values of {dist} are {own}, and it has no density on {constraint}", "leave constraint= out: the prior brings its set")
