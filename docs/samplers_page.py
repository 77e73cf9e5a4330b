"""Writes the part of docs/samplers.md that the table of samplers gives; run this file after changing a public call."""
from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).with_name("samplers.md")
START, END = "<!-- written by docs/samplers_page.py: -->\n", "<!-- until here -->\n"
ARGUMENT = re.compile(r"\s*(\w+): (.*)")


def page() -> str:
    """The whole page: what stands there, with the part between the marks written anew."""
    before, rest = FILE.read_text().split(START)
    return before + START + "".join(tables()) + END + rest.split(END)[1]


def tables() -> Iterator[str]:
    from llbayes.samplers import SAMPLERS
    from llbayes.samplers.call import Run, sample

    yield "\n| call | method | statistics of a draw |\n|---|---|---|\n"
    for s in SAMPLERS.values():
        statistics = ", ".join(name for name in s.columns() if name != "warmup")
        yield f"| `samplers.{s.name}(target, …)` | {inspect.cleandoc(s.call.__doc__ or '').splitlines()[0]} | `{statistics}` |\n"
    for s in SAMPLERS.values():
        own = [name for name in inspect.signature(s.call).parameters if name not in ("target", *Run.__annotations__)]
        yield from table(f"`{s.name}`", s.call, own)
    yield from table("every sampler", sample, list(Run.__annotations__), Run.__doc__)


def table(whose: str, call: object, names: list[str], text: str | None = None) -> Iterator[str]:
    """A row an argument: its default and its line of the docstring."""
    says = described(text or inspect.getdoc(call) or "")
    parameters = inspect.signature(call).parameters                                            # type: ignore[arg-type]
    yield f"\n| setting of {whose} | without it | meaning |\n|---|---|---|\n"
    yield from (f"| `{name}` | {shown(parameters[name].default)} | {says[name]} |\n" for name in names)


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


if __name__ == "__main__":
    FILE.write_text(page())
