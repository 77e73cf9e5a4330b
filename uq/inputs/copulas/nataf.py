"""Correlations of inputs and those of the normal numbers behind them (Nataf 1962; Liu & Der Kiureghian 1986).

With c_k the coefficients of an input in normalised Hermite polynomials of its normal number, the covariance of two whose normal numbers have the
correlation r is the sum of c_k c'_k r^k (Mehler 1866): a polynomial, in which the equation for r is solved.
"""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....ir.errors import SettingsError
from ..laws.moments import moments, tail_exponent
from ..laws.outside import from_normal
from ..protocol import Marginal

NODES = np.arange(-600, 601) * 0.04
WEIGHTS = np.exp(-0.5 * NODES**2) * (0.04 / np.sqrt(2.0 * np.pi))
ORDER = 80


def hermite() -> np.ndarray:
    """(ORDER, nodes): the polynomials 1, z, … of mean square 1, times the weights."""
    found = np.zeros((ORDER, len(NODES)))
    found[0] = WEIGHTS
    found[1] = NODES * WEIGHTS
    for k in range(2, ORDER):
        found[k] = (NODES * found[k - 1] - np.sqrt(k - 1.0) * found[k - 2]) / np.sqrt(k)
    return found


class Scored:
    """Inputs as functions of normal numbers: values at the nodes, standardised, and their coefficients."""

    def __init__(self, laws: Sequence[Marginal]):
        with np.errstate(all="ignore"):
            values = np.array([np.where(WEIGHTS > 0.0, from_normal(law, NODES), 0.0) for law in laws])
        self.mean = values @ WEIGHTS
        self.has = np.array([float(moments(law, "mv", tail_exponent(law))[1]) > 0.0 for law in laws])        # a variance that is finite
        away = values - self.mean[:, None]
        self.sd = np.sqrt((away * away) @ WEIGHTS)
        self.at = away / np.where(self.sd > 0.0, self.sd, 1.0)[:, None]
        self.coefficients = self.at @ hermite().T

    def correlation(self, i: int, j: int, r: float) -> float:
        """Of inputs i and j whose normal numbers have the correlation r."""
        if abs(r) == 1.0:
            return float((self.at[i] * self.at[j][:: int(r)]) @ WEIGHTS)
        return float(np.polynomial.polynomial.polyval(r, self.coefficients[i] * self.coefficients[j]))

    def normal(self, i: int, j: int, wanted: float, names: tuple[str, ...]) -> float:
        """The correlation of the normal numbers where that of the inputs is given. SettingsError with the range where there is none."""
        from scipy.optimize import brentq

        if wanted == 0.0:
            return 0.0
        if not self.has[[i, j]].all():
            raise SettingsError(f"`{names[i]}` and `{names[j]}` have no correlation: one of them has no variance, or none that is finite",
                                hint='`of="spearman"` and `of="kendall"` are of ranks, `of="normal"` of the normal numbers behind the inputs')
        low, high = self.correlation(i, j, -1.0), self.correlation(i, j, 1.0)
        if not low < wanted < high:
            raise SettingsError(f"no inputs with the laws of `{names[i]}` and `{names[j]}` have the correlation {wanted:g} by a Gaussian copula: it lies "
                                f"between {low:.6g} and {high:.6g}", hint='`of="spearman"` takes any correlation of ranks')
        inner = 1.0 - 1e-12
        if not self.correlation(i, j, -inner) < wanted < self.correlation(i, j, inner):
            return float(np.sign(wanted) * inner)
        return float(brentq(lambda r: self.correlation(i, j, r) - wanted, -inner, inner, xtol=1e-14, rtol=1e-14))  # type: ignore[arg-type]

    def covariance(self, r: np.ndarray) -> np.ndarray:
        """(d, d) of the inputs, of normal numbers with the correlations r."""
        d = len(self.sd)
        found = np.array([[1.0 if i == j else self.correlation(i, j, r[i, j]) for j in range(d)] for i in range(d)])
        return found * self.sd[:, None] * self.sd
