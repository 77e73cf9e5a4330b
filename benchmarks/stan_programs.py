"""Stan programs: from their text to a compiled gradient, the gradient in machine code beside Stan's and stanli's, and from process start to the summary.

    stan_programs.py [FOLDER DATA] [--stan=HTTPSTAN] [--stanli=PYTHON] [--summary=NAME,…] [WORD …]

FOLDER has programs by posteriordb's names (`arK.stan`), DATA their data sets (`arK.json.gz`); without them the suite's own programs are measured, whose data
stand beside them. Words pick programs. `--stan` is the directory of the package httpstan, with which the programs of `stan_times.json` are built and timed on
this machine (`stan_live.py`); without it Stan's times are that file's, of another machine. `--stanli` is the Python of an environment that has stanli, a Stan
interpreter; `--summary` runs these programs by the command line, with an empty cache and with a full one, and by stanli. All runs are interleaved, each in a
process of its own, minima of several.

Text to gradient begins behind the imports and with an empty cache of compiled code. stanli's gradients are calls from Python, whose own time is subtracted.

Goals: text to gradient 0.2 s for half of the programs and 1 s for 95 of 100; no gradient slower than Stan's, 15 times as fast on geometric mean; 5 times as
fast as stanli's, none below 0.8.
"""
from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import stan_live
from common import STANLI_SUMMARY, empty_cache
from tables import STORE, report, text, words

from llbayes import models

HERE = Path(__file__).parent
OWN = HERE.parent / "tests" / "stan" / "programs"
STAN = json.loads((HERE / "stan_times.json").read_text())["rows"]
TIMES, STARTS, SECONDS = 3, 5, 300               # processes of each program, of each start; what one may take
MEDIAN, MOST, STAN_RATIO, STANLI_RATIO = 0.2, 1.0, 15.0, 5.0
OURS = """
import json, sys, time
import numpy as np
import gradient
from llbayes import stan
program, data = sys.argv[1:]
first = "data { int n; vector[n] y; } parameters { real mu; } model { mu ~ normal(0, 1); y ~ normal(mu, 1); }"
stan.model(text=first).bind(n=2, y=[1.0, 2.0]).value_and_grad(np.zeros(1))
begun, before = time.perf_counter(), time.process_time()
model = stan.model(program)
read = time.perf_counter()
posterior = model.from_json(data)
bound = time.perf_counter()
posterior.value_and_grad(np.full(posterior.dim, 0.1))
done, processors = time.perf_counter(), time.process_time() - before
rng, z = np.random.default_rng(1), np.full(posterior.dim, 0.1)
for _ in range(1000):
    if np.isfinite(posterior.log_density(z)):
        break
    z = rng.uniform(-2, 2, posterior.dim)
library, repeat = gradient.repeater()
gradient.ROUNDS = 10
[seconds] = gradient.best_times([gradient.caller(repeat, gradient.as_native(posterior), z, np.zeros(posterior.dim))])
times = {"text s": read - begun, "bind s": bound - read, "total s": done - begun, "CPU s": processors}
print(json.dumps({"dim": posterior.dim} | times | {"gradient us": seconds * 1e6}))
"""
STANLI = """
import ctypes, gzip, json, sys, time
import numpy as np
import stanli
program, data = sys.argv[1:]
data = json.loads((gzip.open(data) if data.endswith(".gz") else open(data, "rb")).read())
begun = time.perf_counter()
model = stanli.Model(stan_file=program, data=data)
ready = time.perf_counter() - begun
rng, z, g, value = np.random.default_rng(1), np.full(model.n_unconstrained, 0.1), np.zeros(model.n_unconstrained), ctypes.c_double()
double = ctypes.POINTER(ctypes.c_double)
arguments = (model._m, z.ctypes.data_as(double), ctypes.byref(value), g.ctypes.data_as(double))
for _ in range(1000):
    if stanli._lib.stanli_grad(*arguments) == 0 and np.isfinite(value.value):
        break
    z[:] = rng.uniform(-2, 2, len(z))
nothing = ctypes.CDLL(None).labs
nothing.argtypes = [ctypes.c_void_p, double, ctypes.c_void_p, double]

def seconds(f):
    n, best = 1, float("inf")
    while (passed := timed(f, n)) < 0.05:
        n *= 4
    return min(timed(f, n) for _ in range(10)) / n

def timed(f, n):
    begun = time.perf_counter()
    for _ in range(n):
        f(*arguments)
    return time.perf_counter() - begun

print(json.dumps({"ready s": ready, "gradient us": max(1e-3, 1e6 * (seconds(stanli._lib.stanli_grad) - seconds(nothing)))}))
"""

class Case(NamedTuple):
    """A program with its data."""

    name: str
    program: Path
    data: Path


def own() -> Iterator[Case]:
    """The suite's programs."""
    for program in sorted(OWN.glob("*.stan")):
        if (data := program.with_suffix(".json")).exists():
            yield Case(program.stem, program, data)


def of_posteriordb(programs: Path, data: Path) -> Iterator[Case]:
    """Each posterior whose program and data are there."""
    for name in dict.fromkeys((*STAN, *models.posteriors())):
        wanted, model = name.split("-", 1)
        found = next((path for ending in (".json", ".json.gz") if (path := data / f"{wanted}{ending}").exists()), None)
        if found is not None and (program := programs / f"{model}.stan").exists():
            yield Case(name, program, found)


