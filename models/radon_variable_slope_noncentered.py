"""Radon in homes against the floor: slopes by county, pooled, non-centred (Gelman and Hill 2007, ch. 12). Data: `radon_mn`, `radon_all`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal
from ._radon import homes, noncentered


@ppl.model
def radon_variable_slope_noncentered(N, J, county_idx, floor_measure, log_radon):
    alpha = ppl.sample("alpha", Normal(0, 10))
    beta = noncentered("beta", J)
    homes(alpha + beta[ppl.index(county_idx, J, base=1)] * floor_measure, log_radon)
