"""Radon in homes against the floor: intercepts and slopes by county, pooled, centred (Gelman and Hill 2007, ch. 12). Data: `radon_mn`, `radon_all`."""
from __future__ import annotations

from .. import ppl
from ._radon import centred, homes


@ppl.model
def radon_variable_intercept_slope_centered(N, J, county_idx, floor_measure, log_radon):
    alpha, beta = centred("alpha", J), centred("beta", J)
    county = ppl.index(county_idx, J, base=1)
    homes(alpha[county] + beta[county] * floor_measure, log_radon)
