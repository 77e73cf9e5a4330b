"""Earnings against height (Gelman and Hill 2007, chapter 4); flat priors. Data set `earnings`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, positive, real


@ppl.model
def earn_height(N, earn, height):
    beta = ppl.param("beta", real, shape=2)
    sigma = ppl.param("sigma", positive)
    ppl.sample("earn", Normal(beta[0] + beta[1] * height, sigma), obs=earn)


# Known answer (posteriordb's reference draws, earnings), mean ± sd: beta[0] -6.129e+04 ± 9.7e+03, beta[1] 1262 ± 1.4e+02, sigma 1.889e+04
# ± 3.9e+02.
