"""Chains on the workers of an executor: the draws are those of threads, whoever makes them."""
from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from llbayes import ppl, samplers
from llbayes.ppl import Normal, positive

RUN = {"draws": 60, "tune": 60, "chains": 3, "seed": 4, "progress": False, "trees": False}
pytestmark = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")


@ppl.model
def schools(sigma, y):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", Normal(0, 5), constraint=positive)
    theta = ppl.sample("theta", Normal(mu, tau), dims="school")
    ppl.sample("y", Normal(theta, sigma), obs=y, dims="school")


@pytest.fixture(scope="module")
def posterior():
    return schools.bind(sigma=[10.0, 15.0, 9.0], y=[28, 8, -3], coords={"school": ["a", "b", "c"]})


def same(a, b):
    """Are all numbers of two runs the same?"""
    assert {group: list(values) for group, values in a.groups.items()} == {group: list(values) for group, values in b.groups.items()}
    for group, values in a.groups.items():
        for name, variable in values.items():
            np.testing.assert_array_equal(variable.values, b.groups[group][name].values)
    for ours, theirs in zip(a.adapted, b.adapted, strict=True):
        assert ours.step_size == theirs.step_size
        np.testing.assert_array_equal(ours.inverse_metric, theirs.inverse_metric)
    return a.attributes["gradient_evaluations"] == b.attributes["gradient_evaluations"]


def processes(n):
    return ProcessPoolExecutor(n, multiprocessing.get_context("spawn"))


def test_draws_are_those_of_threads(posterior):
    here = samplers.nuts(posterior, **RUN)
    with ThreadPoolExecutor(2) as threads, processes(1) as one, processes(4) as four:
        for executor in (threads, one, four):
            assert same(samplers.nuts(posterior, executor=executor, **RUN), here)
