"""Writes the table of docs/ready_models.md from the first lines of the models and from what `benchmarks/ready_models.py --store` measured."""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import registry_page as registry
from tables import last

from llbayes import models

MEASURED: dict[str, dict[str, Any]] = {row["posterior"]: row for row in last("ready_models")[1].get("rows", [])}


def numbers(column: str, shown: Callable[[Any], str]) -> Callable[[str], str]:
    """The column of each of a model's data sets, in their order; what was not measured is empty."""
    return lambda name: ", ".join(shown(value) for data in models.data_of(name) if (value := MEASURED.get(f"{data}-{name}", {}).get(column, "")) != "")


def microseconds(value: float) -> str:
    return f"{value:.2g}" if value < 100 else f"{value:,.0f}"


COLUMNS: dict[str, Callable[[str], str]] = {
    "model": lambda name: f"`{name}`",
    "what it is": models.about,
    "data": lambda name: ", ".join(f"`{data}`" for data in models.data_of(name)),
    "dimension": numbers("dim", lambda dim: f"{dim:,}"),
    "compile, s": numbers("compile s", lambda seconds: f"{seconds:.2f}"),
    "gradient, µs": numbers("gradient us", microseconds),
    "Stan's, µs": numbers("Stan us", microseconds),
}


def page() -> str:
    """The whole page: a row a model."""
    return registry.page("ready_models", models.names(), COLUMNS, lambda name: nothing())


def nothing() -> Iterator[str]:
    yield from ()


if __name__ == "__main__":
    registry.file("ready_models").write_text(page())
