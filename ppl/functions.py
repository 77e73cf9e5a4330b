"""The functions that distributions and transforms are written with, all of them known to the front end."""

from __future__ import annotations

import importlib.util

if importlib.util.find_spec("llbayes.ir.lang.math") is not None:
    from ..ir.lang.math import (
        betainc,
        digamma,
        exp,
        expit,
        expm1,
        gammainc,
        gammaincc,
        lgamma,
        log,
        log1mexp,
        log1p,
        log_expit,
        log_ndtr,
        logaddexp,
        logsumexp,
        ndtr,
        ndtri,
        sqrt,
        where,
        xlog1py,
        xlogy,
    )
else:
    from numpy import exp, expm1, log, log1p, logaddexp, sqrt, where
    from scipy.special import (
        betainc,
        digamma,
        expit,
        gammainc,
        gammaincc,
        log_expit,
        log_ndtr,
        logsumexp,
        ndtr,
        ndtri,
        xlog1py,
        xlogy,
    )
    from scipy.special import gammaln as lgamma

    def log1mexp(x):
        return where(x > -0.6931471805599453, log(-expm1(x)), log1p(-exp(x)))


__all__ = [
    "betainc",
    "digamma",
    "exp",
    "expit",
    "expm1",
    "gammainc",
    "gammaincc",
    "lgamma",
    "log",
    "log1mexp",
    "log1p",
    "log_expit",
    "log_ndtr",
    "logaddexp",
    "logsumexp",
    "ndtr",
    "ndtri",
    "sqrt",
    "where",
    "xlog1py",
    "xlogy",
]
