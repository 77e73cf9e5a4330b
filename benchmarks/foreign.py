"""Derivatives of kernels in C by `ad.foreign`: the function itself, our gradient and real Enzyme's, in machine code; and what our passes cost.

    foreign.py [--enzyme=PYTHON] [NAME …]

`--enzyme` is the Python of an environment that has the package `enzyme_ad`. Its Enzyme is asked in the same words for the same C, compiled by its own clang
with `-O3` for this processor and called directly, so that no dispatch is in its times. Ours is clang-22 `-O2` to IR, without the vectorisers and the
unroller (Enzyme stands before them too), `differentiate`, clang-22 `-O3`. Both have `-fno-math-errno`, and sizes are known at run time alone. A compiled
loop calls all; times are minima of rounds in turn. Ours is compared with differences first, then Enzyme's with ours: what is wrong is a word in the table,
and has no part in the means.

Goals: Enzyme / ours 1.5 on geometric mean over the array kernels; lists, recursion and split mode within 3 x of Enzyme's (`structures/`, `split`).
"""
from __future__ import annotations

import ctypes
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import geometric_mean
from typing import Any

import foreign_passes
import numpy as np
from foreign_rounds import LOOP, NAMES, Arrays, Rounds, wrapped
from stan_programs import option
from tables import STORE, report, text, words

HERE = Path(__file__).parent / "foreign"
ROUNDS, RATIO, WITHIN = 40, 1.5, 3.0
PLAIN = ("-fno-vectorize", "-fno-slp-vectorize", "-fno-unroll-loops")          # loops as they are: these passes belong behind the derivative
KERNELS = {
    "sum_of_logs": "x 1000, x 1000, n 1000", "weighted_squares": "x 2, x 1000, x 1000, x 1000, n 1000", "logsumexp_rows": "x 2000, n 100, n 20",
    "stencil": "x 200, out 200, n 200, n 50", "layer": "x 4000, x 40, x 100, out 40, n 40, n 100", "coulomb": "x 180, x 60, n 60",
    "running_product": "x 100, out 100, n 100", "histogram": "x 1000, x 50, out 50, index 1000 50, n 1000, n 50", "kalman": "x 500, x 3, n 500",
    "polynomial": "x 9, x 500, n 8, n 500", "triangular_solve": "x 3600, x 60, out 60, n 60",
    "black_scholes": "x 500, x 500, x 500, x 500, out 500, c 0.03, n 500", "matrix_product": "x 1600, x 1600, out 1600, n 40", "runge_kutta": "x 4, x 2, n 200",
}
STRUCTURES = {"list_built": "x 500, n 500", "list_walked": "x 1000", "tree": "x 512, n 512", "power": "x 100, n 100", "dispatched": "x 500, index 500 3, n 500"}
SPLIT = ("sum_of_logs", "stencil", "layer", "kalman", *STRUCTURES)


def c_text(name: str, signature: str) -> str:
    """A kernel with what calls it."""
    source = next(path for path in (HERE / f"{name}.c", HERE / "structures" / f"{name}.c") if path.exists())
    return (HERE / "bench.h").read_text() + wrapped(source.read_text(), signature, NAMES if name in SPLIT else NAMES[:2])


def clang(*words: str | Path) -> None:
    subprocess.run(["clang-22", "-w", "-fPIC", "-fno-math-errno", *map(str, words)], check=True)


def ours(name: str, signature: str, room: Path, loop: Path) -> tuple[Rounds, float]:
    """The kernel with our derivatives, and seconds of `differentiate`, the file read included."""
    from llbayes.ad.foreign import differentiate
    from llbayes.ir.foreign import load

    source, ir, out, library = (room / f"{name}.{kind}" for kind in ("c", "in.ll", "out.ll", "so"))
    source.write_text(c_text(name, signature))
    clang("-O2", *PLAIN, "-march=native", "-S", "-emit-llvm", source, "-o", ir)
    begun = time.perf_counter()
    out.write_text(differentiate(load(ir)))
    passed = time.perf_counter() - begun
    clang("-O3", "-march=native", "-shared", out, "-o", library, "-lm")
    there = ctypes.CDLL(str(library))
    functions = {n: ctypes.cast(there[n], ctypes.c_void_p).value or 0 for n in NAMES if hasattr(there, n)}
    return Rounds(str(loop), functions, Arrays(signature), there), passed


class Enzyme:
    """A process that has real Enzyme; a kernel that ends it is a word in the table, and the next one has a process of its own."""

    def __init__(self, python: str, loop: Path):
        self.python, self.loop = python, loop
        self._start()

    def _start(self) -> None:
        from llbayes.ir.machine import target

        headers = subprocess.run(["clang-22", "-print-resource-dir"], check=True, capture_output=True, text=True).stdout.strip() + "/include"
        command = [self.python, str(HERE.parent / "foreign_rounds.py"), str(self.loop), target.host().cpu, headers]
        self.process = subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._answer()

    def ask(self, **asked: Any) -> Any:
        assert self.process.stdin is not None, "it was opened"
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout is not None, "it was opened"
        if line := self.process.stdout.readline():
            return json.loads(line)
        self.process.wait()
        self._start()
        return {"problem": "Enzyme's process ended"}


