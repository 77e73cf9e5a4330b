"""Counts whose log mean is a Gaussian process of x. Data set `gp_pois_regr`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Gamma, Normal, Poisson, kernels, positive


@ppl.model
def gp_pois_regr(N, x, k):
    rho = ppl.sample("rho", Gamma(25, 4))
    alpha = ppl.sample("alpha", Normal(0, 2), constraint=positive)
    f_tilde = ppl.sample("f_tilde", Normal(0, 1), shape=N)
    L = np.linalg.cholesky(kernels.ExpQuad(rho, alpha)(x, x) + 1e-10 * np.eye(N))
    f = ppl.deterministic("f", L @ f_tilde)
    ppl.sample("k", Poisson(log_rate=f), obs=k)
