"""Tables of what benches measured, printed beside the last release's and kept as JSON.

`results/VERSION.json` is what a release measured: bench -> `{"machine": facts, "rows": rows}`. A bench prints its rows with a column `to VERSION`, the
ratio of its chief number to that of the same row in the last file that has the bench, and leaves what it measured in `out/benchmarks/NAME.json`;
`--store` writes it into the file of the version at hand as well, and then the ratios are to the version before.
"""
from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import re
import sys
from pathlib import Path
from typing import NamedTuple

RESULTS = Path(__file__).parent / "results"
OUT = Path(__file__).parents[1] / "out" / "benchmarks"
STORE = "--store"


class Table(NamedTuple):
    """Which columns tell what a row is about, and the number whose ratios are shown."""

    key: tuple[str, ...]
    chief: str


TABLES = {
    "startup": Table(("what", "Python", "bytecode", "files"), "cached s"),
    "first_gradient": Table(("what",), "cold s"),
    "gradient": Table(("posterior",), "gradient us"),
    "kernels": Table(("kernel",), "HVP us"),
    "linalg": Table(("program", "n"), "gradient us, calls"),
    "overhead": Table(("dim", "aim"), "step us"),
    "peers": Table(("posterior", "who"), "ESS/s"),
    "diamonds": Table(("posterior",), "seconds"),
    "batch": Table(("function",), "value ns"),
    "executors": Table(("executor",), "job ms"),
    "foreign": Table(("kernel",), "gradient us"),
    "foreign_passes": Table(("what",), "us an instruction"),
    "uq": Table(("row",), "llbayes s"),
    "stan_programs": Table(("program",), "gradient us"),
    "stan_starts": Table(("program",), "cached s"),
    "ready_models": Table(("posterior",), "gradient us"),
}


def words() -> list[str]:
    """What the command line asks for, without our option; a part of a bench is not stored."""
    asked = [word for word in sys.argv[1:] if word != STORE]
    if asked and STORE in sys.argv:
        sys.exit(f"a bench is stored whole: {STORE} goes without {' '.join(asked)}")
    return asked


def report(name: str, rows: list[dict]) -> None:
    """Prints a table, with ratios where an earlier version has the bench, and writes it as JSON; into this version's file with `--store`."""
    storing = STORE in sys.argv
    release, before = last(name, without=version() if storing else None)
    show(name, with_ratios(TABLES[name], rows, release, before.get("rows", [])))
    if before:
        print(f"`to {release}`: {TABLES[name].chief} over that of {release}, measured with " + ", ".join(f"{k} {v}" for k, v in before["machine"].items()))
    OUT.mkdir(parents=True, exist_ok=True)
    write(OUT / f"{name}.json", rows)
    if storing:
        store(name, rows)


def show(name: str, rows: list[dict]) -> None:
    """Prints a table; a row that could not be measured may lack columns."""
    columns = dict.fromkeys(k for row in rows for k in row)
    widths = {k: max(len(k), *(len(text(row.get(k, ""))) for row in rows)) for k in columns}
    print(f"\n{name}\n" + "  ".join(f"{k:>{w}}" for k, w in widths.items()))
    for row in rows:
        print("  ".join(f"{text(row.get(k, '')):>{w}}" for k, w in widths.items()))


def with_ratios(table: Table, rows: list[dict], release: str, before: list[dict]) -> list[dict]:
    """The rows with a column of ratios, empty in a row that the release did not measure; as they are when it has none."""
    old = {what(table, row): row.get(table.chief) for row in before}
    return [row | {f"to {release}": ratio(row.get(table.chief), old.get(what(table, row)))} for row in rows] if old else rows


def what(table: Table, row: dict) -> tuple:
    return tuple(row[column] for column in table.key)


def ratio(now: float | None, before: float | None) -> float | str:
    return now / before if now and before else ""


def last(name: str, without: str | None = None) -> tuple[str, dict]:
    """The newest version, other than `without`, whose file has the bench, and what it says; ("", {}) when none has."""
    for file in sorted(RESULTS.glob("*.json"), key=lambda f: numbers(f.stem), reverse=True):
        found = json.loads(file.read_text())
        if file.stem != without and name in found:
            return file.stem, found[name]
    return "", {}


def numbers(words: str) -> tuple[int, ...]:
    """0.10.1 -> (0, 10, 1), the order of versions."""
    return tuple(int(part) for part in re.findall(r"\d+", words))


def store(name: str, rows: list[dict]) -> None:
    """Into the file of this version, beside its other benches."""
    file = RESULTS / f"{version()}.json"
    kept = json.loads(file.read_text()) if file.exists() else {}
    RESULTS.mkdir(exist_ok=True)
    write(file, dict(sorted((kept | {name: {"machine": machine(), "rows": rounded(rows)}}).items())))


def write(file: Path, found: object) -> None:
    file.write_text(json.dumps(found, indent=1) + "\n")


def version() -> str:
    from llbayes import __version__

    return __version__


def machine() -> dict[str, str | int]:
    """The kind of machine and what is installed: nothing that tells which machine."""
    from llbayes.ir.machine import target

    host = target.host()
    installed = {name: importlib.metadata.version(name) for name in ("llvmlite", "numpy", "scipy")}
    return {"CPU": host.cpu, "cores": os.cpu_count() or 1, "code": target.support(), "system": platform.system(), "Python": platform.python_version(),
            "LLVM": host.llvm} | installed


def rounded(rows: list[dict]) -> list[dict]:
    """Three digits, as they are printed: more are noise."""
    return [{k: float(text(v)) if isinstance(v, float) else v for k, v in row.items()} for row in rows]


def text(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
