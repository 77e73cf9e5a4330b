"""Inverse-chi-squared distribution: 1 / x is Chi2(df)."""

from __future__ import annotations

from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Param, constructor
from ..base.member import make
from ..base.restated import restated
from ..base.types import Numbers
from .inverse_gamma import inverse_gamma


def own(df):
    return 0.5 * df, 0.5


inverse_chi2 = restated(inverse_gamma, (Param("df", positive),), own, ((9.0,),), name="InverseChi2")


@constructor(inverse_chi2)
def InverseChi2(df: Numbers) -> Distribution:
    """1 / x of x ~ Chi2(df), with mean 1 / (df - 2)."""
    return make(inverse_chi2, df)
