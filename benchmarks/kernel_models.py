"""Sixteen log densities in the language with made-up data: what Bayesian models spend their time in. `KERNELS` is the table.

Names stand for what is hard about each: strided columns, vector mathematics, recurrences, gathers, factorisations, scalar special functions.
"""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from scipy import special

R = np.random.default_rng(20)


class Kernel(NamedTuple):
    """f(z, *data) -> float, and the point of measurement, drawn around zero."""

    f: Callable[..., Any]
    dim: int
    data: tuple[Any, ...]

    def density(self) -> Callable[[np.ndarray], Any]:
        """The function of the parameters alone; the data are constants of its own."""
        f, data = self.f, self.data
        match data:
            case (a,):
                return lambda z: f(z, a)
            case (a, b):
                return lambda z: f(z, a, b)
            case (a, b, c):
                return lambda z: f(z, a, b, c)
            case _:
                raise AssertionError(f"a kernel has one to three data, not {len(data)}")

    def point(self) -> np.ndarray:
        return 0.3 * np.random.default_rng(self.dim).normal(size=self.dim)


KERNELS: dict[str, Kernel] = {}


def kernel(dim: int, *data: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enters a function into the table."""

    def add(f: Callable[..., Any]) -> Callable[..., Any]:
        KERNELS[f.__name__] = Kernel(f, dim, data)
        return f

    return add


# ---- regressions

@kernel(6, R.normal(size=(5000, 5)), R.normal(size=5000))
def lin(z, X, y):
    sigma = math.exp(z[5])
    r = (y - X @ z[:5]) / sigma
    return -0.5 * np.sum(r * r) - len(y) * z[5]


@kernel(8, R.normal(size=(5000, 8)), R.choice([-1.0, 1.0], size=5000))
def logistic(z, X, sign):
    return -np.sum(np.logaddexp(0.0, -sign * (X @ z))) - 0.5 * np.sum(z * z)


@kernel(5, R.normal(size=(500, 4)), R.poisson(3.0, size=500).astype(float))
def negbin(z, X, y):
    phi, eta = math.exp(z[4]), X @ z[:4]
    likelihood = special.gammaln(y + phi) - special.gammaln(phi) + y * eta - (y + phi) * np.logaddexp(eta, z[4])
    return np.sum(likelihood) + len(y) * phi * z[4]


@kernel(5, R.normal(size=(500, 4)), R.beta(2.0, 3.0, size=500))
def betareg(z, X, y):
    phi, mu = math.exp(z[4]), special.expit(X @ z[:4])
    a, b = mu * phi, (1.0 - mu) * phi
    return np.sum(special.gammaln(phi) - special.gammaln(a) - special.gammaln(b) + (a - 1.0) * np.log(y) + (b - 1.0) * np.log1p(-y))


@kernel(7, R.normal(size=(1000, 3)), R.integers(0, 5, size=1000))
def ordered(z, X, level):
    cuts = np.zeros(6)
    cuts[0], cuts[5] = -40.0, 40.0
    cuts[1] = z[3]
    for k in range(2, 5):
        cuts[k] = cuts[k - 1] + math.exp(z[k + 2])
    eta = X @ z[:3]
    return np.sum(np.log(special.expit(cuts[level + 1] - eta) - special.expit(cuts[level] - eta))) - 0.5 * np.sum(z * z)


@kernel(20, R.normal(size=(1000, 5)), R.integers(0, 4, size=1000))
def multinom(z, X, label):
    eta = X @ z.reshape(5, 4)
    return np.sum(eta[np.arange(len(label)), label] - special.logsumexp(eta, axis=1)) - 0.5 * np.sum(z * z)


# ---- groups

@kernel(390, R.integers(0, 387, size=10_000), R.normal(size=10_000), R.normal(size=10_000))
def gather(z, group, x, y):
    a, sigma = z[1:388], math.exp(z[0])
    r = (y - a[group] * math.exp(z[388]) - z[389] * x) / sigma
    return -0.5 * np.sum(r * r) - len(y) * z[0] - 0.5 * np.sum(a * a)


@kernel(1040, R.integers(0, 1000, size=20_000), R.integers(0, 20, size=20_000), R.choice([-1.0, 1.0], size=20_000))
def irt(z, person, item, sign):
    ability, slope, difficulty = z[:1000], z[1000:1020], z[1020:]
    eta = slope[item] * (ability[person] - difficulty[item])
    return -np.sum(np.logaddexp(0.0, -sign * eta)) - 0.5 * np.sum(z * z)


# ---- mixtures

@kernel(5, np.concatenate([R.normal(-2.0, 1.0, size=500), R.normal(2.0, 1.0, size=500)]))
def mixture(z, y):
    share, first, second = special.expit(z[4]), math.exp(z[2]), math.exp(z[3])
    a, b = (y - z[0]) / first, (y - z[1]) / second
    return np.sum(np.logaddexp(math.log(share) - z[2] - 0.5 * a * a, math.log1p(-share) - z[3] - 0.5 * b * b))


@kernel(660, R.normal(size=(1000, 10)))
def gmm(z, x):
    weight, total = z[:10], 0.0
    for i in range(1000):
        most, logs = -math.inf, np.zeros(10)
        for k in range(10):
            square, at = 0.0, 110 + 55 * k
            for d in range(10):
                s = math.exp(z[at + d]) * (x[i, d] - z[10 + 10 * k + d])
                for e in range(d):
                    s += z[at + 10 + d * (d - 1) // 2 + e] * (x[i, e] - z[10 + 10 * k + e])
                square += s * s
            logs[k] = weight[k] + np.sum(z[at:at + 10]) - 0.5 * square
            most = max(most, logs[k])
        total += most + math.log(np.sum(np.exp(logs - most)))
    return total - 1000 * special.logsumexp(weight)


# ---- series

@kernel(4, R.normal(size=1000))
def garch(z, y):
    mu, a0, a1, b1 = z[0], math.exp(z[1]), 0.5 * special.expit(z[2]), 0.5 * special.expit(z[3])
    variance, total = 1.0, 0.0
    for t in range(1, 1000):
        variance = a0 + a1 * (y[t - 1] - mu) ** 2 + b1 * variance
        total -= 0.5 * math.log(variance) + 0.5 * (y[t] - mu) ** 2 / variance
    return total


@kernel(7, R.normal(size=1000))
def ar5(z, y):
    n = len(y) - 5
    mu = z[0] + np.zeros(n)
    for k in range(5):
        mu = mu + z[k + 1] * y[4 - k:4 - k + n]
    r = (y[5:] - mu) / math.exp(z[6])
    return -0.5 * np.sum(r * r) - n * z[6]


@kernel(15, R.normal(size=500))
def hmm(z, y):
    stay = np.zeros((3, 3))
    for j in range(3):
        row = z[3 * j:3 * j + 3]
        stay[j] = row - special.logsumexp(row)
    alpha, new, terms = np.zeros(3), np.zeros(3), np.zeros(3)
    for t in range(500):
        for k in range(3):
            for j in range(3):
                terms[j] = alpha[j] + stay[j, k]
            r = (y[t] - z[9 + k]) / math.exp(z[12 + k])
            new[k] = special.logsumexp(terms) - z[12 + k] - 0.5 * r * r
        alpha[:] = new
    return special.logsumexp(alpha)


@kernel(8, R.normal(1.0, 0.3, size=(20, 2)))
def lv_rk4(z, y):
    a, b, c, d = math.exp(z[0]), math.exp(z[1]), math.exp(z[2]), math.exp(z[3])
    u, v, h, total = math.exp(z[4]), math.exp(z[5]), 0.02, 0.0
    for t in range(20):
        for _ in range(15):
            u1, v1 = u * (a - b * v), v * (d * u - c)
            p, q = u + 0.5 * h * u1, v + 0.5 * h * v1
            u2, v2 = p * (a - b * q), q * (d * p - c)
            p, q = u + 0.5 * h * u2, v + 0.5 * h * v2
            u3, v3 = p * (a - b * q), q * (d * p - c)
            p, q = u + h * u3, v + h * v3
            u4, v4 = p * (a - b * q), q * (d * p - c)
            u += h / 6.0 * (u1 + 2.0 * u2 + 2.0 * u3 + u4)
            v += h / 6.0 * (v1 + 2.0 * v2 + 2.0 * v3 + v4)
        r, s = (y[t, 0] - u) / math.exp(z[6]), (y[t, 1] - v) / math.exp(z[7])
        total -= 0.5 * (r * r + s * s) + z[6] + z[7]
    return total


# ---- Gaussian processes

def process(z, x, y):
    n = len(x)
    away = x[:, None] - x[None, :]
    K = math.exp(z[0]) * np.exp(-0.5 * away * away * math.exp(z[1])) + math.exp(z[2]) * np.eye(n)
    L = np.linalg.cholesky(K)
    w = np.linalg.solve(K, y)
    return -0.5 * (y @ w) - np.sum(np.log(np.diag(L)))


@kernel(3, R.uniform(0.0, 10.0, size=50), R.normal(size=50))
def gp50(z, x, y):
    return process(z, x, y)


@kernel(3, R.uniform(0.0, 10.0, size=300), R.normal(size=300))
def gp300(z, x, y):
    return process(z, x, y)
