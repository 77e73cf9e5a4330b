"""Every metric, whatever the units of a target, however correlated it is and however short the warm-up: draws, and chains that move."""
import importlib

import numpy as np
import pytest

from llbayes import samplers
from llbayes.ad.logdensity import as_target
from llbayes.results.convergence import rhat_and_ess
from llbayes.samplers import SamplingWarning
from llbayes.samplers.metrics import METRICS

quiet = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")
UNITS = {"1e-15": (1e-15, 2e-15), "1e-10": (1e-10, 1e-10), "1e-8": (1e-8, 3e-8), "1e8": (1e8, 1e8), "1e15": (1e15, 1e15), "mixed": (1e-8, 1.0, 1e8)}
QUICK = {"progress": False, "chains": 2, "max_depth": 8}


def gaussian(sd):
    sd = np.array(sd)
    return as_target(lambda z: -0.5 * np.sum((z / sd) ** 2), len(sd))


def ridge(z, ratio=1e6):
    return -0.5 * z[0] ** 2 - 0.5 * ((z[0] - z[1]) * ratio) ** 2 - 0.5 * z[2] ** 2


@quiet
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("units", UNITS)
def test_units_do_not_matter(metric, units):
    target = gaussian(UNITS[units])
    for seed in range(3):
        tree = samplers.nuts(target, draws=200, tune=300, seed=seed, metric=metric, **QUICK)
        sd = tree["posterior"]["x"].values.std(axis=(0, 1)) / UNITS[units]
        assert (np.abs(np.log(sd)) < 0.4).all(), (seed, sd)


CORRELATED = np.linalg.inv(np.array([[1.0, 0.9, 0.5, 0.0], [0.9, 1.0, 0.4, 0.1], [0.5, 0.4, 1.0, -0.3], [0.0, 0.1, -0.3, 1.0]]))
SCALES = {"1e-6": (1e-6,) * 4, "1e-3": (1e-3,) * 4, "1e6": (1e6,) * 4, "mixed": (1e-6, 1e-2, 1e3, 1e6)}


def draws_per_gradient(sd, metric):
    """Least effective draws of a coordinate a gradient of the draws kept, over three runs."""
    precision, found = CORRELATED / np.outer(sd, sd), []
    for seed in range(3):
        target = as_target(lambda z: -0.5 * (z @ (precision @ z)), 4)
        tree = samplers.nuts(target, draws=500, tune=500, seed=seed, metric=metric, **QUICK)
        _, effective = rhat_and_ess(np.moveaxis(tree["posterior"]["x"].values, -1, 0))
        found.append(np.min(effective) / tree["sample_stats"]["n_steps"].values.sum())
    return np.mean(found)


@quiet
@pytest.mark.parametrize("metric", METRICS)
def test_units_cost_no_effective_draws(metric):
    plain = draws_per_gradient((1.0,) * 4, metric)
    for name, sd in SCALES.items():
        assert 0.5 < draws_per_gradient(np.array(sd), metric) / plain < 2.0, name


@quiet
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("ratio", [1e5, 1e8, 1e12, 1e20])
def test_ridges_end_with_draws(metric, ratio):
    target = as_target(lambda z: ridge(z, ratio), 3)
    for seed in range(2):
        x = samplers.nuts(target, draws=100, tune=300, seed=seed, metric=metric, **QUICK)["posterior"]["x"].values
        assert x.shape == (2, 100, 3) and np.isfinite(x).all()
        if metric == "low_rank" and ratio < 1e8:
            assert (np.abs(np.log(x.std(axis=(0, 1)))) < 0.5).all()


@quiet
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("tune", [5, 10, 15, 20, 30, 50, 100])
def test_short_warm_ups_end_with_chains_that_move(metric, tune):
    for sd in ((1.0, 1.0, 1.0), np.geomspace(0.1, 10.0, 10), (1e-3, 1e-3)):
        for seed in range(3):
            accepted = samplers.nuts(gaussian(sd), draws=100, tune=tune, seed=seed, metric=metric, **QUICK)["sample_stats"]["acceptance_rate"].values
            assert (accepted.mean(axis=1) > 0.05).all(), (sd, seed)


@quiet
def test_a_decomposition_that_fails_costs_directions_and_no_draws(monkeypatch):
    def fails(a, b):
        raise np.linalg.LinAlgError("no convergence")
    monkeypatch.setattr(importlib.import_module("llbayes.samplers.metrics.low_rank"), "geometric_mean", fails)
    with pytest.warns(SamplingWarning, match="chain 1: directions of correlation could not be told from its draws: its metric is diagonal"):
        tree = samplers.nuts(gaussian((1e-3, 1.0)), draws=400, tune=300, seed=1, metric="low_rank", **QUICK)
    assert tree["posterior"].sizes["draw"] == 400 and tree["posterior"]["x"].values[..., 1].std() == pytest.approx(1.0, abs=0.2)
