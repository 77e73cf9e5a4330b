"""Tables of the arguments of public calls, for the pages that are written from them: defaults from signatures, meanings from docstrings."""
from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

ARGUMENT = re.compile(r"\s*(\w+): (.*)")


def rewritten(file: Path, start: str, end: str, written: Iterator[str]) -> str:
    """The page as it stands in the file, with the part between two marks written anew."""
    before, rest = file.read_text().split(start)
    return before + start + "".join(written) + end + rest.split(end)[1]


def table(whose: str, call: Callable[..., object], names: list[str], docstring: str | None = None) -> Iterator[str]:
    """A row an argument."""
    says, parameters = described(docstring or inspect.getdoc(call) or ""), inspect.signature(call).parameters
    yield f"\n| setting of {whose} | without it | meaning |\n|---|---|---|\n"
    yield from (f"| `{name}` | {shown(parameters[name].default)} | {says[name]} |\n" for name in names)


def first_line(call: Callable[..., object]) -> str:
    return (inspect.getdoc(call) or "").splitlines()[0]


def described(docstring: str) -> dict[str, str]:
    """What a docstring says of each argument: the lines `name: text`, which may go on in the next lines, up to an empty one."""
    says: dict[str, str] = {}
    name = None
    for line in docstring.splitlines():
        found = ARGUMENT.match(line)
        if found:
            name, says[found[1]] = found[1], found[2]
        elif name and line.strip():
            says[name] += " " + line.strip()
        else:
            name = None
    return says


def shown(default: object) -> str:
    return f"{default:.4g}" if isinstance(default, float) else f"`{default!r}`" if isinstance(default, str) else str(default)
