"""The public functions of this room by their dotted names."""
from __future__ import annotations

from ..named import functions

FUNCTIONS = functions("spectral", {
    "numpy.linalg": {
        "eigen": "eigh eigvalsh",
        "singular": "svd svdvals pinv matrix_rank cond",
        "least_squares": "lstsq",
        "orthogonal": "qr",
        "systems": "tensorsolve tensorinv",
    },
    "scipy.linalg": {
        "cholesky_factors": "cholesky cho_factor",
        "exponential": "expm expm_frechet",
        "matrix_functions": "sqrtm logm fractional_matrix_power coshm sinhm tanhm cosm sinm tanm",
        "structured": "block_diag toeplitz hankel circulant companion leslie fiedler convolution_matrix",
        "scipy_forms": "eigh eigvalsh svd svdvals pinv pinvh lstsq qr polar null_space=no_shape orth=no_shape",
        "pivoted": "lu lu_factor lu_solve",
        "banded": "solve_banded solveh_banded cholesky_banded cho_solve_banded",
        "systems": "solve inv det solve_toeplitz matmul_toeplitz solve_circulant solve_sylvester solve_continuous_lyapunov solve_discrete_lyapunov",
    },
})  # fmt: skip
