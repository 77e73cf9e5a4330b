"""How many animals there are, where animals and occasions differ (Kéry and Schaub 2012, section 6.2.5). Data set `Mth_data`."""
from __future__ import annotations

import numpy as np
from scipy.special import logit

from .. import ppl
from ..ppl import Bernoulli, Normal, interval, unit
from ._capture import real_or_not


@ppl.model
def Mth_model(M, T, y):
    omega = ppl.param("omega", unit)                                    # the share of rows that are animals
    mean_p = ppl.param("mean_p", unit, shape=T, dims="occasion")
    sigma = ppl.param("sigma", interval(0, 5))
    eps_raw = ppl.sample("eps_raw", Normal(0, 1), shape=M, dims="animal")
    logit_p = logit(mean_p) + sigma * eps_raw[:, None]
    real_or_not(omega, np.sum(Bernoulli(logits=logit_p).logpdf(y), axis=1), np.sum(y, axis=1))
