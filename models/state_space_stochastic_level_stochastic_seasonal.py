"""Drivers killed or injured by month, with a level and seasons that move (Commandeur and Koopman 2007, section 7.2). Data set `uk_drivers`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Normal, StudentT, interval, positive_ordered, real


@ppl.model
def state_space_stochastic_level_stochastic_seasonal(n, y, x, w):
    centre, reach = np.mean(y), 3 * np.std(y, ddof=1)
    mu = ppl.param("mu", interval(centre - reach, centre + reach), shape=n, dims="month")
    seasonal = ppl.param("seasonal", real, shape=n, dims="month")
    beta = ppl.param("beta", real)                                      # of the price of petrol
    lam = ppl.param("lambda", real)                                     # of the law on seat belts
    sigma = ppl.sample("sigma", StudentT(4, 0, 1), shape=3, constraint=positive_ordered)
    year = np.zeros(n - 11)                                             # a year of seasons sums to nearly 0
    for month in range(12):
        year = year + seasonal[month:n - 11 + month]
    ppl.factor("seasons", Normal(0, sigma[0]).logpdf(year))
    ppl.factor("level", Normal(mu[:-1], sigma[1]).logpdf(mu[1:]))
    yhat = ppl.deterministic("yhat", mu + beta * x + lam * w, dims="month")
    ppl.sample("y", Normal(yhat + seasonal, sigma[2]), obs=y, dims="month")
