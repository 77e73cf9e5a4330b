"""Scaled inverse-chi-squared distribution: df scale² / x is Chi2(df)."""

from __future__ import annotations

from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Param, constructor
from ..base.member import make
from ..base.restated import restated
from ..base.types import Numbers
from .inverse_gamma import inverse_gamma


def own(df, scale):
    half = 0.5 * df
    return half, half * scale * scale


scaled_inverse_chi2 = restated(inverse_gamma, (Param("df", positive), Param("scale", positive)), own, ((9.0, 2.0),), name="ScaledInverseChi2")


@constructor(scaled_inverse_chi2)
def ScaledInverseChi2(df: Numbers, scale: Numbers) -> Distribution:
    """A variance of which `df` squares are known, of mean scale²: df scale² / x ~ Chi2(df)."""
    return make(scaled_inverse_chi2, df, scale)
