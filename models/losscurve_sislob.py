"""Growth of insurance losses by cohort, Weibull or log-logistic (Cooney, Stan case study on loss curves). Data set `loss_curves`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import LogNormal, Normal


@ppl.model
def losscurve_sislob(growthmodel_id, n_data, n_time, n_cohort, cohort_id, t_idx, t_value, premium, loss):
    omega = ppl.sample("omega", LogNormal(0, 0.5))
    theta = ppl.sample("theta", LogNormal(0, 0.5))
    mu_LR = ppl.sample("mu_LR", Normal(0, 0.5))
    sd_LR = ppl.sample("sd_LR", LogNormal(0, 0.5))
    LR = ppl.sample("LR", LogNormal(mu_LR, sd_LR), shape=n_cohort, dims="cohort")          # losses in the end, a share of the premium
    loss_sd = ppl.sample("loss_sd", LogNormal(0, 0.7))
    grown = (t_value / theta) ** omega
    share = -np.expm1(-grown) if growthmodel_id == 1 else grown / (1 + grown)
    gf = ppl.deterministic("gf", share, dims="time")
    cohort = ppl.index(cohort_id, n_cohort, base=1)
    ppl.sample("loss", Normal((LR * premium)[cohort] * gf[ppl.index(t_idx, n_time, base=1)], loss_sd * premium[cohort]), obs=loss)
