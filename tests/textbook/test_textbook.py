"""Textbook models on simulated data: the truth is found, what the model predicts looks like the data, and rows and groups that are new are predicted."""

from __future__ import annotations

import functools
import warnings
import zlib

import numpy as np
import pytest
from scipy import stats
from textbook import hierarchies, latent, more, regressions, series

from llbayes import ppl, samplers

CASES = {case.name: case for part in (regressions, hierarchies, latent, series, more) for case in part.CASES}
FAR = 5.0                                        # standard deviations: one of a million
EXTREME = 1e-3                                   # of a statistic of the data among predicted ones
SEEDS = 20


def fitted(case, seed, **settings):
    """(what was simulated, the posterior, its draws)"""
    simulated = case.simulate(np.random.default_rng([zlib.crc32(case.name.encode()), seed]))
    posterior = case.model.bind(**simulated.data, coords=simulated.coords or None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", samplers.SamplingWarning)
        tree = samplers.nuts(posterior, **{"draws": 400, "tune": 400, "chains": 2, "seed": seed, "progress": False, **case.settings, **settings})
    return simulated, posterior, tree


@functools.cache
def fit(name):
    return fitted(CASES[name], 1)


@pytest.mark.parametrize("name", CASES)
def test_the_truth_is_found(name):
    simulated, _, tree = fit(name)
    assert float(tree.sample_stats["diverging"].mean()) < 0.02
    for site, value in simulated.truth.items():
        draws = tree.posterior[site].values
        z = (draws.mean((0, 1)) - np.asarray(value)) / draws.std((0, 1))
        assert np.all(np.abs(z) < FAR), (site, z)


@pytest.mark.parametrize("name", [n for n, c in CASES.items() if c.outcome])
def test_what_is_predicted_looks_like_the_data(name):
    _, posterior, tree = fit(name)
    site = CASES[name].outcome
    group = ppl.posterior_predictive(posterior, tree, seed=2).posterior_predictive[site].values
    seen = np.asarray(tree.observed_data[site].values)
    rows = group.reshape(-1, *seen.shape)
    for statistic in (np.nanmean, np.nanstd, lambda a, axis: np.nanmean(a == 0, axis=axis)):
        axes = tuple(range(1, rows.ndim))
        predicted, real = statistic(rows, axis=axes), statistic(seen, axis=None)
        assert np.mean(predicted >= real) > EXTREME and np.mean(predicted <= real) > EXTREME, (name, real, predicted.mean())


@pytest.mark.parametrize("name", [n for n, c in CASES.items() if c.new])
def test_new_rows_and_groups_are_predicted(name):
    """The predictive mean of each new row stands where the truth has it, within what parameters are not known and what is drawn."""
    simulated, posterior, tree = fit(name)
    new = CASES[name].new(simulated, np.random.default_rng(5))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = ppl.predict(posterior, tree, data=new.data, coords=new.coords or None, seed=3).predictions
    for site, mean in new.mean.items():
        draws = found[site].values
        assert draws.shape[2:] == np.shape(mean), site
        error = np.abs(draws.mean((0, 1)) - mean)
        assert np.all(error < 0.6 * draws.std((0, 1)) + 1e-3), (site, error, draws.std((0, 1)))


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_intervals_hold_the_truth_as_often_as_they_say(name):
    """Of 99 % intervals over seeds; those of one data set go together, so the count is of data sets that have a truth far outside."""
    outside = total = 0
    for seed in range(2, 2 + SEEDS):
        simulated, _, tree = fitted(CASES[name], seed)
        for site, value in simulated.truth.items():
            low, high = np.quantile(tree.posterior[site].values, [0.005, 0.995], axis=(0, 1))
            inside = (low <= np.asarray(value)) & (np.asarray(value) <= high)
            outside, total = outside + np.sum(~inside), total + np.size(inside)
    assert outside <= stats.binom.ppf(1 - 1e-4, total, 0.01) + 1, (outside, total)
