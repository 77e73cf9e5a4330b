"""What a declared type demands of the values of data: bounds, and the laws of simplexes, orders and matrices. An array in, the first problem in words out,
or nothing. Tolerances are Stan's: 1e-8 for sums, lengths, diagonals and symmetry, none for signs and order (Stan reference manual, Data types)."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..library.sets import SLACK
from ..types import PLAIN, RANK

Law = Callable[[str, np.ndarray], str]


def place(name: str, at: tuple[int, ...]) -> str:
    """`y[3,1]`: an element as Stan writes it, from 1."""
    return f"`{name}[{','.join(str(int(k) + 1) for k in at)}]`" if at else f"`{name}`"


def outside(name: str, values: np.ndarray, bound: Any, word: str) -> str:
    """The first value beyond a `lower` or `upper` bound, which is a number or has the shape of the values; nan is beyond any."""
    ends = np.broadcast_to(np.asarray(bound), values.shape)
    bad = ~(values >= ends) if word == "lower" else ~(values <= ends)
    if not bad.any():
        return ""
    at = tuple(np.argwhere(bad)[0])
    more = int(bad.sum()) - 1
    also = f", and so {more} other{'s' * (more > 1)}" if more else ""
    return f"{place(name, at)} is {shown(values[at])}, {'below' if word == 'lower' else 'above'} its {word} bound {shown(ends[at])}{also}"


def shown(value: Any) -> str:
    """A number, whole ones without a point."""
    return f"{value:g}" if isinstance(value, np.floating) and abs(value) < 1e6 and float(f"{value:g}") == value else str(value)


def broken(word: str, name: str, values: np.ndarray) -> str:
    """The first problem of an array of such a type with its laws."""
    for law in LAWS.get(word, ()):
        for at, one in ones(values, RANK[PLAIN[word]]):
            inner = f"{name}[{','.join(str(k + 1) for k in at)}]" if at else name
            if problem := law(inner, one):
                return problem
    return ""


def ones(values: np.ndarray, rank: int) -> Iterator[tuple[tuple[int, ...], np.ndarray]]:
    """The vectors or matrices of an array of them, and where they stand."""
    for at in np.ndindex(values.shape[: values.ndim - rank]):
        yield at, values[at]


# -- laws of vectors
def not_negative(name: str, x: np.ndarray) -> str:
    return first(name, x, ~(x >= 0), "and none may be negative")


def sums_to_one(name: str, x: np.ndarray) -> str:
    return "" if abs(1 - x.sum()) <= SLACK else f"`{name}` sums to {x.sum():.10g}, and not to 1"


def sums_to_zero(name: str, x: np.ndarray) -> str:
    return "" if abs(x.sum()) <= SLACK else f"`{name}` sums to {x.sum():.10g}, and not to 0"


def increases(name: str, x: np.ndarray) -> str:
    bad = np.flatnonzero(~(np.diff(x) > 0))
    for k in bad[:1]:
        return f"{place(name, (k + 1,))} is {shown(x[k + 1])}, not above {place(name, (k,))}, {shown(x[k])}: each must be larger than the one before"
    return ""


def begins_positive(name: str, x: np.ndarray) -> str:
    return first(name, x[:1], ~(x[:1] >= 0), "and none may be negative")


def has_length_one(name: str, x: np.ndarray) -> str:
    return "" if abs(1 - x @ x) <= SLACK else f"`{name}` has length {np.sqrt(x @ x):.10g}, and not 1"


def has_elements(name: str, x: np.ndarray) -> str:
    return "" if x.size else f"`{name}` has no elements, and must have one at least"


def first(name: str, x: np.ndarray, bad: np.ndarray, says: str) -> str:
    """The first element that is bad."""
    for at in np.argwhere(bad)[:1]:
        return f"{place(name, tuple(at))} is {shown(x[tuple(at)])}, {says}"
    return ""


# -- laws of matrices
def symmetric(name: str, x: np.ndarray) -> str:
    for i, j in np.argwhere(~(abs(x - x.T) <= SLACK))[:1]:
        return f"`{name}` is not symmetric: {place(name, (i, j))} is {shown(x[i, j])}, {place(name, (j, i))} is {shown(x[j, i])}"
    return ""


def positive_definite(name: str, x: np.ndarray) -> str:
    try:
        fine = bool(np.all(np.diag(np.linalg.cholesky(x)) > 0))
    except np.linalg.LinAlgError:
        fine = False
    return "" if fine else f"`{name}` is not positive definite"


def unit_diagonal(name: str, x: np.ndarray) -> str:
    for k in np.flatnonzero(~(abs(np.diag(x) - 1) <= SLACK))[:1]:
        return f"{place(name, (k, k))} is {shown(x[k, k])}, and the diagonal must be 1"
    return ""


def lower_triangular(name: str, x: np.ndarray) -> str:
    return first(name, x, np.triu(x, 1) != 0, "and must be 0 above the diagonal")


def positive_diagonal(name: str, x: np.ndarray) -> str:
    for k in np.flatnonzero(~(np.diag(x) > 0))[:1]:
        return f"{place(name, (k, k))} is {shown(x[k, k])}, and the diagonal must be positive"
    return ""


def tall(name: str, x: np.ndarray) -> str:
    rows, columns = x.shape
    return "" if rows >= columns else f"`{name}` has {rows} rows and {columns} columns, and must have at least as many rows"


def unit_rows(name: str, x: np.ndarray) -> str:
    for k in np.flatnonzero(~(abs((x * x).sum(1) - 1) <= SLACK))[:1]:
        return f"row {k + 1} of `{name}` has length {np.sqrt(x[k] @ x[k]):.10g}, and not 1"
    return ""


def along(axis: int, total: float) -> Law:
    """Sums of the rows (axis 1) or columns (axis 0)."""
    def law(name: str, x: np.ndarray) -> str:
        sums = x.sum(axis)
        for k in np.flatnonzero(~(abs(sums - total) <= SLACK))[:1]:
            return f"{'row' if axis else 'column'} {k + 1} of `{name}` sums to {sums[k]:.10g}, and not to {total:g}"
        return ""

    return law


LAWS: dict[str, tuple[Law, ...]] = {
    "simplex": (has_elements, not_negative, sums_to_one), "ordered": (increases,), "positive_ordered": (begins_positive, increases),
    "unit_vector": (has_elements, has_length_one), "sum_to_zero_vector": (sums_to_zero,), "sum_to_zero_matrix": (along(1, 0.0), along(0, 0.0)),
    "cholesky_factor_corr": (lower_triangular, positive_diagonal, unit_rows), "cholesky_factor_cov": (tall, lower_triangular, positive_diagonal),
    "corr_matrix": (symmetric, unit_diagonal, positive_definite), "cov_matrix": (symmetric, positive_definite),
    "column_stochastic_matrix": (not_negative, along(0, 1.0)), "row_stochastic_matrix": (not_negative, along(1, 1.0)),
}  # fmt: skip
