"""What a model computes only where it is asked for: blocks of named values, functions of deterministics, `draw=` of factors, and what `ppl.once` calls. Such
functions may draw, and nothing in them is scored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..base.distribution import Distribution
from ..base.types import Code, Dims, Sizes, is_function
from ..habits.fitting import fits
from ..habits.kinds import described
from ..interpret.services import Services
from ..interpret.table import Site
from .submodels import SCORED_OR_KEPT

BLOCK = 'as in `ppl.generated(block)` with `def block(): …; return {"y_new": ppl.random(ppl.Normal(mu, 1), shape=n)}`'
BEFORE = "parameters stand before it; a draw is `ppl.random(ppl.Normal(0, 1))`"
OF_FACTOR = 'parameters stand before the factor; a draw is `ppl.generate("z", ppl.Normal(0, 1))`'
OF_ONCE = "sites stand in the model, and take what `ppl.once` gives"


class Drawing:
    """The interpretation inside of such a function; `place` is the function in words, `remedy` where sites stand. One that `ppl.once` calls makes no named
    draws either."""

    def __init__(self, whole: Any, place: str, remedy: str, named: bool = True):
        self.whole, self.place, self.remedy, self.named = whole, place, remedy, named

    def __getattr__(self, word: str) -> Any:
        if word not in SCORED_OR_KEPT or (word == "generate" and self.named):
            return getattr(self.whole, word)

        def refused(it: Services, *args: Any, **keywords: Any) -> Any:
            raise it.error(f"`ppl.{word}` inside of {self.place}", self.remedy)

        return refused

    def random(self, it: Services, dist: Distribution, shape: Sizes | None = None) -> Any:
        """A draw without a name."""
        if not isinstance(dist, Distribution):
            raise it.error(f"ppl.random takes a distribution, and no name before it, not {described(dist)}",
                           'as in `ppl.random(ppl.Normal(0, 1), shape=3)`; a draw with a name is `ppl.generate("z", ppl.Normal(0, 1))`')  # fmt: skip
        site = Site("ppl.random", "generated", (), None, dist)
        self.whole.shaped(it, site, dist, shape)
        return self.whole.drawn(it, dist, site.shape)


def outside(it: Services) -> Exception:
    """The error for a draw where every evaluation of the log density comes by."""
    return it.error("`ppl.random` stands in a function that is called for what it gives: a block of ppl.generated, the function of a deterministic, draw=",
                    f'{BLOCK}; a draw with a name is `ppl.generate("z", ppl.Normal(0, 1))`')  # fmt: skip


def asked(it: Services, place: str, function: Code, remedy: str = BEFORE) -> Any:
    """What a function gives that is asked for."""
    return it.under(Drawing(it.in_force(), place, remedy), function)


def drawn_by(it: Services, name: str, draw: Code) -> Any:
    """What `draw=` of a factor gives."""
    return asked(it, f"draw= of the factor `{name}`, which is called for predictions alone", draw, OF_FACTOR)


def keep_block(it: Services, block: Any, dims: Mapping[str, Dims] | None) -> None:
    """Runs a block, whose named values are deterministics."""
    check_block(it, block)
    found = asked(it, "a block of ppl.generated, which is called for what it gives alone", block)
    if not isinstance(found, dict):
        raise it.error(f"the block of ppl.generated gives {described(found)}, not a dict of named values", BLOCK)
    given = {} if dims is None else dims
    if not isinstance(given, Mapping):
        raise it.error(f"dims= of ppl.generated must be a dict of dims by name, not {described(dims)}", 'as in `dims={"y_new": "day"}`')
    if unknown := [name for name in given if name not in found]:
        raise it.error(f"dims= of ppl.generated names `{unknown[0]}`, which its block does not give", f"it gives {', '.join(f'`{n}`' for n in found)}")
    for name, value in found.items():
        check_value(it, name, value)
        it.in_force().deterministic(it, name, value, dims=given.get(name))


def check_value(it: Services, name: Any, value: Any) -> None:
    """A value of a block is a number or an array."""
    if value is None or isinstance(value, (dict, str)):
        raise it.error(f"`{name}` of ppl.generated is {described(value)}, not a number or an array", "give each part a name of its own")
    try:
        it.shape(value)
    except ValueError:
        raise it.error(f"`{name}` of ppl.generated has parts of different shapes", "give each part a name of its own") from None


def check_block(it: Services, block: Any) -> None:
    """A block is a function without arguments."""
    if not is_function(block):
        raise it.error(f"ppl.generated takes a function without arguments, not {described(block)}", BLOCK)
    if callable(block) and not fits(block, (), {}):
        raise it.error("the block of ppl.generated is called without arguments", "it sees the names of the model around it: write it inside of the model")


def check_draw(it: Services, name: str, draw: Any) -> None:
    """`draw=` of a factor is a function without arguments."""
    if draw is not None and not is_function(draw):
        raise it.error(f"`{name}`: draw= must be a function without arguments, which gives a distribution or a value", "draw=lambda: ppl.Normal(mu, 1)")
    if callable(draw) and not fits(draw, (), {}):
        raise it.error(f"`{name}`: draw= is called without arguments", "it draws by itself, `draw=lambda: ppl.Normal(mu, 1)`, with no generator")


def no_draw(made: Any) -> str:
    """What `draw=` gave in words, where that is neither a distribution nor numbers; else empty."""
    if isinstance(made, Distribution):
        return ""
    try:
        numbers = np.asarray(made).dtype.kind in "fiub"
    except ValueError:
        numbers = False
    return "" if numbers else described(made)
