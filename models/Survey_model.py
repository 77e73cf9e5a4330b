"""How many surveys were sent out, given m counts of those that came back (Lee and Wagenmakers 2013, section 3.6). Data set `Survey_data`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Binomial, DiscreteUniform, unit


@ppl.model
def Survey_model(nmax, m, k):
    theta = ppl.param("theta", unit)
    ppl.marginalize("n", DiscreteUniform(1, nmax), lambda n: np.sum(Binomial(n, theta).logpdf(k)))
