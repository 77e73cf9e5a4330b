"""Laws of counts by SciPy's names (scipy.stats), in the language."""
from __future__ import annotations

import math

import numpy as np

from ..functions import UFUNCS
from .law import Law

betaln, lgamma, xlogy, xlog1py, pdtr, pdtrc, bdtr, bdtrc, nbdtr, nbdtrc = (
    UFUNCS[name] for name in ("betaln", "lgamma", "xlogy", "xlog1py", "pdtr", "pdtrc", "bdtr", "bdtrc", "nbdtr", "nbdtrc"))


def log_poisson_mass(k, mu):
    return xlogy(k, mu) - mu - lgamma(k + 1.0)


def log_binomial_mass(k, n, p):
    return np.where(k <= n, xlogy(k, p) + xlog1py(n - k, -p) - betaln(n - k + 1.0, k + 1.0) - np.log(n + 1.0), -math.inf)


def log_negative_binomial_mass(k, n, p):
    return xlogy(n, p) + xlog1py(k, -p) - betaln(n, k + 1.0) - np.log(n + k)


LAWS: dict[str, Law] = {
    "poisson": Law(("mu",), log_poisson_mass, pdtr, pdtrc, low=0.0, counts=True),
    "binom": Law(("n", "p"), log_binomial_mass, lambda k, n, p: np.where(k < n, bdtr(np.minimum(k, n), n, p), 1.0),
                 lambda k, n, p: np.where(k < n, bdtrc(np.minimum(k, n), n, p), 0.0), low=0.0, counts=True),
    "bernoulli": Law(("p",), lambda k, p: np.where(k > 1.0, -math.inf, xlogy(k, p) + xlog1py(1.0 - k, -p)), lambda k, p: np.where(k < 1.0, 1.0 - p, 1.0),
                     lambda k, p: np.where(k < 1.0, p, 0.0), low=0.0, counts=True),
    "geom": Law(("p",), lambda k, p: np.log(p) + xlog1py(k - 1.0, -p), lambda k, p: -np.expm1(xlog1py(np.floor(k), -p)),
                lambda k, p: np.exp(xlog1py(np.floor(k), -p)), low=1.0, counts=True),
    "nbinom": Law(("n", "p"), log_negative_binomial_mass, lambda k, n, p: nbdtr(k, n, p), lambda k, n, p: nbdtrc(k, n, p), low=0.0, counts=True),
}
