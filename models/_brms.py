"""What the models of accelerations share as brms writes them: a mean and a log scale that change smoothly with time, and their intercepts."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Normal, StudentT


def accelerations(smooth, smooth_sigma, Y, prior_only):
    """The head's accelerations about an intercept and a smooth curve; the logs of their scales have both too."""
    Intercept = ppl.sample("Intercept", StudentT(3, -13, 36))
    Intercept_sigma = ppl.sample("Intercept_sigma", StudentT(3, 0, 10))
    if prior_only == 0:
        ppl.sample("Y", Normal(Intercept + smooth, np.exp(Intercept_sigma + smooth_sigma)), obs=Y)
