"""The `diamonds` posterior against its reference draws' means and sds: about eight million gradients with a diagonal metric."""
from __future__ import annotations

import time

from common import report

from llbayes import models, results, samplers

if __name__ == "__main__":
    posterior = models.posterior("diamonds-diamonds")
    start = time.perf_counter()
    tree = samplers.nuts(posterior, seed=1)
    passed = time.perf_counter() - start
    print(results.summary_text(tree))
    stats = results.group_of(tree, "sample_stats")
    steps = int(stats["n_steps"].sum())
    report("diamonds", [{"seconds": passed, "gradients of kept draws": steps, "divergences": int(stats["diverging"].sum())}])
