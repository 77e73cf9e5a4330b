"""Stochastic matrices: each row, or each column, is a simplex. The transform is that of the simplex (Stan reference manual 2.35: stick-breaking), row by
row or column by column; Stan has matrices of these since 2.36."""

from __future__ import annotations

import numpy as np

from ..base.constraints import SIMPLEX, Constraint, Kind
from ..base.inverses import simplex_interior, simplex_inverse, simplex_within
from ..base.sets import half, simplex_contains
from ..base.transforms import Transformed, one_less, simplex_forward
from ..base.types import Shape, Truth
from .matrices import transposed


def rows_contain(x: np.ndarray) -> Truth:
    return np.all(simplex_contains(x), axis=-1)


def rows_within(x: np.ndarray) -> Truth:
    return np.all(simplex_within(x), axis=-1)


# -- columns are the rows of the transpose; so are their coordinates
def columns_contain(x: np.ndarray) -> Truth:
    return rows_contain(transposed(x))


def columns_within(x: np.ndarray) -> Truth:
    return rows_within(transposed(x))


def columns_forward(u: np.ndarray) -> Transformed:
    x, jacobian, logs = simplex_forward(transposed(u))
    return transposed(x), jacobian, transposed(logs)


def columns_inverse(x: np.ndarray) -> np.ndarray:
    return transposed(simplex_inverse(transposed(x)))


def columns_free(shape: Shape) -> Shape:
    return (*shape[:-2], shape[-2] - 1, shape[-1])


STOCHASTIC_ROWS = Kind(
    "stochastic_rows", rows_contain, half, simplex_forward, simplex_inverse, simplex_interior, one_less, axes=2, within=rows_within, rows=SIMPLEX,
    thin="the prior of shares that has draws is `ppl.Dirichlet`, each row one",
)  # fmt: skip
STOCHASTIC_COLUMNS = Kind(
    "stochastic_columns", columns_contain, half, columns_forward, columns_inverse, simplex_interior, columns_free, axes=2, within=columns_within,
    thin="the prior of shares that has draws is `ppl.Dirichlet`, whose values are rows: transpose them",
)  # fmt: skip
stochastic_rows, stochastic_columns = Constraint(STOCHASTIC_ROWS), Constraint(STOCHASTIC_COLUMNS)
