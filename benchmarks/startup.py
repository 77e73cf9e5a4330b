"""From process start to the printed summary, as a user waits for it: command line and script, with an empty cache and a full one, with and without
bytecode of the package's own files, with its files and Python's in memory and dropped from it, on every Python that is found; beside stanli.

    startup.py [FOLDER] [--stanli=PYTHON]

FOLDER has Stan programs by the names of our models (`eight_schools_noncentered.stan`, …), for stanli, a Stan interpreter, where this Python or the one
that is named has it. All runs are interleaved, ten of each; the numbers are minima, of the whole process. The split is that of the fastest of ten runs more,
from the cache, whose functions are timed one by one (`phases.py`), which takes a little longer. A second Python is that of `.venv-other`, if it is there.

Goals: the command line with eight schools <= 0.6 s cached, <= 0.9 s cold on Python 3.11; other posteriors, cold, <= 1.0 of stanli's time.
"""
from __future__ import annotations

import compileall
import contextlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from common import STANLI_SUMMARY
from tables import STORE, report

HERE = Path(__file__).parent
ROOT = HERE.parent
ROUNDS = 10
EIGHT = "eight_schools-eight_schools_noncentered"
OTHERS = ("radon_mn-radon_hierarchical_intercept_noncentered", "low_dim_gauss_mix-low_dim_gauss_mix")
COLD, CACHED = 0.9, 0.6
PARTS = ("start", "imports", "binding", "code", "sampling", "results", "rest")
SCRIPT = "from llbayes import models, results, samplers; print(results.summary_text(samplers.nuts(models.posterior('{}'), seed=1)))"


class Case(NamedTuple):
    """A process that is run again and again."""

    what: str
    python: str
    version: str
    words: tuple[str, ...]
    bytecode: bool = True
    dropped: bool = False
    stanli: bool = False

    @property
    def labels(self) -> dict:
        return {"what": self.what, "Python": self.version, "bytecode": "-" if self.stanli else "yes" if self.bytecode else "no",
                "files": "dropped" if self.dropped else "in memory"}


def cases(pythons: dict[str, str], stan: Path | None, stanli: str) -> Iterator[Case]:
    """Everything that is measured."""
    first = next(iter(pythons))
    for version, python in pythons.items():
        command, script = (("-m", "llbayes", "run", EIGHT, "--seed", "1"), ("-c", SCRIPT.format(EIGHT)))
        for bytecode in (True, False):
            yield Case("eight schools, command", python, version, command, bytecode)
            yield Case("eight schools, script", python, version, script, bytecode)
    yield Case("eight schools, command", pythons[first], first, command, dropped=True)
    for name in OTHERS:
        yield Case(f"{name}, command", pythons[first], first, ("-m", "llbayes", "run", name, "--seed", "1"))
    if stan is not None and has(stanli, "stanli"):
        for name in (EIGHT, *OTHERS):
            data, model = name.split("-")
            files = str(stan / f"{model}.stan"), str(ROOT / "models" / "data" / f"{data}.json.gz")
            yield Case(f"{name}, stanli", stanli, version_of(stanli), ("-c", STANLI_SUMMARY, *files), stanli=True)


class Place:
    """Copies of the package with and without bytecode, and a cache of compiled code for each Python."""

    def __init__(self, folder: Path):
        self.folder = folder
        for name in ("with", "without"):
            shutil.copytree(ROOT, folder / name / "llbayes", ignore=ignored)

    def environment(self, case: Case, folder: str) -> dict[str, str]:
        """Of a process: `python -B` of a checkout that has no bytecode, or one that has it all."""
        path = self.folder / ("with" if case.bytecode else "without")
        found = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")}
        return found | {"PYTHONPATH": str(path), "XDG_CACHE_HOME": str(self.folder / folder), "PYTHONDONTWRITEBYTECODE": "1"}

    def compile(self, python: str) -> None:
        """Writes bytecode for a Python."""
        subprocess.run([python, "-m", compileall.__name__, "-q", self.folder / "with"], check=True, stdout=subprocess.DEVNULL)


def ignored(folder: str, names: list[str]) -> list[str]:
    """What is no part of an installed package."""
    return [n for n in names if n.startswith(".") or n in ("__pycache__", "tests", "benchmarks", "docs", "notebooks", "out", "build", "shared", "stubs")]


