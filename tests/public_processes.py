"""Valid calls of what series and fields are made of: constructors, kernels, graphs, and the methods that only those have."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from llbayes import ppl
from llbayes.ppl import kernels
from llbayes.ppl.processes import CONSTRUCTORS

NODE1, NODE2 = np.array([0, 1, 2, 0]), np.array([1, 2, 3, 2])
GRAPH = ppl.graph(NODE1, NODE2, 4)
P0, P, X = np.array([0.4, 0.6]), np.array([[0.8, 0.2], [0.1, 0.9]]), np.array([0.0, 0.4, 1.1, 1.5])
EMISSION, KERNEL = ppl.Normal(np.array([0.0, 2.0]), 1.0), kernels.ExpQuad(0.7, 1.3)
ARGUMENTS: dict[str, dict[str, Any]] = {         # all of each constructor's
    "RandomWalk": {"scale": 0.5, "drift": 0.1, "init_loc": 0.0, "init_scale": 1.0, "length": 4},
    "AR": {"coefficients": np.array([0.5, -0.3]), "scale": 1.0, "constant": 0.2, "initial": None, "init_loc": 0.0, "init_scale": 1.0, "length": 4},
    "MA": {"coefficients": np.array([0.5, -0.3]), "scale": 1.0, "loc": 0.2, "length": 4},
    "GARCH": {"omega": 0.2, "alpha": 0.3, "beta": 0.4, "loc": 0.1, "initial": 1.0, "length": 4},
    "StochasticVolatility": {"phi": 0.9, "sigma": 0.3, "mu": -1.0, "length": 4},
    "GaussianProcess": {"kernel": KERNEL, "x": X, "noise": 0.3, "mean": 0.5},
    "HilbertSpaceGP": {"kernel": KERNEL, "m": 4, "low": 0.0, "high": 2.0, "boundary": 1.5},
    "ICAR": {"graph": GRAPH, "scale": 0.7, "centring": None},
    "CAR": {"graph": GRAPH, "alpha": 0.5, "tau": 2.0, "loc": 0.1},
    "HiddenMarkov": {"initial": P0, "transition": P, "emission": EMISSION, "length": 4},
    "LinearGaussianStateSpace": {"transition": 0.5 * np.eye(2), "design": np.array([1.0, 0.5]), "process": np.eye(2), "noise": 0.4, "mean": np.zeros(2), "cov": np.eye(2), "loc": 0.1,
                                 "length": 4},
}  # fmt: skip
KERNELS: dict[str, dict[str, Any]] = {
    "ExpQuad": {"lengthscale": 0.7, "scale": 1.3}, "Matern32": {"lengthscale": 0.7, "scale": 1.3}, "Matern52": {"lengthscale": 0.7, "scale": 1.3},
    "Periodic": {"lengthscale": 0.7, "period": 2.0, "scale": 1.3}, "Linear": {"scale": 0.5, "centre": 1.0}, "Constant": {"variance": 2.0},
}  # fmt: skip


def made(name: str) -> Any:
    return CONSTRUCTORS[name](**ARGUMENTS[name])


def used(make: Callable[..., Any]) -> Callable[..., Any]:
    """A constructor whose distribution is scored at a draw, so that what it was given counts."""
    return lambda **arguments: (lambda d: d.logpdf(d.sample(seed=1)))(make(**arguments))


def over(make: Callable[..., Any]) -> Callable[..., Any]:
    """A kernel whose covariances are computed."""
    return lambda **arguments: make(**arguments)(X, X)


def shape_of(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method to which nan is a gap: the shape of what it gives."""
    return lambda **arguments: np.shape(method(**arguments))


def of_processes() -> Iterator[tuple[str, Callable[..., Any], dict[str, Any]]]:
    assert ARGUMENTS.keys() == CONSTRUCTORS.keys() and KERNELS.keys() == set(kernels.__all__), "arguments of all"
    for name, arguments in ARGUMENTS.items():
        assert arguments.keys() == inspect.signature(CONSTRUCTORS[name]).parameters.keys(), name
        yield f"ppl.{name}", CONSTRUCTORS[name], arguments
        yield f"ppl.{name} used", used(CONSTRUCTORS[name]), arguments
    for name, arguments in KERNELS.items():
        yield f"kernels.{name}", getattr(kernels, name), arguments
        yield f"kernels.{name} used", over(getattr(kernels, name)), arguments
    yield "ppl.graph", ppl.graph, {"node1": NODE1, "node2": NODE2, "n": 4, "spectrum": None}
    yield "ppl.graph of pairs", ppl.graph, {"node1": np.stack([NODE1, NODE2], axis=1), "node2": None}
    chain, space, gp = made("HiddenMarkov"), made("LinearGaussianStateSpace"), made("GaussianProcess")
    for name in ("filtered", "smoothed", "viterbi"):
        yield f"HiddenMarkov.{name}", shape_of(getattr(chain, name)), {"x": X}
    for name in ("filtered", "smoothed"):
        yield f"LinearGaussianStateSpace.{name}", shape_of(getattr(space, name)), {"x": X}
    yield "HiddenMarkov.given", chain.given, {"x": X, "steps": 2}
    yield "LinearGaussianStateSpace.given", space.given, {"x": X, "steps": 2, "loc": 0.0}
    yield "GaussianProcess.given", gp.given, {"values": X, "x": X + 0.2}
    yield "HilbertSpaceGP.basis", made("HilbertSpaceGP").basis, {"x": X}
    yield "noncentered", made("ICAR").noncentered, {"weight": 0.5}
    for name in ARGUMENTS:
        yield f"{name}.logpdf", shape_of(made(name).logpdf) if made(name).gaps else made(name).logpdf, {"x": np.asarray(made(name).sample(seed=1))}
