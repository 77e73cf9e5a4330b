"""Series and fields: predator and prey, and diffusion through a random medium."""
from __future__ import annotations

import numpy as np

from ...ppl import LogNormal, Normal
from .problem import Problem, numbered

STEPS, KEPT = 400, 20                # of the years that are followed; every KEPT-th is an output
YEARS = 20.0
CELLS, MODES = 100, 30
LENGTH, SIGMA = 0.1, 1.0             # of the logarithm of the conductivity, in units of the sd of its coefficients: how far it is correlated, and its sd


def rates(a, b, c, d, u, v):
    """How fast prey u and predators v grow."""
    return u * (a - b * v), v * (d * u - c)


def predator_prey(x):
    """The prey at the end of each year, by Runge and Kutta's steps of four stages: growth, predation, deaths, conversion, and both animals at the start."""
    a, b, c, d, u, v = x[0], x[1], x[2], x[3], x[4], x[5]
    h = YEARS / STEPS
    out = np.zeros(STEPS // KEPT)
    for k in range(STEPS):
        du1, dv1 = rates(a, b, c, d, u, v)
        du2, dv2 = rates(a, b, c, d, u + 0.5 * h * du1, v + 0.5 * h * dv1)
        du3, dv3 = rates(a, b, c, d, u + 0.5 * h * du2, v + 0.5 * h * dv2)
        du4, dv4 = rates(a, b, c, d, u + h * du3, v + h * dv3)
        u += h / 6.0 * (du1 + 2.0 * du2 + 2.0 * du3 + du4)
        v += h / 6.0 * (dv1 + 2.0 * dv2 + 2.0 * dv3 + dv4)
        if (k + 1) % KEPT == 0:
            out[k // KEPT] = u
    return out


AT = (np.arange(CELLS) + 0.5) / CELLS            # the middles of the cells


def modes() -> np.ndarray:
    """(CELLS, MODES): eigenfunctions of the exponential covariance, times the roots of their eigenvalues (Karhunen & Loève)."""
    values, vectors = np.linalg.eigh(SIGMA**2 * np.exp(-np.abs(AT[:, None] - AT) / LENGTH) / CELLS)
    found = vectors[:, ::-1][:, :MODES] * np.sqrt(CELLS * np.maximum(values[::-1][:MODES], 0.0))
    return found * np.sign(found[0])


BASIS = modes()


def diffusion(x):
    """Half-way along a rod with a source of 1 and ends at 0: -(k u')' = 1, log k the field of these modes. The flux is C - s, C by the ends."""
    resistance = np.exp(-(BASIS @ x)) / CELLS
    flux = np.sum(AT * resistance) / np.sum(resistance)
    half = CELLS // 2
    return np.sum((flux - AT[:half]) * resistance[:half])


PROBLEMS = (
    Problem("predator_prey", predator_prey, {
        "growth": LogNormal(np.log(0.55), 0.1), "predation": LogNormal(np.log(0.028), 0.1), "deaths": LogNormal(np.log(0.84), 0.1),
        "conversion": LogNormal(np.log(0.026), 0.1), "prey": LogNormal(np.log(33.0), 0.1), "predators": LogNormal(np.log(6.0), 0.1),
    }, {}, "Lotka 1925, Volterra 1926; parameters of lynx and hare"),
    Problem("diffusion", diffusion, numbered(Normal(0.0, 0.5), MODES), {}, "a rod with an exponential random field, whose logarithm has an sd of 0.5"),
)