def seconds(case: Case, place: Place, folder: str) -> float:
    """Wall time of the process."""
    if case.dropped:
        drop(place)
    begun = time.perf_counter()
    subprocess.run([case.python, *case.words], check=True, env=place.environment(case, folder), cwd=place.folder,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def drop(place: Place) -> None:
    """Asks the system to forget what it has in memory of the files that a start may read: Python's, the packages', ours, the cache's."""
    for path in (*installed(), *files_in(str(place.folder))):
        with contextlib.suppress(OSError):
            handle = os.open(path, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)


@cache
def installed() -> list[str]:
    """Files of Python and of the packages."""
    return [path for name in ("stdlib", "platlib", "scripts") for path in files_in(sysconfig.get_path(name))]


def files_in(folder: str) -> list[str]:
    return [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names]


class Measured(NamedTuple):
    """Of a case, the fastest of its runs: seconds cold and cached, and the parts of one that is split."""

    cold: float
    cached: float
    parts: dict[str, float]


def measured(chosen: list[Case], place: Place) -> dict[Case, Measured]:
    """Interleaved runs."""
    runs: dict[Case, list[Measured]] = {case: [] for case in chosen}
    for case in chosen:                                        # fills the caches, of files too
        seconds(case, place, cache_of(case))
    for _ in range(ROUNDS):
        for case in chosen:
            shutil.rmtree(place.folder / "cold", ignore_errors=True)
            cold = 0.0 if case.stanli else seconds(case, place, "cold")
            runs[case].append(Measured(cold, seconds(case, place, cache_of(case)), {} if case.stanli else split(case, place)))
    return {case: Measured(min(r.cold for r in found), min(r.cached for r in found), min((r.parts for r in found), key=lambda parts: sum(parts.values())))
            for case, found in runs.items()}


def cache_of(case: Case) -> str:
    return f"cache{case.version}"


def split(case: Case, place: Place) -> dict[str, float]:
    """Milliseconds of the parts of one run."""
    words = case.words if case.words[0] == "-c" else case.words[2:]
    if case.dropped:
        drop(place)
    ran = subprocess.run([case.python, HERE / "phases.py", str(time.monotonic()), *words], check=True, env=place.environment(case, cache_of(case)),
                         cwd=place.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = json.loads(ran.stderr.splitlines()[-1])
    return {f"{part} ms": 1e3 * found.get(part, 0.0) for part in PARTS}


def rows(found: dict[Case, Measured]) -> Iterator[dict]:
    """A row a case: times, the ratio to stanli's, whether the goal is met, the split."""
    stanli = {case.what.removesuffix(", stanli"): one.cached for case, one in found.items() if case.stanli}
    for case, (cold, cached, parts) in found.items():
        if case.stanli:
            yield case.labels | {"cached s": cached}
            continue
        beside = stanli.get(EIGHT if "eight" in case.what else case.what.removesuffix(", command"))
        row = case.labels | {"cold s": cold, "cached s": cached, "cold / stanli": cold / beside if beside else "", "met": met(case, cold, cached, beside)}
        yield row | parts


def met(case: Case, cold: float, cached: float, stanli: float | None) -> str:
    """Of the cases that there are goals for."""
    if case.what == "eight schools, command" and case.version.startswith("3.11") and not case.dropped:
        return "yes" if cold <= COLD and cached <= CACHED else "NO"
    return ("yes" if cold <= stanli else "NO") if stanli and any(name in case.what for name in OTHERS) else ""


def version_of(python: str) -> str:
    return subprocess.run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True, check=True).stdout.strip()


def has(python: str, package: str) -> bool:
    return subprocess.run([python, "-c", f"import {package}"], capture_output=True).returncode == 0


def found_pythons() -> dict[str, str]:
    """By version, those that have what the package needs."""
    there = (sys.executable, str(ROOT / ".venv-other" / "bin" / "python"))
    return {version_of(python): python for python in there if Path(python).exists() and has(python, "llvmlite, arviz, netCDF4")}


def main() -> None:
    words = [word for word in sys.argv[1:] if word != STORE]
    folders = [Path(word) for word in words if not word.startswith("--")]
    stanli = next((word.removeprefix("--stanli=") for word in words if word.startswith("--stanli=")), sys.executable)
    pythons = found_pythons()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        for python in pythons.values():
            place.compile(python)
        chosen = list(cases(pythons, folders[0].resolve() if folders else None, stanli))
        report("startup", list(rows(measured(chosen, place))))
    print("files dropped: by posix_fadvise(DONTNEED) on the files of Python, packages, ours and the cache; what is written and not on the disk stays")
    if not any(case.stanli for case in chosen):
        print("without stanli: `pip install stanli`, and give the folder of Stan programs")
    if len(pythons) == 1:
        print(f"Python {next(iter(pythons))} alone: `make .venv-other/ready` adds the newest that is found")


if __name__ == "__main__":
    main()
