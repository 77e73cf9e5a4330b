"""The public functions that are written in the language itself, by their dotted names. Imported with the front end, not with the functions."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import arrays, joining, linalg
from .everyday import table as everyday
from .selecting import table as selecting
from .shaping.table import TABLE as SHAPING

LIBRARY: dict[str, Callable[..., Any]] = {
    **SHAPING,
    **{f"numpy.{f.__name__}": f for f in (
        arrays.cumsum, arrays.cumprod,
        joining.concatenate, joining.append, joining.stack, joining.column_stack, joining.vstack, joining.hstack,
        joining.repeat, joining.tile, joining.roll, arrays.bincount, linalg.diag, linalg.tril, linalg.triu)},
    **{f"scipy.special.{f.__name__}": f for f in (arrays.logsumexp, arrays.softmax, arrays.log_softmax)},
    **everyday.TABLE,
    **{f"numpy.linalg.{f.__name__}": f for f in (linalg.cholesky, linalg.solve, linalg.inv, linalg.det, linalg.slogdet)},
    **{f"scipy.linalg.{f.__name__}": f for f in (linalg.solve_triangular, linalg.cho_solve)},
    **selecting.FUNCTIONS,
}
