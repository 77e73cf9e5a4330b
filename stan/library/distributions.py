"""What distributions of Stan's need beside those of `ppl` (functions reference, chapters of distributions)."""
from __future__ import annotations

import math
from typing import Any

import numpy as np

from ... import ppl
from ...ir.errors import ModelError
from ...ir.places import here
from ...lang.values.hooks import compile_time


@compile_time
def alike(x: Any, *others: Any) -> Any:
    """x, where the others are as long: containers of a call have one length, and none is stretched. ModelError where they have others."""
    lengths = [len(x), *(len(other) for other in others)]
    if len({*lengths}) > 1:
        raise ModelError(f"containers of {' and '.join(map(str, lengths))} elements stand in one call of a distribution", here(),
                         "they have one length, or are single numbers")  # fmt: skip
    return x


def angle(x: Any) -> Any:
    """An angle in [-π, π), less whole turns."""
    return x - 2.0 * math.pi * np.floor((x + math.pi) / (2.0 * math.pi))


def multi_gp(y: Any, cov: Any, weights: Any) -> Any:
    """Σ of the log densities of rows y[k] with mean 0 and covariance cov / weights[k]."""
    return gaussian_rows(ppl.MultivariateNormal(np.zeros(y.shape[1]), cov), y, weights)


def multi_gp_cholesky(y: Any, factor: Any, weights: Any) -> Any:
    """The same by the lower factor of cov."""
    return gaussian_rows(ppl.MultivariateNormal(np.zeros(y.shape[1]), cholesky=factor), y, weights)


def gaussian_rows(law: Any, y: Any, weights: Any) -> Any:
    """Rows of y whose density is that of y[k] √weights[k] by the law."""
    rows = np.sqrt(alike(weights, y))[:, None] * y
    return np.sum(law.logpdf(rows)) + 0.5 * y.shape[1] * np.sum(np.log(weights))


def lkj_cov(cov: Any, mu: Any, sigma: Any, eta: float) -> Any:
    """Deviations log-normal, correlations LKJ; without a Jacobian, as Stan has it."""
    sd = np.sqrt(np.diagonal(cov))
    return np.sum(ppl.LogNormal(mu, sigma).logpdf(sd)) + ppl.LKJ(cov.shape[0], eta).logpdf(cov / np.outer(sd, sd))
