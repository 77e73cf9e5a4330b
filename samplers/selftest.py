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
from typing import Any, NamedTuple

import numpy as np

from ..ad.logdensity import as_target
from . import run
from .adapt.step_size import LOG, LOG_MEAN
from .chain import DONE
from .kernels.hmc import sampler as hmc
from .kernels.metropolis import sampler as metropolis
from .kernels.nuts import sampler as nuts
from .metrics import METRICS

FALSE_ALARMS = 1e-4
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


class Subject(NamedTuple):
    """A sampler with a metric, and how many draws of it one check takes."""

    name: str
    sampler: Any
    settings: Any
    draws: int

    @property
    def metric(self) -> str:
        return self.sampler.metric.name


class Gaussian(NamedTuple):
    mean: np.ndarray
    covariance: np.ndarray

    def target(self) -> Any:
        mean, precision = self.mean, np.linalg.inv(self.covariance)

        def log_density(x):
            d = x - mean
            return -0.5 * np.sum(d * (precision @ d))

        return as_target(log_density, len(mean))


def gaussian(dim: int) -> Gaussian:
    """Standard deviations from NARROW to WIDE, neighbours correlated, mean 1, 2, …"""
    sd, k = np.geomspace(NARROW, WIDE, dim) if dim > 1 else np.array([WIDE]), np.arange(dim)
    return Gaussian(1.0 + k, np.outer(sd, sd) * CORRELATION ** np.abs(k[:, None] - k))


def subjects(scale: int) -> list[Subject]:
    """All samplers with all metrics."""
    tuned = [make(metric) for make in (nuts, hmc) for metric in METRICS]
    return [*[Subject(s.name, s, s.settings()._replace(**s.metric.schedule._asdict()), 500 * scale) for s in tuned],
            Subject("metropolis", metropolis(), metropolis().settings(), 20_000 * scale)]


def sample(s: Subject, target: Any, seed: int, **options: Any) -> np.ndarray:
    """Draws (chain, draw, dim)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", run.SamplingWarning)
        tree = run.sample(target, s.sampler, s.settings, seed=seed, progress=False, **options)
    return tree["posterior"]["x"].values


# ---- the checks

def moments(s: Subject, dim: int, seed: int) -> Row:
    """The largest |z| of a mean or a variance."""
    import arviz as az

    g = gaussian(dim)
    x = sample(s, g.target(), seed, draws=s.draws) - g.mean
    worst = 0.0
    for k in range(dim):
        square = x[..., k] ** 2
        z = x[..., k].mean() / float(az.mcse(x[..., k])), (square.mean() - g.covariance[k, k]) / float(az.mcse(square))
        worst = max(worst, *map(abs, z)) if np.isfinite(z).all() else math.inf
    return Row("moments", s.name, s.metric, dim, worst, limit(2 * dim))


def limit(n: int) -> float:
    """What the largest of n standard normals exceeds by false alarm only."""
    from scipy.special import ndtri

    return float(-ndtri(FALSE_ALARMS / (2 * n)))


def affine(s: Subject, dim: int, seed: int, draws: int = 40) -> Row:
    """Largest difference, in standard deviations, of the draws of N(m, FFᵀ) under the metric F from m + F × those of N(0, 1) under the metric 1."""
    factor = MATCHING[s.metric](gaussian(dim).covariance)
    g, unit = Gaussian(gaussian(dim).mean, factor @ factor.T), Gaussian(np.zeros(dim), np.eye(dim))
    start = np.linspace(-1.0, 1.0, dim)
    stretched = fixed_chain(s, g.target(), g.mean + factor @ start, factor, seed, draws)
    straight = fixed_chain(s, unit.target(), start, np.eye(dim), seed, draws)
    back = np.linalg.solve(factor, (stretched - g.mean).T).T
    return Row("affine", s.name, s.metric, dim, float(np.abs(back - straight).max()), SAME)


def fixed_chain(s: Subject, target: Any, start: np.ndarray, factor: np.ndarray, seed: int, draws: int) -> np.ndarray:
    """(draws, dim) of a chain whose metric and step size (½) are given, not learnt."""
    chain = run.Chain(s.sampler, target, s.settings._replace(warmup=0), np.random.SeedSequence(seed), start, draws + 1)
    chain.runner.draws(0, 1)                               # the state is complete after a draw: now it is replaced
    c = chain.state
    value, gradient = target.value_and_grad(start)
    c.z[:], c.lp[0] = start, value
    if s.name == "metropolis":
        c.log_step[0] = math.log(0.5)
    else:
        c.g[:] = gradient
        c.step[[LOG, LOG_MEAN]] = math.log(0.5)
    put_metric(s.metric, c.metric, factor)
    chain.bit_generator.state = np.random.PCG64(seed).state
    chain.word[DONE] = 0
    return chain.z[:chain.runner.draws(1, draws + 1)].copy()


def stretched_once(covariance: np.ndarray) -> np.ndarray:
    """D (I + v vᵀ) with unit v: a scale and one direction."""
    v = np.full((len(covariance), 1), len(covariance) ** -0.5)
    return np.sqrt(np.diag(covariance))[:, None] * (np.eye(len(covariance)) + v @ v.T)


MATCHING = {"diag": lambda covariance: np.diag(np.sqrt(np.diag(covariance))), "dense": np.linalg.cholesky, "low_rank": stretched_once}


def put_metric(name: str, m: Any, factor: np.ndarray) -> None:
    """The arrays of a metric for a factor of the kind that MATCHING gives, or for the identity."""
    if name == "dense":
        m.factor[:] = factor
        return
    m.scale[:] = np.diag(factor)
    if name == "low_rank" and np.count_nonzero(factor) > len(factor):
        scaled = factor.diagonal() / (1.0 + 1.0 / len(factor))
        m.scale[:], m.used[0], m.change[0], m.vectors[0] = scaled, 1.0, 1.0, len(factor) ** -0.5


def threads(s: Subject, dim: int, seed: int) -> Row:
    """How many numbers differ between a run on one thread and one on four."""
    target = gaussian(dim).target()
    one, many = (sample(s, target, seed, draws=50, chains=3, cores=cores) for cores in (1, 4))
    return Row("threads", s.name, s.metric, dim, float((one != many).sum()), 0.0)


def rows(full: bool = False, seed: int = 1) -> Iterator[Row]:
    """Every check of every sampler; `full` takes higher dimensions and four times the draws."""
    for s in subjects(4 if full else 1):
        dims = (1, 2, 10, 100) if full and s.name != "metropolis" else (1, 2, 10)
        yield from (moments(s, dim, seed) for dim in dims)
        yield affine(s, 10, seed)
        yield threads(s, 2, seed)
