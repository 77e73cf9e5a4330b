"""Densities that do not fall off are called improper, whichever way and sampler; those that are merely wide, or end at an edge, are not."""
import numpy as np
import pytest

from llbayes.ad.logdensity import as_target
from llbayes.samplers.advice import improper

DRAWS = np.random.default_rng(1).normal(size=(4, 50, 2))


def flat(z):
    return -0.5 * z[0] ** 2 + 0.0 * z[1]


def linear(z):
    return -0.5 * z[0] ** 2 - z[1]


def exponential(z):
    return -0.5 * z[0] ** 2 + np.exp(0.1 * z[1])


def square(z):
    return -0.5 * z[0] ** 2 + 0.5 * z[1] ** 2


def saturated(z):
    return -0.5 * z[0] ** 2 - np.log1p(np.exp(-z[1]))


def ridge(z):
    return -0.5 * (z[0] - z[1]) ** 2


def wide(z):
    return -0.5 * z[0] ** 2 - 0.5 * (z[1] / 1e8) ** 2


def heavy(z):
    return -np.log1p(z[0] ** 2) - np.log1p((z[1] / 1e6) ** 2)


def box(z):
    return -0.5 * z[0] ** 2 if abs(z[1]) < 5.0 else -np.inf


def draws(spread):
    return DRAWS * np.array([1.0, spread])


@pytest.mark.parametrize("density", [flat, linear, exponential, square, saturated])
@pytest.mark.parametrize("spread", [1.0, 1e4, 1e100])
def test_what_does_not_fall_off_is_called_improper(density, spread):
    (text,) = improper(as_target(density, 2), draws(spread))
    assert "`x[1]`" in text and "`x[0]`" not in text and "improper" in text


def test_a_ridge_is_named_by_all_its_coordinates():
    u = DRAWS[..., :1] * 100.0
    (text,) = improper(as_target(ridge, 2), u + 0.5 * DRAWS[..., 1:] * np.array([1.0, -1.0]))
    assert "`x[0]`, `x[1]`" in text


@pytest.mark.parametrize(("density", "spread"), [(wide, 1e8), (wide, 10.0), (heavy, 1e6), (heavy, 1.0), (box, 2.0)])
def test_what_is_merely_wide_is_not(density, spread):
    assert improper(as_target(density, 2), draws(spread)) == []
