"""Test scores of children against the mother's schooling, IQ and their product (Gelman and Hill 2007, section 3.3). Data set `kidiq`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Cauchy, Normal, positive, real


@ppl.model
def kidscore_interaction(N, kid_score, mom_hs, mom_iq):
    beta = ppl.param("beta", real, shape=4)
    sigma = ppl.sample("sigma", Cauchy(0, 2.5), constraint=positive)
    ppl.sample("kid_score", Normal(beta[0] + beta[1] * mom_hs + beta[2] * mom_iq + beta[3] * (mom_hs * mom_iq), sigma), obs=kid_score)


# Known answer (posteriordb's reference draws, kidiq), mean ± sd: beta[0] -11.36 ± 14, beta[1] 51.03 ± 15, beta[2] 0.9674 ± 0.15, beta[3]
# -0.4816 ± 0.16, sigma 17.98 ± 0.61.
