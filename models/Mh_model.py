"""How many animals there are, some of them caught more easily than others (Kéry and Schaub 2012, section 6.2.4). Data set `Mh_data`."""
from __future__ import annotations

from scipy.special import logit

from .. import ppl
from ..ppl import Binomial, Normal, interval, unit
from ._capture import real_or_not


@ppl.model
def Mh_model(M, T, y):
    omega = ppl.param("omega", unit)                                    # the share of rows that are animals
    mean_p = ppl.param("mean_p", unit)
    sigma = ppl.param("sigma", interval(0, 5))
    eps_raw = ppl.sample("eps_raw", Normal(0, 1), shape=M, dims="animal")
    eps = ppl.deterministic("eps", logit(mean_p) + sigma * eps_raw, dims="animal")
    real_or_not(omega, Binomial(T, logits=eps).logpdf(y), y)
