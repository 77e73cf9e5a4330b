"""Log earnings against height and sex (Gelman and Hill 2007, section 4.4); flat priors. Data set `earnings`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Normal, positive, real


@ppl.model
def logearn_height_male(N, earn, height, male):
    beta = ppl.param("beta", real, shape=3)
    sigma = ppl.param("sigma", positive)
    ppl.sample("log_earn", Normal(beta[0] + beta[1] * height + beta[2] * male, sigma), obs=np.log(earn))
