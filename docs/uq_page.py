"""Writes the part of docs/uq.md that the table of methods gives; run this file after changing a public call."""
from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import registry_page as registry

from llbayes.uq import METHODS
from llbayes.uq.method import Method

COLUMNS = {
    "question": lambda m: m.question,
    "call": lambda m: f"`uq.{m.name}({', '.join(positional(m.call))}, …)`",
    "cost": lambda m: m.cost,
    "result": lambda m: ", ".join(f"`{name}`" for name in m.fields.split()) or "`uq.Laplace`",
    "needs": lambda m: m.needs.value,
}


def page() -> str:
    """The whole page: every method, then the settings of each."""
    return registry.page("uq", METHODS.values(), COLUMNS, settings)


def settings(m: Method) -> Iterator[str]:
    yield f"\n`uq.{m.name}`: {registry.first_line(m.call)}\n"
    yield from registry.arguments(f"`{m.name}`", m.call, list(inspect.signature(m.call).parameters)[len(positional(m.call)) :])


def positional(call: Callable[..., object]) -> list[str]:
    return [p.name for p in inspect.signature(call).parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]


if __name__ == "__main__":
    registry.file("uq").write_text(page())
