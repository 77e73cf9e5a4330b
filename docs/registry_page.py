"""Pages written from a table of public calls (samplers, methods): a row a member, then the arguments of its call.

Defaults come from signatures, meanings from docstrings. The rest of such a page is written by hand, around two marks.
"""
from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from llbayes.cli.options import described

END = "<!-- until here -->\n"
Member = TypeVar("Member")


def file(name: str) -> Path:
    return Path(__file__).with_name(f"{name}.md")


def page(name: str, members: Iterable[Member], columns: Mapping[str, Callable[[Member], str]], settings: Callable[[Member], Iterator[str]],
         rest: Iterable[str] = ()) -> str:  # fmt: skip
    """The page of that name as it stands, its part between the marks written anew: a table with these columns, the settings of each member, the rest."""
    start = f"<!-- written by docs/{name}_page.py: -->\n"
    before, after = file(name).read_text().split(start)
    members = list(members)
    overview = table(list(columns), ([cell(member) for cell in columns.values()] for member in members))
    each = (line for member in members for line in settings(member))
    return before + start + "".join([*overview, *each, *rest]) + END + after.split(END)[1]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"\n| {' | '.join(columns)} |\n{'|---' * len(columns)}|\n"
    yield from (f"| {' | '.join(row)} |\n" for row in rows)


def arguments(whose: str, call: Callable[..., object], names: list[str], docstring: str | None = None) -> Iterator[str]:
    """A table of these arguments of a call, a row each."""
    says, parameters = described(docstring or inspect.getdoc(call) or ""), inspect.signature(call).parameters
    yield from table([f"setting of {whose}", "without it", "meaning"], ([f"`{name}`", shown(parameters[name].default), says[name]] for name in names))


def first_line(call: Callable[..., object]) -> str:
    return (inspect.getdoc(call) or "").splitlines()[0]


def shown(default: object) -> str:
    return f"{default:.4g}" if isinstance(default, float) else f"`{default!r}`" if isinstance(default, str) else str(default)
