"""Ratings by a generalised rating scale model with a regression of abilities (Furr, edstan). Data set `science_irt`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Categorical, LogNormal, Normal, StudentT, real
from ._irt import on_one_scale, summing_to_zero


def highest(y):
    return int(np.max(y))


@ppl.model
def grsm_latent_reg_irt(I, J, N, ii, jj, y, K, W):
    m = ppl.once(highest, y)                                            # steps between m + 1 ratings
    alpha = ppl.sample("alpha", LogNormal(1, 1), shape=I, dims="item")
    beta_free = ppl.param("beta_free", real, shape=I - 1)
    kappa_free = ppl.param("kappa_free", real, shape=m - 1)
    lambda_adj = ppl.sample("lambda_adj", StudentT(3, 0, 1), shape=K)
    theta = ppl.sample("theta", Normal(ppl.once(on_one_scale, W) @ lambda_adj, 1), shape=J, dims="person")
    beta = ppl.deterministic("beta", summing_to_zero(beta_free), dims="item")
    kappa = ppl.deterministic("kappa", summing_to_zero(kappa_free))
    ppl.factor("beta_prior", Normal(0, 3).logpdf(beta))
    ppl.factor("kappa_prior", Normal(0, 3).logpdf(kappa))
    item, person = ppl.index(ii, I, base=1), ppl.index(jj, J, base=1)
    steps = (alpha[item] * theta[person] - beta[item])[:, None] - kappa
    logits = np.column_stack([np.zeros(N), np.cumsum(steps, axis=1)])
    ppl.sample("y", Categorical(logits=logits), obs=y)
