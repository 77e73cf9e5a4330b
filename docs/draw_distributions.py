"""Draws docs/pictures/NAME.png for each family: densities, probabilities, or draws of vectors and matrices, at the parameters of docs/formulas.py.
Run it after adding a family, `python docs/draw_distributions.py NAME`; without names it draws all."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from llbayes.ppl import distributions
from llbayes.ppl.base.member import make

Axes: TypeAlias = Any                           # Matplotlib's

FORMULAS = runpy.run_path(str(Path(__file__).with_name("formulas.py")))["FORMULAS"]
FOLDER = Path(__file__).with_name("pictures")
DRAWS = 3000


def families() -> dict[str, Any]:
    """Each by its first parameters."""
    return {f.name: f for f in reversed(distributions.FAMILIES)}


def picture(name: str) -> Any:
    """The figure of a family."""
    from llbayes.plots.canvas import new

    figure = new(3.6, 2.1)
    axes = figure.add_subplot()
    family = families()[name]
    members = [(label(family, params), make(family, *params)) for params in FORMULAS[name].drawn]
    draw = scattered if family.axes else probabilities if family.discrete else densities
    draw(axes, members)
    if any(text for text, _ in members):
        axes.legend(fontsize=6, frameon=False)
    axes.tick_params(labelsize=6)
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def label(family: Any, params: tuple[Any, ...]) -> str:
    """The parameters that are numbers and vectors."""
    return ", ".join(f"{p.name} {shown(v)}" for p, v in zip(family.params, params, strict=True) if np.ndim(v) < 2)


def shown(v: Any) -> str:
    return f"({', '.join(map(shown, v))})" if np.ndim(v) else f"{v:g}"


def bulk(draws: np.ndarray) -> tuple[float, float]:
    """Where nearly all draws are, but for long tails."""
    low, lower, middle, upper, high = np.quantile(draws, (0.002, 0.25, 0.5, 0.75, 0.985))
    return max(low, middle - 6 * (upper - lower)), min(high, middle + 6 * (upper - lower))


def span(members: list[tuple[str, Any]]) -> tuple[float, float]:
    """Where nearly all draws of one of them are."""
    ends = [bulk(np.asarray(d.sample(DRAWS, seed=1), float)) for _, d in members]
    return min(low for low, _ in ends), max(high for _, high in ends)


def densities(axes: Axes, members: list[tuple[str, Any]]) -> None:
    """Curves over where nearly all draws are."""
    low, high = span(members)
    margin = 0.05 * (high - low)
    x = np.linspace(low - margin, high + margin, 400)
    with np.errstate(all="ignore"):
        for text, d in members:
            axes.plot(x, np.exp(d.logpdf(x)), label=text or None)
    axes.set_ylim(0, min(axes.get_ylim()[1], 4 * np.median([line.get_ydata().max() for line in axes.get_lines()])))


def probabilities(axes: Axes, members: list[tuple[str, Any]]) -> None:
    """A point for each whole number."""
    low, high = span(members)
    x = np.arange(int(low), int(max(high, low + 1)) + 2)
    axes.xaxis.get_major_locator().set_params(integer=True)
    for text, d in members:
        axes.plot(x, np.exp(d.logpdf(x)), "o-", markersize=2.5, linewidth=0.6, label=text or None)


def scattered(axes: Axes, members: list[tuple[str, Any]]) -> None:
    """The first two entries that vary, of many draws."""
    for text, d in members:
        draws = d.sample(800, seed=1)
        entries = [k for k in np.ndindex(draws.shape[1:]) if draws[:, *k].std() > 0 and (len(k) < 2 or k[0] >= k[1])][:2]
        one, two = (entries * 2)[:2]
        axes.plot(draws[:, *one], draws[:, *two], ".", markersize=1.5, label=text or None)
        axes.set_xlabel(f"x{list(one)}", fontsize=6)
        axes.set_ylabel(f"x{list(two)}", fontsize=6)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or FORMULAS:
        picture(name).savefig(FOLDER / f"{name}.png", dpi=100)
