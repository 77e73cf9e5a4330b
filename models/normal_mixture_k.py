"""Mixture of K normal distributions whose components are not told apart. Data set `normal_5`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Mixture, Normal, interval, simplex


@ppl.model
def normal_mixture_k(K, N, y):
    theta = ppl.param("theta", simplex, shape=K)
    mu = ppl.sample("mu", Normal(0, 10), shape=K)
    sigma = ppl.param("sigma", interval(0, 10), shape=K)
    ppl.sample("y", Mixture(theta, Normal(mu, sigma)), obs=y)


# The posterior has K! equal modes: chains find different ones, and a run says that they disagree.
