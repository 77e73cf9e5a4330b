"""Radon in homes against the floor, an intercept for each county, none pooled (Gelman and Hill 2007, ch. 12). Data: `radon_mn`, `radon_all`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal
from ._radon import homes


@ppl.model
def radon_county_intercept(N, J, county_idx, floor_measure, log_radon):
    alpha = ppl.sample("alpha", Normal(0, 10), shape=J, dims="county")
    beta = ppl.sample("beta", Normal(0, 10))
    homes(alpha[ppl.index(county_idx, J, base=1)] + beta * floor_measure, log_radon)
