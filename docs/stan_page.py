"""Writes the tables of docs/stan.md from the signatures and laws of Stan programs; run this file after changing one of them."""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import registry_page as registry
from tables import last

from llbayes.stan import functions
from llbayes.stan.functions.laws import LAWS, Law
from llbayes.stan.signatures import TABLE, Signature

DENSITY = re.compile("|".join(map(re.escape, ("_lpdf", "_lpmf", "_cdf", "_lcdf", "_lccdf", "_rng"))) + "$")


def page() -> str:
    """The whole page."""
    return registry.page("stan", sorted(LAWS), {"distribution": called, "here": here, "functions": of_law}, lambda name: iter(()), [*speed(), *chapters()])


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


def speed() -> Iterator[str]:
    """What `benchmarks/stan_programs.py` measured last, of posteriordb's programs: how much in sum, and those whose times in Stan are known."""
    release, found = last("stan_programs")
    rows = [row for row in found.get("rows", []) if "total s" in row]
    if not rows:
        return
    on, totals = found["machine"], sorted(row["total s"] for row in rows)
    half, most = statistics.median(totals), totals[round(0.95 * len(totals)) - 1]
    yield f"\n## Speed\n\nMeasured of {release} on {on['cores']} quiet cores ({on['CPU']}, {on['system']}); `make bench-stan` measures again.\n\n"
    yield f"- From the text of a program to its compiled gradient, with an empty cache: {half:.3f} s in the middle of posteriordb's {len(rows)},\n"
    yield f"  less than {most:.2f} s for 95 of 100. CmdStan takes 20 to 30 s, most of them for the C++ compiler.\n"
    where = "in the same run as ours," if any(row.get("Stan here") for row in rows) else "on another machine (`benchmarks/stan_times.json`)"
    yield from ratios(rows, "Stan", f"Stan 2.35's gradients {where}")
    yield from ratios(rows, "stanli", "Those of `stanli`, an interpreter of Stan programs, in the same run,")
    columns: dict[str, Callable[[dict[str, Any]], str]] = {
        "program": shown,
        "dimension": lambda row: f"{row['dim']:,}",
        "text to gradient, s": lambda row: f"{row['total s']:.2f}",
        "gradient, µs": numbers("gradient us"),
        "Stan's, µs": numbers("Stan us"),
        "`stanli`'s, µs": numbers("stanli us"),
    }
    yield from registry.table(list(columns), ([cell(row) for cell in columns.values()] for row in rows if isinstance(row.get("Stan us"), float)))


def ratios(rows: list[dict[str, Any]], who: str, whose: str) -> Iterator[str]:
    """How many times as long the gradients of another take."""
    found = [row[f"{who} / ours"] for row in rows if f"{who} / ours" in row]
    if found:
        mean = statistics.geometric_mean(found)
        yield f"- {whose} take {mean:.1f} times as long, on geometric mean of {len(found)} programs; {min(found):.2g} to {max(found):.3g} times.\n"


def shown(row: dict[str, Any]) -> str:
    data, _, program = row["program"].partition("-")
    return f"`{program}` of `{data}`"


def numbers(column: str) -> Callable[[dict[str, Any]], str]:
    """A column of microseconds."""
    return lambda row: f"{row[column]:.2g}" if row[column] < 100 else f"{row[column]:,.0f}"


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
