"""Test scores of children against the mother's IQ (Gelman and Hill 2007, section 3.1). Data set `kidiq`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Cauchy, Normal, positive, real


@ppl.model
def kidscore_momiq(N, kid_score, mom_iq):
    beta = ppl.param("beta", real, shape=2)
    sigma = ppl.sample("sigma", Cauchy(0, 2.5), constraint=positive)
    ppl.sample("kid_score", Normal(beta[0] + beta[1] * mom_iq, sigma), obs=kid_score)


# Known answer: the priors are weak, so the least-squares fit holds: beta[0] 25.80, beta[1] 0.610, sigma 18.27.
