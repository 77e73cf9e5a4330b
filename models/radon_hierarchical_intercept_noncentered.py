"""Radon in homes: intercepts by county, pooled, with uranium as predictor (Gelman and Hill 2007, ch. 12). Data: `radon_mn`, `radon_all`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, positive


@ppl.model
def radon_hierarchical_intercept_noncentered(N, J, county_idx, log_uppm, floor_measure, log_radon):
    alpha_raw = ppl.sample("alpha_raw", Normal(0, 1), shape=J, dims="county")
    beta = ppl.sample("beta", Normal(0, 10), shape=2)
    mu_alpha = ppl.sample("mu_alpha", Normal(0, 10))
    sigma_alpha = ppl.sample("sigma_alpha", Normal(0, 1), constraint=positive)
    sigma_y = ppl.sample("sigma_y", Normal(0, 1), constraint=positive)
    alpha = ppl.deterministic("alpha", mu_alpha + sigma_alpha * alpha_raw, dims="county")
    mu = alpha[ppl.index(county_idx, J, base=1)] + beta[0] * log_uppm + beta[1] * floor_measure
    ppl.sample("log_radon", Normal(mu, sigma_y), obs=log_radon)


# Known answer: Stan's density and gradient at points in tests/data, one of them near the mode; county intercepts lie between 0.8 and 2.1.
