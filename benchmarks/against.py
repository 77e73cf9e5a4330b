"""Two checkouts against each other: `against.py BEFORE AFTER [RUNS]`, interleaved runs, minima of each and their ratio.

Counts, for every ready model, the seconds from data to the first gradient with an empty cache (its parts: binding with staging, and the rest), the
time of a gradient, and for the whole process the import, the first gradient of one model from a cold and from a warm cache.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import geometric_mean

from common import POSTERIORS

CHILD = """
import json, sys, time
start = time.perf_counter()
import llbayes.ppl
imported = time.perf_counter() - start
import numpy as np
from llbayes import models
found = {"import": imported}
if sys.argv[1] == "first":
    p = models.posterior("eight_schools-eight_schools_noncentered")
    p.value_and_grad(np.zeros(p.dim))
    found["first gradient"] = time.perf_counter() - start
else:
    for name in sys.argv[2:]:
        a = time.perf_counter()
        p = models.posterior(name)
        b = time.perf_counter()
        p.value_and_grad(np.zeros(p.dim))
        c = time.perf_counter()
        z, best = np.full(p.dim, 0.1), 1.0
        for _ in range(20):
            d = time.perf_counter()
            for _ in range(20):
                p.value_and_grad(z)
            best = min(best, (time.perf_counter() - d) / 20)
        found[f"bind {name}"], found[f"compile {name}"], found[f"gradient {name}"] = b - a, c - b, best
print(json.dumps(found))
"""


def run(checkout: Path, cache: str, *words: str) -> dict[str, float]:
    """What the child measures with this checkout as the package."""
    with tempfile.TemporaryDirectory() as place:
        Path(place, "llbayes").symlink_to(checkout.resolve())
        environment = os.environ | {"PYTHONPATH": place, "XDG_CACHE_HOME": cache, "PYTHONDONTWRITEBYTECODE": ""}
        done = subprocess.run([sys.executable, "-c", CHILD, *words], env=environment, capture_output=True, text=True, check=True, cwd=place)
    return json.loads(done.stdout)


def once(checkout: Path) -> dict[str, float]:
    """One round of one checkout: all models from an empty cache, then a process that meets an empty cache and one that meets a full one."""
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as other:
        found = run(checkout, cache, "models", *POSTERIORS)
        found["cold start"] = run(checkout, other, "first")["first gradient"]
        found["warm start"] = run(checkout, other, "first")["first gradient"]
    return found


def main() -> None:
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    places = {"before": Path(sys.argv[1]), "after": Path(sys.argv[2])}
    best: dict[str, dict[str, float]] = {word: {} for word in places}
    for k in range(int(sys.argv[3]) if len(sys.argv) == 4 else 20):
        for word in list(places)[:: 1 if k % 2 else -1]:
            for what, seconds in once(places[word]).items():
                best[word][what] = min(best[word].get(what, seconds), seconds)
    ratios = {what: best["after"][what] / best["before"][what] for what in best["before"]}
    for what, ratio in ratios.items():
        print(f"{what:75s} {best['before'][what] * 1e3:10.3f} ms {best['after'][what] * 1e3:10.3f} ms  {ratio:6.3f}")
    for kind in ("bind ", "compile ", "gradient "):
        print(f"{kind}geometric mean of the ratios: {geometric_mean([r for what, r in ratios.items() if what.startswith(kind)]):.3f}")


if __name__ == "__main__":
    main()
