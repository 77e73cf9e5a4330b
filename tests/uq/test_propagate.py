"""Propagation against closed forms."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes import uq
from llbayes.ir.errors import SettingsError
from llbayes.ppl import Normal, Uniform


def ishigami(x):
    return np.sin(x[..., 0]) + 7.0 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


def test_ishigami_moments():
    inputs = uq.Inputs({f"x{i}": Uniform(-np.pi, np.pi) for i in range(3)})
    r = uq.propagate(ishigami, inputs, n=512, seed=1, how="vectorised")
    assert abs(r.mean - 3.5) <= 4 * r.mean_se and r.mean_se < 0.02
    assert abs(r.sd - np.sqrt(13.844587940719254)) <= 4 * r.sd_se and r.sd_se < 0.05


def test_gaussian_quantiles():
    inputs = uq.GaussianInputs(("a", "b"), [1, 2], [[1, 0.5], [0.5, 1]])
    r = uq.propagate(lambda x: x[:, 0] + x[:, 1], inputs, n=512, seed=2, how="vectorised")
    exact = 3 + np.sqrt(3) * np.array([-1.6448536, -0.6744898, 0, 0.6744898, 1.6448536])
    assert np.all(np.abs(r.quantile - exact) <= 4 * r.quantile_se + 1e-3)


def test_one_replicate_has_no_error():
    with pytest.raises(SettingsError, match="2 or more"):
        uq.propagate(lambda x: x[0], uq.Inputs(a=Normal(0, 1)), replicates=1)
