"""A rate from k successes of n (Lee and Wagenmakers 2013, section 3.1). Data set `Rate_1_data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Beta, Binomial


@ppl.model
def Rate_1_model(n, k):
    theta = ppl.sample("theta", Beta(1, 1))
    ppl.sample("k", Binomial(n, theta), obs=k)


# Known answer: Beta(1 + k, 1 + n - k), here Beta(6, 6).
