"""What is said where a method of distributions is asked of a constructor, as in `Normal.truncated(0)`: that it is called first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...ir.errors import MissingName
from ...ir.places import here
from .asking import ASKED

METHODS = (*ASKED, "support", "parameters")


def answers(constructor: Callable[..., Any]) -> None:
    """Gives a constructor the methods of what it makes, each of which says so."""
    for name in METHODS:
        setattr(constructor, name, answer(constructor, name))


def answer(constructor: Callable[..., Any], name: str) -> Callable[..., Any]:
    """One of them."""

    def uncalled(*args: Any, **keywords: Any) -> None:
        from .calls import signature  # not for `import llbayes.ppl`

        own = constructor.__name__
        raise MissingName(f"`{own}` makes distributions, and `{name}` is a method of one", here(), f"call it first: `ppl.{signature(constructor)}.{name}`")

    return uncalled
