"""Test scores of children against the mother's schooling and IQ (Gelman and Hill 2007, section 3.2). Data set `kidiq`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Cauchy, Normal, positive, real


@ppl.model
def kidscore_momhsiq(N, kid_score, mom_hs, mom_iq):
    beta = ppl.param("beta", real, shape=3)
    sigma = ppl.sample("sigma", Cauchy(0, 2.5), constraint=positive)
    ppl.sample("kid_score", Normal(beta[0] + beta[1] * mom_hs + beta[2] * mom_iq, sigma), obs=kid_score)


# Known answer (posteriordb's reference draws, kidiq), mean ± sd: beta[0] 25.79 ± 5.9, beta[1] 5.987 ± 2.2, beta[2] 0.563 ± 0.06, sigma
# 18.14 ± 0.62.
