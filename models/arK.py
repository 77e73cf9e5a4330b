"""Autoregression of order K, conditional on the first K values. Data set `arK`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Cauchy, Normal, positive


@ppl.model
def arK(K, T, y):
    alpha = ppl.sample("alpha", Normal(0, 10))
    beta = ppl.sample("beta", Normal(0, 10), shape=K)
    sigma = ppl.sample("sigma", Cauchy(0, 2.5), constraint=positive)
    mu = alpha + np.zeros(T - K)
    for k in range(K):
        mu = mu + beta[k] * y[K - 1 - k:T - 1 - k]
    ppl.sample("y", Normal(mu, sigma), obs=y[K:])


# Known answer (posteriordb's reference draws, arK), mean ± sd: alpha -0.0007187 ± 0.011, beta[0] 0.6922 ± 0.071, beta[1] 0.439 ± 0.087,
# beta[2] 0.1058 ± 0.093, beta[3] -0.03544 ± 0.086, beta[4] -0.3015 ± 0.07, sigma 0.1506 ± 0.0078.
