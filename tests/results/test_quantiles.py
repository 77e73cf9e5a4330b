"""Quantiles and medians are NumPy's, to the last bit."""
import numpy as np
import pytest

from llbayes.results.quantiles import medians, quantiles

RNG = np.random.default_rng(1)
ODD = np.array([[np.nan, 1.0, 2.0, 3.0], [np.inf, -np.inf, 0.0, 1.0], [np.inf, np.inf, np.inf, 1.0], [2.0, 2.0, 2.0, 2.0]])


@pytest.mark.parametrize("x", [*(RNG.normal(size=(5, n)) for n in (1, 2, 3, 4, 101, 1000)), RNG.poisson(3.0, (4, 50)).astype(float), ODD], ids=lambda x: str(x.shape))
def test_as_numpy_has_them(x):
    shares = (0.0, 0.05, 0.25, 0.5, 0.95, 1.0)
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(quantiles(x, shares), np.quantile(x, shares, axis=1))
        np.testing.assert_array_equal(medians(x), np.median(x, axis=1))
