"""Laplace's approximation is exact on Gaussian posteriors and close on nearly Gaussian ones."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes import models, ppl, uq
from llbayes.ir.errors import SamplingError
from llbayes.ppl import Normal

X = np.random.default_rng(1).standard_normal((40, 3))
Y = X @ np.array([1.0, -2.0, 0.5]) + 0.7 * np.random.default_rng(2).standard_normal(40)


@ppl.model
def regression(X, y):
    beta = ppl.sample("beta", Normal(0.0, 2.0), shape=3)
    ppl.sample("y", Normal(X @ beta, 0.7), obs=y)


def test_gaussian_posterior_is_exact():
    r = uq.laplace(regression.bind(X=X, y=Y), seed=1)
    covariance = np.linalg.inv(X.T @ X / 0.49 + np.eye(3) / 4)
    assert r.covariance == pytest.approx(covariance, rel=1e-9, abs=1e-12)
    assert r.mode == pytest.approx(covariance @ X.T @ Y / 0.49, rel=1e-9)
    marginal = 0.49 * np.eye(40) + 4 * X @ X.T
    exact = -0.5 * (Y @ np.linalg.solve(marginal, Y) + np.linalg.slogdet(2 * np.pi * marginal)[1])
    assert r.log_evidence == pytest.approx(exact, rel=1e-10)
    assert r.efficiency == pytest.approx(1, abs=1e-8)
    assert r.draws["beta"].shape == (1000, 3)


def test_a_ready_model():
    r = uq.laplace(models.posterior("kidiq-kidscore_momhs"), seed=1, start=np.array([77.0, 11.0, 3.0]))
    assert r.draws["beta"].mean(axis=0) == pytest.approx([77.5, 11.8], abs=0.5)
    assert r.draws["sigma"].mean() == pytest.approx(19.87, abs=0.2)
    assert r.efficiency > 0.9


def test_plot_and_table():
    import matplotlib

    matplotlib.use("Agg")
    r = uq.laplace(regression.bind(X=X, y=Y), draws=50, seed=1)
    assert "beta[2]" in r.table()
    assert len(r.plot().get_yticks()) == 3


def test_a_saddle_is_no_mode():
    with pytest.raises(SamplingError, match="does not fall off"):
        uq.laplace(lambda z: z[0] * z[0] * 0.5 - z[1] * z[1], dim=2)
