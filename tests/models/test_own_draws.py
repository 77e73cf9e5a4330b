"""Values of every ready model go back to the coordinates they came of."""

from __future__ import annotations

import numpy as np
import pytest
from sweeps import thinned

from llbayes import models
from llbayes.ppl.interpret.values import Values

from .oracles import NAMES


@pytest.mark.parametrize("name", thinned(NAMES, 6))
def test_values_go_back_to_coordinates(name):
    posterior = models.posterior(name)
    z = np.random.default_rng(1).normal(size=(2, posterior.dim))
    stored = posterior.programs.interpreted(Values, z)
    back = posterior.unconstrain_many({s.name: stored[s.name] for s in posterior.parameters}, len(z))
    np.testing.assert_allclose(back, z, rtol=1e-6, atol=1e-6)
