"""Writes the tables of docs/stan.md from the signatures and laws of Stan programs; run this file after changing one of them."""
from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import registry_page as registry

from llbayes.stan import functions
from llbayes.stan.functions.laws import LAWS, Law
from llbayes.stan.signatures import TABLE, Signature

DENSITY = re.compile("|".join(map(re.escape, ("_lpdf", "_lpmf", "_cdf", "_lcdf", "_lccdf", "_rng"))) + "$")


def page() -> str:
    """The whole page."""
    return registry.page("stan", sorted(LAWS), {"distribution": called, "here": here, "functions": of_law}, lambda name: iter(()), list(chapters()))


def first(name: str) -> Law:
    """The first form of a distribution."""
    law = LAWS[name]
    return law if isinstance(law, Law) else law[0]


def called(name: str) -> str:
    """The distribution with its arguments, in each of its forms."""
    law = LAWS[name]
    return "; ".join(f"`{name}({', '.join(form.arguments)})` of {form.left}" for form in ((law,) if isinstance(law, Law) else law))


def here(name: str) -> str:
    """What it is here."""
    return f"`{first(name).python}`" if first(name).observed else ""


def of_law(name: str) -> str:
    """Its functions by their endings, and whether it can be cut."""
    law = first(name)
    endings = ["lpmf" if law.discrete else "lpdf", *law.tails, *(["rng"] if f"{name}_rng" in TABLE else [])]
    return ", ".join(f"`_{ending}`" for ending in endings) + (", `T[,]`" if law.cut else "")


def chapters() -> Iterator[str]:
    """All other functions, a table a chapter."""
    found: dict[str, dict[str, list[Signature]]] = {}
    for name in TABLE:
        if not DENSITY.search(name) and name not in functions.laws.OLD:
            for signature in TABLE[name]:
                found.setdefault(signature.chapter, {}).setdefault(signature.name, []).append(signature)
    for chapter in sorted(filter(None, found)):
        yield f"\n## {chapter}\n"
        rows = ([f"`{name.removeprefix('operator')}`", forms(made)] for name, made in sorted(found[chapter].items()))
        yield from registry.table(["function", "arguments"], rows)


def forms(made: list[Signature]) -> str:
    """The ways to call a function, one behind the other."""
    return "; ".join(dict.fromkeys(f"({', '.join(map(str, s.arguments))})" for s in made)).replace("|", "\\|")


if __name__ == "__main__":
    registry.file("stan").write_text(page())
