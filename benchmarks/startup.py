"""From process start to the first gradient of each model, and to finished draws of eight schools: with an empty cache and with a warm one.

Goals: first gradient cold <= 0.8 s, cached <= 0.4 s; 4 x (1000 + 1000) draws cold <= 1.2 s, cached <= 0.6 s.
"""
from __future__ import annotations

from common import POSTERIORS, empty_cache, seconds
from tables import report

GRADIENT = "import numpy as np; from llbayes import models; p = models.posterior('{}'); p.value_and_grad(np.full(p.dim, 0.1))"
DRAWS = """
import os
from llbayes import models, results, samplers
def finished(*args, **kwargs): os._exit(0)          # the draws are there; building the tree is another matter
results.build = finished
samplers.nuts(models.posterior('eight_schools-eight_schools_noncentered'), seed=1, progress=False)
"""


def measure(what: str, program: str, cold_goal: float, warm_goal: float) -> dict:
    with empty_cache() as environment:
        cold = seconds(program, environment)
        warm = min(seconds(program, environment) for _ in range(3))
    return {"what": what, "cold s": cold, "cached s": warm, "met": "yes" if cold <= cold_goal and warm <= warm_goal else "NO"}


if __name__ == "__main__":
    rows = [measure("draws of eight schools", DRAWS, 1.2, 0.6)]
    rows += [measure(name, GRADIENT.format(name), 0.8, 0.4) for name in POSTERIORS]
    report("startup", rows)
