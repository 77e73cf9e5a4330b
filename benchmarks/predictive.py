"""Draws a second of eight schools, centred and in two non-centred forms, in machine code that is there: prior and posterior predictive, `ppl.predict`,
pointwise log likelihoods and log priors; and milliseconds to a gradient at other data."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from llbayes import models, ppl, results
from llbayes.ppl import HalfCauchy, Normal

DRAWS, CALLS = 50_000, 3
CENTRED, BY_HAND = "eight_schools-eight_schools_centered", "eight_schools-eight_schools_noncentered"
COLUMNS = ("prior", "posterior", "predict", "log_lik", "log_prior")


@ppl.model
def by_form(J, y, sigma):
    """Eight schools as a new user writes them: `.noncentered()`."""
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", HalfCauchy(5))
    theta = ppl.sample("theta", Normal(mu, tau).noncentered(), shape=J)
    ppl.sample("y", Normal(theta, sigma), obs=y)


def rate(call: Callable[[], Any]) -> float:
    """Draws a second: the best of some calls behind one that compiles."""
    call()
    times: list[float] = []
    for _ in range(CALLS):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return DRAWS / min(times)


def row(p: Any) -> list[float]:
    """The rates of one posterior."""
    values = p.constrain(np.random.default_rng(0).normal(size=(1, DRAWS, p.dim)))
    tree = results.build(values, {"lp": np.zeros((1, DRAWS))}, coords=p.coords, dims={v.name: v.dims for v in p.variables})
    return [
        rate(lambda: ppl.prior_predictive(p, DRAWS, seed=1)),
        rate(lambda: ppl.posterior_predictive(p, tree, seed=1)),
        rate(lambda: ppl.predict(p, tree, seed=1)),
        rate(lambda: ppl.log_likelihood(p, tree)),
        rate(lambda: ppl.log_prior(p, tree)),
    ]


def rebinding(p: Any) -> float:
    """Milliseconds from other data of the same shapes to a gradient at them: the best of some."""
    z, times = np.zeros(p.dim), list[float]()
    p.value_and_grad(z)
    for k in range(CALLS):
        begun = time.perf_counter()
        p.rebind(y=np.asarray(p.binding.data["y"]) + k % 2).value_and_grad(z)
        times.append(1e3 * (time.perf_counter() - begun))
    return min(times)


def main() -> None:
    print(f"{'draws a second':<42}{''.join(f'{c:>12}' for c in COLUMNS)}{'rebind, ms':>12}")
    schools = models.posterior(CENTRED)
    for name, p in {CENTRED: schools, BY_HAND: models.posterior(BY_HAND),
                    "eight schools, .noncentered()": by_form.bind(**schools.binding.data)}.items():
        print(f"{name:<42}{''.join(f'{r:>12,.0f}' for r in row(p))}{rebinding(p):>12.2f}")


if __name__ == "__main__":
    main()
