"""Dogs learn to avoid shocks, each at rates of its own (Gelman, Hill and Vehtari 2020, Regression and Other Stories). Data set `dogs`."""
from __future__ import annotations

from scipy.special import expit

from .. import ppl
from ..ppl import Bernoulli, LKJCholesky, Logistic, Normal, positive
from ._dogs import before


@ppl.model
def dogs_nonhierarchical(n_dogs, n_trials, y):          # posteriordb's name, though rates of dogs are drawn about common ones
    mu = ppl.sample("mu_logit_ab", Logistic(0, 1), shape=2)
    sigma = ppl.sample("sigma_logit_ab", Normal(0, 1), shape=2, constraint=positive)
    L = ppl.sample("L_logit_ab", LKJCholesky(2, 2))
    z = ppl.sample("z", Normal(0, 1), shape=(n_dogs, 2))
    ab = expit(mu + z @ (sigma[:, None] * L))
    a, b = ppl.deterministic("a", ab[:, 0], dims="dog"), ppl.deterministic("b", ab[:, 1], dims="dog")
    avoided, shocks = before(y)
    ppl.sample("y", Bernoulli(a[:, None] ** shocks * b[:, None] ** avoided), obs=y, dims=["dog", "trial"])
