"""Samplers against Gaussians whose moments are known: does this installation draw from what it is asked to draw from?

    moments      |z| of means and variances, with Monte-Carlo errors, the largest of all coordinates
    affine       a chain with a metric that matches the target is that of the standard Gaussian, stretched
    threads      the same seed gives the same bits on one thread and on many

`llbayes selftest` prints the table. Limits are for false alarms once in ten thousand runs of a row.
"""
from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ..ad.logdensity import Target, as_target
from . import SAMPLERS, SamplingWarning, call
from .chain import DONE
from .run import Chain
from .sampler import Sampler

FALSE_ALARMS = 1e-4
DIMS, HIGH = (1, 2, 10), (100,)
SAME = 1e-8                          # of a standard deviation: rounding, in the draws that `affine` compares
NARROW, WIDE, CORRELATION = 0.1, 10.0, 0.5
HEAD = f"{'check':8} {'sampler':10} {'metric':8} {'dim':>4} {'found':>9} {'allowed':>9}"


class Row(NamedTuple):
    """One line of the table: the worst number found and what is allowed."""

    check: str
    sampler: str
    metric: str
    dim: int
    found: float
    allowed: float

    @property
    def ok(self) -> bool:
        return self.found <= self.allowed

    def __str__(self) -> str:
        end = "" if self.ok else "  FAILED"
        return f"{self.check:8} {self.sampler:10} {self.metric:8} {self.dim:4d} {self.found:9.3g} {self.allowed:9.3g}{end}"


class Gaussian(NamedTuple):
    mean: np.ndarray
    covariance: np.ndarray

    def target(self) -> Target:
        mean, precision = self.mean, np.linalg.inv(self.covariance)

        def log_density(x):
            d = x - mean
            return -0.5 * np.sum(d * (precision @ d))

        return as_target(log_density, len(mean))


def gaussian(dim: int) -> Gaussian:
    """Standard deviations from NARROW to WIDE, neighbours correlated, mean 1, 2, …"""
    sd, k = np.geomspace(NARROW, WIDE, dim) if dim > 1 else np.array([WIDE]), np.arange(dim)
    return Gaussian(1.0 + k, np.outer(sd, sd) * CORRELATION ** np.abs(k[:, None] - k))


def subjects() -> Iterator[Sampler]:
    """All samplers of the table, with all metrics that they take."""
    for s in SAMPLERS.values():
        yield from (s.having(metric) for metric in s.metrics) if s.metrics else (s,)


def sample(s: Sampler, target: Target, seed: int, draws: int, chains: int = 4, cores: int | None = None) -> np.ndarray:
    """Draws (chain, draw, dim)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SamplingWarning)
        tree = call.sample(target, s, seed=seed, draws=draws, chains=chains, cores=cores, progress=False)
    return tree["posterior"]["x"].values


# ---- the checks

def moments(s: Sampler, dim: int, seed: int, scale: int = 1) -> Row:
    """The largest |z| of a mean or a variance, in `scale` times the draws that are enough."""
    import arviz as az

    g = gaussian(dim)
    x = sample(s, g.target(), seed, draws=s.enough * scale) - g.mean
    worst = 0.0
    for k in range(dim):
        square = x[..., k] ** 2
        z = x[..., k].mean() / float(az.mcse(x[..., k])), (square.mean() - g.covariance[k, k]) / float(az.mcse(square))
        worst = max(worst, *map(abs, z)) if np.isfinite(z).all() else math.inf
    return Row("moments", s.name, s.metric.name, dim, worst, limit(2 * dim))


def limit(n: int) -> float:
    """What the largest of n standard normals exceeds by false alarm only."""
    from scipy.special import ndtri

    return float(-ndtri(FALSE_ALARMS / (2 * n)))


def affine(s: Sampler, dim: int, seed: int, draws: int = 40) -> Row:
    """Largest difference, in standard deviations, of the draws of N(m, FFᵀ) under the metric F from m + F × those of N(0, 1) under the metric 1."""
    factor = s.metric.matching(gaussian(dim).covariance)
    g, unit = Gaussian(gaussian(dim).mean, factor @ factor.T), Gaussian(np.zeros(dim), np.eye(dim))
    start = np.linspace(-1.0, 1.0, dim)
    stretched = fixed_chain(s, g.target(), g.mean + factor @ start, factor, seed, draws)
    straight = fixed_chain(s, unit.target(), start, np.eye(dim), seed, draws)
    back = np.linalg.solve(factor, (stretched - g.mean).T).T
    return Row("affine", s.name, s.metric.name, dim, float(np.abs(back - straight).max()), SAME)


def fixed_chain(s: Sampler, target: Target, start: np.ndarray, factor: np.ndarray, seed: int, draws: int) -> np.ndarray:
    """(draws, dim) of a chain whose metric and step size (½) are given, not learnt."""
    chain = Chain(s, target, 0, np.random.SeedSequence(seed), start, draws + 1)
    chain.runner.draws(0, 1)                               # the state is complete after a draw: now it is replaced
    s.place(chain.state, start, *target.value_and_grad(start), 0.5)
    s.metric.put(chain.state.metric, factor)
    chain.bit_generator.state = np.random.PCG64(seed).state
    chain.word[DONE] = 0
    return chain.z[:chain.runner.draws(1, draws + 1)].copy()


def threads(s: Sampler, dim: int, seed: int) -> Row:
    """How many numbers differ between a run on one thread and one on four."""
    target = gaussian(dim).target()
    one, many = (sample(s, target, seed, draws=50, chains=3, cores=cores) for cores in (1, 4))
    return Row("threads", s.name, s.metric.name, dim, float((one != many).sum()), 0.0)


def rows(full: bool = False, seed: int = 1) -> Iterator[Row]:
    """Every check of every sampler; `full` takes higher dimensions and four times the draws."""
    for s in subjects():
        dims = DIMS + HIGH if full else DIMS
        yield from (moments(s, dim, seed, 4 if full else 1) for dim in dims if dim <= s.highest)
        yield affine(s, 10, seed)
        yield threads(s, 2, seed)
