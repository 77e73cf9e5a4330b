"""What regressions cost by `X @ beta` and by one loop over the rows: value and gradient of a bound model, in microseconds, and the ratio.

    glm.py [ROUNDS]             each row by both ways in turn, minima of the rounds

The loop reads each row of X once, its gradient while the row is at hand; the product reads X twice, forwards and in the reverse.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from llbayes import ppl
from llbayes.ppl import Bernoulli, Normal, Poisson

SIZES = ((1000, 5), (1000, 50), (10_000, 5), (10_000, 50))
ROUNDS, CALLS = 12, 10


@ppl.model
def normal(X, y, k):
    a, b = ppl.sample("a", Normal(0, 1)), ppl.sample("b", Normal(0, 1), shape=k)
    ppl.sample("y", Normal(a + X @ b, 1.5), obs=y)


@ppl.model
def bernoulli(X, y, k):
    a, b = ppl.sample("a", Normal(0, 1)), ppl.sample("b", Normal(0, 1), shape=k)
    ppl.sample("y", Bernoulli(logits=a + X @ b), obs=y)


@ppl.model
def poisson(X, y, k):
    a, b = ppl.sample("a", Normal(0, 1)), ppl.sample("b", Normal(0, 1), shape=k)
    ppl.sample("y", Poisson(log_rate=a + X @ b), obs=y)


@ppl.model
def normal_rows(X, y, k):
    a, b = ppl.sample("a", Normal(0, 1)), ppl.sample("b", Normal(0, 1), shape=k)
    total = 0.0
    for i in range(len(y)):
        total += Normal(a + X[i] @ b, 1.5).logpdf(y[i])
    ppl.factor("y", total)


@ppl.model
def bernoulli_rows(X, y, k):
    a, b = ppl.sample("a", Normal(0, 1)), ppl.sample("b", Normal(0, 1), shape=k)
    total = 0.0
    for i in range(len(y)):
        total += Bernoulli(logits=a + X[i] @ b).logpdf(y[i])
    ppl.factor("y", total)


@ppl.model
def poisson_rows(X, y, k):
    a, b = ppl.sample("a", Normal(0, 1)), ppl.sample("b", Normal(0, 1), shape=k)
    total = 0.0
    for i in range(len(y)):
        total += Poisson(log_rate=a + X[i] @ b).logpdf(y[i])
    ppl.factor("y", total)


def data(model, n, k):
    """A design and outcomes of the kind."""
    rng = np.random.default_rng(n + k)
    X = rng.normal(size=(n, k))
    eta = 0.3 * X @ rng.normal(size=k) / np.sqrt(k)
    y = {normal: rng.normal(eta, 1.5), bernoulli: (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(int), poisson: rng.poisson(np.exp(eta))}[model]
    return {"X": X, "y": y, "k": k}


def main(rounds):
    print(f"{'model':<10} {'n':>6} {'k':>3} {'X @ beta us':>12} {'rows us':>10} {'rows / X @ beta':>16}")
    for model, by_rows in ((normal, normal_rows), (bernoulli, bernoulli_rows), (poisson, poisson_rows)):
        for n, k in SIZES:
            given, z = data(model, n, k), 0.1 * np.random.default_rng(1).normal(size=k + 1)
            posteriors = model.bind(**given), by_rows.bind(**given)
            (first, slope), (second, other) = (p.value_and_grad(z) for p in posteriors)
            assert np.isclose(first, second, rtol=1e-10) and np.allclose(slope, other, rtol=1e-8)
            best = [np.inf, np.inf]
            for _ in range(rounds):
                for way, posterior in enumerate(posteriors):
                    began = time.perf_counter()
                    for _ in range(CALLS):
                        posterior.value_and_grad(z)
                    best[way] = min(best[way], (time.perf_counter() - began) / CALLS * 1e6)
            print(f"{model.__name__:<10} {n:>6} {k:>3} {best[0]:>12.1f} {best[1]:>10.1f} {best[1] / best[0]:>16.2f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
