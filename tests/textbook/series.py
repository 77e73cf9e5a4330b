"""Series: regimes that follow each other, a level that wanders, an autoregression with a trend, and classes in the order of their probability."""

from __future__ import annotations

import numpy as np
from scipy.special import softmax
from textbook.case import Case, Simulated

from llbayes import ppl
from llbayes.ppl import AR, Categorical, Dirichlet, Gamma, HalfNormal, HiddenMarkov, Normal, Poisson, RandomWalk, Real, Uniform, positive_ordered


@ppl.model
def regimes(count):
    """Calm and busy weeks: a Poisson rate for each of two hidden states."""
    stay = ppl.sample("stay", Uniform(0.5, 1), shape=2)
    rate = ppl.sample("rate", Gamma(2, 0.2), shape=2, constraint=positive_ordered)
    transition = np.array([[stay[0], 1 - stay[0]], [1 - stay[1], stay[1]]])
    ppl.sample("count", HiddenMarkov(np.array([0.5, 0.5]), transition, Poisson(rate)), obs=count)


def simulate_regimes(rng):
    state, states = 0, []
    for _ in range(250):
        state = state if rng.uniform() < (0.95, 0.85)[state] else 1 - state
        states.append(state)
    return Simulated({"count": rng.poisson(np.array([2.0, 9.0])[states]).astype(float)}, {"stay": [0.95, 0.85], "rate": [2.0, 9.0]})


@ppl.model
def local_level(y):
    s = ppl.sample("s", HalfNormal(1))
    noise = ppl.sample("noise", HalfNormal(2))
    x = ppl.sample("x", RandomWalk(s, init_loc=0.0, init_scale=5.0).noncentered(), shape=len(y), dims="time")
    ppl.sample("y", Normal(x, noise), obs=y, dims="time")


def simulate_level(rng):
    x = np.cumsum(rng.normal(0, 0.4, 120))
    return Simulated({"y": x + rng.normal(0, 0.8, 120)}, {"s": 0.4, "noise": 0.8, "x": x})


@ppl.model
def autoregression(y):
    phi = ppl.sample("phi", Normal(0, 0.7), shape=2)
    mean = ppl.sample("mean", Normal(0, 5))
    s = ppl.sample("s", HalfNormal(2))
    ppl.sample("y", AR(phi, s, constant=mean * (1 - np.sum(phi))), obs=y)


def simulate_autoregression(rng):
    y = np.zeros(450)
    for t in range(2, 450):
        y[t] = 0.6 * y[t - 1] - 0.3 * y[t - 2] + rng.normal()
    return Simulated({"y": 3.0 + y[150:]}, {"phi": [0.6, -0.3], "mean": 3.0, "s": 1.0})


@ppl.model
def choices(x: Real["person"], brand):
    """Multinomial logit with the first brand as the reference."""
    a = ppl.sample("a", Normal(0, 2), shape=2)
    b = ppl.sample("b", Normal(0, 2), shape=2)
    eta = np.concatenate([np.zeros((len(x), 1)), a + x[:, None] * b], axis=1)
    ppl.sample("brand", Categorical(logits=eta), obs=brand, dims="person")


def simulate_choices(rng):
    x = rng.normal(size=400)
    p = softmax(np.column_stack([np.zeros(400), 0.5 + 1.0 * x, -0.4 - 0.8 * x]), axis=1)
    return Simulated({"x": x, "brand": np.array([rng.choice(3, p=row) for row in p])}, {"a": [0.5, -0.4], "b": [1.0, -0.8]})


@ppl.model
def alleles(counts):
    """Frequencies of three alleles from counts of genotypes under random mating."""
    q = ppl.sample("q", Dirichlet(np.ones(3)), dims="allele")
    p = np.array([q[0] ** 2, q[1] ** 2, q[2] ** 2, 2 * q[0] * q[1], 2 * q[0] * q[2], 2 * q[1] * q[2]])
    ppl.factor("counts", np.sum(counts * np.log(p)), likelihood=True)


def simulate_alleles(rng):
    q = np.array([0.5, 0.3, 0.2])
    p = np.array([*(q**2), 2 * q[0] * q[1], 2 * q[0] * q[2], 2 * q[1] * q[2]])
    return Simulated({"counts": rng.multinomial(300, p)}, {"q": q}, {"allele": ["A", "B", "0"]})


CASES = [
    Case(regimes, simulate_regimes, "count"),
    Case(local_level, simulate_level, settings={"target_accept": 0.95, "tune": 600}),
    Case(autoregression, simulate_autoregression),
    Case(choices, simulate_choices, "brand"),
    Case(alleles, simulate_alleles, None),
]
