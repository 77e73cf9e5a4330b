"""Every ready model against Stan's own log density and gradient, in CPython and compiled; Hessian-vector products against differences."""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from llbayes import models

ORACLE = Path(__file__).parents[1] / "data" / "stan_oracle"
NAMES = sorted(p.stem for p in ORACLE.glob("*.json"))
TOLERANCE = 1e-9


def oracle(name):
    return json.loads((ORACLE / f"{name}.json").read_text())


def our_name(stan):
    """`L.2.1` is `L[1,0]` here."""
    head, *index = stan.split(".")
    return head + (f"[{','.join(str(int(i) - 1) for i in index)}]" if index else "")


def order(posterior, reference):
    """Positions in Stan's vector of our coordinates."""
    at = {our_name(n): i for i, n in enumerate(reference["unconstrained_names"])}
    assert set(at) == set(posterior.unconstrained_names)
    return np.array([at[n] for n in posterior.unconstrained_names])


def points(reference):
    """(z in Stan's order, the values there) of every point."""
    for (seed, scale), at in zip([(1, 0.1), (2, 0.5), (3, 1.0), (0, 0.0)], reference["points"], strict=True):
        yield np.array(at["z"]) if "z" in at else scale * np.random.default_rng(seed).standard_normal(reference["dim"]), at


@pytest.mark.parametrize("name", NAMES)
def test_interpreted_density_is_stans(name):
    reference, posterior = oracle(name), models.posterior(name)
    place = order(posterior, reference)
    for z, at in points(reference):
        assert posterior.interpret(z[place]).log_density == pytest.approx(at["log_density"], rel=TOLERANCE, abs=TOLERANCE)


@pytest.mark.parametrize("name", NAMES)
def test_compiled_density_and_gradient_are_stans(name):
    reference, posterior = oracle(name), models.posterior(name)
    assert posterior.dim == reference["dim"]
    place = order(posterior, reference)
    for z, at in points(reference):
        value, gradient = posterior.value_and_grad(z[place])
        expected = np.array(at["gradient"])[place]
        if at.get("near"):
            assert value == pytest.approx(at["log_density"], rel=1e-10, abs=1e-7)
            allowed = 1e-6 * np.maximum(1.0, np.abs(expected))
        else:
            assert value == pytest.approx(at["log_density"], rel=TOLERANCE, abs=TOLERANCE)
            allowed = TOLERANCE * max(1.0, np.abs(expected).max())
        assert np.all(np.abs(gradient - expected) <= allowed)


@pytest.mark.parametrize("name", NAMES)
def test_hvp_is_the_difference_of_gradients(name):
    posterior = models.posterior(name)
    z = 0.3 * np.random.default_rng(5).standard_normal(posterior.dim)
    v = np.random.default_rng(6).standard_normal(posterior.dim)
    h = 1e-5
    difference = (posterior.value_and_grad(z + h * v)[1] - posterior.value_and_grad(z - h * v)[1]) / (2 * h)
    hvp = posterior.hvp(z, v)
    assert np.abs(hvp - difference).max() <= 1e-5 * max(1.0, np.abs(hvp).max())
