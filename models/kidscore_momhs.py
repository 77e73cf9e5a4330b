"""Test scores of children against whether the mother finished high school (Gelman and Hill 2007, section 3.1). Data set `kidiq`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Cauchy, Normal, positive, real


@ppl.model
def kidscore_momhs(N, kid_score, mom_hs):
    beta = ppl.param("beta", real, shape=2)
    sigma = ppl.sample("sigma", Cauchy(0, 2.5), constraint=positive)
    ppl.sample("kid_score", Normal(beta[0] + beta[1] * mom_hs, sigma), obs=kid_score)


# Known answer (posteriordb's reference draws, kidiq), mean ± sd: beta[0] 77.51 ± 2, beta[1] 11.81 ± 2.3, sigma 19.87 ± 0.67.
