"""Drives to the hoop in basketball: hidden states of speed and distance (Imad Ali, StanCon 2018). Data set `bball_drive_event_0`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Custom, Dirichlet, HiddenMarkov, Normal, positive_ordered


def logpdf(x, rates):
    return np.sum(np.log(rates) - rates * x)


def sample(rng, rates):
    return rng.exponential(1 / rates)


@ppl.model
def hmm_drive_0(K, N, u, v, alpha):
    theta1 = ppl.sample("theta1", Dirichlet(alpha[0]))
    theta2 = ppl.sample("theta2", Dirichlet(alpha[1]))
    phi = ppl.sample("phi", Normal(np.array([0.0, 3.0]), 1), shape=K, constraint=positive_ordered)          # rates of u, the reciprocal speed
    lam = ppl.sample("lambda", Normal(np.array([0.0, 3.0]), 1), shape=K, constraint=positive_ordered)       # rates of v, the distance
    both = Custom(np.column_stack([phi, lam]), logpdf=logpdf, sample=sample, event=(2,), axes={"rates": 1})
    ppl.sample("uv", HiddenMarkov(np.full(K, 1 / K), np.stack([theta1, theta2]), both), obs=np.column_stack([u, v]))
    ppl.factor("no_law_of_the_first_state", np.log(K))                  # it has weight 1 in Stan's program, not probability 1 / K
