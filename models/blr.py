"""Bayesian linear regression with normal priors. Data set `sblrc`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, positive


@ppl.model
def blr(N, D, X, y):
    beta = ppl.sample("beta", Normal(0, 10), shape=D)
    sigma = ppl.sample("sigma", Normal(0, 10), constraint=positive)
    ppl.sample("y", Normal(X @ beta, sigma), obs=y)


# Known answer (posteriordb's reference draws, sblrc), mean ± sd: beta[0] 0.9996 ± 0.00098, beta[1] 0.9987 ± 0.001, beta[2] 0.9982 ±
# 0.0011, beta[3] 0.9988 ± 0.001, beta[4] 0.9986 ± 0.00098, sigma 1.042 ± 0.077.
