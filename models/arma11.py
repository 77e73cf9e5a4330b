"""Autoregressive moving average of orders 1 and 1; the error before the first value is 0. Data set `arma`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Cauchy, Normal, positive


@ppl.model
def arma11(T, y):
    mu = ppl.sample("mu", Normal(0, 10))
    phi = ppl.sample("phi", Normal(0, 2))
    theta = ppl.sample("theta", Normal(0, 2))
    sigma = ppl.sample("sigma", Cauchy(0, 2.5), constraint=positive)
    nu = np.zeros(T)                                # predictions; the errors are y - nu
    nu[0] = mu + phi * mu
    for t in range(1, T):
        nu[t] = mu + phi * y[t - 1] + theta * (y[t - 1] - nu[t - 1])
    ppl.sample("y", Normal(nu, sigma), obs=y)


# Known answer (posteriordb's reference draws, arma), mean ± sd: mu 0.006915 ± 0.011, phi 0.957 ± 0.023, theta -0.0337 ± 0.06, sigma
# 0.1665 ± 0.0085.
