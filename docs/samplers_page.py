"""Writes the part of docs/samplers.md that the table of samplers gives; run this file after changing a public call."""
from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from arguments import first_line, rewritten, table

FILE = Path(__file__).with_name("samplers.md")


def page() -> str:
    """The whole page."""
    return rewritten(FILE, "<!-- written by docs/samplers_page.py: -->\n", "<!-- until here -->\n", tables())


def tables() -> Iterator[str]:
    """Every sampler, then its own settings, then those of all."""
    from llbayes.samplers import SAMPLERS
    from llbayes.samplers.call import Run, sample

    yield "\n| call | method | statistics of a draw |\n|---|---|---|\n"
    for s in SAMPLERS.values():
        statistics = ", ".join(name for name in s.columns() if name != "warmup")
        yield f"| `samplers.{s.name}(target, …)` | {first_line(s.call)} | `{statistics}` |\n"
    for s in SAMPLERS.values():
        own = [name for name in inspect.signature(s.call).parameters if name not in ("target", *Run.__annotations__)]
        yield from table(f"`{s.name}`", s.call, own)
    yield from table("every sampler", sample, list(Run.__annotations__), Run.__doc__)


if __name__ == "__main__":
    FILE.write_text(page())
