"""Deaths after heart surgery of infants in twelve hospitals, partly pooled (BUGS examples I). Data set `surgical_data`."""
from __future__ import annotations

import numpy as np
from scipy.special import expit

from .. import ppl
from ..ppl import Binomial, InverseGamma, Normal


@ppl.model
def surgical_model(N, r, n):
    mu = ppl.sample("mu", Normal(0, 1000))
    sigmasq = ppl.sample("sigmasq", InverseGamma(0.001, 0.001))
    b = ppl.sample("b", Normal(mu, np.sqrt(sigmasq)), shape=N, dims="hospital")
    ppl.sample("r", Binomial(n, logits=b), obs=r, dims="hospital")
    ppl.deterministic("p", lambda: expit(b), dims="hospital")
    ppl.deterministic("pop_mean", lambda: expit(mu))


# Known answer (BUGS examples I): pop_mean 0.073, p of hospital A 0.053 and of hospital H 0.123.
