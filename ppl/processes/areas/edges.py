"""The edges of a graph as users have them, in NumPy: two arrays of ends, an array or a list of pairs, or a matrix that is 1 where areas are neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np

from ....ir.errors import DataError
from ....ir.given import shown
from ...inputs.data import imported

USUAL = "as in `ppl.graph(node1, node2, n)`, of pairs `ppl.graph(pairs, n=n)`, or of a matrix that is 1 where areas are neighbours `ppl.graph(W)`"
Ends = tuple[np.ndarray, np.ndarray, int]


def edges_of(given: Any, other: Any, n: Any) -> Ends:
    """(first ends, second ends, number of areas) with each edge once. DataError for what is no graph."""
    i, j, least = ends_of(given, other, n)
    count = least if n is None else number_of(n)
    refuse_edges(i, j, count)
    return i, j, count


def ends_of(given: Any, other: Any, n: Any) -> Ends:
    """Both ends of the edges, and how many areas there are if nothing else says it."""
    if (issparse := imported("scipy.sparse", "issparse")) and issparse(given):
        return of_matrix(given.shape, *triplets(given), n)
    first = as_numbers(given)
    if other is None and first.ndim == 2 and is_matrix(first):
        rows, columns = np.nonzero(first)
        return of_matrix(first.shape, rows, columns, first[rows, columns], n)
    if other is None and first.ndim == 2 and first.shape[1] == 2:
        first, second = first[:, 0], first[:, 1]
    elif other is None and not first.size:
        second = first = np.zeros(0, int)
    elif other is None:
        raise DataError(f"a graph is made of edges: here is one array of shape {first.shape}", hint=USUAL)
    else:
        second = as_numbers(other)
    i, j = whole(first, second)
    return i, j, int(max(i.max(), j.max())) + 1 if i.size else 0


def as_numbers(given: Any) -> np.ndarray:
    """An array of numbers; DataError for anything else."""
    try:
        a = np.asarray(list(given) if isinstance(given, (set, frozenset)) else given)
    except ValueError:
        a = np.zeros(0, object)
    if a.dtype.kind not in "biuf" or not a.ndim:
        raise DataError(f"a graph is made of edges, whole numbers of areas, not of {shown(given)}", hint=USUAL)
    return a


def is_matrix(a: np.ndarray) -> bool:
    """Is it an adjacency matrix? Two pairs are one only where they would be the same edge."""
    return a.shape[0] == a.shape[1] and (a.shape[0] != 2 or bool(np.all(np.diagonal(a) == 0)) and a[0, 1] == a[1, 0])


def triplets(w: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, columns and values of a sparse matrix that are not 0."""
    c = w.tocoo(copy=True)
    c.sum_duplicates()
    there = c.data != 0
    return c.row[there].astype(np.int64), c.col[there].astype(np.int64), c.data[there]


def of_matrix(shape: tuple[int, ...], rows: np.ndarray, columns: np.ndarray, values: np.ndarray, n: Any) -> Ends:
    """The edges of an adjacency matrix: those above its diagonal."""
    if shape[0] != shape[1]:
        raise DataError(f"the matrix of neighbours has shape {shape}: it has a row and a column for each area", hint=USUAL)
    if n is not None and number_of(n) != shape[0]:
        raise DataError(f"the matrix of neighbours is of {shape[0]} areas, and n={shown(n)}", hint="leave n out")
    if np.any(values != 1):
        raise DataError(f"the matrix of neighbours is 0 or 1, here is {shown(values[values != 1][0])}: edges have no weights", hint="`(W > 0).astype(int)`")
    above = rows < columns
    one, other = (set(zip(a.tolist(), b.tolist(), strict=True)) for a, b in ((rows[above], columns[above]), (columns[rows > columns], rows[rows > columns])))
    if odd := sorted(one ^ other):
        raise DataError(f"the matrix of neighbours is not symmetric: of areas {odd[0][0]} and {odd[0][1]} one is the other's neighbour, and not both",
                        hint="neighbours are such both ways: `np.maximum(W, W.T)`")  # fmt: skip
    if np.any(rows == columns):
        raise DataError(f"area {rows[rows == columns][0]} is its own neighbour", hint="`W - np.diag(np.diag(W))` has none of these")
    return rows[above].astype(np.int64), columns[above].astype(np.int64), shape[0]


def whole(i: np.ndarray, j: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the edges as whole numbers; DataError for what is none."""
    if i.ndim != 1 or i.shape != j.shape or i.size and not i.dtype.kind == j.dtype.kind == "i" and not {i.dtype.kind, j.dtype.kind} <= {"i", "u"}:
        raise DataError(f"edges are two arrays of whole numbers of one length, not of shapes {i.shape} and {j.shape} and types {i.dtype} and {j.dtype}",
                        hint="node1[k] and node2[k] are neighbours, counted from 0")  # fmt: skip
    return i.astype(np.int64), j.astype(np.int64)


def number_of(n: Any) -> int:
    """How many areas there are; DataError for what is no such number."""
    if isinstance(n, (bool, np.bool_)) or not isinstance(n, (int, np.integer)) or not 1 <= n < 2**31:
        raise DataError(f"n is the number of areas, a whole number from 1 on, not {shown(n)}", hint=USUAL)
    return int(n)


def refuse_edges(i: np.ndarray, j: np.ndarray, n: int) -> None:
    """DataError for areas out of range, loops, and edges that are there twice; where there are none and nothing says how many areas there are."""
    if n < 1:
        raise DataError("a graph without edges needs `n=`, the number of areas", hint=USUAL)
    if not i.size:
        return
    if min(i.min(), j.min()) < 0 or max(i.max(), j.max()) >= n:
        raise DataError(f"areas are counted from 0 to {n - 1}; here they go from {min(i.min(), j.min())} to {max(i.max(), j.max())}",
                        hint="data that count from 1: `node1 - 1`")  # fmt: skip
    if np.any(i == j):
        raise DataError(f"area {i[i == j][0]} is its own neighbour", hint="leave such edges out")
    pairs = np.sort(np.stack([i, j]), axis=0)
    found, counts = np.unique(pairs, axis=1, return_counts=True)
    if found.shape[1] < len(i):
        a, b = found[:, np.argmax(counts > 1)]
        raise DataError(f"the edge of areas {a} and {b} is there twice, maybe once in each direction",
                        hint="each pair of neighbours once: `keep = node1 < node2`")  # fmt: skip
