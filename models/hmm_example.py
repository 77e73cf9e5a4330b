"""Hidden Markov model of two states with normal values. Data set `hmm_example`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import HiddenMarkov, Normal, positive_ordered, simplex


@ppl.model
def hmm_example(N, K, y):
    theta1 = ppl.param("theta1", simplex, shape=K)
    theta2 = ppl.param("theta2", simplex, shape=K)
    mu = ppl.sample("mu", Normal(np.array([3.0, 10.0]), 1), shape=K, constraint=positive_ordered)
    ppl.sample("y", HiddenMarkov(np.full(K, 1 / K), np.stack([theta1, theta2]), Normal(mu, 1)), obs=y)
    ppl.factor("no_law_of_the_first_state", np.log(K))                  # it has weight 1 in Stan's program, not probability 1 / K
