"""Seeds that germinate: effects of plates, narrower priors (BUGS examples I). Data set `seeds_data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Cauchy, Normal, positive
from ._seeds import fixed_effects, germinated


@ppl.model
def seeds_stanified_model(I, n, N, x1, x2):
    fixed = fixed_effects(1, x1, x2)
    sigma = ppl.sample("sigma", Cauchy(0, 1), constraint=positive)
    b = ppl.sample("b", Normal(0, sigma), shape=I, dims="plate")
    germinated(fixed + b, N, n)
