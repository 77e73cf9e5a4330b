"""Mixture of two normal distributions, their means in no order. Data set `low_dim_gauss_mix_collapse`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Beta, Mixture, Normal, positive


@ppl.model
def low_dim_gauss_mix_collapse(N, y):
    mu = ppl.sample("mu", Normal(0, 2), shape=2)
    sigma = ppl.sample("sigma", Normal(0, 2), shape=2, constraint=positive)
    theta = ppl.sample("theta", Beta(5, 5))
    ppl.sample("y", Mixture(np.array([theta, 1 - theta]), Normal(mu, sigma)), obs=y)


# The posterior has two modes, one for each order of the components: chains find both, and a run says that they disagree.
