"""Log yield of mesquite bushes against log volume, area and shape (Gelman and Hill 2007, section 4.6); flat priors. Data set `mesquite`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Normal, positive, real


@ppl.model
def logmesquite_logvash(N, weight, diam1, diam2, canopy_height, total_height, group):
    beta = ppl.param("beta", real, shape=6)
    sigma = ppl.param("sigma", positive)
    volume, area, shape = np.log(diam1 * diam2 * canopy_height), np.log(diam1 * diam2), np.log(diam1 / diam2)
    mu = beta[0] + beta[1] * volume + beta[2] * area + beta[3] * shape + beta[4] * np.log(total_height) + beta[5] * group
    ppl.sample("log_weight", Normal(mu, sigma), obs=np.log(weight))


# Known answer (posteriordb's reference draws, mesquite), mean ± sd: beta[0] 5.31 ± 0.17, beta[1] 0.3872 ± 0.29, beta[2] 0.4096 ± 0.3,
# beta[3] -0.3175 ± 0.23, beta[4] 0.4235 ± 0.32, beta[5] -0.5386 ± 0.12, sigma 0.3394 ± 0.039.
