"""Party identification in American elections (Gelman and Hill 2007, section 4.7); flat priors. Data sets `nes1972`, `nes2000`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Normal, positive, real


@ppl.model
def nes(N, partyid7, real_ideo, race_adj, educ1, gender, income, age_discrete):
    beta = ppl.param("beta", real, shape=9)
    sigma = ppl.param("sigma", positive)
    age30_44 = np.where(age_discrete == 2, 1.0, 0.0)
    age45_64 = np.where(age_discrete == 3, 1.0, 0.0)
    age65up = np.where(age_discrete == 4, 1.0, 0.0)
    mu = (beta[0] + beta[1] * real_ideo + beta[2] * race_adj + beta[3] * age30_44 + beta[4] * age45_64 + beta[5] * age65up
          + beta[6] * educ1 + beta[7] * gender + beta[8] * income)
    ppl.sample("partyid7", Normal(mu, sigma), obs=partyid7)


# Known answer (posteriordb's reference draws, nes1972), mean ± sd: beta[0] 1.774 ± 0.41, beta[1] 0.4839 ± 0.042, sigma 1.882 ± 0.037.
