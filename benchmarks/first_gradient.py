"""From process start to the first gradient of each model: with an empty cache and with a full one.

Goals: cold <= 0.8 s, cached <= 0.4 s.
"""
from __future__ import annotations

from common import POSTERIORS, empty_cache, seconds
from tables import report

GRADIENT = "import numpy as np; from llbayes import models; p = models.posterior('{}'); p.value_and_grad(np.full(p.dim, 0.1))"
COLD, CACHED = 0.8, 0.4


def measure(what: str) -> dict:
    with empty_cache() as environment:
        program = GRADIENT.format(what)
        cold = seconds(program, environment)
        warm = min(seconds(program, environment) for _ in range(3))
    return {"what": what, "cold s": cold, "cached s": warm, "met": "yes" if cold <= COLD and warm <= CACHED else "NO"}


if __name__ == "__main__":
    report("first_gradient", [measure(name) for name in POSTERIORS])
