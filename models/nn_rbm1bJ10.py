"""Handwritten digits by a neural network of ten hidden units (priors of Lampinen and Vehtari 2001). Data set `mnist_100`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Categorical, InverseGamma, Normal

J = 10                                           # hidden units


def scale_of_weights(nu, inputs):
    """The prior of a variance of weights: smaller, the more of them there are."""
    return InverseGamma(nu / 2, nu / 2 * (0.05 / inputs ** (1 / nu)) ** 2)


@ppl.model
def nn_rbm1bJ10(N, M, x, K, y):
    sigma2_alpha = ppl.sample("sigma2_alpha", scale_of_weights(0.5, M))
    sigma2_beta = ppl.sample("sigma2_beta", scale_of_weights(0.5, J))
    alpha = ppl.sample("alpha", Normal(0, np.sqrt(sigma2_alpha)), shape=(M, J))
    beta = ppl.sample("beta", Normal(0, np.sqrt(sigma2_beta)), shape=(J, K - 1))
    alpha1 = ppl.sample("alpha1", Normal(0, 1), shape=J)
    beta1 = ppl.sample("beta1", Normal(0, 1), shape=K - 1)
    v = beta1 + np.tanh(alpha1 + x @ alpha) @ beta
    logits = np.column_stack([np.ones(N), v])                           # the first class has the logit 1, as in Stan's program
    ppl.sample("y", Categorical(logits=logits), obs=ppl.index(y, K, base=1))
