"""Mixture of two normal distributions, their means in order. Data set `low_dim_gauss_mix`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Beta, Normal, ordered, positive


@ppl.model
def low_dim_gauss_mix(N, y):
    mu = ppl.sample("mu", Normal(0, 2), shape=2, constraint=ordered)
    sigma = ppl.sample("sigma", Normal(0, 2), shape=2, constraint=positive)
    theta = ppl.sample("theta", Beta(5, 5))
    first = np.log(theta) + Normal(mu[0], sigma[0]).logpdf(y)
    second = np.log1p(-theta) + Normal(mu[1], sigma[1]).logpdf(y)
    ppl.factor("y", np.logaddexp(first, second), likelihood=True)


# Known answer (posteriordb's reference draws, low_dim_gauss_mix), mean ± sd: mu[0] -2.734 ± 0.042, mu[1] 2.87 ± 0.055, sigma[0] 1.028 ±
# 0.031, sigma[1] 1.024 ± 0.04, theta 0.6215 ± 0.015.
