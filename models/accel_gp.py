"""Accelerations of a head in crashes: mean and log scale are Gaussian processes by basis functions (Silverman 1985; brms). Data set `mcycle_gp`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import HalfStudentT, InverseGamma, Normal
from ._brms import accelerations


def gaussian_process(name, X, slambda):
    """Values of a process of squared exponential covariance: basis functions X, roots of their eigenvalues slambda (Riutort-Mayol et al. 2022)."""
    sdgp = ppl.sample(f"sdgp_{name}", HalfStudentT(3, 36))
    lscale = ppl.sample(f"lscale_{name}", InverseGamma(1.124909, 0.0177))
    zgp = ppl.sample(f"zgp_{name}", Normal(0, 1), shape=X.shape[1])
    spectral_density = sdgp**2 * np.sqrt(2 * np.pi) * lscale * np.exp(-0.5 * (lscale * slambda[:, 0]) ** 2)
    return X @ (np.sqrt(spectral_density) * zgp)


@ppl.model
def accel_gp(N, Y, Xgp_1, slambda_1, Xgp_sigma_1, slambda_sigma_1, prior_only):
    mu = gaussian_process("1", Xgp_1, slambda_1)
    log_sigma = gaussian_process("sigma_1", Xgp_sigma_1, slambda_sigma_1)
    accelerations(mu, log_sigma, Y, prior_only)
