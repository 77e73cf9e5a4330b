"""A matrix of data times a vector by its columns, some at a time over all rows: every loop over the rows becomes vectors, those that read the product too.

    for block: for row: out[row] += left[row, block] · right[block]

The columns lie one behind the other once the density is split (`ad/emit/prepare.py`).
"""
from __future__ import annotations

import numpy as np

from ..numbers import arithmetic, scalars
from ..values.dtypes import F64
from ..values.scalar import Coordinate, Number
from ..values.services import Interpreter
from ..values.sizes import SMALL
from ..values.values import ArrayValue, Scalar, View, level_of
from . import dense
from .elements import place
from .making import new_array
from .storage import force

FEWEST = 64                     # rows from which it pays
LARGEST = 1 << 22               # elements: there is a copy of them for each product
WIDTHS = 8, 7, 6, 5             # columns at a time: their sums, or their factors, stay in registers


def pays(it: Interpreter, left: View, right: ArrayValue) -> bool:
    """Is it a matrix of data, by a vector, with so many columns that the inner loop would be one over them?"""
    if it.outliner is not None or not left.buf.readonly or (len(left.shape), len(right.shape)) != (2, 1):
        return False
    if not dense.is_dense(left) or right.dtype != F64:
        return False
    rows, columns = dense.known(left.shape)
    return rows >= FEWEST and columns > SMALL and rows * columns <= LARGEST


def product(it: Interpreter, left: View, right: ArrayValue) -> View:
    """The product, stored."""
    rows, columns = dense.known(left.shape)
    width = next((n for n in WIDTHS if columns % n == 0), WIDTHS[0])
    factors = force(it, right)
    out = new_array(it, (rows,), F64)
    it.b.zero(out)

    def block(at: Scalar) -> None:
        first = place(it, "*", at, width)
        begin: Coordinate = it.call(min, first, columns - width)                           # type: ignore[assignment]
        places = [place(it, "+", begin, k) for k in range(width)]
        numbers = [it.b.read(factors, (column,)) for column in places]
        new = [it.operate(">=", column, first) if columns % width else True for column in places]        # the last block may go over some columns again

        def row(at: Scalar) -> None:
            total: Number = it.b.read(out, (at,))
            for column, number, once in zip(places, numbers, new, strict=True):
                term = it.operate("*", it.b.read(left, (at, column)), number)
                total = arithmetic.accumulate(it, total, term if once is True else it.call(np.where, once, term, 0.0))  # type: ignore[arg-type]
            it.b.store(F64, scalars.scalar(it, total, F64).ref, it.b.address(out, (at,)))

        it.b.counted(rows, row)

    it.b.counted(-(-columns // width), block)
    it.token += 1
    out.buf.level = max(it.condition_level, level_of(left), level_of(factors))
    return out
