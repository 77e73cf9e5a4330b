"""Neighbours of areas, as fields on a graph take them: the two ends of each edge, how many neighbours each area has, its connected parts, and spectra.

What costs more than the edges is computed once, when data are bound, in CPython; densities then cost as much as there are edges.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.errors import DataError
from ....ir.given import shown
from ....lang.values.hooks import compile_time, primitive
from ...base.frames import here
from ...interpret.running import RUN
from .edges import edges_of

MOST_DENSE = 1_000                               # areas whose eigenvalues are computed without being asked for: a tenth of a second


@dataclass(frozen=True, eq=False, repr=False)
class Graph:
    """Edges (node1, node2), counted from 0; neighbours of each of n areas; eigenvalues of D^-1/2 W D^-1/2, none of graphs that are too large for them; the
    sum of logs of the eigenvalues of D - W that are not 0; and `part`, `free`, `held`, `sizes`, as `spaces/parts.py` has them."""

    node1: Any
    node2: Any
    neighbours: Any
    spectrum: Any
    log_det: Any
    part: Any
    free: Any
    held: Any
    sizes: Any

    def components(self) -> Any:
        """The connected part of each area, counted from 0; one without neighbours is a part of its own, behind the others."""
        return at_binding(labels, self.part, self.held)

    def scaling(self) -> Any:
        """For each area the geometric mean of the variances of ICAR with scale 1 in its connected part (Riebler et al. 2016, section 3.2, part by part as in
        Freni-Sterrantino et al. 2018): `u / np.sqrt(g.scaling())` has a typical variance of 1. It is 1 for an area without neighbours."""
        return at_binding(typical_variances, self.node1, self.node2, self.part, self.held)

    def __repr__(self) -> str:
        alone = np.sum(np.asarray(self.part) == self.held.shape[0])
        parts = "connected" if self.held.shape[0] == 1 and not alone else f"{self.held.shape[0]} connected parts and {alone} areas without neighbours"
        return f"<graph of {self.neighbours.shape[0]} areas, {self.node1.shape[0]} edges, {parts}>"


@primitive("once")
def at_binding(f: Any, *data: Any) -> Any:
    """`ppl.once` in a model, a plain call outside."""
    run = RUN.get()
    return f(*data) if run is None else run[0].once(run[1], f, *data)


def graph(node1: Any, node2: Any = None, n: int | None = None, *, spectrum: bool | None = None) -> Graph:
    """The graph of n areas with an edge between node1[k] and node2[k] for each k, each pair once; areas are counted from 0 (`node1 - 1` for data that
    count from 1). n is the largest of them + 1 unless it is given.

    `node1` alone is an array of pairs, or a symmetric matrix, dense or of scipy.sparse, that is 1 where areas are neighbours. Parts that are not connected
    and areas without neighbours may be there: `g.components()` numbers them. `spectrum` says whether to compute the eigenvalues that CAR takes: up to 1,000
    areas they are there unless it is False. DataError for areas out of range, loops, and edges that are there twice.
    """
    found = at_binding(laid_out, node1, node2, n, spectrum)
    return Graph(found[0], found[1], found[2], found[3], found[4], found[5], found[6], found[7], found[8])


def laid_out(node1: Any, node2: Any, n: int | None, wanted: bool | None) -> tuple[np.ndarray, ...]:
    """The members of a `Graph`."""
    try:
        return of_edges(node1, node2, n, wanted)
    except DataError as error:
        error.place(here())
        raise


def of_edges(node1: Any, node2: Any, n: int | None, wanted: bool | None) -> tuple[np.ndarray, ...]:
    """The same; a DataError has no place yet."""
    from scipy import sparse  # not for `import llbayes.ppl`
    from scipy.linalg import eigvalsh
    from scipy.sparse.csgraph import connected_components

    if wanted is not None and not isinstance(wanted, (bool, np.bool_)):
        raise DataError(f"spectrum is True or False, not {shown(wanted)}", hint="eigenvalues are for `CAR` alone")
    i, j, n = edges_of(node1, node2, n)
    w = sparse.coo_matrix((np.ones(2 * len(i)), (np.concatenate([i, j]), np.concatenate([j, i]))), (n, n)).tocsr()
    part, free, held, sizes = parts_of(connected_components(w, directed=False)[1])
    neighbours = np.asarray(w.sum(axis=1)).ravel()
    root = np.sqrt(np.maximum(neighbours, 1.0))
    spectrum = eigvalsh(w.toarray() / root[:, None] / root) if (n <= MOST_DENSE if wanted is None else wanted) else np.zeros(0)
    return i, j, neighbours, spectrum, np.array([log_determinant(w, neighbours, free, sizes)]), part, free, held, sizes


def parts_of(found: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """`part`, `free`, `held` and `sizes` of areas whose connected parts have these numbers."""
    counts = np.bincount(found)
    several = np.flatnonzero(counts > 1)
    number = np.full(len(counts), len(several))
    number[several] = np.arange(len(several))
    held = np.unique(found, return_index=True)[1][several]
    return number[found], np.setdiff1d(np.arange(len(found)), held), held, np.append(counts[several], math.inf)


def log_determinant(w: Any, neighbours: np.ndarray, free: np.ndarray, sizes: np.ndarray) -> float:
    """The sum of logs of the eigenvalues of D - W that are not 0: without one area of each part, times the length of the part (the matrix-tree theorem)."""
    from scipy.sparse import diags
    from scipy.sparse.linalg import splu

    left = (diags(np.where(neighbours > 0.0, neighbours, 1.0)) - w).tocsc()[free][:, free]
    own = float(np.sum(np.log(np.abs(splu(left).U.diagonal())))) if len(free) else 0.0
    return own + float(np.sum(np.log(sizes[:-1])))


# -- what is asked of a graph
def labels(part: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Numbers of the connected parts, areas without neighbours one after the other behind them."""
    alone = part == len(held)
    return np.where(alone, len(held) + np.cumsum(alone) - 1, part)


def typical_variances(node1: np.ndarray, node2: np.ndarray, part: np.ndarray, held: np.ndarray) -> np.ndarray:
    """The geometric mean of the diagonal of the inverse of D - W on vectors of sum 0, in the part of each area."""
    found = np.ones(len(part))
    for c in range(len(held)):
        own = np.flatnonzero(part == c)
        m, place = len(own), np.cumsum(part == c) - 1
        inside = part[node1] == c
        i, j = place[node1[inside]], place[node2[inside]]
        q = np.full((m, m), 1.0 / m)
        q[i, j] -= 1.0
        q[j, i] -= 1.0
        q[np.arange(m), np.arange(m)] += np.bincount(np.concatenate([i, j]), minlength=m)
        found[own] = np.exp(np.mean(np.log(np.diagonal(np.linalg.inv(q)) - 1.0 / m)))
    return found


@compile_time
def is_graph(value: Any) -> bool:
    """Is it a `Graph`?"""
    return isinstance(value, Graph)
