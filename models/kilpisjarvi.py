"""Summer temperature at Kilpisjärvi against the year, with priors given as data. Data set `kilpisjarvi_mod`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, positive


@ppl.model
def kilpisjarvi(N, x, y, pmualpha, psalpha, pmubeta, psbeta):
    alpha = ppl.sample("alpha", Normal(pmualpha, psalpha))
    beta = ppl.sample("beta", Normal(pmubeta, psbeta))
    sigma = ppl.param("sigma", positive)
    ppl.sample("y", Normal(alpha + beta * x, sigma), obs=y)


# Known answer (posteriordb's reference draws, kilpisjarvi_mod), mean ± sd: alpha -60.71 ± 30, beta 0.01758 ± 0.0075, sigma 1.132 ± 0.11.
