"""Counts of peregrines against a cubic of the year, with an effect of each year (Kéry and Schaub 2012, section 4.2). Data set `GLMM_Poisson_data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, Poisson, Uniform, interval


@ppl.model
def GLMM_Poisson_model(n, C, year):
    alpha = ppl.sample("alpha", Uniform(-20, 20))
    beta1 = ppl.sample("beta1", Uniform(-10, 10))
    beta2 = ppl.sample("beta2", Uniform(-10, 10), constraint=interval(-10, 20))
    beta3 = ppl.sample("beta3", Uniform(-10, 10))
    sigma = ppl.sample("sigma", Uniform(0, 5))
    eps = ppl.sample("eps", Normal(0, sigma), shape=n, dims="year_of_count")
    log_lambda = ppl.deterministic("log_lambda", alpha + beta1 * year + beta2 * year**2 + beta3 * year**3 + eps, dims="year_of_count")
    ppl.sample("C", Poisson(log_rate=log_lambda), obs=C, dims="year_of_count")
