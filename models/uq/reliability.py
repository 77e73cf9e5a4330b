"""Limit states: a failure is a negative value. The numbers RP are those of the TNO benchmark (Rózsás & Slobbe 2019); probabilities are quadratures."""
from __future__ import annotations

import math

import numpy as np

from ...ppl import LogNormal, Normal
from .problem import Problem, numbered

ROOT2 = math.sqrt(2.0)
STANDARD = Normal(0.0, 1.0)


def strength_and_load(x):
    return x[0] - x[1]


def cantilever_stress(x):
    """Yield strength R less the stress at the wall of a beam of width w and height t, under a vertical load Y and a horizontal load X."""
    w, t = 2.4526, 3.8884
    strength, load_x, load_y = x[0], x[1], x[2]
    return strength - 600.0 * load_y / (w * t * t) - 600.0 * load_x / (w * w * t)


def cantilever_displacement(x):
    """The displacement that is allowed less that of the beam's tip, of Young's modulus E."""
    w, t, length = 2.4526, 3.8884, 100.0
    modulus, load_x, load_y = x[0], x[1], x[2]
    return 2.2535 - 4.0 * length**3 / (modulus * w * t) * np.sqrt((load_y / (t * t)) ** 2 + (load_x / (w * w)) ** 2)


def short_column(x):
    """Of a column with a rectangular section 8.668 × 25 under a bending moment M and an axial force P."""
    b, h = 8.668, 25.0
    strength, moment, force = x[0], x[1], x[2]
    return 1.0 - 4.0 * moment / (b * h * h * strength) - (force / (b * h * strength)) ** 2


def four_branch(x):
    bend, across, along = 3.0 + 0.1 * (x[0] - x[1]) ** 2, (x[0] - x[1]), (x[0] + x[1]) / ROOT2
    return np.minimum(np.minimum(bend - along, bend + along), np.minimum(across + 7.0 / ROOT2, 7.0 / ROOT2 - across))


def rp8(x):
    return x[0] + 2.0 * x[1] + 2.0 * x[2] + x[3] - 5.0 * x[4] - 5.0 * x[5]


def rp22(x):
    return 2.5 - (x[0] + x[1]) / ROOT2 + 0.1 * (x[0] - x[1]) ** 2


def rp24(x):
    return 2.5 - 0.2357 * (x[0] - x[1]) + 0.00463 * (x[0] + x[1] - 20.0) ** 4


def rp25(x):
    return np.maximum(x[0] * x[0] - 8.0 * x[1] + 16.0, -16.0 * x[0] + x[1] + 32.0)


def rp28(x):
    return x[0] * x[1] - 146.14


def rp31(x):
    return 2.0 - x[1] + 256.0 * x[0] ** 4


def rp33(x):
    return np.minimum(-x[0] - x[1] - x[2] + 3.0 * math.sqrt(3.0), 3.0 - x[2])


def rp107(x):
    return 5.0 * math.sqrt(10.0) - np.sum(x)


COLUMN = {"Y": LogNormal(mean=5.0, sd=0.5), "M": Normal(2000.0, 400.0), "P": Normal(500.0, 100.0)}
LOADS = {"X": Normal(500.0, 100.0), "Y": Normal(1000.0, 100.0)}
TNO = "Rózsás & Slobbe 2019; probability by quadrature"
PROBLEMS = (
    Problem("strength_and_load", strength_and_load, {"R": Normal(4.0, 1.0), "S": Normal(2.0, 1.0)},
            {"P_f": 0.0786496035251426, "beta": ROOT2}, "Φ(-√2), exact"),
    Problem("cantilever_stress", cantilever_stress, {"R": Normal(40000.0, 2000.0), **LOADS}, {"P_f": 0.00123867422, "beta": 3.02609452},
            "Wu, Shin, Sues & Cesare 2001; linear, exact"),
    Problem("cantilever_displacement", cantilever_displacement, {"E": Normal(2.9e7, 1.45e6), **LOADS}, {"P_f": 0.00124821001},
            "Wu, Shin, Sues & Cesare 2001; probability by quadrature"),
    Problem("short_column", short_column, COLUMN, {"P_f": 0.00597060230735}, "Kuschel & Rackwitz 1997; probability by quadrature", {("M", "P"): 0.5}),
    Problem("four_branch", four_branch, numbered(STANDARD, 2), {"P_f": 0.002222795066194440}, "Waarts 2000, k = 7; probability by quadrature"),
    Problem("rp8", rp8, {**{f"x{k}": LogNormal(mean=120.0, sd=12.0) for k in (1, 2, 3, 4)}, "x5": LogNormal(mean=50.0, sd=10.0),
                         "x6": LogNormal(mean=40.0, sd=8.0)}, {"P_f": 0.00078979}, TNO),
    Problem("rp22", rp22, numbered(STANDARD, 2), {"P_f": 0.004207305511299618, "beta": 2.5, "P_form": 0.0062096653257761}, TNO),
    Problem("rp24", rp24, numbered(Normal(10.0, 3.0), 2), {"P_f": 0.00285994568754}, TNO),
    Problem("rp25", rp25, numbered(STANDARD, 2), {"P_f": 4.14856629e-5}, TNO),
    Problem("rp28", rp28, {"x1": Normal(78064.0, 11710.0), "x2": Normal(0.0104, 0.00156)}, {"P_f": 1.45329e-7}, TNO),
    Problem("rp31", rp31, numbered(STANDARD, 2), {"P_f": 0.0032266812095877, "beta": 2.0, "P_form": 0.0227501319481792}, TNO),
    Problem("rp33", rp33, numbered(STANDARD, 3), {"P_f": 0.00257559779080}, TNO),
    Problem("rp107", rp107, numbered(STANDARD, 10), {"P_f": 2.866515718791933e-7, "beta": 5.0}, "Φ(-5), exact"),
)
