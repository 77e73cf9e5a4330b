"""The elementwise functions that distributions are written with. In CPython they call NumPy, or SciPy imported at the first call; the front
end knows them by identity.

Unlike `math`, none raises: log(0) is -inf, log(-1) nan, without warnings.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np


def _numpy(name: str, doc: str) -> Callable[..., Any]:
    ufunc = getattr(np, name)

    def call(*args: Any) -> Any:
        with np.errstate(all="ignore"):
            return ufunc(*args)

    call.__name__, call.__doc__ = name, doc
    return call


def _scipy(name: str, doc: str) -> Callable[..., Any]:
    def call(*args: Any) -> Any:
        from scipy import special

        with np.errstate(all="ignore"):
            return getattr(special, name)(*args)

    call.__name__, call.__doc__ = name, doc
    return call


exp = _numpy("exp", "e^x")
log = _numpy("log", "natural logarithm")
sqrt = _numpy("sqrt", "square root")
expm1 = _numpy("expm1", "e^x - 1, accurate near 0")
log1p = _numpy("log1p", "log(1 + x), accurate near 0")
logaddexp = _numpy("logaddexp", "log(exp(x) + exp(y)) without overflow")
sin = _numpy("sin", "sine")
cos = _numpy("cos", "cosine")
tan = _numpy("tan", "tangent")
tanh = _numpy("tanh", "hyperbolic tangent")
arctan = _numpy("arctan", "inverse tangent")
floor = _numpy("floor", "largest whole number not above x")
absolute = _numpy("absolute", "absolute value")
maximum = _numpy("maximum", "the larger of two")
minimum = _numpy("minimum", "the smaller of two")
isnan = _numpy("isnan", "is x nan?")
isfinite = _numpy("isfinite", "is x neither infinite nor nan?")
lgamma = _scipy("gammaln", "log of the absolute gamma function")
digamma = _scipy("digamma", "derivative of lgamma")
polygamma = _scipy("polygamma", "n-th derivative of digamma")
erf = _scipy("erf", "error function")
erfc = _scipy("erfc", "1 - erf(x), accurate in the tail")
erfinv = _scipy("erfinv", "inverse error function")
ndtr = _scipy("ndtr", "standard normal cumulative distribution")
log_ndtr = _scipy("log_ndtr", "log of ndtr, accurate in the tail")
ndtri = _scipy("ndtri", "standard normal quantile")
expit = _scipy("expit", "1 / (1 + exp(-x))")
log_expit = _scipy("log_expit", "log of expit")
logit = _scipy("logit", "log(x / (1 - x))")
xlogy = _scipy("xlogy", "x log(y), 0 where x is 0")
xlog1py = _scipy("xlog1py", "x log(1 + y), 0 where x is 0")
betaln = _scipy("betaln", "log of the beta function")
gammainc = _scipy("gammainc", "regularised lower incomplete gamma function")
gammaincc = _scipy("gammaincc", "regularised upper incomplete gamma function")
betainc = _scipy("betainc", "regularised incomplete beta function")


def where(condition: Any, x: Any, y: Any) -> Any:
    """x where the condition holds, else y."""
    return np.where(condition, x, y)


def log1mexp(x: Any) -> Any:
    """log(1 - exp(x)) for x < 0, accurate at both ends."""
    with np.errstate(all="ignore"):
        return np.where(x > -math.log(2.0), np.log(-np.expm1(x)), np.log1p(-np.exp(x)))[()]


def trigamma(x: Any) -> Any:
    """Derivative of digamma."""
    return polygamma(1, x)


def stop_gradient(x: Any) -> Any:
    """x, but a constant to differentiation."""
    return x


def logsumexp(a: Any, axis: Any = None) -> Any:
    """log of the sum of exponentials over all elements or along an axis."""
    from .arrays import logsumexp as library_logsumexp

    with np.errstate(all="ignore"):
        return library_logsumexp(a, axis)


# function -> name in the table of elementwise functions
UFUNCS: dict[Callable[..., Any], str] = {
    exp: "exp",
    log: "log",
    sqrt: "sqrt",
    expm1: "expm1",
    log1p: "log1p",
    logaddexp: "logaddexp",
    sin: "sin",
    cos: "cos",
    tan: "tan",
    tanh: "tanh",
    arctan: "atan",
    floor: "floor",
    absolute: "abs",
    maximum: "maximum",
    minimum: "minimum",
    isnan: "isnan",
    isfinite: "isfinite",
    lgamma: "lgamma",
    digamma: "digamma",
    polygamma: "polygamma",
    erf: "erf",
    erfc: "erfc",
    erfinv: "erfinv",
    ndtr: "ndtr",
    log_ndtr: "log_ndtr",
    ndtri: "ndtri",
    expit: "expit",
    log_expit: "log_expit",
    logit: "logit",
    xlogy: "xlogy",
    xlog1py: "xlog1py",
    betaln: "betaln",
    gammainc: "gammainc",
    gammaincc: "gammaincc",
    betainc: "betainc",
    where: "where",
    log1mexp: "log1mexp",
    stop_gradient: "stop_gradient",
}
