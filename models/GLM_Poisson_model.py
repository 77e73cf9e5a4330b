"""Counts of peregrines against a cubic of the year (Kéry and Schaub 2012, section 3.2). Data set `GLM_Poisson_Data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Poisson, interval


@ppl.model
def GLM_Poisson_model(n, C, year):
    alpha = ppl.param("alpha", interval(-20, 20))
    beta1 = ppl.param("beta1", interval(-10, 10))
    beta2 = ppl.param("beta2", interval(-10, 10))
    beta3 = ppl.param("beta3", interval(-10, 10))
    log_lambda = ppl.deterministic("log_lambda", alpha + beta1 * year + beta2 * year**2 + beta3 * year**3, dims="year_of_count")
    ppl.sample("C", Poisson(log_rate=log_lambda), obs=C, dims="year_of_count")
