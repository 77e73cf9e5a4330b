"""One picture of a run: forest of the largest group of parameters, traces and ranks of the scalars, pairs."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from .results import Groups, group_of

MOST_ROWS, MOST_SCALARS = 90, 4


def overview(tree: Groups, path: Path, title: str = "") -> Path:
    """Writes the picture; chains are colours."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.figure import Figure

    draws = {str(n): np.asarray(v, float) for n, v in group_of(tree, "posterior").data_vars.items()}
    scalars, group = chosen(draws)
    figure = Figure(figsize=(15, 4 + 2.4 * max(2, len(scalars))), layout="constrained")
    left, right = figure.subfigures(1, 2, width_ratios=[1, 1.6])
    if group:
        labels = group_of(tree, "posterior")[group]
        forest(left.subplots(), draws[group], group, [str(k) for k in labels.coords[labels.dims[2]].values])
    top, bottom = right.subfigures(2, 1)
    if scalars:
        traces_and_ranks(top.subplots(len(scalars), 2, squeeze=False), draws, scalars)
        pairs(bottom.subplots(len(scalars), len(scalars), squeeze=False), draws, scalars)
    figure.suptitle(title)
    figure.savefig(path, dpi=110)
    return path


def chosen(draws: dict[str, np.ndarray]) -> tuple[list[str], str | None]:
    """(scalars, the vector with most entries that fits in a forest; deterministic vectors come last and win a tie)."""
    scalars = [n for n, a in draws.items() if a.ndim == 2][:MOST_SCALARS]
    vectors = [n for n, a in draws.items() if a.ndim == 3 and a.shape[2] <= MOST_ROWS]
    return scalars, max(reversed(vectors), key=lambda n: draws[n].shape[2], default=None)


def forest(axes: Any, values: np.ndarray, name: str, labels: list[str]) -> None:
    """Medians with 50 % and 90 % intervals, sorted."""
    flat = values.reshape(-1, values.shape[2])
    q05, q25, q50, q75, q95 = np.quantile(flat, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0)
    order, rows = np.argsort(q50), np.arange(len(q50))
    axes.hlines(rows, q05[order], q95[order], color="tab:blue", lw=1)
    axes.hlines(rows, q25[order], q75[order], color="tab:blue", lw=3)
    axes.plot(q50[order], rows, "o", color="black", ms=3)
    axes.set_yticks(rows, [labels[k] for k in order], fontsize=6 if len(rows) > 30 else 9)
    axes.set_ylim(-1, len(rows))
    axes.set_title(f"{name}: median, 50 % and 90 % intervals")


def traces_and_ranks(axes: Any, draws: dict[str, np.ndarray], names: list[str]) -> None:
    """Traces on the left, histograms of ranks (flat when chains agree) on the right."""
    for (trace, rank), name in zip(axes, names, strict=True):
        values = draws[name]
        ranks = np.argsort(np.argsort(values.ravel())).reshape(values.shape)
        for k, chain in enumerate(values):
            trace.plot(chain, lw=0.4, color=f"C{k % 10}")
            rank.hist(ranks[k], bins=20, range=(0, values.size), histtype="step", color=f"C{k % 10}")
        trace.set_title(f"{name}: trace", fontsize=9)
        rank.set_title(f"{name}: ranks", fontsize=9)


def pairs(axes: Any, draws: dict[str, np.ndarray], names: list[str]) -> None:
    """Every two scalars against each other."""
    for i, row in enumerate(names):
        for j, column in enumerate(names):
            place = axes[i][j]
            if j > i:
                place.set_axis_off()
            elif i == j:
                place.hist(draws[row].ravel(), bins=40, color="tab:blue")
            else:
                place.plot(draws[column].ravel()[::4], draws[row].ravel()[::4], ".", ms=1, alpha=0.3)
            if j == 0:
                place.set_ylabel(row, fontsize=8)
            if i == len(names) - 1:
                place.set_xlabel(column, fontsize=8)
            place.tick_params(labelsize=6)
