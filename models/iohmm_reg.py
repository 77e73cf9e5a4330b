"""Regressions on inputs, mixed with weights that depend on the inputs too (Damiano et al., StanCon 2018). Data set `iohmm_reg_simulated`."""
from __future__ import annotations

import numpy as np
from scipy.special import log_softmax, logsumexp

from .. import ppl
from ..ppl import Normal, positive, simplex


@ppl.model
def iohmm_reg(T, K, M, y, u):
    pi1 = ppl.param("pi1", simplex, shape=K)
    w = ppl.sample("w", Normal(0, 5), shape=(K, M))
    b = ppl.sample("b", Normal(0, 5), shape=(K, M))
    sigma = ppl.sample("sigma", Normal(0, 3), shape=K, constraint=positive)
    scores = Normal(u @ b.T, sigma).logpdf(y[:, None])
    # Stan's program weights a step from state i to state j by A[t, i], whatever j is: the sum over all paths falls apart into one sum for each value,
    # the weights of value t being those of the input at t + 1, the last value's 1, the first one's pi1 as well
    log_weights = np.zeros((T, K))
    log_weights[:-1] = log_softmax(u[1:] @ w.T, axis=1)
    log_weights[0] += np.log(pi1)
    ppl.factor("y", logsumexp(log_weights + scores, axis=1), likelihood=True)
