"""Prostate cancer from 5966 genes: logistic regression with a regularised horseshoe (Piironen and Vehtari 2017). Data set `prostate`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import BernoulliGLM, InverseGamma, Normal, StudentT, positive


@ppl.model
def logistic_regression_rhs(n, d, y, x, scale_icept, scale_global, nu_global, nu_local, slab_scale, slab_df):
    beta0 = ppl.sample("beta0", Normal(0, scale_icept))
    z = ppl.sample("z", Normal(0, 1), shape=d, dims="gene")
    tau = ppl.sample("tau", StudentT(nu_global, 0, 2 * scale_global), constraint=positive)                  # shrinks all
    lam = ppl.sample("lambda", StudentT(nu_local, 0, 1), shape=d, dims="gene", constraint=positive)         # lets one go
    caux = ppl.sample("caux", InverseGamma(0.5 * slab_df, 0.5 * slab_df))
    c2 = slab_scale**2 * caux
    lambda_tilde = np.sqrt(c2 * lam**2 / (c2 + tau**2 * lam**2))
    beta = ppl.deterministic("beta", z * lambda_tilde * tau, dims="gene")
    ppl.sample("y", BernoulliGLM(x, beta0, beta), obs=y)
