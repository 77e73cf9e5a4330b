"""Ready models without stored values of Stan's: gradients against central differences of the density, compiled and in CPython."""
from __future__ import annotations

import numpy as np
import pytest
from sweeps import thinned

from llbayes import models

from .oracles import NAMES

OTHERS = sorted(set(models.posteriors()) - set(NAMES))
CENTRES = {"sir-sir": np.log([1.0, 0.2, 10.0, 0.36])}      # near 0 its bacteria die out, and what is left are errors of the solver


def inside(posterior, centre, seed, scale):
    """A point with a finite density, and a direction: the first that comes, for some priors are flat on a part of the numbers alone."""
    rng = np.random.default_rng(seed)
    drawn = (centre + scale * rng.standard_normal(posterior.dim) for _ in range(200))
    return next(z for z in drawn if np.isfinite(posterior.log_density(z))), rng.standard_normal(posterior.dim) / np.sqrt(posterior.dim)


@pytest.mark.parametrize("name", thinned(OTHERS, 6))
def test_gradient_is_the_difference_of_densities(name):
    posterior = models.posterior(name)
    for seed, scale in ((1, 0.1), (2, 0.5)):
        z, v = inside(posterior, CENTRES.get(name, 0.0), seed, scale)
        value, gradient = posterior.value_and_grad(z)
        h = 1e-5
        near = [posterior.log_density(z + k * h * v) for k in (-2, -1, 1, 2)]
        slope = (8 * (near[2] - near[1]) - (near[3] - near[0])) / (12 * h)
        assert abs(slope - gradient @ v) <= 1e-7 * max(1.0, np.linalg.norm(gradient)) + 1e-10 * abs(value) / h * 0.1
    assert posterior.interpret(z).log_density == pytest.approx(value, rel=1e-10)
