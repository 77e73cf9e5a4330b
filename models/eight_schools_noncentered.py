"""Eight schools, non-centred: effects of coaching on test scores, partially pooled (Rubin 1981). Data set `eight_schools`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Cauchy, Normal, positive


@ppl.model
def eight_schools_noncentered(J, y, sigma):
    theta_trans = ppl.sample("theta_trans", Normal(0, 1), shape=J, dims="school")
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", Cauchy(0, 5), constraint=positive)
    theta = ppl.deterministic("theta", mu + tau * theta_trans, dims="school")
    ppl.sample("y", Normal(theta, sigma), obs=y, dims="school")


# Known answer (posteriordb, 10,000 reference draws): means of mu 4.4, tau 3.6, theta[0] 6.2, theta[6] 6.3.
