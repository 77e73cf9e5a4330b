"""Concentration of a drug: absorbed at first order, eliminated by Michaelis and Menten's kinetics (Betancourt, Stan talks). Data set `one_comp_mm_elim_abs`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Cauchy, LogNormal, positive, solve


def change(t, C, k_a, K_m, V_m, D, V):
    """What is absorbed less what is eliminated."""
    return np.exp(-k_a * t) * D * k_a / V - V_m / V * C / (K_m + C)


@ppl.model
def one_comp_mm_elim_abs(t0, D, V, N_t, times, C_hat):
    k_a = ppl.sample("k_a", Cauchy(0, 1), constraint=positive)          # 1 / day
    K_m = ppl.sample("K_m", Cauchy(0, 1), constraint=positive)          # mg / L
    V_m = ppl.sample("V_m", Cauchy(0, 1), constraint=positive)          # 1 / day
    sigma = ppl.sample("sigma", Cauchy(0, 1), constraint=positive)
    C = ppl.deterministic("C", solve.ode(change, 0.0, times, (k_a, K_m, V_m, D, V), t0=t0, rtol=1e-8, atol=1e-10), dims="time")
    ppl.sample("C_hat", LogNormal(np.log(C), sigma), obs=C_hat, dims="time")
