"""A Gaussian process on a grid: covariances by position times correlations of rows (Flaxman et al. 2015). Data set `synthetic_grid_RBF_kernels`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Cauchy, LKJCholesky, LogNormal, MultivariateNormal, lower, positive


@ppl.model
def kronecker_gp(n1, n2, x1, y):
    var1 = ppl.sample("var1", LogNormal(0, 1))
    bw1 = ppl.sample("bw1", Cauchy(0, 2.5), constraint=positive)                # of exp(-bw1 (x - x')²)
    L = ppl.sample("L", LKJCholesky(n2, 2))
    sigma1 = ppl.sample("sigma1", LogNormal(0, 1), constraint=lower(0.00001))   # the variance of the noise
    Sigma1 = var1 * np.exp(-bw1 * (x1[:, None] - x1) ** 2) + 0.00001 * np.eye(n1)
    # Rotated by the eigenvectors U of the correlations L Lᵀ the rows are independent, of covariances s² Sigma1 + sigma1. Eigenvectors of Sigma1 would do as
    # well for the density, but many of its eigenvalues are nearly equal, and derivatives of their vectors are lost in rounding.
    U, s, _ = np.linalg.svd(L)
    rows = MultivariateNormal(np.zeros(n1), s[:, None, None] ** 2 * Sigma1 + sigma1 * np.eye(n1)).logpdf(U.T @ y)
    ppl.factor("y", rows + 0.5 * n1 * np.log(2 * np.pi), likelihood=True)       # a constant that Stan's program leaves out
