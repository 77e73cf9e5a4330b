"""The rows of `special/` and of `elementary.py` by name: what functions of this room are made of. A call of a row stays a call in compiled code."""
from __future__ import annotations

from .. import elementary
from ..special import bessel, gamma, incomplete, incomplete_slopes, normal, normal_moments

ROWS = {row.name: row for row in (*elementary.FUNCTIONS, *gamma.FUNCTIONS, *normal.FUNCTIONS, *incomplete.FUNCTIONS, *incomplete_slopes.FUNCTIONS,
                                  *normal_moments.FUNCTIONS, *bessel.FUNCTIONS)}
