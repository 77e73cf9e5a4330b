"""Every ready model with every data set of its own: its dimension, binding, compiling the gradient, and the gradient in machine code.

Compiling begins with an empty cache and includes staging; it uses more than one processor where there are some, so the time of processors, which a busy
machine does not lengthen, is given too. Beside it stands Stan's time where `stan_times.json` has one. Each posterior is measured in
processes of its own, best of three; the page of ready models shows what `--store` wrote. `python benchmarks/ready_models.py radon arK` measures the
posteriors whose names hold one of the words.
"""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from common import empty_cache
from tables import report, words

from llbayes import models

TIMES = 3
GOAL = 1.0                                       # seconds to compile
STAN = json.loads((Path(__file__).parent / "stan_times.json").read_text())["rows"]
ONE = """
import json, sys, time
import numpy as np
import gradient
from llbayes import models, ppl
start = time.perf_counter()
posterior = models.posterior({name!r})
bound, before = time.perf_counter(), time.process_time()
posterior.value_and_grad(np.full(posterior.dim, 0.1))
compiled, after = time.perf_counter(), time.process_time()
rng, z = np.random.default_rng(1), np.full(posterior.dim, 0.1)
while not np.isfinite(posterior.log_density(z)):
    z = 1.05 * rng.choice([-1, 1], posterior.dim) * np.abs(z)
library, repeat = gradient.repeater()
gradient.ROUNDS = 20
[seconds] = gradient.best_times([gradient.caller(repeat, gradient.as_native(posterior), z, np.zeros(posterior.dim))])
print(json.dumps([posterior.dim, bound - start, compiled - bound, after - before, seconds]))
"""


def measure(name: str) -> dict:
    """The row of a posterior: the best of several processes."""
    runs = [once(name) for _ in range(TIMES)]
    dim, (bind, compiling, processors, seconds) = runs[0][0], (min(column) for column in list(zip(*runs, strict=True))[1:])
    row = {"posterior": name, "dim": dim, "bind s": bind, "compile s": compiling, "compile CPU s": processors, "gradient us": seconds * 1e6}
    stan = STAN.get(name, {}).get("grad_us")
    return row | {"Stan us": stan or "", "Stan / ours": stan / row["gradient us"] if stan else "", "met": "yes" if compiling <= GOAL else "NO"}


def once(name: str) -> list:
    """Dimension, and seconds to bind, to compile, of processors while it compiled and for a gradient, of a process with an empty cache."""
    with empty_cache() as environment:
        program = [sys.executable, "-c", ONE.format(name=name)]
        return json.loads(subprocess.run(program, env=environment, cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True, check=True).stdout)


if __name__ == "__main__":
    asked = words()
    report("ready_models", [measure(name) for name in models.posteriors() if not asked or any(w in name for w in asked)])
