"""Log yield of mesquite bushes against log volume, area, shape, height and density (Gelman and Hill 2007, section 4.6); flat priors. Data set `mesquite`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Normal, positive, real


@ppl.model
def logmesquite_logvas(N, weight, diam1, diam2, canopy_height, total_height, density, group):
    beta = ppl.param("beta", real, shape=7)
    sigma = ppl.param("sigma", positive)
    volume, area, shape = np.log(diam1 * diam2 * canopy_height), np.log(diam1 * diam2), np.log(diam1 / diam2)
    mu = (beta[0] + beta[1] * volume + beta[2] * area + beta[3] * shape
          + beta[4] * np.log(total_height) + beta[5] * np.log(density) + beta[6] * group)
    ppl.sample("log_weight", Normal(mu, sigma), obs=np.log(weight))
