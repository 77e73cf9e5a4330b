"""Log earnings against standardised height, sex and their product (Gelman and Hill 2007, section 4.4); flat priors. Data set `earnings`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Normal, positive, real


@ppl.model
def logearn_interaction_z(N, earn, height, male):
    beta = ppl.param("beta", real, shape=4)
    sigma = ppl.param("sigma", positive)
    z_height = (height - np.mean(height)) / np.std(height, ddof=1)
    ppl.sample("log_earn", Normal(beta[0] + beta[1] * z_height + beta[2] * male + beta[3] * (z_height * male), sigma), obs=np.log(earn))
