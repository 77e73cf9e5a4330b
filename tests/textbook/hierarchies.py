"""Hierarchies: slopes and intercepts that go together, a meta-analysis, items and persons, and a random effect of crossed groups."""

from __future__ import annotations

import numpy as np
from scipy.special import expit
from textbook.case import Case, New, Simulated

from llbayes import ppl
from llbayes.ppl import Bernoulli, HalfNormal, LKJCholesky, LogNormal, MultivariateNormal, Normal, Real


@ppl.model
def growth_curves(t: Real["row"], child, y):
    """Each child has an intercept and a slope of its own, which go together."""
    mu = ppl.sample("mu", Normal(0, 5), dims="effect")
    sd = ppl.sample("sd", HalfNormal(2), dims="effect")
    L = ppl.sample("L", LKJCholesky(2, 2.0))
    u = ppl.sample("u", MultivariateNormal(np.zeros(2), cholesky=sd[:, None] * L).noncentered(), dims=("child", "effect"))
    ppl.deterministic("rho", L[1, 0])
    s = ppl.sample("s", HalfNormal(2))
    ppl.sample("y", Normal(mu[0] + u[child, 0] + (mu[1] + u[child, 1]) * t, s), obs=y, dims="row")


CHILDREN = [f"child {k}" for k in range(25)]
COVARIANCE = np.array([[1.0, 0.3], [0.3, 0.25]])


def simulate_children(rng):
    u, child, t = rng.multivariate_normal([0, 0], COVARIANCE, 25), np.repeat(np.arange(25), 6), np.tile(np.linspace(-1, 1, 6), 25)
    y = 3.0 + u[child, 0] + (1.5 + u[child, 1]) * t + 0.4 * rng.normal(size=150)
    return Simulated({"t": t, "child": child, "y": y}, {"mu": [3.0, 1.5], "sd": [1.0, 0.5], "rho": 0.6, "s": 0.4},
                     {"child": CHILDREN, "effect": ["intercept", "slope"]})


def new_children(simulated, rng):
    """A child that was not there."""
    t = np.array([0.0, 2.0])
    return New({"t": t, "child": np.array([0, 0])}, {"y": 3.0 + 1.5 * t}, {"child": ["another"], "effect": ["intercept", "slope"]})


@ppl.model
def meta_analysis(se: Real["study"], effect):
    mu = ppl.sample("mu", Normal(0, 2))
    tau = ppl.sample("tau", HalfNormal(1))
    theta = ppl.sample("theta", Normal(mu, tau).noncentered(weight=0.7), dims="study")
    ppl.sample("effect", Normal(theta, se), obs=effect, dims="study")


def simulate_studies(rng):
    theta, se = rng.normal(0.5, 0.4, 20), rng.uniform(0.1, 0.5, 20)
    return Simulated({"se": se, "effect": theta + se * rng.normal(size=20)}, {"mu": 0.5, "tau": 0.4, "theta": theta},
                     {"study": [f"s{k}" for k in range(20)]})


def new_study(simulated, rng):
    return New({"se": [0.2, 0.1]}, {"effect": np.array([simulated.truth["theta"][7], 0.5])}, {"study": ["s7", "planned"]})


@ppl.model
def item_response(person, item, y):
    """Two parameters an item: how much it tells persons apart, and how hard it is."""
    ability = ppl.sample("ability", Normal(0, 1), dims="person")
    difficulty = ppl.sample("difficulty", Normal(0, 2), dims="item")
    discrimination = ppl.sample("discrimination", LogNormal(0, 0.5), dims="item")
    ppl.sample("y", Bernoulli(logits=discrimination[item] * (ability[person] - difficulty[item])), obs=y, dims="answer")


def simulate_items(rng):
    ability, difficulty, discrimination = rng.normal(size=60), rng.normal(0, 1, 12), np.exp(0.3 * rng.normal(size=12))
    person, item = (a.ravel() for a in np.meshgrid(np.arange(60), np.arange(12), indexing="ij"))
    y = rng.binomial(1, expit(discrimination[item] * (ability[person] - difficulty[item])))
    return Simulated({"person": person, "item": item, "y": y}, {"ability": ability, "difficulty": difficulty, "discrimination": discrimination},
                     {"person": list(range(60)), "item": [f"i{k}" for k in range(12)]})


@ppl.model
def crossed(operator, batch, y):
    mu = ppl.sample("mu", Normal(0, 10))
    sd = ppl.sample("sd", HalfNormal(2), shape=3)
    a = ppl.sample("a", Normal(0, sd[0]).noncentered(), dims="operator")
    b = ppl.sample("b", Normal(0, sd[1]).noncentered(), dims="batch")
    ppl.sample("y", Normal(mu + a[operator] + b[batch], sd[2]), obs=y)


def simulate_crossed(rng):
    operator, batch = (a.ravel() for a in np.meshgrid(np.arange(10), np.arange(15), indexing="ij"))
    y = 20 + rng.normal(0, 1.0, 10)[operator] + rng.normal(0, 0.7, 15)[batch] + 0.5 * rng.normal(size=150)
    return Simulated({"operator": operator, "batch": batch, "y": y}, {"mu": 20.0, "sd": [1.0, 0.7, 0.5]}, {"operator": list("abcdefghij"), "batch": list(range(15))})


CASES = [
    Case(growth_curves, simulate_children, new=new_children),
    Case(meta_analysis, simulate_studies, "effect", new=new_study),
    Case(item_response, simulate_items),
    Case(crossed, simulate_crossed),
]
