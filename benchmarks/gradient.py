"""Time of a gradient and of a log density alone, and their ratio, each called through its machine code's address in a loop from Python."""
from __future__ import annotations

import math

import numpy as np
from common import POSTERIORS, best_time, report

from llbayes import models


def measure(name: str) -> dict:
    posterior = models.posterior(name)
    z = np.full(posterior.dim, 0.1)
    primal = best_time(lambda: posterior.log_density(z))
    gradient = best_time(lambda: posterior.value_and_grad(z))
    return {"posterior": name, "dim": posterior.dim, "primal us": primal * 1e6, "gradient us": gradient * 1e6, "ratio": gradient / primal}


if __name__ == "__main__":
    rows = [measure(name) for name in POSTERIORS]
    mean = math.exp(sum(math.log(r["ratio"]) for r in rows) / len(rows))
    report("gradient", [*rows, {"posterior": "geometric mean", "ratio": mean}])
    print("times include the call from Python, about equal in both")
