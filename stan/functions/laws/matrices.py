"""Distributions of matrices, and of series and functions as matrices (functions reference, chapters Correlation matrix and Covariance matrix distributions;
Gaussian processes and dynamic linear models among the multivariate ones)."""
from __future__ import annotations

from .law import Law, Laws

MATRICES: Laws = {
    "lkj_corr": Law("matrix", ("real",), "ppl.LKJ(_0.shape[0], _1)", tails=(), draws=False, density="st.lkj_corr(_0, _1)"),
    "lkj_corr_cholesky": Law("matrix", ("real",), "ppl.LKJCholesky(_0.shape[0], _1)", tails=(), draws=False, density="st.lkj_corr_cholesky(_0, _1)"),
    "wishart": Law("matrix", ("real", "matrix"), "ppl.Wishart(_1, _2)", tails=(), draws=False),
    "wishart_cholesky": Law("matrix", ("real", "matrix"), "ppl.WishartCholesky(_1, _2)", tails=(), draws=False),
    "inv_wishart": Law("matrix", ("real", "matrix"), "ppl.InverseWishart(_1, _2)", tails=(), draws=False),
    "inv_wishart_cholesky": Law("matrix", ("real", "matrix"), "ppl.InverseWishartCholesky(_1, _2)", tails=(), draws=False),
}

DLM = ("matrix", "matrix", "matrix | vector", "matrix", "vector", "matrix")
SERIES: Laws = {"gaussian_dlm_obs": Law("matrix", DLM, "st.gaussian_dlm_obs(_1, _2, _3, _4, _5, _6)", "_0.T", tails=(), draws=False)}

OTHERS = """
real multi_gp_lpdf(matrix, matrix, vector) = st.multi_gp(_0, _1, _2)
real multi_gp_cholesky_lpdf(matrix, matrix, vector) = st.multi_gp_cholesky(_0, _1, _2)
real lkj_cov_lpdf(matrix, vector, vector, real) = st.lkj_cov(_0, _1, _2, _3)
"""

DRAWS = """
matrix lkj_corr_rng(int, real) = ppl.random(ppl.LKJ(_0, _1))
matrix lkj_corr_cholesky_rng(int, real) = ppl.random(ppl.LKJCholesky(_0, _1))
matrix wishart_rng(real, matrix) = ppl.random(ppl.Wishart(_0, _1))
matrix wishart_cholesky_rng(real, matrix) = ppl.random(ppl.WishartCholesky(_0, _1))
matrix inv_wishart_rng(real, matrix) = ppl.random(ppl.InverseWishart(_0, _1))
matrix inv_wishart_cholesky_rng(real, matrix) = ppl.random(ppl.InverseWishartCholesky(_0, _1))
"""
