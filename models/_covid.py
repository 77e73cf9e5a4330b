"""What the models of the first wave of covid-19 share: infections and deaths of M countries by day (Flaxman et al. 2020, Imperial College)."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Exponential, Gamma, NegativeBinomial, Normal, positive


def infections(y, R, SI, pop, N0):
    """Infections by day and country: y a day for N0 days, then what those of before give, of whom some are no more susceptible."""
    days = len(SI)
    infected, before = np.zeros(R.shape), np.zeros(len(pop))
    for i in range(days):
        if i < N0:
            infected[i] = y
        else:
            infected[i] = (1 - before / pop) * R[i] * (SI[:i][::-1] @ infected[:i])
        before = before + infected[i]
    return infected


def expected_deaths(infected, f, ifr_noise):
    """Deaths by day and country: f is their probability so many days after an infection."""
    deaths = np.zeros(infected.shape)
    deaths[0] = 1e-15 * infected[0]
    for i in range(1, len(infected)):
        deaths[i] = ifr_noise * np.sum(infected[:i] * f[:i][::-1], axis=0)
    return deaths


def counted(N, N2, EpidemicStart):
    """Which days of which countries count: from the beginning of the epidemic to the last day with data."""
    day = np.arange(1, N2 + 1)[:, None]
    return (day >= EpidemicStart) & (day <= N)


def first_wave(M, P, N0, N, N2, deaths, f, X, EpidemicStart, pop, SI):
    """The whole model; dims are `day` and `country`."""
    tau = ppl.sample("tau", Exponential(0.03))
    y = ppl.sample("y", Exponential(1 / tau), shape=M, dims="country")
    phi = ppl.sample("phi", Normal(0, 5), constraint=positive)
    kappa = ppl.sample("kappa", Normal(0, 0.5), constraint=positive)
    mu = ppl.sample("mu", Normal(3.28, kappa), shape=M, constraint=positive, dims="country")
    alpha_hier = ppl.sample("alpha_hier", Gamma(0.1667, 1), shape=P, dims="measure")
    ifr_noise = ppl.sample("ifr_noise", Normal(1, 0.1), shape=M, constraint=positive, dims="country")
    alpha = ppl.deterministic("alpha", alpha_hier - np.log(1.05) / 6, dims="measure")
    R = ppl.deterministic("Rt", mu * np.exp(-X @ alpha).T, dims=["day", "country"])
    E_deaths = expected_deaths(infections(y, R, SI, pop, N0), f, ifr_noise)
    ppl.sample("deaths", NegativeBinomial(mean=E_deaths, size=phi), obs=deaths, where=ppl.once(counted, N, N2, EpidemicStart), dims=["day", "country"])
