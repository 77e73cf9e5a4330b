"""Weights of young rats, a line of its own for each (Gelfand et al. 1990; BUGS examples I). Data set `rats_data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, positive


@ppl.model
def rats_model(N, Npts, rat, x, y, xbar):
    mu_alpha = ppl.sample("mu_alpha", Normal(0, 100))
    mu_beta = ppl.sample("mu_beta", Normal(0, 100))
    sigma_y = ppl.param("sigma_y", positive)
    sigma_alpha = ppl.param("sigma_alpha", positive)
    sigma_beta = ppl.param("sigma_beta", positive)
    alpha = ppl.sample("alpha", Normal(mu_alpha, sigma_alpha), shape=N, dims="rats")
    beta = ppl.sample("beta", Normal(mu_beta, sigma_beta), shape=N, dims="rats")
    i = ppl.index(rat, N, base=1)
    ppl.sample("y", Normal(alpha[i] + beta[i] * (x - xbar), sigma_y), obs=y)
    ppl.deterministic("alpha0", lambda: mu_alpha - xbar * mu_beta)      # the mean weight at birth


# Known answer (BUGS examples I): alpha0 106.6, mu_beta 6.19, sigma_y 6.1.
