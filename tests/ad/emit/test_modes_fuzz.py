"""The random programs of `test_reverse_fuzz.py` in the other modes: forward mode equals reverse mode, forward over reverse equals reverse over
reverse and the differences of gradients."""
from __future__ import annotations

import numpy as np
import pytest
from sweeps import thinned

from llbayes import ad

from .test_reverse_fuzz import program

SEEDS = (100, 101, 102, 104, 105)


@pytest.mark.parametrize("seed", thinned(SEEDS, 3))
def test_random_program_in_every_mode(seed):
    f, source = program(seed)
    rng = np.random.default_rng(seed)
    z, y, v = rng.normal(size=6), rng.normal(size=6), rng.normal(size=6)
    gradient = ad.grad(f)
    g = gradient(z, y)
    scale = 1 + np.max(np.abs(g))
    np.testing.assert_allclose(ad.jacobian(f, width=3)(z, y), g, rtol=1e-9, atol=1e-9 * scale, err_msg=source)
    product = ad.hvp(f)(z, y, v)
    large = 1 + np.max(np.abs(product))
    by_reverse = ad.grad(lambda x, y, v: np.sum(ad.grad(f)(x, y) * v))(z, y, v)
    np.testing.assert_allclose(by_reverse, product, rtol=1e-8, atol=1e-8 * large, err_msg=source)
    near, far = ((gradient(z + h * v, y) - gradient(z - h * v, y)) / (2 * h) for h in (1e-6, 4e-6))
    smooth = np.abs(near - far) < 1e-4 * large                          # a branch may flip next to z
    np.testing.assert_allclose(product[smooth], near[smooth], rtol=1e-4, atol=1e-4 * large, err_msg=source)
