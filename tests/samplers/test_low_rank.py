"""The low-rank metric: exact where it can be, and worth its price on correlated targets."""

import numpy as np
import pytest

from llbayes import samplers
from llbayes.ad.logdensity import as_target
from llbayes.samplers.adapt import schedule
from llbayes.samplers.metrics.low_rank import RANK, LowRank, drift, estimate, kick

RNG = np.random.default_rng(4)
START = RNG.bit_generator.state


@pytest.fixture(autouse=True)
def same_numbers():
    """Whichever tests ran before."""
    RNG.bit_generator.state = START


def gaussian(dim, directions):
    """Covariance of standard deviations 0.01 … 100 with `directions` long or short ones, and its factor."""
    q = np.linalg.qr(RNG.normal(size=(dim, dim)))[0]
    lengths = np.where(np.arange(dim) < directions, RNG.choice([0.002, 500.0], dim), 1.0)
    factor = np.geomspace(0.01, 100.0, dim)[:, None] * (q * np.sqrt(lengths))
    return factor @ factor.T, factor


def matrix(scale, vectors, change):
    """F of the metric."""
    return scale[:, None] * (np.eye(len(scale)) + (vectors.T * change) @ vectors)


@pytest.mark.parametrize(("dim", "directions", "n"), [(1, 0, 10), (3, 1, 40), (30, 4, 300), (30, 30, 31)])
def test_a_gaussian_is_fitted_by_draws_and_gradients(dim, directions, n):
    covariance, factor = gaussian(dim, directions)
    z = RNG.normal(size=(n, dim)) @ factor.T
    scale, vectors, change = estimate(z, -np.linalg.solve(covariance, z.T).T, np.ones(dim))
    assert len(change) <= RANK and vectors @ vectors.T == pytest.approx(np.eye(len(change)), abs=1e-9)
    left = np.linalg.solve(matrix(scale, vectors, change), factor)
    condition = np.linalg.cond(left) ** 2
    assert condition < (2.1**2 if directions < RANK else np.linalg.cond(factor / scale[:, None]) ** 2)


def test_few_draws_of_a_high_dimension():
    covariance, factor = gaussian(200, 3)
    z = RNG.normal(size=(20, 200)) @ factor.T
    scale, vectors, change = estimate(z, -np.linalg.solve(covariance, z.T).T, np.ones(200))
    assert np.isfinite(scale).all() and np.isfinite(vectors).all() and (change > -1).all()


def test_what_cannot_be_learnt_from_stays():
    z, old = RNG.normal(size=(20, 3)), np.array([1.0, 2.0, 3.0])
    assert estimate(z[:2], z[:2], old) is None and estimate(np.where(z > 2, np.nan, z), z * np.inf, old) is None
    z[:, 1] = 0.0
    assert estimate(z, -z, old)[0][1] == 2.0


def test_kick_and_drift_are_the_matrix_and_its_transpose():
    m = LowRank(np.array([0.5, 2.0, 3.0]), np.zeros((RANK, 3)), np.zeros(RANK), np.array([2.0]), np.zeros(3))
    m.vectors[:2], m.change[:2] = np.linalg.qr(RNG.normal(size=(3, 2)))[0].T, (4.0, -0.7)
    f = matrix(m.scale, m.vectors[:2], m.change[:2])
    g, p, z, out = RNG.normal(size=3), RNG.normal(size=3), RNG.normal(size=3), np.zeros(3)
    assert kick(m, 0.3, g, p, out) == pytest.approx(out @ out)
    assert out == pytest.approx(p + 0.3 * f.T @ g)
    drift(m, 0.3, p, z, out)
    assert out == pytest.approx(z + 0.3 * f @ p)


@pytest.mark.parametrize("warmup", [0, 5, 30, 100, 1000, 5000])
def test_ends_of_windows(warmup):
    ends = schedule.ends(warmup, schedule.WIDE)
    assert ends == sorted(set(ends)) and all(0 < e <= warmup for e in ends)
    if ends:
        assert ends[-1] == warmup - int(0.15 * warmup)
    assert (len(ends) > 15) == (warmup >= 1000)


@pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")
def test_correlated_targets_take_far_fewer_steps():
    covariance, _ = gaussian(10, 3)
    precision = np.linalg.inv(covariance)
    target = as_target(lambda x: -0.5 * np.sum(x * (precision @ x)), 10)
    steps = {metric: int(samplers.nuts(target, seed=1, draws=200, chains=2, metric=metric, progress=False)["sample_stats"]["n_steps"].sum())
             for metric in ("diag", "low_rank")}
    assert steps["low_rank"] < 0.2 * steps["diag"]
