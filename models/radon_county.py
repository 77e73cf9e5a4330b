"""Radon in homes: means of counties, partly pooled, with flat spreads (Gelman and Hill 2007, section 12.2). Data set `radon_mod`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, interval


@ppl.model
def radon_county(N, J, county, y):
    mu_a = ppl.sample("mu_a", Normal(0, 1))
    sigma_a = ppl.param("sigma_a", interval(0, 100))
    sigma_y = ppl.param("sigma_y", interval(0, 100))
    a = ppl.sample("a", Normal(mu_a, sigma_a), shape=J, dims="county_of_home")
    ppl.sample("y", Normal(a[ppl.index(county, J, base=1)], sigma_y), obs=y)
