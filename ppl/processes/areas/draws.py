"""Draws of fields on a graph, in the language: as many steps as there are edges, times those of conjugate gradients; no matrix is made.

With the signs B of the ends of edges D - alpha W is alpha B'B + (1 - alpha) D, so that sqrt(alpha) B'e + sqrt((1 - alpha) D) z of standard normal e and z has
that covariance, and what the precision D - alpha W leads to it is a draw. The vectors that are one number in each connected part are taken out before, and
drawn by themselves: they alone make the equations nearly singular.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ....lang.library import random
from ....lang.library.random import Rng
from ...base.functions import maximum, sqrt
from ...spaces.parts import sums
from .graph import Graph

SMALL = 1e-26                                    # of the square of a remainder: what rounding leaves


def product(graph: Graph, root: Any, alpha: Any, v: Any) -> Any:
    """(I - alpha D^-1/2 W D^-1/2) v."""
    u, sent = v / root, np.zeros(v.shape[0])
    for k in range(graph.node1.shape[0]):
        i, j = graph.node1[k], graph.node2[k]
        sent[i] += u[j]
        sent[j] += u[i]
    return v - alpha * sent / root


def solved(graph: Graph, root: Any, alpha: Any, r: Any) -> Any:
    """The vector that `product` leads to r, by conjugate gradients."""
    n = r.shape[0]
    w, rest, way, size = np.zeros(n), 1.0 * r, 1.0 * r, np.sum(r * r)
    least = SMALL * size
    for _ in range(4 * n + 100):
        if size <= least:
            break
        q = product(graph, root, alpha, way)
        step = size / np.sum(way * q)
        w, rest = w + step * way, rest - step * q
        new = np.sum(rest * rest)
        way, size = rest + (new / size) * way, new
    return w


def pushed(rng: Rng, graph: Graph, alpha: Any) -> Any:
    """A vector whose covariance is D - alpha W."""
    ends, own = sqrt(abs(alpha)), (1.0 - abs(alpha)) * graph.neighbours
    y = np.zeros(own.shape[0])
    for i in range(own.shape[0]):
        y[i] = sqrt(own[i]) * random.normal(rng)
    for k in range(graph.node1.shape[0]):
        e = ends * random.normal(rng)
        y[graph.node1[k]] += e
        y[graph.node2[k]] += -e if alpha > 0.0 else e
    return y


def field(rng: Rng, graph: Graph, alpha: Any) -> Any:
    """A normal vector of precision D - alpha W, but for what is one number in each part."""
    root: Any = sqrt(maximum(graph.neighbours, 1.0))
    count = graph.sizes.shape[0]
    r = pushed(rng, graph, alpha) / root
    level = sums(root * r, graph.part, count) / maximum(sums(root * root, graph.part, count), 1.0)
    return solved(graph, root, alpha, r - root * level[graph.part]) / root


def intrinsic(rng: Rng, graph: Graph) -> Any:
    """A draw of the law of ICAR with scale 1: of sum 0 in each part, standard normal where a part is one area."""
    x = field(rng, graph, 1.0)
    level = sums(x, graph.part, graph.sizes.shape[0]) / graph.sizes
    for i in range(x.shape[0]):
        x[i] = random.normal(rng) if graph.part[i] == graph.held.shape[0] else x[i] - level[graph.part[i]]
    return x


def proper(rng: Rng, graph: Graph, alpha: Any) -> Any:
    """A draw of the law of CAR with mean 0 and tau 1."""
    x, level = field(rng, graph, alpha), sums(graph.neighbours, graph.part, graph.sizes.shape[0])
    for c in range(graph.held.shape[0]):
        level[c] = random.normal(rng) / sqrt((1.0 - alpha) * level[c])
    return x + level[graph.part]
