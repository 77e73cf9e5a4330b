"""One rate from two counts (Lee and Wagenmakers 2013, section 3.3). Data set `Rate_3_data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Beta, Binomial


@ppl.model
def Rate_3_model(n1, n2, k1, k2):
    theta = ppl.sample("theta", Beta(1, 1))
    ppl.sample("k1", Binomial(n1, theta), obs=k1)
    ppl.sample("k2", Binomial(n2, theta), obs=k2)


# Known answer: Beta(1 + k1 + k2, 1 + n1 + n2 - k1 - k2), here Beta(13, 9).
