"""The public functions of this room by their dotted names."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import cholesky_factors, eigen, exponential, least_squares, orthogonal, singular, structured

FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{f"numpy.linalg.{f.__name__}": f for f in (
        eigen.eigh, eigen.eigvalsh, singular.svd, singular.svdvals, singular.pinv, singular.matrix_rank, singular.cond, least_squares.lstsq, orthogonal.qr)},
    **{f"scipy.linalg.{f.__name__}": f for f in (
        cholesky_factors.cholesky, cholesky_factors.cho_factor, exponential.expm, exponential.expm_frechet,
        structured.block_diag, structured.toeplitz, structured.hankel, structured.circulant, structured.companion, structured.leslie,
        structured.fiedler, structured.convolution_matrix)},
}
