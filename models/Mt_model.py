"""How many animals there are, caught more easily at some occasions than at others (Kéry and Schaub 2012, section 6.2.2). Data set `Mt_data`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Bernoulli, unit
from ._capture import real_or_not


@ppl.model
def Mt_model(M, T, y):
    omega = ppl.param("omega", unit)                                    # the share of rows that are animals
    p = ppl.param("p", unit, shape=T, dims="occasion")
    real_or_not(omega, np.sum(Bernoulli(p).logpdf(y), axis=1), np.sum(y, axis=1))
