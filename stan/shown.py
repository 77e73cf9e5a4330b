"""How a Stan program shows itself: the data that it wants, its parameters, and what to do next."""
from __future__ import annotations

from collections.abc import Iterator

from .nodes import Program
from .written import type_text

SHOWN = {"data": "data", "parameters": "parameters", "transformed parameters": "transformed parameters", "generated quantities": "generated quantities"}
WIDEST = 160


def described(name: str, program: Program) -> tuple[str, list[str]]:
    """A head, and lines under it."""
    return f"Stan program {name} at {program.span.source.path}", [*map(cut, contents(program)), f"{call(name, program)} gives a posterior"]


def contents(program: Program) -> Iterator[str]:
    """What each block declares, as it is written there."""
    for block, word in SHOWN.items():
        found = [f"{type_text(one.sized)} {one.name}" for one in program.declared(block)]
        if found:
            yield f"{word}: {', '.join(found)}"


def call(name: str, program: Program) -> str:
    """How data are given to it."""
    return f"{name}.bind({', '.join(f'{one.name}=…' for one in program.declared('data'))})"


def cut(line: str) -> str:
    """A line that is no wider than a screen."""
    return line if len(line) <= WIDEST else f"{line[:WIDEST]}…"
