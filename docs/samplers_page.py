"""Writes the part of docs/samplers.md that the table of samplers gives; run this file after changing a public call."""
from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import registry_page as registry

from llbayes.samplers import SAMPLERS
from llbayes.samplers.call import Run, sample
from llbayes.samplers.sampler import Sampler

COLUMNS = {
    "call": lambda s: f"`samplers.{s.name}(target, …)`",
    "method": lambda s: registry.first_line(s.call),
    "statistics of a draw": lambda s: f"`{', '.join(name for name in s.columns() if name != 'warmup')}`",
}


def page() -> str:
    """The whole page: every sampler, its own settings, then those of all."""
    common = registry.arguments("every sampler", sample, list(Run.__annotations__), Run.__doc__)
    return registry.page("samplers", SAMPLERS.values(), COLUMNS, settings, common)


def settings(s: Sampler) -> Iterator[str]:
    own = [name for name in inspect.signature(s.call).parameters if name not in ("target", *Run.__annotations__)]
    yield from registry.arguments(f"`{s.name}`", s.call, own)


if __name__ == "__main__":
    registry.file("samplers").write_text(page())
