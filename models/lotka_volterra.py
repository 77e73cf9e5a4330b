"""Lynx and hare, predators and prey, from pelts of the Hudson's Bay Company 1900-1920 (Carpenter, Stan case study). Data set `hudson_lynx_hare`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import LogNormal, Normal, positive, solve


def change(t, z, alpha, beta, gamma, delta):
    """Growth of prey z[0] and predators z[1]."""
    return (alpha - beta * z[1]) * z[0], (delta * z[0] - gamma) * z[1]


@ppl.model
def lotka_volterra(N, ts, y_init, y):
    rates = Normal(np.array([1.0, 0.05, 1.0, 0.05]), np.array([0.5, 0.05, 0.5, 0.05]))
    theta = ppl.sample("theta", rates, constraint=positive)
    sigma = ppl.sample("sigma", LogNormal(-1, 1), shape=2, dims="species")
    z_init = ppl.sample("z_init", LogNormal(np.log(10), 1), shape=2, dims="species")
    solution = solve.ode(change, z_init, ts, tuple(theta), t0=0.0, rtol=1e-8, atol=1e-16)      # relative, since logarithms are observed
    z = ppl.deterministic("z", solution, dims=["time", "species"])
    ppl.sample("y_init", LogNormal(np.log(z_init), sigma), obs=y_init, dims="species")
    ppl.sample("y", LogNormal(np.log(z), sigma), obs=y, dims=["time", "species"])
