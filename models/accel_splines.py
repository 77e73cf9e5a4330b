"""Accelerations of a head in crashes: mean and log scale are penalised splines of time (Silverman 1985; brms). Data set `mcycle_splines`."""
from __future__ import annotations

from .. import ppl
from ..ppl import HalfStudentT, Normal, real
from ._brms import accelerations


@ppl.model
def accel_splines(N, Y, Ks, Xs, knots_1, Zs_1_1, Ks_sigma, Xs_sigma, knots_sigma_1, Zs_sigma_1_1, prior_only):
    bs = ppl.param("bs", real, shape=Ks)
    zs = ppl.sample("zs_1_1", Normal(0, 1), shape=knots_1)
    sds = ppl.sample("sds_1_1", HalfStudentT(3, 36))
    bs_sigma = ppl.param("bs_sigma", real, shape=Ks_sigma)
    zs_sigma = ppl.sample("zs_sigma_1_1", Normal(0, 1), shape=knots_sigma_1)
    sds_sigma = ppl.sample("sds_sigma_1_1", HalfStudentT(3, 36))
    accelerations(Xs @ bs + Zs_1_1 @ (sds * zs), Xs_sigma @ bs_sigma + Zs_sigma_1_1 @ (sds_sigma * zs_sigma), Y, prior_only)
