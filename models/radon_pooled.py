"""Radon in homes against the floor, all counties alike (Gelman and Hill 2007, ch. 12). Data: `radon_mn`, `radon_all`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal
from ._radon import homes


@ppl.model
def radon_pooled(N, floor_measure, log_radon):
    alpha = ppl.sample("alpha", Normal(0, 10))
    beta = ppl.sample("beta", Normal(0, 10))
    homes(alpha + beta * floor_measure, log_radon)
