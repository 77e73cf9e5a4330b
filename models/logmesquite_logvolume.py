"""Log yield of mesquite bushes against log volume (Gelman and Hill 2007, section 4.6); flat priors. Data set `mesquite`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Normal, positive, real


@ppl.model
def logmesquite_logvolume(N, weight, diam1, diam2, canopy_height):
    beta = ppl.param("beta", real, shape=2)
    sigma = ppl.param("sigma", positive)
    mu = beta[0] + beta[1] * np.log(diam1 * diam2 * canopy_height)
    ppl.sample("log_weight", Normal(mu, sigma), obs=np.log(weight))
