"""Neighbours of areas, as fields on a graph take them: the two ends of each edge, how many neighbours each area has, and the spectra.

Eigenvalues are computed once, when data are bound, in CPython; densities then cost as much as there are edges.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import DataError
from ...lang.values.hooks import compile_time, primitive
from ..interpret.running import RUN


class Graph(NamedTuple):
    """Edges (node1, node2), counted from 0; neighbours of each of n nodes; eigenvalues of D^-1/2 W D^-1/2; and the sum of logs of the eigenvalues of
    D - W that are not 0."""

    node1: Any
    node2: Any
    neighbours: Any
    spectrum: Any
    log_det: Any


@primitive("once")
def at_binding(f: Any, *data: Any) -> Any:
    """`ppl.once` in a model, a plain call outside."""
    run = RUN.get()
    return f(*data) if run is None else run[0].once(run[1], f, *data)


def graph(node1: Any, node2: Any, n: int | None = None) -> Graph:
    """The graph of n areas with an edge between node1[k] and node2[k] for each k, each pair once; areas are counted from 0 (`node1 - 1` for data that
    count from 1). n is the largest of them + 1 unless it is given. DataError for a graph that is not connected, for loops and edges that are there twice."""
    found = at_binding(laid_out, node1, node2, n)
    return Graph(found[0], found[1], found[2], found[3], found[4])


def laid_out(node1: Any, node2: Any, n: int | None) -> tuple[np.ndarray, ...]:
    """The members of a `Graph`."""
    ends = np.asarray(node1), np.asarray(node2)
    i, j = whole(*ends)
    n = int(max(i.max(), j.max())) + 1 if n is None else int(n)
    refuse_edges(i, j, n)
    w = np.zeros((n, n))
    w[i, j] = w[j, i] = 1.0
    neighbours = w.sum(axis=1)
    laplacian = np.linalg.eigvalsh(np.diag(neighbours) - w)
    if n > 1 and laplacian[1] < 1e-9:
        raise DataError("the graph is not connected: some areas cannot be reached from others",
                        hint="one field for each connected part, or an edge between them")  # fmt: skip
    root = np.sqrt(neighbours)
    return i, j, neighbours, np.linalg.eigvalsh(w / root[:, None] / root), np.array([np.sum(np.log(laplacian[1:]))])


def whole(i: np.ndarray, j: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the edges as whole numbers; DataError for what is none."""
    if i.ndim != 1 or i.shape != j.shape or not i.size or i.dtype.kind not in "iu" or j.dtype.kind not in "iu":
        raise DataError(f"edges are two arrays of whole numbers of one length, not of shapes {i.shape} and {j.shape} and types {i.dtype} and {j.dtype}",
                        hint="node1[k] and node2[k] are neighbours, counted from 0")  # fmt: skip
    return i.astype(np.int64), j.astype(np.int64)


def refuse_edges(i: np.ndarray, j: np.ndarray, n: int) -> None:
    """DataError for areas out of range, loops, and edges that are there twice."""
    if min(i.min(), j.min()) < 0 or max(i.max(), j.max()) >= n:
        raise DataError(f"areas are counted from 0 to {n - 1}; here they go from {min(i.min(), j.min())} to {max(i.max(), j.max())}",
                        hint="data that count from 1: `node1 - 1`")  # fmt: skip
    if np.any(i == j):
        raise DataError(f"area {i[i == j][0]} is its own neighbour", hint="leave such edges out")
    pairs = np.sort(np.stack([i, j]), axis=0)
    if np.unique(pairs, axis=1).shape[1] < len(i):
        raise DataError("an edge is there twice, maybe once in each direction", hint="each pair of neighbours once: `keep = node1 < node2`")


@compile_time
def is_graph(value: Any) -> bool:
    """Is it a `Graph`?"""
    return isinstance(value, Graph)
