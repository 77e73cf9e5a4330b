"""Regressions: robust, logistic with groups, counts with an offset, zero-inflated, shares, nonlinear, and one whose covariate is measured with error."""

from __future__ import annotations

import numpy as np
from scipy.special import expit
from textbook.case import Case, New, Simulated

from llbayes import ppl
from llbayes.ppl import Bernoulli, Beta, Exponential, Gamma, HalfNormal, NegativeBinomial, Normal, Poisson, Real, StudentT, Uniform, ZeroInflated


@ppl.model
def robust_line(x: Real["row"], y):
    a = ppl.sample("a", Normal(0, 10))
    b = ppl.sample("b", Normal(0, 10))
    s = ppl.sample("s", HalfNormal(5))
    nu = ppl.sample("nu", Gamma(2, 0.1))
    ppl.sample("y", StudentT(nu, a + b * x, s), obs=y, dims="row")


def simulate_line(rng):
    x = rng.uniform(-2, 2, 80)
    truth = {"a": 1.0, "b": -2.0, "s": 0.5}
    return Simulated({"x": x, "y": 1.0 - 2.0 * x + 0.5 * rng.standard_t(4, 80)}, truth)


def new_line(simulated, rng):
    x = np.array([3.0, 4.0, 5.0])
    return New({"x": x}, {"y": 1.0 - 2.0 * x})


@ppl.model
def grouped_logistic(x: Real["row"], clinic, y):
    mu = ppl.sample("mu", Normal(0, 2))
    tau = ppl.sample("tau", HalfNormal(1.5))
    b = ppl.sample("b", Normal(0, 2))
    a = ppl.sample("a", Normal(mu, tau).noncentered(), dims="clinic")
    ppl.sample("y", Bernoulli(logits=a[clinic] + b * x), obs=y, dims="row")


CLINICS = [f"c{k}" for k in range(12)]


def simulate_clinics(rng):
    a, x, clinic = rng.normal(-0.3, 0.8, 12), rng.normal(size=480), np.repeat(np.arange(12), 40)
    y = rng.binomial(1, expit(a[clinic] + 1.2 * x))
    return Simulated({"x": x, "clinic": clinic, "y": y}, {"mu": -0.3, "tau": 0.8, "b": 1.2, "a": a}, {"clinic": CLINICS})


def new_clinics(simulated, rng):
    """Two clinics of the data, in another order, and one more."""
    x, at = np.array([0.0, 1.0, 0.5, -0.5]), np.array([0, 0, 1, 1])
    a = simulated.truth["a"][[5, 2]]
    return New({"x": x, "clinic": at}, {"y": expit(a[at] + 1.2 * x)}, {"clinic": ["c5", "c2", "new"]})


@ppl.model
def counts_with_exposure(x: Real["row"], exposure: Real["row"], y):
    a = ppl.sample("a", Normal(0, 5))
    b = ppl.sample("b", Normal(0, 2))
    size = ppl.sample("size", Exponential(0.2))
    ppl.sample("y", NegativeBinomial(mean=exposure * np.exp(a + b * x), size=size), obs=y, dims="row")


def simulate_counts(rng):
    x, exposure = rng.normal(size=150), rng.uniform(1, 5, 150)
    y = rng.poisson(exposure * np.exp(0.4 + 0.7 * x) * rng.gamma(3.0, 1 / 3.0, 150))
    return Simulated({"x": x, "exposure": exposure, "y": y}, {"a": 0.4, "b": 0.7, "size": 3.0})


def new_counts(simulated, rng):
    x, exposure = np.array([0.0, 1.0]), np.array([10.0, 2.0])
    return New({"x": x, "exposure": exposure}, {"y": exposure * np.exp(0.4 + 0.7 * x)})


