"""The public functions of this room by their dotted names."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import (
    banded,
    cholesky_factors,
    eigen,
    exponential,
    least_squares,
    matrix_functions,
    orthogonal,
    pivoted,
    scipy_forms,
    singular,
    structured,
    systems,
)

NUMPY = (
    eigen.eigh, eigen.eigvalsh, singular.svd, singular.svdvals, singular.pinv, singular.matrix_rank, singular.cond, least_squares.lstsq, orthogonal.qr,
    systems.tensorsolve, systems.tensorinv,
)  # fmt: skip
SCIPY = (
    cholesky_factors.cholesky, cholesky_factors.cho_factor, exponential.expm, exponential.expm_frechet,
    matrix_functions.sqrtm, matrix_functions.logm, matrix_functions.fractional_matrix_power, matrix_functions.coshm, matrix_functions.sinhm,
    matrix_functions.tanhm, matrix_functions.cosm, matrix_functions.sinm, matrix_functions.tanm,
    structured.block_diag, structured.toeplitz, structured.hankel, structured.circulant, structured.companion, structured.leslie,
    structured.fiedler, structured.convolution_matrix,
    scipy_forms.eigh, scipy_forms.eigvalsh, scipy_forms.svd, scipy_forms.svdvals, scipy_forms.pinv, scipy_forms.pinvh, scipy_forms.lstsq, scipy_forms.qr,
    scipy_forms.polar, pivoted.lu, pivoted.lu_factor, pivoted.lu_solve,
    banded.solve_banded, banded.solveh_banded, banded.cholesky_banded, banded.cho_solve_banded,
    systems.solve, systems.inv, systems.det, systems.solve_toeplitz, systems.matmul_toeplitz, systems.solve_circulant, systems.solve_sylvester,
    systems.solve_continuous_lyapunov, systems.solve_discrete_lyapunov,
)  # fmt: skip
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{f"numpy.linalg.{f.__name__}": f for f in NUMPY},
    **{f"scipy.linalg.{f.__name__}": f for f in SCIPY},
    **dict.fromkeys(("scipy.linalg.null_space", "scipy.linalg.orth"), scipy_forms.no_shape),
}
