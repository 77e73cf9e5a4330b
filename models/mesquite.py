"""Yield of mesquite bushes against their measures (Gelman and Hill 2007, section 4.6); flat priors. Data set `mesquite`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, positive, real


@ppl.model
def mesquite(N, weight, diam1, diam2, canopy_height, total_height, density, group):
    beta = ppl.param("beta", real, shape=7)
    sigma = ppl.param("sigma", positive)
    mu = (beta[0] + beta[1] * diam1 + beta[2] * diam2 + beta[3] * canopy_height
          + beta[4] * total_height + beta[5] * density + beta[6] * group)
    ppl.sample("weight", Normal(mu, sigma), obs=weight)


# Known answer (posteriordb's reference draws, mesquite), mean ± sd: beta[0] -727 ± 1.5e+02, beta[1] 187 ± 1.2e+02, sigma 277.8 ± 32.
