"""Functions whose Sobol' indices are closed forms."""
from __future__ import annotations

import math

import numpy as np

from ...ppl import Normal, Uniform
from .problem import Problem, numbered

A, B = 7.0, 0.1


def ishigami(x):
    return np.sin(x[0]) + A * np.sin(x[1]) ** 2 + B * x[2] ** 4 * np.sin(x[0])


def of_ishigami() -> dict[str, object]:
    variance = A * A / 8.0 + B * math.pi**4 / 5.0 + B * B * math.pi**8 / 18.0 + 0.5
    first = np.array([0.5 * (1.0 + B * math.pi**4 / 5.0) ** 2, A * A / 8.0, 0.0]) / variance
    both = B * B * math.pi**8 * (1.0 / 18.0 - 1.0 / 50.0) / variance
    total = first + np.array([both, 0.0, both])
    slopes = np.array([0.5 * (1.0 + 2.0 * B * math.pi**4 / 5.0 + B * B * math.pi**8 / 9.0), A * A / 2.0, 8.0 * B * B * math.pi**6 / 7.0])
    return {"mean": A / 2.0, "variance": variance, "S1": first, "ST": total, "S2": {("x1", "x3"): both}, "nu": slopes, "shapley": (first + total) / 2.0}


WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])


def g(x):
    return np.prod((np.abs(4.0 * x - 2.0) + WEIGHTS) / (1.0 + WEIGHTS))


def of_g() -> dict[str, object]:
    own = 1.0 / (3.0 * (1.0 + WEIGHTS) ** 2)
    whole = np.prod(1.0 + own)
    return {"mean": 1.0, "variance": whole - 1.0, "S1": own / (whole - 1.0), "ST": own * whole / (1.0 + own) / (whole - 1.0),
            "nu": 48.0 * own * whole / (1.0 + own)}


SHARES = np.array([1.0 / 2.0, 1.0 / 3.0, 1.0 / 4.0])


def dirichlet_product(x):
    """Π (1 + α_i d(x_i)) with d = +1 and -1 on the halves of an even division: jumps."""
    sign = 1.0
    for k in range(3):
        sign *= 1.0 + SHARES[k] * (1.0 if x[k] > 0.5 else -1.0)
    return sign


def of_dirichlet() -> dict[str, object]:
    variance = np.prod(1.0 + SHARES**2) - 1.0
    return {"mean": 1.0, "variance": variance, "S1": SHARES**2 / variance, "ST": (1.0 + variance) / variance * SHARES**2 / (1.0 + SHARES**2)}


def product_and_sum(x):
    return x[0] * x[1] + x[2]


ORDERS = np.array([(-1.0) ** (k + 1) for k in range(20)])


def morris(x):
    """Morris's function of twenty inputs, its free coefficients (-1)^i and (-1)^(i + j)."""
    w = 2.0 * x - 1.0
    for k in (2, 4, 6):
        w[k] = 2.2 * x[k] / (x[k] + 0.1) - 1.0
    total = 0.0
    for i in range(20):
        total += (20.0 if i < 10 else ORDERS[i]) * w[i]
        for j in range(i + 1, 20):
            total += (-15.0 if j < 6 else ORDERS[i] * ORDERS[j]) * w[i] * w[j]
    for i in range(5):
        for j in range(i + 1, 5):
            for k in range(j + 1, 5):
                total -= 10.0 * w[i] * w[j] * w[k]
    return total + 5.0 * w[0] * w[1] * w[2] * w[3]


def rosenbrock(x):
    return 100.0 * (x[1] - x[0] * x[0]) ** 2 + (1.0 - x[0]) ** 2


def of_rosenbrock() -> dict[str, object]:
    """Of standard normal inputs, by their moments 1, 3, 15, 105."""
    variance = 1_102_406.0
    first = np.array([962_406.0, 60_000.0]) / variance
    return {"mean": 402.0, "variance": variance, "S1": first, "ST": first + 80_000.0 / variance}


RIDGE = np.array([0.5, -0.3, 0.1])


def exponential_ridge(x):
    return np.exp(RIDGE @ x)


def of_ridge() -> dict[str, object]:
    square = float(RIDGE @ RIDGE)
    whole = math.expm1(square)
    return {"mean": math.exp(square / 2.0), "variance": math.exp(square) * whole, "S1": np.expm1(RIDGE**2) / whole,
            "ST": 1.0 - np.expm1(square - RIDGE**2) / whole, "eigenvalues": np.array([square * math.exp(2.0 * square), 0.0, 0.0])}


PROBLEMS = (
    Problem("ishigami", ishigami, numbered(Uniform(-math.pi, math.pi), 3), of_ishigami(), "Ishigami & Homma 1990; closed forms"),
    Problem("g", g, numbered(Uniform(0.0, 1.0), 8), of_g(), "Sobol' 1993; closed forms"),
    Problem("dirichlet_product", dirichlet_product, numbered(Uniform(0.0, 1.0), 3), of_dirichlet(), "Martinez 2008; closed forms"),
    Problem("product_and_sum", product_and_sum, numbered(Uniform(0.0, 1.0), 3),
            {"mean": 0.75, "variance": 19.0 / 144.0, "S1": np.array([3.0, 3.0, 12.0]) / 19.0, "ST": np.array([4.0, 4.0, 12.0]) / 19.0},
            "Borgonovo 2007; closed forms"),
    Problem("morris", morris, numbered(Uniform(0.0, 1.0), 20), {}, "Morris 1991; the inputs 1 to 10 matter, 1 to 7 by curvature or interactions"),
    Problem("rosenbrock", rosenbrock, numbered(Normal(0.0, 1.0), 2), of_rosenbrock(), "Rosenbrock 1960; closed forms"),
    Problem("exponential_ridge", exponential_ridge, numbered(Normal(0.0, 1.0), 3), of_ridge(), "closed forms"),
)
