"""The distribution of the lower Cholesky factor of a Wishart matrix: that of the matrix (`wishart.py`), times |d(L Lᵀ) / dL| = 2ⁿ Π L[k,k]^(n-k)."""

from __future__ import annotations

from ..base.distribution import Distribution
from ..base.family import Family, constructor
from ..base.member import make
from ..base.types import Numbers
from .wishart import BY_ROOT, ENOUGH, EXAMPLE, event, factor_by_logs, factor_logpdf, factor_sample, factor_support, refuse_few

wishart_cholesky = Family(
    "WishartCholesky", BY_ROOT, factor_support, factor_logpdf, factor_sample, EXAMPLE, event=event, axes=2, by_logs=factor_by_logs, together=ENOUGH,
)  # fmt: skip


@constructor(wishart_cholesky)
def WishartCholesky(df: Numbers, cholesky: Numbers) -> Distribution:
    """Lower factors L of Wishart matrices L Lᵀ, whose scale has the lower factor `cholesky`."""
    refuse_few("WishartCholesky", df, cholesky)
    return make(wishart_cholesky, df, cholesky)
