"""Seeds that germinate: a logistic regression with an effect of each plate (BUGS examples I). Data set `seeds_data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Gamma, Normal
from ._seeds import fixed_effects, germinated


@ppl.model
def seeds_model(I, n, N, x1, x2):
    fixed = fixed_effects(1000, x1, x2)
    tau = ppl.sample("tau", Gamma(0.001, 0.001))
    sigma = ppl.deterministic("sigma", tau**-0.5)
    b = ppl.sample("b", Normal(0, sigma), shape=I, dims="plate")
    germinated(fixed + b, N, n)
