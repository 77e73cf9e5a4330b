"""Eight schools, centred: effects of coaching on test scores, partially pooled (Rubin 1981). Data set `eight_schools`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Cauchy, Normal, positive


@ppl.model
def eight_schools_centered(J, y, sigma):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", Cauchy(0, 5), constraint=positive)
    theta = ppl.sample("theta", Normal(mu, tau), shape=J, dims="school")
    ppl.sample("y", Normal(theta, sigma), obs=y, dims="school")


# Known answer: the posterior is that of `eight_schools_noncentered` (mu 4.4, tau 3.6). Its funnel at small tau cannot be sampled by plain
# NUTS: a run must report divergences and point at `tau`. It is here as the example of that.
