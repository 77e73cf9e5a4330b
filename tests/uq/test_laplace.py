"""Laplace's approximation is exact on Gaussian posteriors and close on nearly Gaussian ones."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes import models, ppl, results, samplers, uq
from llbayes.ir.errors import SamplingError, SettingsError
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


@pytest.mark.parametrize(("density", "dim", "says"), [
    (lambda z: z[0] * z[0] * 0.5 - z[1] * z[1], 2, r"curves upwards along `x\[0\]`"),
    (lambda z: -0.5 * z[0] * z[0] + 0.0 * z[1], 2, r"is flat along `x\[1\]`"),
    (lambda z: -0.5 * (z[0] + z[1]) ** 2 - z[2] ** 2, 3, r"is flat along `x\[0\]`, `x\[1\]`"),
    (lambda z: -np.exp(-z[0]) - z[1] ** 2, 2, r"no mode was reached: .* most of it along `x\[0\]`\n(.|\n)*infinity"),
    (lambda z: np.log(z[0] - 1.0) - z[0], 1, r"cannot begin: at \[0.\] the log density is nan; it is finite when .* moved: `x\[0\]`"),
])
def test_what_has_no_mode_is_an_error_that_names_coordinates(density, dim, says):
    with pytest.raises(SamplingError, match=says):
        uq.laplace(density, dim=dim)


BETWEEN = {                                      # a density whose gradient vanishes at 0, which is no maximum, and its modes
    "saddle": (lambda z: z[0] ** 2 - z[0] ** 4 - z[1] ** 2, [[0.5**0.5, 0.0], [-(0.5**0.5), 0.0]]),
    "minimum": (lambda z: z[0] ** 2 - 0.5 * z[0] ** 4, [[1.0], [-1.0]]),
    "two humps": (lambda z: np.logaddexp(-0.5 * (z[0] - 5.0) ** 2, -0.5 * (z[0] + 5.0) ** 2), [[5.0], [-5.0]]),
    "lower side of a kink": (lambda z: np.abs(z[0]) - 0.5 * z[0] ** 2 - z[1] ** 2, [[1.0, 0.0], [-1.0, 0.0]]),
}


@pytest.mark.parametrize("name", BETWEEN)
def test_a_search_that_starts_between_modes_ends_at_one(name):
    density, modes = BETWEEN[name]
    r = uq.laplace(density, dim=len(modes[0]), draws=10, seed=1)
    assert any(r.mode == pytest.approx(m, abs=1e-6) for m in modes)
    assert np.all(np.linalg.eigvalsh(r.covariance) > 0)


def test_scales_far_apart_are_no_flat_directions():
    r = uq.laplace(lambda z: -0.5 * (z[0] * 1e9) ** 2 - 0.5 * (z[1] * 1e-9 - 1.0) ** 2, dim=2, start=np.array([0.0, 1e9]))
    assert np.sqrt(np.diag(r.covariance)) == pytest.approx([1e-9, 1e9])


def hills(z):
    """A narrow, high one at 0 that holds 1 %, and a wide one at (3, -3)."""
    low = (z[0] - 3.0) ** 2 + (z[1] + 3.0) ** 2
    return np.logaddexp(np.log(0.01 / 0.01**2) - 0.5 * (z[0] ** 2 + z[1] ** 2) / 0.01**2, np.log(0.99) - 0.5 * low)


def test_of_several_starts_the_mode_that_holds_most_is_kept():
    first = uq.laplace(hills, dim=2, draws=10, seed=1)
    best = uq.laplace(hills, dim=2, draws=10, seed=1, starts=8)
    assert first.mode == pytest.approx([0.0, 0.0], abs=1e-6) and best.mode == pytest.approx([3.0, -3.0], abs=1e-6)
    assert best.log_evidence == pytest.approx(np.log(0.99 * 2 * np.pi), abs=1e-6) and best.n_gradients > first.n_gradients


def test_starts_that_lead_nowhere_are_left_out():
    def half(z):
        return np.log(z[0] + 0.5) - z[0]

    assert uq.laplace(half, dim=1, draws=10, seed=1, starts=6).mode == pytest.approx([0.5])


def test_a_posterior_that_is_no_gaussian_is_said():
    with pytest.warns(samplers.SamplingWarning, match="poor picture of the posterior: importance weights leave .* nats above"):
        uq.laplace(lambda z: -np.sqrt(1.0 + 1e4 * np.sum(z**2)), dim=6, seed=1)


def test_a_mode_is_reached_where_rounding_ends_the_search_and_none_at_infinity():
    def rounded(z):                                  # as in a Gaussian process with a large condition number: the gradient is a staircase
        return -0.5e4 * ((z[0] + 1e11) - 1e11 - 0.70001) ** 2 - 0.5 * z[1] ** 2

    assert uq.laplace(rounded, dim=2, draws=10, seed=1).mode == pytest.approx([0.70001, 0.0], abs=1e-5)
    with pytest.raises(SamplingError, match="no mode was reached"):
        uq.laplace(lambda z: -np.exp(-z[0]) - z[1] ** 2 - 1e6, dim=2)


def test_the_arguments_are_checked():
    with pytest.raises(SettingsError, match="start"):
        uq.laplace(lambda z: -z[0] * z[0], dim=1, start=np.zeros(2))
    with pytest.raises(SettingsError, match="draws"):
        uq.laplace(lambda z: -z[0] * z[0], dim=1, draws=1)
    with pytest.raises(SettingsError, match="`starts` must be a whole number, 1 or more, not 0"):
        uq.laplace(lambda z: -z[0] * z[0], dim=1, starts=0)


def test_arvizs_object(tmp_path):
    import arviz as az

    tree = samplers.laplace(regression.bind(X=X, y=Y), seed=1)
    record = uq.laplace(regression.bind(X=X, y=Y), seed=1)
    assert tree["posterior"]["beta"].shape == (1, 1000, 3) and (tree["posterior"]["beta"].values[0] == record.draws["beta"]).all()
    group = tree["laplace"]
    assert group["covariance"].dims == ("coordinate", "coordinate_") and (group["covariance"].values == record.covariance).all()
    assert group["coordinate"].values.tolist() == ["beta[0]", "beta[1]", "beta[2]"] and group["beta"].values == pytest.approx(record.mode)
    attributes = tree["posterior"].attrs
    assert attributes["log_evidence"] == record.log_evidence and attributes["seed"] == 1 and attributes["sampler"] == "laplace"
    assert len(az.summary(tree)) == 3
    assert results.to_netcdf(tree, tmp_path / "laplace.nc").exists()


def test_a_recorded_seed_repeats_the_draws():
    posterior = regression.bind(X=X, y=Y)
    first = samplers.laplace(posterior, draws=10)
    again = samplers.laplace(posterior, draws=10, seed=first["posterior"].attrs["seed"])
    assert (first["posterior"]["beta"].values == again["posterior"]["beta"].values).all()
