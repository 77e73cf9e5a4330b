"""Every program of `tests/programs.py` that has a value: both engines give the same gradient, and it equals central differences."""
from __future__ import annotations

import numpy as np
import pytest
from programs import PROGRAMS
from sweeps import thinned

from llbayes.ad import value_and_grad

NO_DIFFERENCES = {"kahan", "nan_meets_a_constant"}              # rounding, and a nan that comparisons see
VALUED = {n: p for n, p in PROGRAMS.items() if p.expect == "value"}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", thinned(VALUED, 5))
def test_gradient(name):
    f, (z, *data) = VALUED[name].function, VALUED[name].args
    z = np.array(z, float)
    _, base = value_and_grad(f, engine="baseline")(z, *data)
    scale = 1 + np.max(np.abs(base))
    for engine in ("default", "fused"):
        _, gradient = value_and_grad(f, engine=engine)(z, *data)
        np.testing.assert_allclose(gradient, base, rtol=1e-9, atol=1e-10 * scale)
    if name not in NO_DIFFERENCES:
        near, far = (np.array([(f(z + h * e, *data) - f(z - h * e, *data)) / (2 * h) for e in np.eye(len(z))]) for h in (1e-6, 4e-6))
        smooth = np.abs(near - far) < 1e-5 * scale
        np.testing.assert_allclose(gradient[smooth], near[smooth], rtol=1e-5, atol=1e-5 * scale)
