"""How many animals there are, all caught alike at each of T occasions (Kéry and Schaub 2012, section 6.2.1). Data set `M0_data`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Binomial, unit
from ._capture import real_or_not


@ppl.model
def M0_model(M, T, y):
    omega = ppl.param("omega", unit)                                    # the share of rows that are animals
    p = ppl.param("p", unit)
    caught = np.sum(y, axis=1)
    real_or_not(omega, Binomial(T, p).logpdf(caught), caught)
