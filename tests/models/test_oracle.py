"""Every ready model against Stan's own log density and gradient, in CPython and compiled; Hessian-vector products against differences."""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from sweeps import thinned

from llbayes import models

from .oracles import NAMES, gradient_near_enough, near_enough, oracle, order, points, rejected

LARGE = 400                                      # from this dimension on a model is run in CPython at the last point alone


class Case(NamedTuple):
    """What Stan says of a posterior, ours, and which of Stan's coordinates ours are."""

    reference: dict[str, Any]
    posterior: Any
    place: np.ndarray


@pytest.fixture(scope="module", params=thinned(NAMES, 6))
def case(request):
    """One posterior at a time, bound and compiled once for all tests of it."""
    reference, posterior = oracle(request.param), models.posterior(request.param)
    return Case(reference, posterior, order(posterior, reference))


def test_interpreted_density_is_stans(case):
    for z, at in list(points(case.reference))[-1 if case.posterior.dim >= LARGE else 0 :]:
        density = case.posterior.interpret(z[case.place]).log_density
        assert rejected(at, density) if at["log_density"] is None else near_enough(at, density)


def test_compiled_density_and_gradient_are_stans(case):
    for z, at in points(case.reference):
        value, ours = case.posterior.value_and_grad(z[case.place])
        gradient = np.empty_like(ours)
        gradient[case.place] = ours
        assert rejected(at, value) if at["log_density"] is None else near_enough(at, value) and gradient_near_enough(at, gradient)


def test_hvp_is_the_difference_of_gradients(case):
    posterior = case.posterior
    v = np.random.default_rng(6).standard_normal(posterior.dim) / np.sqrt(max(posterior.dim, 50) / 50)
    z = next(z for z, at in reversed(list(points(case.reference))) if at["log_density"] is not None)[case.place]
    h = 1e-5
    gradients = [posterior.value_and_grad(z + k * h * v)[1] for k in (-2, -1, 1, 2)]
    difference = (8 * (gradients[2] - gradients[1]) - (gradients[3] - gradients[0])) / (12 * h)
    hvp = posterior.hvp(z, v)
    assert np.abs(hvp - difference).max() <= 1e-5 * max(1.0, np.abs(hvp).max())
