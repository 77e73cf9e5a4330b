"""Seeds that germinate: effects of plates measured from their mean, narrower priors (BUGS examples I). Data set `seeds_data`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Cauchy, Normal, positive
from ._seeds import fixed_effects, germinated


@ppl.model
def seeds_centered_model(I, n, N, x1, x2):
    fixed = fixed_effects(1, x1, x2)
    sigma = ppl.sample("sigma", Cauchy(0, 1), constraint=positive)
    c = ppl.sample("c", Normal(0, sigma), shape=I, dims="plate")
    b = ppl.deterministic("b", c - np.mean(c), dims="plate")
    germinated(fixed + b, N, n)
