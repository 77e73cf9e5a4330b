"""Item response theory with two correlated parameters for each item (Furr, Stan case study on hierarchical 2PL). Data set `sat`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Bernoulli, Exponential, LKJCholesky, MultivariateNormal, Normal, real


@ppl.model
def hier_2pl(I, J, N, ii, jj, y):
    theta = ppl.sample("theta", Normal(0, 1), shape=J, dims="person")                   # abilities
    mu = ppl.sample("mu", Normal(0, np.array([1.0, 5.0])), shape=2)
    tau = ppl.sample("tau", Exponential(0.1), shape=2)
    L_Omega = ppl.sample("L_Omega", LKJCholesky(2, 4))
    xi1 = ppl.param("xi1", real, shape=I, dims="item")                                  # log discriminations
    xi2 = ppl.param("xi2", real, shape=I, dims="item")                                  # difficulties
    ppl.factor("xi", MultivariateNormal(mu, cholesky=tau[:, None] * L_Omega).logpdf(np.column_stack([xi1, xi2])))
    item, person = ppl.index(ii, I, base=1), ppl.index(jj, J, base=1)
    ppl.sample("y", Bernoulli(logits=np.exp(xi1)[item] * (theta[person] - xi2[item])), obs=y)
    ppl.deterministic("Omega", lambda: L_Omega @ L_Omega.T)
