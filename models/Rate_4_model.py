"""A rate, and counts that are expected before and after the data (Lee and Wagenmakers 2013, section 3.4). Data set `Rate_4_data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Beta, Binomial


@ppl.model
def Rate_4_model(n, k):
    theta = ppl.sample("theta", Beta(1, 1))
    thetaprior = ppl.sample("thetaprior", Beta(1, 1))
    ppl.sample("k", Binomial(n, theta), obs=k)
    ppl.generate("priorpredk", Binomial(n, thetaprior))


# Known answer: theta ~ Beta(1 + k, 1 + n - k), here Beta(2, 15); thetaprior stays uniform.
