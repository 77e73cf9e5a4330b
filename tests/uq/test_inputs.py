"""Inputs: names, moments and quantiles."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes import uq
from llbayes.ir.errors import SettingsError
from llbayes.ppl import Beta, Exponential, Gamma, LogNormal, Normal, StudentT, Uniform

LAWS = [Normal(1.5, 2.0),
        LogNormal(0.3, 0.4), Exponential(2.5), Gamma(3.0, 2.0), Beta(2.0, 5.0), Uniform(-1.0, 3.0), StudentT(9.0, 1.0, 2.0)]


@pytest.mark.parametrize("law", LAWS)
def test_moments_are_those_of_the_quantile_function(law):
    inputs = uq.Inputs(x=law)
    x = inputs.from_unit((np.arange(200_000)[:, None] + 0.5) / 200_000)
    assert x.mean() == pytest.approx(inputs.mean[0], rel=1e-3)
    assert x.var() == pytest.approx(inputs.covariance[0, 0], rel=5e-3)
    third, fourth = np.mean((x - x.mean()) ** 3), np.mean((x - x.mean()) ** 4) - 3 * x.var() ** 2
    assert np.array([third, fourth]) == pytest.approx(inputs.cumulants[:, 0], rel=0.15, abs=2e-2 * x.var() ** 2)


def test_names_keep_their_order():
    inputs = uq.Inputs({"wall thickness": Uniform(1, 2)}, load=Normal(0, 1))
    assert inputs.names == ("wall thickness", "load")
    assert inputs.sample(5, seed=1).shape == (5, 2)


def test_gaussian_inputs_have_their_covariance():
    cov = np.array([[2.0, 0.8], [0.8, 1.0]])
    inputs = uq.GaussianInputs(("a", "b"), [1, 2], cov)
    assert np.cov(inputs.sample(200_000, seed=1).T) == pytest.approx(cov, abs=0.03)
    assert not inputs.independent


@pytest.mark.parametrize("make, message", [
    (lambda: uq.Inputs(), "no inputs"),
    (lambda: uq.Inputs(x=3.0), "input `x` has the law `float`"),
    (lambda: uq.Inputs(x=Normal(np.zeros(3), 1.0)), "array parameters"),
    (lambda: uq.GaussianInputs(("a",), [0.0, 1.0], [[1.0]]), "do not fit"),
    (lambda: uq.GaussianInputs(("a", "b"), [0.0, 1.0], [[1.0, 2.0], [2.0, 1.0]]), "positive semi-definite"),
])
def test_bad_inputs_are_refused(make, message):
    with pytest.raises(SettingsError, match=message):
        make()
