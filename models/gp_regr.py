"""Regression by a Gaussian process, its values integrated out. Data set `gp_pois_regr`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Gamma, MultivariateNormal, Normal, kernels, positive


@ppl.model
def gp_regr(N, x, y):
    rho = ppl.sample("rho", Gamma(25, 4))
    alpha = ppl.sample("alpha", Normal(0, 2), constraint=positive)
    sigma = ppl.sample("sigma", Normal(0, 1), constraint=positive)      # the variance of the noise, in spite of its name
    cov = kernels.ExpQuad(rho, alpha)(x, x) + sigma * np.eye(N)
    ppl.sample("y", MultivariateNormal(np.zeros(N), cov), obs=y)
