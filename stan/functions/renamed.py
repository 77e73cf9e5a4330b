"""Functions of earlier versions of Stan that have another name today and the same arguments (reference manual, Removed features)."""
from __future__ import annotations

from .laws import OLD

RENAMED = {
    "binomial_coefficient_log": "lchoose", "cov_exp_quad": "gp_exp_quad_cov", "fabs": "abs", "get_lp": "target", "multiply_log": "lmultiply", **OLD,
}  # fmt: skip
