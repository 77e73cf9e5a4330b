"""Sesame Street: watching against encouragement to watch (Gelman and Hill 2007, section 10.5); flat priors. Data set `sesame_data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, positive, real


@ppl.model
def sesame_one_pred_a(N, encouraged, watched):
    beta = ppl.param("beta", real, shape=2)
    sigma = ppl.param("sigma", positive)
    ppl.sample("watched", Normal(beta[0] + beta[1] * encouraged, sigma), obs=watched)
