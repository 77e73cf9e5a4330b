"""Dogs learn to avoid shocks: no intercept, slopes of known sign (Gelman and Hill 2007, section 24.2). Data set `dogs`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Bernoulli, Uniform, real
from ._dogs import before


@ppl.model
def dogs_log(n_dogs, n_trials, y):
    low, high = np.array([-100.0, 0.0]), np.array([0.0, 100.0])
    beta = ppl.sample("beta", Uniform(low, high), constraint=real)          # on all numbers, as in Stan: a chain must begin inside
    avoided, shocks = before(y)
    ppl.sample("y", Bernoulli(logits=beta[0] * avoided + beta[1] * shocks), obs=y, dims=["dog", "trial"])
