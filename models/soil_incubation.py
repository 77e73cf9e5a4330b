"""Carbon dioxide from soil with two pools of carbon that feed each other (Sierra et al. 2012; Carpenter, soil-metamodel). Data set `soil_carbon`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Beta, Cauchy, Normal, positive, solve


def change(t, C, k1, k2, alpha21, alpha12):
    """Of the carbon in both pools: what decays, and what of it comes from the other pool."""
    return alpha12 * k2 * C[1] - k1 * C[0], alpha21 * k1 * C[0] - k2 * C[1]


@ppl.model
def soil_incubation(totalC_t0, t0, N_t, ts, eCO2mean):
    k1 = ppl.sample("k1", Normal(0, 1), constraint=positive)
    k2 = ppl.sample("k2", Normal(0, 1), constraint=positive)
    alpha21 = ppl.sample("alpha21", Normal(0, 1), constraint=positive)
    alpha12 = ppl.sample("alpha12", Normal(0, 1), constraint=positive)
    gamma = ppl.sample("gamma", Beta(10, 1))                            # the share of the first pool at t0
    sigma = ppl.sample("sigma", Cauchy(0, 1), constraint=positive)
    C = solve.ode(change, totalC_t0 * np.array([gamma, 1 - gamma]), ts, (k1, k2, alpha21, alpha12), t0=t0, rtol=1e-8, atol=1e-10)
    eCO2_hat = ppl.deterministic("eCO2_hat", totalC_t0 - np.sum(C, axis=1), dims="time")
    ppl.sample("eCO2mean", Normal(eCO2_hat, sigma), obs=eCO2mean, dims="time")
