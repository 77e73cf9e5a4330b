"""The `diamonds` posterior, 26 strongly correlated parameters, against the means and sds of its reference draws: some two million gradients
with a diagonal metric. `diamonds_reference.json` says where they come from. The exit code is 1 when one is off by 4 (means) or 5 (sds) standard errors."""
from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

import numpy as np
from tables import report

from llbayes import models, results, samplers

REFERENCE = json.loads((Path(__file__).parent / "diamonds_reference.json").read_text())["parameters"]


def z_scores(tree) -> dict[str, tuple[float, float]]:
    """name -> z of the mean and of the sd, with the Monte-Carlo errors of both sides."""
    import arviz as az

    posterior, found = results.group_of(tree, "posterior"), {}
    for name, expected in REFERENCE.items():
        base, *index = re.split(r"[\[\],]+", name.strip("]"))
        x = np.asarray(posterior[base])[(..., *[int(i) - 1 for i in index])]
        got = ((x.mean(), az.mcse(x), "mean"), (x.std(ddof=1), az.mcse(x, method="sd"), "sd"))
        found[name] = tuple(float((value - expected[what]) / np.hypot(float(error), expected[f"mcse_{what}"])) for value, error, what in got)
    return found


def main() -> int:
    posterior = models.posterior("diamonds-diamonds")
    start = time.perf_counter()
    tree = samplers.nuts(posterior, seed=1)
    passed = time.perf_counter() - start
    print(results.summary_text(tree))
    attributes, stats = results.group_of(tree, "posterior").attrs, results.group_of(tree, "sample_stats")
    z = np.abs(list(z_scores(tree).values()))
    report("diamonds", [{"posterior": "diamonds-diamonds", "seconds": passed,
                         "gradients": attributes["gradient_evaluations"], "divergences": int(stats["diverging"].sum()),
                         "worst z of a mean": z[:, 0].max(), "of an sd": z[:, 1].max(), "rms z": float(np.sqrt(np.mean(z**2)))}])
    return int(z[:, 0].max() > 4 or z[:, 1].max() > 5)


if __name__ == "__main__":
    sys.exit(main())
