"""Values and gradients at replicates of scrambled Sobol sequences, for methods that are made of mean products of derivatives."""
from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ...ir.errors import DataError
from ...ir.given import seed_of
from ...samplers.settings import Seed
from ..campaigns.points import Parts, sobol_points
from ..campaigns.replicates import seeds
from ..evaluation.derivatives import Slopes
from ..evaluation.evaluator import Evaluator
from ..evaluation.standard import Standard
from ..evaluation.trust import trusted
from ..labels import ENDINGS
from ..scale import unit

LOOKED_AT = 8                        # outputs of many whose derivatives are looked at
ROUNDING = 1e-13                     # of an output: less of it that varies is what is left of a constant


class Sampled(NamedTuple):
    """Of each replicate r and point n: inputs x and normal scores u (r, n, d), values (r, n, m), gradients in both (r, n, m, d), Hessians with respect to u, in
    units of the outputs (m,)."""

    x: np.ndarray
    u: np.ndarray
    values: np.ndarray
    in_x: np.ndarray
    in_u: np.ndarray
    hessians: np.ndarray | None
    unit: np.ndarray


def sampled(run: Evaluator, parts: Parts, seed: Seed, method: str, hessians: bool = False) -> Sampled:
    """DataError for outputs that do not vary, and where derivatives do not tell how they change."""
    from scipy.special import ndtri

    inputs, d = run.inputs, run.inputs.dim
    p = np.concatenate([sobol_points(parts.m, d, s) for s in seeds(seed_of(seed), parts.replicates)])
    u = ndtri(p)
    x = inputs.from_normal(u)
    slopes, standard = Slopes(run), Standard(run)
    values, in_x = slopes(x)
    if not len(run.first):
        run.first, run.outputs = x, values
    run.check_repeats()
    n = len(u)
    values, in_x = values.reshape(n, -1), in_x.reshape(n, -1, d)
    in_u = backwards(run, u, in_x)
    size = np.abs(values).max(axis=0)
    units = np.where(size > 0.0, unit(size), 1.0)
    values, in_x, in_u = values / units, in_x / units[:, None], in_u / units[:, None]
    if np.any(np.ptp(values, axis=0) <= ROUNDING):
        raise DataError("an output does not vary with the inputs: its variance is 0, so no share of it can be given")
    look_at(run, slopes, u, values, in_u, units, method)
    bends = standard.hessians(u).reshape(n, -1, d, d) / units[:, None, None] if hessians else None
    shape = (parts.replicates, -1)
    return Sampled(x.reshape(*shape, d), u.reshape(*shape, d), values.reshape(*shape, len(units)), in_x.reshape(*shape, *in_x.shape[1:]),
                   in_u.reshape(*shape, *in_u.shape[1:]), None if bends is None else bends.reshape(*shape, *bends.shape[1:]), units)


def backwards(run: Evaluator, u: np.ndarray, in_x: np.ndarray) -> np.ndarray:
    """Gradients (n, m, d) with respect to normal scores."""
    return np.stack([run.inputs.pullback(u, in_x[:, k]) for k in range(in_x.shape[1])], axis=1)


def look_at(run: Evaluator, slopes: Slopes, u: np.ndarray, values: np.ndarray, in_u: np.ndarray, units: np.ndarray, method: str) -> None:
    """DataError where gradients do not tell how one of the outputs changes."""
    def more(points: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        f, g = slopes(run.inputs.from_normal(points))
        return f.reshape(len(points), -1)[:, k] / units[k], run.inputs.pullback(points, g.reshape(len(points), -1, g.shape[-1])[:, k]) / units[k]

    count = len(units)
    for k in np.unique(np.linspace(0, count - 1, min(count, LOOKED_AT)).astype(int)):
        trusted(u, values[:, k], in_u[:, k], method, "`uq.sobol`, which needs no derivatives", lambda points, k=k: more(points, k))


def shaped(fields: Mapping[str, np.ndarray], dims: Mapping[str, tuple[str, ...]], shape: tuple[int, ...]) -> dict[str, np.ndarray]:
    """Fields whose last axis is that of outputs with axes of their own in its place; `dims` are those before it, by the field's name without its ending."""
    ahead = {name: len(dims.get(next((name.removesuffix(e) for e in ENDINGS if name.endswith(e)), name), ())) for name in fields}
    return {name: a.reshape((*a.shape[:ahead[name]], *shape)) for name, a in fields.items()}