@ppl.model
def fishing(children: Real["group"], camper: Real["group"], fish):
    """Groups that did not fish at all are among those that caught nothing."""
    a = ppl.sample("a", Normal(0, 3))
    b = ppl.sample("b", Normal(0, 2), shape=2)
    idle = ppl.sample("idle", Uniform(0, 1))
    ppl.sample("fish", ZeroInflated(idle, Poisson(np.exp(a + b[0] * children + b[1] * camper))), obs=fish, dims="group")


def simulate_fishing(rng):
    children, camper = rng.integers(0, 4, 250), rng.integers(0, 2, 250)
    rate = np.exp(1.3 - 0.6 * children + 0.8 * camper)
    fish = np.where(rng.uniform(size=250) < 0.35, 0, rng.poisson(rate))
    return Simulated({"children": children, "camper": camper, "fish": fish}, {"a": 1.3, "b": [-0.6, 0.8], "idle": 0.35})


def new_fishing(simulated, rng):
    return New({"children": [0, 2], "camper": [1, 1]}, {"fish": 0.65 * np.exp(1.3 - 0.6 * np.array([0, 2]) + 0.8)})


@ppl.model
def shares(x: Real["row"], y):
    a = ppl.sample("a", Normal(0, 2))
    b = ppl.sample("b", Normal(0, 2))
    k = ppl.sample("k", Gamma(2, 0.1))
    mu = 1 / (1 + np.exp(-(a + b * x)))
    ppl.sample("y", Beta(mu * k, (1 - mu) * k), obs=y, dims="row")


def simulate_shares(rng):
    x = rng.normal(size=120)
    mu = expit(0.5 - 0.9 * x)
    return Simulated({"x": x, "y": rng.beta(mu * 15, (1 - mu) * 15)}, {"a": 0.5, "b": -0.9, "k": 15.0})


@ppl.model
def growth(t: Real["row"], y):
    """Gompertz's curve with errors that grow with the size."""
    top = ppl.sample("top", HalfNormal(50))
    rate = ppl.sample("rate", HalfNormal(1))
    middle = ppl.sample("middle", Normal(5, 5))
    s = ppl.sample("s", HalfNormal(0.5))
    ppl.sample("y", ppl.LogNormal(np.log(top) - np.exp(-rate * (t - middle)), s), obs=y, dims="row")


def simulate_growth(rng):
    t = np.linspace(0, 15, 60)
    return Simulated({"t": t, "y": 30 * np.exp(-np.exp(-0.5 * (t - 4))) * np.exp(0.1 * rng.normal(size=60))},
                     {"top": 30.0, "rate": 0.5, "middle": 4.0, "s": 0.1})


@ppl.model
def error_in_the_covariate(w: Real["row"], y, noise):
    """Only w = x + noise of the covariate x is seen."""
    m = ppl.sample("m", Normal(0, 3))
    spread = ppl.sample("spread", HalfNormal(3))
    x = ppl.sample("x", Normal(m, spread).noncentered(weight=0.3), dims="row")
    ppl.sample("w", Normal(x, noise), obs=w, dims="row")
    a, b, s = ppl.sample("a", Normal(0, 3)), ppl.sample("b", Normal(0, 3)), ppl.sample("s", HalfNormal(2))
    ppl.sample("y", Normal(a + b * x, s), obs=y, dims="row")


def simulate_error(rng):
    x = rng.normal(1.0, 1.5, 150)
    return Simulated({"w": x + 0.8 * rng.normal(size=150), "y": 0.5 + 1.5 * x + 0.5 * rng.normal(size=150), "noise": 0.8},
                     {"a": 0.5, "b": 1.5, "s": 0.5, "m": 1.0, "spread": 1.5})


CASES = [
    Case(robust_line, simulate_line, new=new_line),
    Case(grouped_logistic, simulate_clinics, new=new_clinics),
    Case(counts_with_exposure, simulate_counts, new=new_counts),
    Case(fishing, simulate_fishing, "fish", new=new_fishing),
    Case(shares, simulate_shares),
    Case(growth, simulate_growth),
    Case(error_in_the_covariate, simulate_error),
]
