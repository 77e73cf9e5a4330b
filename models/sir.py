"""Cholera: susceptible, infected, recovered, and the bacteria in the water (Grad, Miller and Lipsitch 2012). Data set `sir`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Cauchy, LogNormal, Poisson, positive, solve

KAPPA = 1e6                                      # the concentration of bacteria at which half of the contacts infect


def change(t, y, beta, gamma, xi, delta):
    """Of susceptible, infected, recovered and bacteria."""
    infected = beta * y[3] / (y[3] + KAPPA) * y[0]
    return -infected, infected - gamma * y[1], gamma * y[1], xi * y[1] - delta * y[3]


@ppl.model
def sir(N_t, t, y0, stoi_hat, B_hat):
    beta = ppl.sample("beta", Cauchy(0, 2.5), constraint=positive)      # contact with water
    gamma = ppl.sample("gamma", Cauchy(0, 1), constraint=positive)      # recovery
    xi = ppl.sample("xi", Cauchy(0, 25), constraint=positive)           # bacteria that the infected shed
    delta = ppl.sample("delta", Cauchy(0, 1), constraint=positive)      # and that vanish
    y = ppl.deterministic("y", solve.ode(change, y0, t, (beta, gamma, xi, delta), t0=0.0, rtol=1e-8, atol=1e-8))
    susceptible = np.concatenate([y0[:1], y[:, 0]])
    ppl.sample("stoi_hat", Poisson(susceptible[:-1] - susceptible[1:]), obs=stoi_hat, dims="time")
    ppl.sample("B_hat", LogNormal(np.log(y[:, 3]), 0.15), obs=B_hat, dims="time")
