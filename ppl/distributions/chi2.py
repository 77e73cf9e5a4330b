"""Chi-squared distribution: x^(df/2-1) exp(-x/2) / (2^(df/2) Γ(df/2)), x > 0: the sum of df squares of standard normal variables."""

from __future__ import annotations

from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Param, constructor
from ..base.member import make
from ..base.restated import restated
from ..base.types import Numbers
from .gamma import gamma


def own(df):
    return 0.5 * df, 0.5


chi2 = restated(gamma, (Param("df", positive),), own, ((3.0,), (0.8,)), name="Chi2")


@constructor(chi2)
def Chi2(df: Numbers) -> Distribution:
    """The sum of `df` squares of standard normal variables; df need not be a whole number."""
    return make(chi2, df)
