"""Radon in homes against the floor: intercepts and slopes by county, pooled, non-centred (Gelman and Hill 2007, ch. 12). Data: `radon_mn`, `radon_all`."""
from __future__ import annotations

from .. import ppl
from ._radon import homes, noncentered


@ppl.model
def radon_variable_intercept_slope_noncentered(N, J, county_idx, floor_measure, log_radon):
    alpha, beta = noncentered("alpha", J), noncentered("beta", J)
    county = ppl.index(county_idx, J, base=1)
    homes(alpha[county] + beta[county] * floor_measure, log_radon)
