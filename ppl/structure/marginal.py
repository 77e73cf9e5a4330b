"""Discrete variables that are summed out: the log likelihood of each entry, given each value, in; that of the entry, whatever the value, out."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.family import families_of
from ..base.functions import logsumexp
from ..base.types import Code, Shape, Value, is_function, is_plain
from ..habits.fitting import fits
from ..habits.kinds import described
from ..interpret.services import Services
from .submodels import SCORED_OR_KEPT

MOST_VALUES = 10_000
DEEPEST = 2                                      # discrete variables one inside another


class Given:
    """The interpretation inside of f(k): it makes no sites, and sums out another variable at most, under the prefix of the submodels around."""

    def __init__(self, whole: Any, depth: int, name: str, prefix: str = ""):
        self.whole, self.depth, self.name, self.prefix = whole, depth, name, prefix

    def __getattr__(self, word: str) -> Any:
        if word not in SCORED_OR_KEPT:
            return getattr(self.whole, word)

        def refused(it: Services, *args: Any, **keywords: Any) -> Any:
            raise it.error(f"`ppl.{word}` inside of the function of ppl.marginalize `{self.name}`, which gives log densities alone",
                           "parameters stand before it; log densities are `ppl.Normal(mu, 1).logpdf(y)`")  # fmt: skip

        return refused

    def marginalize(self, it: Services, name: str, dist: Any, f: Any, *, dims: Any = None) -> Any:
        """The variable inside: its log likelihoods come back, and are counted by the one around."""
        if self.depth >= DEEPEST:
            raise it.error(f"`{name}`: ppl.marginalize is nested {DEEPEST} times at most", "a chain in time is `ppl.HiddenMarkov`")
        return self.whole.nested(it, self.prefix + name if isinstance(name, str) else name, dist, f, dims, self.depth, self.prefix)


def summed(dist: Distribution, f: Code, low: int, count: int) -> Value:
    """log Σ P(k) exp(f(k)) of each entry."""
    return logsumexp(terms(dist, f, low, count), axis=0)


def terms(dist: Distribution, f: Code, low: int, count: int) -> Any:
    """log P(k) + f(k), values along the first axis."""
    first = dist.density(low) + f(low)
    found = np.zeros((count, *np.shape(first)))
    found[0] = first
    for k in range(1, count):
        found[k] = dist.density(low + k) + f(low + k)
    return found


def checked(it: Services, name: Any, dist: Any, f: Any) -> tuple[int, int]:
    """The least value and how many there are; an error at the user's line for what cannot be summed."""
    if not isinstance(name, str) or not name:
        raise it.error("ppl.marginalize takes the name first, then the distribution and a function", USUAL)
    if not isinstance(dist, Distribution):
        raise it.error(f"`{name}`: the second argument of ppl.marginalize must be a discrete distribution, not {described(dist)}", USUAL)
    if not is_function(f) or families_of(f):
        raise it.error(f"`{name}`: the third argument of ppl.marginalize must be a function of the value, not {described(f)}", USUAL)
    if callable(f) and not fits(f, (0,), {}):
        raise it.error(f"`{name}`: the function of ppl.marginalize takes one argument, the value of the variable", USUAL)
    if not dist.discrete:
        raise it.error(f"`{name}`: {dist} is not discrete: only finitely many values can be summed", "a continuous variable is a parameter, `ppl.sample`")
    if dist.axes:
        raise it.error(f"`{name}`: values of {dist} are arrays, and only single numbers are summed out", "number the arrays: `ppl.Categorical(p)`")
    found = values_of(dist.support())
    if found is None:
        raise it.error(f"`{name}`: the values of {dist}, {dist.support()}, have no end that is known before the run",
                       "cut it to those that matter, `.truncated(0, 20)`, with numbers or data of one value as bounds")  # fmt: skip
    if found[1] > MOST_VALUES:
        raise it.error(f"`{name}`: {found[1]:,} values of {dist} are too many to be summed", "cut it to those that matter, `.truncated(0, 20)`")
    return found


USUAL = 'as in `ppl.marginalize("z", ppl.Categorical(p), lambda k: ppl.Normal(mu[k], 1).logpdf(y))`'


def values_of(support: Constraint) -> tuple[int, int] | None:
    """The least whole number of a set and how many there are; None where that is not known before the run."""
    low, high = support.bounds()
    if not (is_plain(low) and is_plain(high)) or not abs(high - low) < float("inf"):
        return None
    return int(low), int(high) - int(low) + 1


def independent(it: Services, name: str, dist: Distribution, shape: Shape) -> None:
    """The prior must be one for all entries, or one for each."""
    batch = dist.batch(it.shape)
    try:
        fits = np.broadcast_shapes(batch, shape) == shape
    except ValueError:
        fits = False
    if not fits:
        raise it.error(f"`{name}`: {dist} has values of shape {batch}, its function gives log likelihoods of shape {shape}",
                       "the function gives one number for each value of the distribution: sum over what they share")  # fmt: skip


def looked_at(it: Services, name: str, dist: Distribution, f: Code) -> Code:
    """The function, whose log likelihoods are looked at in CPython: numbers, of one shape whatever the value, which the distribution fits."""
    shapes: list[Shape] = []

    def likelihood(k: Any) -> Any:
        x = f(k)
        if np.asarray(x).dtype.kind not in "fiub":
            raise it.error(f"`{name}`: the function of ppl.marginalize gives {described(x)}, and no log likelihood",
                           "for each entry, as in `lambda k: ppl.Normal(mu[k], 1).logpdf(y)`; a function of several lines ends in `return`")  # fmt: skip
        shapes.append(np.shape(x))
        if shapes[-1] != shapes[0]:
            raise it.error(f"`{name}`: the function of ppl.marginalize gives log likelihoods of shape {shapes[0]} for one value and {shapes[-1]} for another",
                           "it gives one for each entry, whatever the value")  # fmt: skip
        independent(it, name, dist, shapes[0])
        return x

    return likelihood
