"""Functions of earlier versions of Stan (reference manual, Removed features): those that have another name today and the same arguments, and those in whose
place something else is written."""
from __future__ import annotations

from ..signatures import declare
from .laws import OLD

RENAMED = {
    "binomial_coefficient_log": "lchoose", "cov_exp_quad": "gp_exp_quad_cov", "fabs": "abs", "get_lp": "target", "multiply_log": "lmultiply", **OLD,
}  # fmt: skip
INSTEAD = {"if_else": "test ? a : b", "integrate_ode": "ode_rk45"}
declare("real if_else(int, real, real) = _1 if _0 else _2")
