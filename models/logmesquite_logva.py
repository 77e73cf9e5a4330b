"""Log yield of mesquite bushes against log volume and area (Gelman and Hill 2007, section 4.6); flat priors. Data set `mesquite`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Normal, positive, real


@ppl.model
def logmesquite_logva(N, weight, diam1, diam2, canopy_height, group):
    beta = ppl.param("beta", real, shape=4)
    sigma = ppl.param("sigma", positive)
    volume, area = np.log(diam1 * diam2 * canopy_height), np.log(diam1 * diam2)
    mu = beta[0] + beta[1] * volume + beta[2] * area + beta[3] * group
    ppl.sample("log_weight", Normal(mu, sigma), obs=np.log(weight))
