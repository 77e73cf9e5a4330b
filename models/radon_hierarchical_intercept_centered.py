"""Radon in homes: intercepts by county, pooled, with uranium as predictor, centred (Gelman and Hill 2007, ch. 12). Data: `radon_mn`, `radon_all`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal
from ._radon import centred, homes


@ppl.model
def radon_hierarchical_intercept_centered(N, J, county_idx, log_uppm, floor_measure, log_radon):
    alpha = centred("alpha", J)
    beta = ppl.sample("beta", Normal(0, 10), shape=2)
    homes(alpha[ppl.index(county_idx, J, base=1)] + beta[0] * log_uppm + beta[1] * floor_measure, log_radon)
