"""A Gaussian process given values at other points, where its mean is a line: as when the line is taken off before and put back."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes.ir.errors import ModelError
from llbayes.ppl import GaussianProcess, kernels

X, NEW = np.linspace(0, 3, 6), np.array([0.5, 4.0])
Y = 1 + 2 * X + np.sin(3 * X)


def test_the_mean_at_new_points_is_taken():
    kernel = kernels.ExpQuad(1.0, 1.0)
    d = GaussianProcess(kernel, X, noise=0.1, mean=1 + 2 * X).given(Y, NEW, mean=1 + 2 * NEW)
    off = GaussianProcess(kernel, X, noise=0.1).given(Y - 1 - 2 * X, NEW)
    np.testing.assert_allclose(d.mean(), off.mean() + 1 + 2 * NEW, rtol=1e-12)
    np.testing.assert_allclose(d.covariance(), off.covariance(), rtol=1e-12)


def test_a_line_without_its_values_at_new_points_is_refused():
    with pytest.raises(ModelError, match="mean="):
        GaussianProcess(kernels.ExpQuad(1.0, 1.0), X, mean=2 * X).given(Y, NEW)
