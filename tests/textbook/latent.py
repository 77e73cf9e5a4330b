"""What is not seen: clusters, occupied sites, animals that were never caught, the moment of a change, lifetimes beyond the end of a study."""

from __future__ import annotations

import numpy as np
from textbook.case import Case, New, Simulated

from llbayes import ppl
from llbayes.ppl import (
    Bernoulli,
    Beta,
    Binomial,
    Censored,
    Dirichlet,
    Gamma,
    HalfNormal,
    Hurdle,
    Mixture,
    Normal,
    Poisson,
    Real,
    Uniform,
    Weibull,
    ZeroInflated,
    ordered,
)


@ppl.model
def clusters(y):
    w = ppl.sample("w", Dirichlet(np.full(3, 2.0)))
    mu = ppl.sample("mu", Normal(0, 5), shape=3, constraint=ordered)
    s = ppl.sample("s", HalfNormal(2), shape=3)
    ppl.sample("y", Mixture(w, Normal(mu, s)), obs=y)


def simulate_clusters(rng):
    z = rng.choice(3, 400, p=[0.5, 0.2, 0.3])
    return Simulated({"y": rng.normal(np.array([-4.0, 0.0, 5.0])[z], np.array([1.0, 0.7, 1.3])[z])},
                     {"w": [0.5, 0.2, 0.3], "mu": [-4.0, 0.0, 5.0], "s": [1.0, 0.7, 1.3]})


@ppl.model
def survival(x: Real["patient"], end: Real["patient"], time):
    """Times until an event, or until the end of the study: those at `end` are censored."""
    a = ppl.sample("a", Normal(0, 3))
    b = ppl.sample("b", Normal(0, 2))
    k = ppl.sample("k", HalfNormal(3))
    ppl.sample("time", Censored(Weibull(k, np.exp(a + b * x)), None, end), obs=time, dims="patient")


def simulate_survival(rng):
    x, end = rng.normal(size=200), rng.uniform(1, 6, 200)
    life = np.exp(1.0 - 0.5 * x) * rng.weibull(1.7, 200)
    return Simulated({"x": x, "end": end, "time": np.minimum(life, end)}, {"a": 1.0, "b": -0.5, "k": 1.7})


@ppl.model
def occupancy(visits: Real["site"], wet: Real["site"], seen):
    """A species lives at a site or not; where it does it is seen at a visit with probability p."""
    a = ppl.sample("a", Normal(0, 2))
    b = ppl.sample("b", Normal(0, 2))
    p = ppl.sample("p", Uniform(0, 1))
    ppl.marginalize("lives", Bernoulli(logits=a + b * wet), lambda k: Binomial(4, p * k).logpdf(seen), dims="site")


def simulate_occupancy(rng):
    wet = rng.normal(size=150)
    lives = rng.binomial(1, 1 / (1 + np.exp(-(0.3 + 1.1 * wet))))
    return Simulated({"visits": np.full(150, 4), "wet": wet, "seen": rng.binomial(4, 0.35 * lives)}, {"a": 0.3, "b": 1.1, "p": 0.35})


@ppl.model
def capture(caught):
    """A closed population: animals that were never caught are among rows of nothing that were added."""
    here = ppl.sample("here", Beta(1, 1))
    p = ppl.sample("p", Beta(1, 1))
    ppl.sample("caught", ZeroInflated(1 - here, Binomial(5, p)), obs=caught)
    ppl.deterministic("N", here * len(caught))


def simulate_capture(rng):
    times = rng.binomial(5, 0.3, 120)
    caught = np.concatenate([times[times > 0], np.zeros(250 - (times > 0).sum(), int)])
    return Simulated({"caught": caught}, {"p": 0.3, "N": 120.0})


@ppl.model
def disasters(count):
    rate = ppl.sample("rate", Gamma(1, 0.3), shape=2)
    year = np.arange(len(count))
    prior = np.full(len(count), 1.0 / len(count))
    ppl.marginalize("change", ppl.Categorical(prior), lambda k: np.sum(Poisson(np.where(year < k, rate[0], rate[1])).logpdf(count)))


def simulate_disasters(rng):
    return Simulated({"count": rng.poisson(np.where(np.arange(80) < 35, 3.2, 1.0))}, {"rate": [3.2, 1.0]})


@ppl.model
def rainfall(month, mm):
    """Dry days, and how much falls on the others."""
    dry = ppl.sample("dry", Uniform(0, 1), dims="month")
    shape = ppl.sample("shape", Gamma(2, 1))
    mean = ppl.sample("mean", Gamma(2, 0.2), dims="month")
    ppl.sample("mm", Hurdle(dry[month], Gamma(shape, shape / mean[month])), obs=mm, dims="day")


def simulate_rain(rng):
    month, dry, mean = rng.integers(0, 3, 300), np.array([0.3, 0.6, 0.8]), np.array([5.0, 8.0, 12.0])
    mm = np.where(rng.uniform(size=300) < dry[month], 0.0, rng.gamma(0.9, mean[month] / 0.9))
    return Simulated({"month": month, "mm": mm}, {"dry": dry, "shape": 0.9, "mean": mean}, {"month": ["May", "June", "July"]})


def new_rain(simulated, rng):
    return New({"month": [1, 0]}, {"mm": (1 - simulated.truth["dry"][:2])[::-1] * simulated.truth["mean"][:2][::-1]}, {"month": ["May", "June", "July"]})


CASES = [
    Case(clusters, simulate_clusters),
    Case(survival, simulate_survival, "time"),
    Case(occupancy, simulate_occupancy, None),
    Case(capture, simulate_capture, "caught"),
    Case(disasters, simulate_disasters, None),
    Case(rainfall, simulate_rain, "mm", new=new_rain),
]
