"""Ordered answers, covariates that are missing, a smooth surface, volatility, a damped swing with gaps."""

from __future__ import annotations

import numpy as np
from textbook.case import Case, New, Simulated

from llbayes import ppl
from llbayes.ppl import (
    Beta,
    GaussianProcess,
    HalfNormal,
    InverseGamma,
    LinearGaussianStateSpace,
    Normal,
    OrderedLogistic,
    Real,
    StochasticVolatility,
    kernels,
    ordered,
)


@ppl.model
def agreement(x: Real["person"], answer):
    """Answers from `disagree` to `agree`, in four steps."""
    cut = ppl.sample("cut", Normal(0, 3), shape=3, constraint=ordered)
    b = ppl.sample("b", Normal(0, 2))
    ppl.sample("answer", OrderedLogistic(b * x, cut), obs=answer, dims="person")


def simulate_agreement(rng):
    x = rng.normal(size=300)
    latent = 1.1 * x + rng.logistic(size=300)
    return Simulated({"x": x, "answer": np.searchsorted([-1.0, 0.5, 2.0], latent)}, {"cut": [-1.0, 0.5, 2.0], "b": 1.1})


def new_agreement(simulated, rng):
    x, cut = np.array([-1.0, 2.0]), np.array([-1.0, 0.5, 2.0])
    above = 1 / (1 + np.exp(cut - 1.1 * x[:, None]))
    return New({"x": x}, {"answer": above.sum(axis=1)})


@ppl.model
def missing_covariates(age: Real["row"], weight: Real["row"], y):
    """A quarter of the weights was not recorded; they follow from age, as those that were."""
    c, d, t = ppl.sample("c", Normal(0, 3)), ppl.sample("d", Normal(0, 3)), ppl.sample("t", HalfNormal(2))
    w = ppl.sample("weight", Normal(c + d * age, t), obs=weight, missing="parameter", dims="row")
    a, b, s = ppl.sample("a", Normal(0, 3)), ppl.sample("b", Normal(0, 3), shape=2), ppl.sample("s", HalfNormal(2))
    ppl.sample("y", Normal(a + b[0] * age + b[1] * w, s), obs=y, missing="skip", dims="row")


def simulate_missing(rng):
    age = rng.normal(size=160)
    weight = 0.5 + 0.8 * age + 0.7 * rng.normal(size=160)
    y = 1.0 - 0.5 * age + 1.2 * weight + 0.6 * rng.normal(size=160)
    gone = rng.uniform(size=160) < 0.25
    y[rng.uniform(size=160) < 0.1] = np.nan
    return Simulated({"age": age, "weight": np.where(gone, np.nan, weight), "y": y},
                     {"a": 1.0, "b": [-0.5, 1.2], "s": 0.6, "c": 0.5, "d": 0.8, "t": 0.7, "weight_missing": weight[gone]})


@ppl.model
def curve(x, y):
    ell, amplitude, s = ppl.sample("ell", InverseGamma(5, 5)), ppl.sample("amplitude", HalfNormal(2)), ppl.sample("s", HalfNormal(1))
    ppl.sample("y", GaussianProcess(kernels.ExpQuad(ell, amplitude), x, noise=s), obs=y)


def simulate_curve(rng):
    x = np.sort(rng.uniform(0, 10, 60))
    cov = 1.5**2 * np.exp(-0.5 * (x[:, None] - x) ** 2) + 1e-9 * np.eye(60)
    return Simulated({"x": x, "y": np.linalg.cholesky(cov) @ rng.normal(size=60) + 0.3 * rng.normal(size=60)}, {"ell": 1.0, "amplitude": 1.5, "s": 0.3})


@ppl.model
def volatility(r):
    phi = ppl.sample("phi", Beta(20, 1.5))
    sigma, mu = ppl.sample("sigma", HalfNormal(0.5)), ppl.sample("mu", Normal(0, 2))
    h = ppl.sample("h", StochasticVolatility(phi, sigma, mu).noncentered(), shape=len(r))
    ppl.sample("r", Normal(0.0, np.exp(h / 2)), obs=r)


def simulate_volatility(rng):
    h = np.zeros(400)
    h[0] = -1 + 0.3 / np.sqrt(1 - 0.95**2) * rng.normal()
    for t in range(1, 400):
        h[t] = -1 + 0.95 * (h[t - 1] + 1) + 0.3 * rng.normal()
    return Simulated({"r": np.exp(h / 2) * rng.normal(size=400)}, {"phi": 0.95, "sigma": 0.3, "mu": -1.0})


@ppl.model
def swing(y):
    """A stochastic cycle that is measured with noise, some of it not."""
    damping, angle = ppl.sample("damping", Beta(8, 1)), ppl.sample("angle", Normal(0.5, 0.3), constraint=ppl.positive)
    q, r = ppl.sample("q", HalfNormal(1)), ppl.sample("r", HalfNormal(1))
    F = damping * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    ppl.sample("y", LinearGaussianStateSpace(F, np.array([[1.0, 0.0]]), q * q * np.eye(2), r * r * np.eye(1), np.zeros(2), 4.0 * np.eye(2)), obs=y)


def simulate_swing(rng):
    state, y = rng.normal(size=2), np.zeros((200, 1))
    turn = 0.95 * np.array([[np.cos(0.6), np.sin(0.6)], [-np.sin(0.6), np.cos(0.6)]])
    for t in range(200):
        state = turn @ state + 0.5 * rng.normal(size=2)
        y[t] = state[0] + 0.4 * rng.normal()
    y[rng.uniform(size=200) < 0.1] = np.nan
    return Simulated({"y": y}, {"damping": 0.95, "angle": 0.6, "q": 0.5, "r": 0.4})


CASES = [
    Case(agreement, simulate_agreement, "answer", new=new_agreement),
    Case(missing_covariates, simulate_missing),
    Case(curve, simulate_curve),
    Case(volatility, simulate_volatility, "r", settings={"tune": 600}),
    Case(swing, simulate_swing),
]
