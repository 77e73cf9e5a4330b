"""Radon in homes against the floor: intercepts by county, pooled, non-centred (Gelman and Hill 2007, ch. 12). Data: `radon_mn`, `radon_all`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal
from ._radon import homes, noncentered


@ppl.model
def radon_variable_intercept_noncentered(N, J, county_idx, floor_measure, log_radon):
    alpha = noncentered("alpha", J)
    beta = ppl.sample("beta", Normal(0, 10))
    homes(alpha[ppl.index(county_idx, J, base=1)] + beta * floor_measure, log_radon)
