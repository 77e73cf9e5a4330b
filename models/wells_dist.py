"""Whether households switched to a safe well, against its distance (Gelman and Hill 2007, section 5.4). Data set `wells_data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Bernoulli, real


@ppl.model
def wells_dist(N, switched, dist):
    beta = ppl.param("beta", real, shape=2)
    ppl.sample("switched", Bernoulli(logits=beta[0] + beta[1] * dist), obs=switched)


# Known answer: the maximum likelihood, beta[0] 0.606, beta[1] -0.00622 (a metre lowers the odds by 0.6 %); density: tests/data.
