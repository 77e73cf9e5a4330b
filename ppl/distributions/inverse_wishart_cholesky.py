"""The distribution of the lower Cholesky factor of an inverse Wishart matrix: that of the matrix, times |d(L Lᵀ) / dL| = 2ⁿ Π L[k,k]^(n-k)."""

from __future__ import annotations

from ..base.distribution import Distribution
from ..base.family import Family, constructor
from ..base.member import make
from ..base.types import Numbers
from ..spaces.matrices import log_diagonal, safe_factor
from .inverse_wishart import EXAMPLE, by_logs, factor_sample
from .wishart import BY_ROOT, ENOUGH, event, factor_support, log_volume, refuse_few


def logpdf(x, df, cholesky):
    safe, penalty = safe_factor(x)
    return factor_by_logs(safe, log_diagonal(safe), df, cholesky) + penalty


def factor_by_logs(x, logs, df, cholesky):
    return by_logs(x, (x, logs), df, cholesky) + log_volume(logs)


inverse_wishart_cholesky = Family(
    "InverseWishartCholesky", BY_ROOT, factor_support, logpdf, factor_sample, EXAMPLE, event=event, axes=2, by_logs=factor_by_logs, together=ENOUGH,
)  # fmt: skip


@constructor(inverse_wishart_cholesky)
def InverseWishartCholesky(df: Numbers, cholesky: Numbers) -> Distribution:
    """Lower factors L of inverse Wishart matrices L Lᵀ, whose scale has the lower factor `cholesky`."""
    refuse_few("InverseWishartCholesky", df, cholesky)
    return make(inverse_wishart_cholesky, df, cholesky)
