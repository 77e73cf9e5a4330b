"""`llbayes info MODEL`: what a model takes and has; with data, its sites, their shapes and the number of coordinates."""
from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..words import count

if TYPE_CHECKING:
    from ...ppl import Model


def tell(options: argparse.Namespace) -> None:
    """Prints it."""
    from ...ppl import Posterior
    from ..finding import bound, named, takes

    given = bool(options.data or options.set or options.coords)
    found = named(options.model, given)
    print(takes(found))
    if isinstance(found, Posterior) or not given and needs_data(found):
        return
    posterior = bound(options)
    print(f"\n{count(posterior.dim, 'unconstrained coordinate')}\n{posterior}")


def needs_data(model: Model) -> bool:
    """Is there an argument without a default?"""
    import inspect

    return any(p.default is p.empty for p in inspect.signature(model.function).parameters.values())


def of_stan(blocks: dict[str, list[tuple[str, str]]], name: str) -> str:
    """What a Stan program declares, block by block."""
    lines = [name]
    for block, rows in blocks.items():
        width = max(len(word) for word, _ in rows)
        lines += [block, *(f"  {word:{width}}  {own}" for word, own in rows)]
    return "\n".join(lines)
