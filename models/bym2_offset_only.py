"""Children in traffic accidents in census tracts, effects partly spatial: BYM2 (Riebler et al. 2016). Data set `traffic_accident_nyc`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Beta, Normal, Poisson, positive, real


@ppl.model
def bym2_offset_only(N, N_edges, node1, node2, y, E, scaling_factor):
    beta0 = ppl.sample("beta0", Normal(0, 1))
    sigma = ppl.sample("sigma", Normal(0, 1), constraint=positive)
    rho = ppl.sample("rho", Beta(0.5, 0.5))                             # the share of the variance that is spatial
    theta = ppl.sample("theta", Normal(0, 1), shape=N, dims="tract")
    phi = ppl.param("phi", real, shape=N, dims="tract")
    ppl.factor("neighbours", -0.5 * (phi[ppl.index(node1, N, base=1)] - phi[ppl.index(node2, N, base=1)]) ** 2)
    ppl.factor("about_zero", Normal(0, 0.001 * N).logpdf(np.sum(phi)))
    effects = np.sqrt(1 - rho) * theta + np.sqrt(rho / scaling_factor) * phi
    ppl.sample("y", Poisson(log_rate=np.log(E) + beta0 + sigma * effects), obs=y, dims="tract")
