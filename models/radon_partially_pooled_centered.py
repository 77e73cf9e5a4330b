"""Radon in homes: means of counties, partly pooled, centred (Gelman and Hill 2007, ch. 12). Data: `radon_mn`, `radon_all`."""
from __future__ import annotations

from .. import ppl
from ._radon import centred, homes


@ppl.model
def radon_partially_pooled_centered(N, J, county_idx, log_radon):
    alpha = centred("alpha", J)
    homes(alpha[ppl.index(county_idx, J, base=1)], log_radon)
