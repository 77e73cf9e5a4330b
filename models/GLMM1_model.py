"""Counts of coal tits with an effect of each site (Kéry and Schaub 2012, section 4.3.2). Data set `GLMM_data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, Poisson, interval


@ppl.model
def GLMM1_model(nobs, nsite, obs, obssite, missite):
    mu_alpha = ppl.sample("mu_alpha", Normal(0, 10))
    sd_alpha = ppl.param("sd_alpha", interval(0, 5))
    alpha = ppl.sample("alpha", Normal(mu_alpha, sd_alpha), shape=nsite, dims="site")
    ppl.sample("obs", Poisson(log_rate=alpha[ppl.index(obssite, nsite, base=1)]), obs=obs)
    ppl.generate("mis", Poisson(log_rate=alpha[ppl.index(missite, nsite, base=1)]))
