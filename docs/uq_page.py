"""Writes the part of docs/uq.md that the table of methods gives; run this file after changing a public call."""
from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from arguments import first_line, rewritten, table

FILE = Path(__file__).with_name("uq.md")


def page() -> str:
    """The whole page."""
    return rewritten(FILE, "<!-- written by docs/uq_page.py: -->\n", "<!-- until here -->\n", tables())


def tables() -> Iterator[str]:
    """Every method, then the settings of each."""
    from llbayes.uq import METHODS

    yield "\n| question | call | cost | result | needs |\n|---|---|---|---|---|\n"
    for m in METHODS.values():
        given = ", ".join(p.name for p in positional(m.call))
        yield f"| {m.question} | `uq.{m.name}({given}, …)` | {m.cost} | `uq.{m.result.__name__}` | {m.needs.value} |\n"
    for m in METHODS.values():
        yield f"\n`uq.{m.name}`: {first_line(m.call)}\n"
        yield from table(f"`{m.name}`", m.call, list(inspect.signature(m.call).parameters)[len(positional(m.call)):])


def positional(call: object) -> list[inspect.Parameter]:
    return [p for p in inspect.signature(call).parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]          # type: ignore[arg-type]


if __name__ == "__main__":
    FILE.write_text(page())
