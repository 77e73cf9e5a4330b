"""Fields on areas: intrinsic and proper conditional autoregressions over the edges of a graph.

ICAR: exp(-Σ (x[i] - x[j])² / (2 scale²) over edges - (Σ x)² / (2 (centring n)²)), normalised: the improper field of Besag 1974 with a soft sum to
zero (Morris et al. 2019). CAR: normal with precision tau (D - alpha W), D the numbers of neighbours, W the edges, |D - alpha W| by eigenvalues (Jin,
Carlin and Banerjee 2005).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.library.linalg import solve_triangular
from ...lang.values.hooks import compile_time
from ..base.constraints import interval, positive, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.frames import here
from ..base.functions import log
from ..base.member import make
from ..base.types import Numbers
from ..distributions.normal import HALF_LOG_2PI
from .graph import Graph, is_graph
from .steps import column, normals

EDGES = (Param("node1", real, 1), Param("node2", real, 1))
ODD = np.array([0, 1, 2, 0]), np.array([1, 2, 3, 2]), np.array([2.0, 2.0, 3.0, 1.0])
W = np.array([[0.0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]])
ROOT = np.sqrt(ODD[2])
SPECTRUM = np.linalg.eigvalsh(W / ROOT[:, None] / ROOT)
LOG_DET = np.array([np.sum(np.log(np.linalg.eigvalsh(np.diag(ODD[2]) - W)[1:]))])


def of_precision(rng, q):
    """A draw of a normal vector of mean 0 and this precision."""
    factor, z = np.linalg.cholesky(q), normals(rng, q.shape[0])
    return solve_triangular(factor, z, trans=1, lower=True)


def laplacian(node1, node2, n, alpha):
    """D - alpha W."""
    q = np.zeros((n, n))
    for k in range(node1.shape[0]):
        i, j = node1[k], node2[k]
        q[i, i] += 1.0
        q[j, j] += 1.0
        q[i, j] -= alpha
        q[j, i] -= alpha
    return q


# -- intrinsic
def icar_event(node1, node2, neighbours, log_det, scale, centring):
    return neighbours[-1:]


def icar_logpdf(x, node1, node2, neighbours, log_det, scale, centring):
    n = neighbours.shape[-1]
    d, total = x[..., node1] - x[..., node2], np.sum(x, axis=-1) / (centring * n)
    return (
        -0.5 * (np.sum(d * d, axis=-1) / (scale * scale) + total * total)
        + 0.5 * log_det[..., 0] - (n - 1) * log(scale) - log(centring) - 0.5 * math.log(n) - n * HALF_LOG_2PI
    )  # fmt: skip


def icar_sample(rng, node1, node2, neighbours, log_det, scale, centring):
    n = neighbours.shape[-1]
    return of_precision(rng, laplacian(node1, node2, n, 1.0) / (scale * scale) + 1.0 / (centring * centring * n * n))


# -- proper
def car_event(node1, node2, neighbours, spectrum, alpha, tau, loc):
    return neighbours[-1:]


def car_logpdf(x, node1, node2, neighbours, spectrum, alpha, tau, loc):
    r = x - loc
    cross = np.sum(r[..., node1] * r[..., node2], axis=-1)
    form = tau * (np.sum(neighbours * r * r, axis=-1) - 2.0 * alpha * cross)
    log_det = np.sum(log(1.0 - column(alpha) * spectrum), axis=-1) + np.sum(log(neighbours), axis=-1)
    n = neighbours.shape[-1]
    return 0.5 * (log_det + n * log(tau) - form) - n * HALF_LOG_2PI


def car_sample(rng, node1, node2, neighbours, spectrum, alpha, tau, loc):
    return loc + of_precision(rng, tau * laplacian(node1, node2, neighbours.shape[-1], alpha))


def car_mean(node1, node2, neighbours, spectrum, alpha, tau, loc):
    return loc + 0.0 * neighbours + 0.0 * column(alpha * tau)


icar = Family(
    "ICAR", (*EDGES, Param("neighbours", real, 1), Param("log_det", real, 1), Param("scale", positive), Param("centring", positive)), real,
    icar_logpdf, icar_sample,
    ((*ODD, LOG_DET, 0.7, 0.01), (*ODD, LOG_DET, 2.0, 0.3)), event=icar_event, axes=1,
)  # fmt: skip
car = Family(
    "CAR", (*EDGES, Param("neighbours", real, 1), Param("spectrum", real, 1), Param("alpha", interval(-1.0, 1.0)), Param("tau", positive),
            Param("loc", real, 1, fewer=1)), real, car_logpdf, car_sample,
    ((*ODD, SPECTRUM, 0.9, 2.0, 0.5), (*ODD, SPECTRUM, -0.3, 0.5, np.array([0.1, -0.4, 0.2, 1.0]))), event=car_event, axes=1, mean=car_mean,
)  # fmt: skip


@compile_time
def refuse_graph(name: str, graph: Any) -> None:
    """ModelError for what is no graph."""
    if not is_graph(graph):
        raise ModelError(f"`{name}` takes a graph first", here(), "make it of the edges, which are data: `ppl.graph(node1, node2, n)`")


@constructor(icar)
def ICAR(graph: Graph, scale: Numbers = 1.0, *, centring: Numbers = 0.001) -> Distribution:
    """Intrinsic conditional autoregression on the areas of `ppl.graph(node1, node2, n)`: differences along edges are normal of standard deviation `scale`.

    The sum of the field is zero softly: it is normal of standard deviation `centring` times the number of areas (0.001, as in Stan's case study), which
    makes the field a proper distribution. The graph is connected.
    """
    refuse_graph("ICAR", graph)
    return make(icar, graph.node1, graph.node2, graph.neighbours, graph.log_det, scale, centring)


@constructor(car)
def CAR(graph: Graph, alpha: Numbers, tau: Numbers, loc: Numbers = 0.0) -> Distribution:
    """Conditional autoregression on the areas of `ppl.graph(node1, node2, n)`: normal of mean `loc` and precision tau (D - alpha W), |alpha| < 1.

    D holds the numbers of neighbours and W the edges; `loc` is a number or one for each area.
    """
    refuse_graph("CAR", graph)
    return make(car, graph.node1, graph.node2, graph.neighbours, graph.spectrum, alpha, tau, loc)
