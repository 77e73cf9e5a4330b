"""How long a model of twenty sites takes from data to its first gradient: mixtures, extra zeros, censoring and missing data among them.

    python benchmarks/twenty_sites.py [RUNS]

Each run is a process of its own with an empty cache of machine code; imports are not counted. Prints the least and the median, by step, in seconds.
"""
from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

from llbayes import ppl
from llbayes.ppl import (
    Beta,
    Censored,
    Dirichlet,
    Exponential,
    Gamma,
    HalfNormal,
    Hurdle,
    Mixture,
    NegativeBinomial,
    Normal,
    Poisson,
    StudentT,
    Weibull,
    ZeroInflated,
    ordered,
)  # fmt: skip

ROWS, GROUPS = 400, 8


@ppl.model
def twenty(x, group, score, fish, rain, life, end, visits, income):
    mu = ppl.sample("mu", Normal(0, 2))
    tau = ppl.sample("tau", HalfNormal(1))
    u = ppl.sample("u", Normal(mu, tau).noncentered(), dims="group")
    b = ppl.sample("b", Normal(0, 1), shape=4)
    s = ppl.sample("s", HalfNormal(1))
    w = ppl.sample("w", Dirichlet(np.ones(3)))
    centre = ppl.sample("centre", Normal(0, 3), shape=3, constraint=ordered)
    spread = ppl.sample("spread", HalfNormal(1), shape=3)
    idle = ppl.sample("idle", Beta(2, 2))
    dry = ppl.sample("dry", Beta(2, 2))
    k = ppl.sample("k", Gamma(4, 2))
    shape = ppl.sample("shape", Gamma(4, 2))
    size = ppl.sample("size", Exponential(0.2))
    nu = ppl.sample("nu", Gamma(2, 0.1))
    xs = ppl.sample("x", Normal(0, 1), obs=x, missing="parameter")
    ppl.sample("score", Mixture(w, Normal(centre, spread)), obs=score, missing="skip")
    ppl.sample("fish", ZeroInflated(idle, Poisson(np.exp(u[group] + b[0] * xs))), obs=fish)
    ppl.sample("rain", Hurdle(dry, Gamma(k, k * np.exp(-u[group]))), obs=rain)
    ppl.sample("life", Censored(Weibull(shape, np.exp(b[1] * xs)), None, end), obs=life)
    ppl.sample("visits", NegativeBinomial(mean=np.exp(u[group] + b[2] * xs), size=size), obs=visits)
    ppl.sample("income", StudentT(nu, b[3] * xs, s), obs=income, missing="skip")


def data() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    x, score, income = rng.normal(size=ROWS), rng.normal(size=ROWS), rng.normal(size=ROWS)
    x[:10], score[20:40], income[50:60] = np.nan, np.nan, np.nan
    life, end = rng.weibull(1.5, ROWS), rng.uniform(0.5, 3, ROWS)
    rain = rng.gamma(1, size=ROWS) * rng.integers(0, 2, ROWS)
    return {"x": x, "group": rng.integers(0, GROUPS, ROWS), "score": score, "fish": rng.poisson(1, ROWS), "rain": rain,
            "life": np.minimum(life, end), "end": end, "visits": rng.poisson(2, ROWS), "income": income}


def once() -> None:
    """One run: prints the times of binding and of the first gradient."""
    start = time.perf_counter()
    posterior = twenty.bind(**data(), coords={"group": list(range(GROUPS))})
    bound = time.perf_counter()
    posterior.value_and_grad(np.zeros(posterior.dim))
    first = time.perf_counter()
    many = 200
    for _ in range(many):
        posterior.value_and_grad(np.zeros(posterior.dim))
    print(len(posterior.sites), bound - start, first - bound, (time.perf_counter() - first) / many)


def main(runs: int) -> None:
    rows = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as cache:
            done = subprocess.run([sys.executable, __file__, "once"], env={**os.environ, "XDG_CACHE_HOME": cache}, capture_output=True, text=True, check=True)
        rows.append([float(v) for v in done.stdout.split()])
    print(f"{int(rows[0][0])} sites, {runs} runs")
    for name, values in zip(("bind", "compile the gradient", "a gradient"), list(zip(*rows, strict=True))[1:], strict=True):
        print(f"{name:22s} least {min(values):.6f}  median {statistics.median(values):.6f} s")
    both = [row[1] + row[2] for row in rows]
    print(f"{'data to first gradient':22s} least {min(both):.3f}  median {statistics.median(both):.3f} s (goal 0.5)")


if __name__ == "__main__":
    once() if sys.argv[1:] == ["once"] else main(int(sys.argv[1]) if sys.argv[1:] else 5)
