"""MultivariateNormal: batches of means and of factors or covariances, as data and as parameters; SciPy's densities."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from llbayes import ppl
from llbayes.ppl import MultivariateNormal, Normal

K = 3
RNG = np.random.default_rng(3)
ROOTS = RNG.normal(size=(4, K, K))
COV = ROOTS @ ROOTS.transpose(0, 2, 1) + np.eye(K)
SHAPES = [
    ((K,), (K,), ()), ((4, K), (4, K), ()), ((4, K), (K,), (4,)), ((4, K), (4, K), (4,)), ((2, 4, K), (K,), (4,)),
    ((2, 4, K), (2, 1, K), (1, 4)),
]  # fmt: skip


@ppl.model
def by_covariance(x, mean, cov):
    s = ppl.sample("s", Normal(0, 1))
    ppl.sample("x", MultivariateNormal(mean + s, cov=np.exp(s) * cov), obs=x)


@ppl.model
def by_factor(x, mean, factor):
    s = ppl.sample("s", Normal(0, 1))
    ppl.sample("x", MultivariateNormal(mean + s, cholesky=np.exp(s / 2) * factor), obs=x)


def expected(x, mean, cov, s):
    rows = zip(x.reshape(-1, K), np.broadcast_to(mean, x.shape).reshape(-1, K), np.broadcast_to(cov, (*x.shape, K)).reshape(-1, K, K), strict=True)
    return sum(multivariate_normal.logpdf(a, b + s, np.exp(s) * c) for a, b, c in rows) - 0.5 * s**2 - 0.5 * np.log(2 * np.pi)


@pytest.mark.parametrize(("shape", "mean", "batch"), SHAPES)
def test_density(shape, mean, batch):
    x, m = RNG.normal(size=shape), RNG.normal(size=mean)
    cov = COV[: int(np.prod(batch))].reshape(*batch, K, K)
    s = 0.3
    reference = expected(x, m, cov, s)
    step = 1e-5
    slope = (expected(x, m, cov, s + step) - expected(x, m, cov, s - step)) / (2 * step)
    for posterior in (by_covariance.bind(x=x, mean=m, cov=cov), by_factor.bind(x=x, mean=m, factor=np.linalg.cholesky(cov))):
        value, gradient = posterior.value_and_grad(np.array([s]))
        assert value == pytest.approx(reference, rel=1e-12)
        assert posterior.interpreted_log_density(np.array([s])) == pytest.approx(reference, rel=1e-12)
        assert gradient[0] == pytest.approx(slope, rel=1e-7)


@ppl.model
def parameters(cov, factor):
    ppl.sample("a", MultivariateNormal(np.zeros(K), cov=cov), shape=(4, K))
    ppl.sample("b", MultivariateNormal(np.ones((4, K)), cholesky=factor).noncentered(), shape=(4, K))


def test_parameters_in_batches():
    posterior = parameters.bind(cov=COV, factor=np.linalg.cholesky(COV))
    z = RNG.normal(size=24)
    assert posterior.log_density(z) == pytest.approx(posterior.interpreted_log_density(z), rel=1e-12)
    values = posterior.constrain(z)
    shifted = 1 + np.einsum("nij,nj->ni", np.linalg.cholesky(COV), z[12:].reshape(4, K))
    np.testing.assert_allclose(values["b"], shifted, rtol=1e-12)
    np.testing.assert_allclose(posterior.unconstrain(values), z, rtol=1e-10)
