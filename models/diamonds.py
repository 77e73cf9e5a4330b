"""Log prices of 5,000 diamonds against 24 correlated predictors, as brms writes it (centred columns). Data set `diamonds`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import HalfStudentT, Normal, StudentT


def column_means(X):
    """Of all columns but the first, which is the intercept's."""
    return np.mean(X[:, 1:], axis=0)


def centred(X, means):
    return X[:, 1:] - means


@ppl.model
def diamonds(N, Y, K, X, prior_only):
    means = ppl.once(column_means, X)
    Xc = ppl.once(centred, X, means)
    b = ppl.sample("b", Normal(0, 1), shape=K - 1)
    Intercept = ppl.sample("Intercept", StudentT(3, 8, 10))
    sigma = ppl.sample("sigma", HalfStudentT(3, 10))
    if prior_only == 0:
        ppl.sample("Y", Normal(Intercept + Xc @ b, sigma), obs=Y)
    ppl.deterministic("b_Intercept", lambda: Intercept - means @ b)


# Known answer (posteriordb's reference draws, diamonds), mean ± sd: Intercept 7.788 ± 0.0018, sigma 0.1229 ± 0.0012.
