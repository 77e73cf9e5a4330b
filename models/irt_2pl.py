"""Item response theory with two parameters for each item, partly pooled. Data set `irt_2pl`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Bernoulli, Cauchy, LogNormal, Normal, positive


@ppl.model
def irt_2pl(I, J, y):
    sigma_theta = ppl.sample("sigma_theta", Cauchy(0, 2), constraint=positive)
    theta = ppl.sample("theta", Normal(0, sigma_theta), shape=J, dims="person")
    sigma_a = ppl.sample("sigma_a", Cauchy(0, 2), constraint=positive)
    a = ppl.sample("a", LogNormal(0, sigma_a), shape=I, dims="item")
    mu_b = ppl.sample("mu_b", Normal(0, 5))
    sigma_b = ppl.sample("sigma_b", Cauchy(0, 2), constraint=positive)
    b = ppl.sample("b", Normal(mu_b, sigma_b), shape=I, dims="item")
    ppl.sample("y", Bernoulli(logits=a[:, None] * (theta - b[:, None])), obs=y, dims=["item", "person"])
