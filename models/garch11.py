"""GARCH(1,1): the variance of today depends on yesterday's variance and squared deviation; flat priors. Data set `garch`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Normal, interval, positive, real, unit


@ppl.model
def garch11(T, y, sigma1):
    mu = ppl.param("mu", real)
    alpha0 = ppl.param("alpha0", positive)
    alpha1 = ppl.param("alpha1", unit)
    beta1 = ppl.param("beta1", interval(0, 1 - alpha1))
    variance = np.zeros(T)                          # the recurrence apart from the density, which stays one vector expression
    variance[0] = sigma1 ** 2
    for t in range(1, T):
        variance[t] = alpha0 + alpha1 * (y[t - 1] - mu) ** 2 + beta1 * variance[t - 1]
    ppl.sample("y", Normal(mu, np.sqrt(variance)), obs=y)


# Known answer (posteriordb's reference draws, garch), mean ± sd: mu 5.05 ± 0.12, alpha0 1.471 ± 0.57, alpha1 0.5673 ± 0.13, beta1 0.293 ±
# 0.12.
