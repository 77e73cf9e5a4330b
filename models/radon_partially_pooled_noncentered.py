"""Radon in homes: means of counties, partly pooled, non-centred (Gelman and Hill 2007, ch. 12). Data: `radon_mn`, `radon_all`."""
from __future__ import annotations

from .. import ppl
from ._radon import homes, noncentered


@ppl.model
def radon_partially_pooled_noncentered(N, J, county_idx, log_radon):
    alpha = noncentered("alpha", J)
    homes(alpha[ppl.index(county_idx, J, base=1)], log_radon)