def told(command: list[Any], environment: dict[str, str] | None = None) -> dict[str, Any]:
    """What a process prints; what it says where it fails."""
    try:
        run = subprocess.run(command, env=environment, cwd=HERE, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return {"problem": f"takes more than {SECONDS} s"}
    if run.returncode:
        return {"problem": (run.stderr.strip().splitlines() or ["no word"])[-1][:80]}
    return json.loads(run.stdout.splitlines()[-1])


def measure(case: Case, stanli: str, stan: Callable[[Case], list[Any]] | None) -> dict[str, Any]:
    """The row of a program: the least of several processes, ours and others' in turn."""
    ours, theirs, live = [], [], []
    command = stan(case) if stan and case.name in STAN else None
    for _ in range(TIMES):
        with empty_cache() as environment:
            ours.append(told([sys.executable, "-c", OURS, case.program, case.data], environment))
        if stanli:
            theirs.append(told([stanli, "-c", STANLI, case.program, case.data]))
        if command:
            live.append(told(command))
        if "problem" in ours[-1]:
            break
    row: dict[str, Any] = {"program": case.name} | least(ours)
    row["Stan us"] = least(live).get("gradient us", "") if live else STAN.get(case.name, {}).get("grad_us", "")
    row["Stan here"] = bool(live)
    if stanli and theirs:
        other = least(theirs)
        row |= {"stanli ready s": other.get("ready s", ""), "stanli us": other.get("gradient us", other.get("problem", ""))}
    mine = row.get("gradient us")
    for who in ("Stan", "stanli"):
        if mine and isinstance(row.get(f"{who} us"), float):
            row[f"{who} / ours"] = row[f"{who} us"] / mine
    print(" ".join(f"{key} {text(value)}," for key, value in row.items()), file=sys.stderr, flush=True)
    return row


def live(home: Path, room: Path) -> Callable[[Case], list[Any]]:
    """The command that times Stan's gradient of a case; programs that are built are kept beside other temporary files."""
    (kept := Path(tempfile.gettempdir(), "stan_live")).mkdir(exist_ok=True)
    return lambda case: [stan_live.built(home, case.program, kept), stan_live.plain(case.data, room)]


def least(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The least of each number; the problem where one run had it."""
    problem = next((run["problem"] for run in runs if "problem" in run), None)
    return {"problem": problem} if problem else {key: min(run[key] for run in runs) for key in runs[0]}


def told_of(rows: list[dict[str, Any]]) -> None:
    """The figures that there are goals for."""
    totals = sorted(row["total s"] for row in rows if "total s" in row)
    if totals:
        late = totals[min(len(totals) - 1, math.ceil(0.95 * len(totals)) - 1)]
        print(f"text to gradient of {len(totals)} of {len(rows)} programs: median {statistics.median(totals):.3f} s (goal {MEDIAN}), 95 of 100 in {late:.2f} s "
              f"(goal {MOST})")  # fmt: skip
    for who, goal in (("Stan", STAN_RATIO), ("stanli", STANLI_RATIO)):
        ratios = [row[f"{who} / ours"] for row in rows if f"{who} / ours" in row]
        if ratios:
            mean = statistics.geometric_mean(ratios)
            print(f"{who}'s gradient over ours: geometric mean {mean:.1f} (goal {goal}), least {min(ratios):.2f}, of {len(ratios)}")


def starts(case: Case, stanli: str) -> dict[str, Any]:
    """From process start to the printed summary: seconds of the command line, cold and cached, and of stanli."""
    command = [sys.executable, "-m", "llbayes", "run", str(case.program), "--data", str(case.data), "--seed", "1"]
    found: dict[str, list[float]] = {}
    for _ in range(STARTS):
        with empty_cache() as environment:
            for word in ("cold s", "cached s"):
                found.setdefault(word, []).append(wall(command, environment))
        if stanli:
            found.setdefault("stanli s", []).append(wall([stanli, "-c", STANLI_SUMMARY, str(case.program), str(case.data)], None))
    return {"program": case.name} | {word: min(times) for word, times in found.items()}


def wall(command: list[str], environment: dict[str, str] | None) -> float:
    """Wall time of a process that must succeed."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, env=environment, cwd=tempfile.gettempdir(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def option(asked: list[str], name: str) -> str:
    """The value of `--name=`, taken out of the words."""
    found = next((word for word in asked if word.startswith(f"--{name}=")), "")
    if found:
        asked.remove(found)
    return found.partition("=")[2]


def run(asked: list[str]) -> None:
    """Measures what the words ask for."""
    stanli, summary, stan = option(asked, "stanli"), option(asked, "summary"), option(asked, "stan")
    folders = [Path(word).resolve() for word in asked if Path(word).is_dir()]
    picked = [word for word in asked if not Path(word).is_dir()]
    cases = [case for case in (of_posteriordb(*folders) if len(folders) == 2 else own()) if not picked or any(word in case.name for word in picked)]
    if summary:
        chosen = [case for case in cases if any(word in case.name for word in summary.split(","))]
        report("stan_starts", [starts(case, stanli) for case in chosen])
        return
    with tempfile.TemporaryDirectory() as room:
        rows = [measure(case, stanli, live(Path(stan).resolve(), Path(room)) if stan else None) for case in cases]
    report("stan_programs", rows)
    told_of(rows)


if __name__ == "__main__":
    run([word for word in sys.argv[1:] if word != STORE] if STORE in sys.argv else words())
