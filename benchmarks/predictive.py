"""Draws a second of eight schools, in machine code that is there: prior and posterior predictive, and `ppl.predict`."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from llbayes import models, ppl, results

DRAWS, CALLS = 50_000, 3
NAMES = ("eight_schools-eight_schools_centered", "eight_schools-eight_schools_noncentered")


def rate(call: Callable[[], Any]) -> float:
    """Draws a second: the best of some calls behind one that compiles."""
    call()
    times: list[float] = []
    for _ in range(CALLS):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return DRAWS / min(times)


def row(name: str) -> list[float]:
    """The three rates of one model."""
    p = models.posterior(name)
    values = p.constrain(np.random.default_rng(0).normal(size=(1, DRAWS, p.dim)))
    tree = results.build(values, {"lp": np.zeros((1, DRAWS))}, coords=p.coords, dims={v.name: v.dims for v in p.variables})
    return [
        rate(lambda: ppl.prior_predictive(p, DRAWS, seed=1)),
        rate(lambda: ppl.posterior_predictive(p, tree, seed=1)),
        rate(lambda: ppl.predict(p, tree, seed=1)),
    ]


def main() -> None:
    print(f"{'draws a second':<42}{'prior':>12}{'posterior':>12}{'predict':>12}")
    for name in NAMES:
        print(f"{name:<42}{''.join(f'{r:>12,.0f}' for r in row(name))}")


if __name__ == "__main__":
    main()