def measure(name: str, signature: str, room: Path, loop: Path, enzyme: Enzyme | None) -> dict[str, Any]:
    """The row of a kernel: rounds of all functions in turn."""
    row: dict[str, Any] = {"kernel": name}
    try:
        own, passed = ours(name, signature, room, loop)
    except Exception as problem:                       # a refusal is a word in the table, the other kernels go on
        return row | {"problem": str(problem).splitlines()[0][:100]}
    theirs = enzyme.ask(text=c_text(name, signature), signature=signature) if enzyme else {}
    checked = own.check()
    row |= {"problem": wrong(own, checked) or (differing(checked, enzyme.ask(check=1)) if enzyme and isinstance(theirs, list) else theirs.get("problem", ""))}
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for which in own.functions:
            times.setdefault(f"{which} us", []).append(own.round(which))
            if enzyme and isinstance(theirs, list) and which in theirs and which != "primal":
                times.setdefault(f"Enzyme {which} us", []).append(enzyme.ask(round=which))
    row |= {key: min(found) for key, found in times.items()} | {"passes ms": passed * 1e3}
    print(" ".join(f"{key} {text(value)}," for key, value in row.items()), file=sys.stderr, flush=True)
    return with_ratios(row)


def with_ratios(row: dict[str, Any]) -> dict[str, Any]:
    """Ratios of the times of a row, its word last."""
    pairs = {"gradient / primal": ("gradient us", "primal us"), "Enzyme / ours": ("Enzyme gradient us", "gradient us"),
             "split / gradient": ("split us", "gradient us"), "Enzyme / ours, split": ("Enzyme split us", "split us")}
    found = {key: row[over] / row[under] if over in row else "" for key, (over, under) in pairs.items()}
    order = ("kernel", "primal us", "gradient us", "Enzyme gradient us", "split us", "Enzyme split us")
    return {key: row.get(key, "") for key in order} | found | {"passes ms": row["passes ms"], "problem": row["problem"]}


def wrong(own: Rounds, gradients: list[float]) -> str:
    """A word where a gradient is not what differences say, in a random direction."""
    rng, h = np.random.default_rng(2), 1e-6
    active = [a for kind, a in zip(own.arrays.kinds, own.arrays.own, strict=True) if kind == "x"]
    directions = [rng.normal(size=len(a)) for a in active]
    values = []
    for sign in (1, -1):
        for a, v in zip(active, directions, strict=True):
            a += sign * h * v
        values.append(own.value())
        for a, v in zip(active, directions, strict=True):
            a -= sign * h * v
    expected = (values[0] - values[1]) / (2 * h)
    for k, found in enumerate(np.reshape(gradients, (len(own.functions) - 1, -1)) @ np.concatenate(directions)):
        if not abs(found - expected) < 1e-5 * (1 + abs(expected)):
            return f"{list(own.functions)[k + 1]}: {found:.8g}, by differences {expected:.8g}"
    return ""


def differing(own: list[float], theirs: list[float]) -> str:
    if len(own) != len(theirs):
        return "Enzyme has not all modes"
    far = np.abs(np.subtract(own, theirs)) / (1 + np.abs(own))
    return f"Enzyme's is not as differences are: off by {far.max():.1g}" if not far.max() < 1e-8 else ""


def told(rows: list[dict[str, Any]]) -> None:
    """The figures that there are goals for."""
    arrays, others = ([row for row in rows if (row["kernel"] in STRUCTURES) is wanted] for wanted in (False, True))
    for what, chosen, key, goal in (("Enzyme / ours, arrays", arrays, "Enzyme / ours", RATIO), ("gradient / primal, arrays", arrays, "gradient / primal", None),
                                    ("Enzyme / ours, structures", others, "Enzyme / ours", 1 / WITHIN),
                                    ("Enzyme / ours, split", rows, "Enzyme / ours, split", 1 / WITHIN), ("split / gradient", rows, "split / gradient", None)):
        found = [row[key] for row in chosen if row.get(key) and not ("Enzyme" in key and row["problem"])]
        if found:
            aim = f" (goal {goal:.2g})" if goal else ""
            print(f"{what}: geometric mean {geometric_mean(found):.2f}, least {min(found):.2f}, most {max(found):.2f}, of {len(found)}{aim}")


def main(asked: list[str]) -> None:
    python = option(asked, "enzyme")
    chosen = {name: signature for name, signature in (KERNELS | STRUCTURES).items() if not asked or any(word in name for word in asked)}
    with tempfile.TemporaryDirectory() as folder:
        room, loop = Path(folder), Path(folder, "loop.so")
        (room / "loop.c").write_text(LOOP)
        clang("-O2", "-shared", room / "loop.c", "-o", loop)
        enzyme = Enzyme(python, loop) if python else None
        rows = [measure(name, signature, room, loop, enzyme) for name, signature in chosen.items()]
        if enzyme:
            enzyme.process.communicate()
    report("foreign", rows)
    told(rows)
    if not asked or "passes" in asked:
        foreign_passes.main()


if __name__ == "__main__":
    main([word for word in sys.argv[1:] if word != STORE] if STORE in sys.argv else words())
