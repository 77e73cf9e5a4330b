"""Item response theory with two parameters for each item and a regression of abilities (Furr, edstan). Data set `fims_Aus_Jpn_irt`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Bernoulli, LogNormal, Normal, StudentT, real
from ._irt import on_one_scale, summing_to_zero


@ppl.model
def m2pl_latent_reg_irt(I, J, N, ii, jj, y, K, W):
    alpha = ppl.sample("alpha", LogNormal(1, 1), shape=I, dims="item")
    beta_free = ppl.param("beta_free", real, shape=I - 1)
    lambda_adj = ppl.sample("lambda_adj", StudentT(3, 0, 1), shape=K)
    theta = ppl.sample("theta", Normal(ppl.once(on_one_scale, W) @ lambda_adj, 1), shape=J, dims="person")
    beta = ppl.deterministic("beta", summing_to_zero(beta_free), dims="item")
    ppl.factor("beta_prior", Normal(0, 3).logpdf(beta))
    item, person = ppl.index(ii, I, base=1), ppl.index(jj, J, base=1)
    ppl.sample("y", Bernoulli(logits=alpha[item] * theta[person] - beta[item]), obs=y)
