"""Log earnings against height, sex and their product (Gelman and Hill 2007, section 4.5); flat priors. Data set `earnings`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Normal, positive, real


@ppl.model
def logearn_interaction(N, earn, height, male):
    beta = ppl.param("beta", real, shape=4)
    sigma = ppl.param("sigma", positive)
    mu = beta[0] + beta[1] * height + beta[2] * male + beta[3] * (height * male)
    ppl.sample("log_earn", Normal(mu, sigma), obs=np.log(earn))


# Known answer (posteriordb's reference draws, earnings), mean ± sd: beta[0] 8.39 ± 0.85, beta[1] 0.01699 ± 0.013, beta[2] -0.07761 ± 1.3,
# beta[3] 0.007425 ± 0.019, sigma 0.882 ± 0.018.
