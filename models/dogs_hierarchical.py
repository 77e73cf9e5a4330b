"""Dogs learn to avoid shocks: each trial leaves a share of the probability of the next shock (Bush and Mosteller 1955). Data set `dogs`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Bernoulli, unit
from ._dogs import before


@ppl.model
def dogs_hierarchical(n_dogs, n_trials, y):             # posteriordb's name, though all dogs share a and b
    a = ppl.param("a", unit)
    b = ppl.param("b", unit)
    avoided, shocks = before(y)
    ppl.sample("y", Bernoulli(a**shocks * b**avoided), obs=y, dims=["dog", "trial"])
