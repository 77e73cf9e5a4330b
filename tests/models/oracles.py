"""Stan's log densities and gradients at fixed points, and how near ours must come; `tests/data/README.md` has the form of the files."""
from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parents[1] / "data" / "stan_oracle"
NAMES = sorted(p.name.split(".json")[0] for p in FOLDER.glob("*.json*"))
FAR = 1e-9                                       # of the density and of the gradient's largest entry, at the points that are drawn
RULE = ((1, 0.1), (2, 0.5), (3, 1.0))            # seeds and scales of the first points


def oracle(name: str) -> dict[str, Any]:
    """The file of a posterior, plain or compressed."""
    path = FOLDER / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else json.loads(gzip.decompress(path.with_suffix(".json.gz").read_bytes()))


def our_name(stan: str) -> str:
    """`L.2.1` is `L[1,0]` here."""
    head, *index = stan.split(".")
    return head + (f"[{','.join(str(int(i) - 1) for i in index)}]" if index else "")


def names(reference: dict[str, Any]) -> list[str]:
    """Our names in the order of Stan's vector: from its names, or from the layout where there are too many of them."""
    if "layout" in reference:
        return [name for parameter in reference["layout"] for name in entries(*parameter)]
    return [our_name(n) for n in reference["unconstrained_names"]]


def entries(name: str, shape: list[int], order: str, transform: object = None) -> Iterator[str]:
    """Names of one parameter's free values; its first index runs fastest where the order is F."""
    for flat in range(int(np.prod(shape))):
        index = ",".join(map(str, np.unravel_index(flat, shape, order=order)))
        yield f"{name}[{index}]" if index else name


def order(posterior: Any, reference: dict[str, Any]) -> np.ndarray:
    """Positions in Stan's vector of our coordinates."""
    at = {name: i for i, name in enumerate(names(reference))}
    assert posterior.dim == reference["dim"] == len(at) and set(at) == set(posterior.unconstrained_names)
    return np.array([at[n] for n in posterior.unconstrained_names])


def points(reference: dict[str, Any]) -> Iterator[tuple[np.ndarray, dict[str, Any]]]:
    """(z in Stan's order, the values there) of every point: z itself, or the seed and scale by which it was drawn."""
    for i, at in enumerate(reference["points"]):
        seed, scale = (at["seed"], at["scale"]) if "seed" in at else RULE[min(i, 2)]
        yield np.array(at["z"]) if "z" in at else scale * np.random.default_rng(seed).standard_normal(reference["dim"]), at


def rejected(at: dict[str, Any], value: float) -> bool:
    """Is the density right where Stan has none? -inf outside of the support; where only its solver gave up, any number."""
    return value == -np.inf or at.get("rejection") == "solver" and np.isfinite(value)


def near_enough(at: dict[str, Any], value: float) -> bool:
    """Is this Stan's log density? That of an ODE to the tolerance of the solvers."""
    exact, loose = at.get("tight", at)["log_density"], solvers(at)
    return abs(value - exact) <= loose * (1e-7 + 1e-10 * abs(exact) if at.get("near") else FAR * max(1.0, abs(exact)))


def gradient_near_enough(at: dict[str, Any], gradient: np.ndarray) -> bool:
    """Is this Stan's gradient, in Stan's order? Every entry near the posterior, elsewhere relative to the largest; large ones by some entries and the length."""
    exact = at.get("tight", at)
    expected, loose = np.array(at.get("gradient_fd", exact["gradient"])), solvers(at)
    error = np.abs(gradient[: len(expected)] - expected)
    if at.get("near"):
        return bool(np.all(error <= loose * 1e-6 * np.maximum(1.0, np.abs(expected))))
    loose *= 1e4 if "gradient_fd" in at else 1.0
    length = abs(np.linalg.norm(gradient) - at["gradient_norm"]) <= FAR * max(1.0, at["gradient_norm"])
    return bool(np.all(error <= loose * FAR * max(1.0, np.abs(expected).max())) and (length or loose > 1.0))


def solvers(at: dict[str, Any]) -> float:
    """How much more than rounding solvers of differential equations may differ."""
    return (100.0 if at.get("near") else 1e4) if "tight" in at else 1.0
