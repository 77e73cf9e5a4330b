"""Dogs learn to avoid shocks: a logistic regression on avoidances and shocks so far (Gelman and Hill 2007, section 24.2). Data set `dogs`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Bernoulli, Normal
from ._dogs import before


@ppl.model
def dogs(n_dogs, n_trials, y):
    beta = ppl.sample("beta", Normal(0, 100), shape=3)
    avoided, shocks = before(y)
    ppl.sample("y", Bernoulli(logits=beta[0] + beta[1] * avoided + beta[2] * shocks), obs=y, dims=["dog", "trial"])
